"""`kg export`: the whole graph, a neighbourhood or an answer, into a file or a pipe, the same on every machine."""

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.exporters import EXPORTERS
from tests.cli.running import Kg

OTHER_MACHINES = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8"},
)
SCRIPT = """
import sys
from datetime import UTC, datetime
from kg.cli.run import run

for name, ending in zip(sys.argv[2::2], sys.argv[3::2]):
    words = ["-C", sys.argv[1], "-q", "export", "--to", name, "-o", f"x{ending}"]
    assert run(words, now=lambda: datetime.now(UTC)) == 0, name
"""


@pytest.mark.parametrize("name", [kind.name for kind in EXPORTERS])
def test_everything_can_be_written_in_every_format(kg: Kg, tmp_path: Path, name: str) -> None:
    ran = kg("export", "--to", name, "-o", "file", "--check")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("kg: everything: ")
    assert f" as {name} in file, read again and counted\n" in ran.err
    assert (tmp_path / "file").stat().st_size > 0


def test_another_machine_writes_the_same_bytes(filled: Path, tmp_path: Path) -> None:
    formats = [word for kind in EXPORTERS for word in (kind.name, kind.ending)]
    running = []
    for number, machine in enumerate(OTHER_MACHINES):
        place = tmp_path / f"ünlike {number}"
        place.mkdir()
        command = [sys.executable, "-c", SCRIPT, str(filled), *formats]
        running.append((place, subprocess.Popen(command, cwd=place, env=os.environ | machine, stderr=subprocess.PIPE)))
    found = []
    for place, process in running:
        _, told = process.communicate(timeout=120)
        assert (process.returncode, told) == (0, b"")
        found.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in place.iterdir()})
    assert len(found[0]) == len(EXPORTERS)
    assert found[0] == found[1]


def test_the_ending_chooses_the_format(kg: Kg, tmp_path: Path) -> None:
    assert "as gexf in ledger.gexf" in kg("export", "-o", "ledger.gexf").err
    assert "as csljson in s.csl.json" in kg("export", "-o", "s.csl.json").err
    assert "as turtle in ledger\n" in kg("export", "-o", "ledger").err
    assert (tmp_path / "ledger.gexf").read_text("utf-8").startswith("<?xml")


@pytest.mark.parametrize("place", [(), ("-o", "-")])
def test_without_a_file_it_goes_to_standard_output(kg: Kg, place: tuple[str, ...]) -> None:
    ran = kg("export", "--to", "csv", "--table", "nodes", *place)
    rows = list(csv.DictReader(io.StringIO(ran.out, newline="")))
    assert {row["id"] for row in rows} >= {"larch", "orchid", "hbm"}
    assert ran.err == "kg: everything: 7 nodes as csv\n"


def test_an_answer_is_exported_with_its_types(kg: Kg) -> None:
    ran = kg("export", "contested", "document=orchid-launch", "-o", "c.csv", "--check")
    assert (ran.code, ran.err) == (
        0,
        "kg: the answer to contested document=orchid-launch: 2 rows as csv in c.csv, read again and counted\n",
    )
    own = kg("export", "SELECT ?c WHERE { ?c a kg:Company }", "--to", "csv")
    assert own.out == "c\r\nlarch\r\n"
    graph = kg("export", "-", "--to", "ntriples", stdin="CONSTRUCT { ?c a kg:Company } WHERE { ?c a kg:Company }")
    assert graph.out.startswith("<https://w3id.org/claimledger/id/larch> ")
    assert graph.err == "kg: the answer: 1 statement as ntriples\n"


def test_rows_that_are_edges_are_a_network(kg: Kg) -> None:
    read = json.loads(kg("export", "source-edges", "--to", "nodelink").out)
    assert {node["id"] for node in read["nodes"]} >= {"larch", "orchid-launch"}
    assert read["links"][0]["claim"]


def test_an_entity_with_what_lies_around_it(kg: Kg) -> None:
    read = json.loads(kg("export", "--entity", "orchid", "--edges", "claims", "--to", "cyjs").out)
    assert {node["data"]["id"] for node in read["elements"]["nodes"]} == {"orchid", "hbm"}
    (edge,) = read["elements"]["edges"]
    assert (edge["data"]["id"], edge["data"]["negated"]) == ("orchid-launch/no-hbm", "yes")
    alone = json.loads(kg("export", "--entity", "orchid", "--hops", "0", "--to", "cyjs").out)
    assert len(alone["elements"]["nodes"]) == 1


def test_it_looks_back(kg: Kg) -> None:
    ran = kg("export", "--to", "csv", "--as-of", "2026-05-31", "--table", "sources")
    assert [row["id"] for row in csv.DictReader(io.StringIO(ran.out, newline=""))] == ["orchid-launch"]
    assert "kg: everything, as of 2026-05-31: 1 source as csv\n" in ran.err
    quads = kg("export", "--to", "nquads", "--without", "wire-nine-report").out
    assert "id/orchid-launch" in quads
    assert "id/wire-nine-report" not in quads


def test_claims_as_edges_in_gexf_come_with_a_warning(kg: Kg) -> None:
    ran = kg("export", "--to", "gexf", "--edges", "claims")
    assert "kg: Gephi joins parallel edges of one kind; --edges facts has one edge for each fact\n" in ran.err


def test_formats_are_listed_with_what_they_are_for(kg: Kg) -> None:
    read = json.loads(kg("export", "--list", at=None).out)
    assert [row["format"] for row in read] == [kind.name for kind in EXPORTERS]
    assert all(row["for"] for row in read)


def test_an_empty_answer_is_a_valid_empty_file(kg: Kg, tmp_path: Path) -> None:
    ran = kg("export", "contested", "entity=hbm", "-o", "none.parquet", "--check")
    assert (ran.code, ran.err.splitlines()[-1]) == (0, "kg: there was nothing to write; the file is valid and empty")
    assert (tmp_path / "none.parquet").read_bytes().startswith(b"PAR1")
    empty = kg("export", "supply-edges", "relation=acquired", "--to", "gexf", "-o", "none.gexf", "--check")
    assert (empty.code, "0 nodes and 0 edges" in empty.err) == (0, True)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["--to", "gexv"], 2, "there is no export format 'gexv'. Did you mean gexf?"),
        (["-o", "ledger.gefx"], 2, "ledger.gefx: no export format ends in '.gefx'. Did you mean .gexf"),
        (["-o", "ledger.zzz"], 2, "Name the format with --to; `kg export --list` lists them."),
        (["--hops", "2"], 2, "--hops counts from an entity. Name it with --entity"),
        (["--to", "vcard"], 2, "there is no export format 'vcard'. Formats: csv, xlsx,"),
        (["--entity", "orchit"], 4, "--entity: there is no entity 'orchit' in this ledger. Did you mean orchid"),
        (["--entity", "zzz"], 4, "`kg search NAME` finds ids."),
        (["contested", "--entity", "orchid"], 2, "a question and --entity cannot be asked for at once"),
        (["contestet"], 4, "Did you mean contested"),
        (["contested", "--to", "gexf"], 2, "the answer to contested has no nodes. Ask a question of queries/networks/"),
        (["contested", "--to", "turtle"], 2, "the answer to contested is a table and no graph. Ask for csv,"),
        (["contested", "--to", "csljson"], 2, "the answer to contested has no sources. There is answer."),
        (["--edges", "fact"], 2, "there are no edges of 'fact' for --edges. Did you mean facts?"),
        (["--to", "csv", "--table", "claim"], 2, "--table claim: everything has no such table. Did you mean claims?"),
        (["--to", "trig", "--entity", "orchid"], 2, "is no whole ledger, and this format writes one graph an event"),
        (["--to", "csv", "-o", "no/where.csv"], 4, "no/where.csv: the file cannot be written"),
    ],
)
def test_what_cannot_be_exported_is_one_sentence(
    kg: Kg, tmp_path: Path, words: list[str], code: int, sentence: str
) -> None:
    ran = kg("export", *words)
    assert (ran.code, ran.out) == (code, "")
    assert sentence in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not list(tmp_path.glob("*.new"))


def test_a_file_that_is_there_is_kept(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("mine", encoding="utf-8")
    ran = kg("export", "-o", "x.csv")
    assert (ran.code, ran.err) == (4, "kg: x.csv: the file is there already. Name another, or add --force.\n")
    assert kg("export", "-o", "x.csv", "--force").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--to", "graphml", "--static"), "--static changes nothing in graphml. Leave it out; it is for gexf."),
        (
            ("--to", "xlsx", "--table", "nodes"),
            "--table changes nothing in xlsx. Leave it out; it is for csv, parquet.",
        ),
        (("contested", "--to", "csv", "--edges", "claims"), "the edges of a question are its rows. Leave out --edges."),
    ],
)
def test_an_option_that_would_change_nothing_is_refused(kg: Kg, words: tuple[str, ...], said: str) -> None:
    done = kg("export", *words, "-o", "out.file")
    assert (done.code, done.err) == (2, f"kg: {said}\n")
    assert not Path("out.file").exists()
