"""The frame around the commands: help, options anywhere, errors as one sentence with an exit code."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.asked import FORMATS
from kg.cli.frame import GROUPS
from kg.errors import KgError
from kg.formats import FORMS
from tests.cli.running import Kg

HEAVY = ("rdflib", "networkx", "pyoxigraph", "pydantic", "yaml", "rich", "sqlite3")
COMMANDS = tuple(name for _, commands in GROUPS for name, _ in commands)


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_help_lists_every_command_and_every_exit_code(kg: Kg) -> None:
    shown = kg("--help", at=None)
    assert shown.code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in shown.out
    classes = [KgError]
    for kind in classes:
        classes += kind.__subclasses__()
        assert f"  {kind.exit_code} " in shown.out
    for code in (0, 1, 130, 141):
        assert f"  {code} " in shown.out


def test_help_needs_no_heavy_import() -> None:
    done = python(
        "import sys\n"
        "from kg.cli.run import run\n"
        "code = run(['--help'], now=lambda: None)\n"
        f"sys.exit(code or ', '.join(set(sys.modules) & set({HEAVY!r})) or 0)"
    )
    assert done.returncode == 0, done.stderr


def test_importing_kg_and_its_command_line_imports_no_third_party_package() -> None:
    done = python(f"import sys, kg, kg.cli; sys.exit(', '.join(set(sys.modules) & set({(*HEAVY, 'typer')!r})) or 0)")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_has_an_example_on_a_line_of_its_own(kg: Kg, name: str) -> None:
    shown = kg(name, "-h", at=None)
    assert shown.code == 0
    assert "\\b" not in shown.out
    if name != "rebuild":
        assert any(line.startswith(("    kg ", "    echo ")) for line in shown.out.splitlines())


def test_no_words_show_the_help(kg: Kg) -> None:
    shown = kg(at=None)
    assert shown.code == 2
    assert "Exit codes" in shown.err


def test_version(kg: Kg) -> None:
    assert kg("--version", at=None).out.startswith("kg ")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["quer"], "Did you mean 'query'"),
        (["show"], "Missing argument"),
        (["show", "orchid", "--colour"], "No such option"),
        (["show", "orchid", "-f", "jsn"], "Did you mean json"),
        (["query", "x", "-p", "novalue"], "name=value"),
        (["cite", "orchid-launch/speed", "--style", "bibtx"], "Did you mean bibtex"),
        (["completion", "tcsh"], "bash, zsh and fish"),
        (["log", "--type", "claim-corected"], "Did you mean claim-corrected"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(kg: Kg, words: list[str], hint: str) -> None:
    done = kg(*words)
    assert (done.code, done.out) == (2, "")
    assert hint in done.err
    assert done.err.count("\n") == 1
    assert done.err.startswith("kg: ")


def test_options_of_kg_stand_before_or_after_the_command(kg: Kg, filled: Path) -> None:
    before = kg("-f", "json", "show", "orchid")
    after = kg("show", "orchid", "-f", "json", "-C", str(filled), at=None)
    assert before == after
    assert json.loads(before.out)["id"] == "orchid"


def test_an_option_after_the_command_wins(kg: Kg) -> None:
    assert kg("-f", "csv", "queries", "-f", "json").out.startswith("{")


def test_workspace_and_format_come_from_the_environment(kg: Kg, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_WORKSPACE", str(filled))
    monkeypatch.setenv("KG_FORMAT", "json")
    assert json.loads(kg("show", "orchid", at=None).out)["label"] == "Orchid"


def test_the_command_line_goes_before_the_environment(kg: Kg, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_WORKSPACE", "/nowhere")
    monkeypatch.setenv("KG_FORMAT", "nothing")
    assert kg("-f", "text", "show", "orchid", at=filled).code == 0


def test_output_goes_to_a_file_and_replaces_none(kg: Kg, tmp_path: Path) -> None:
    target = tmp_path / "answer.json"
    assert kg("show", "orchid", "-f", "json", "-o", str(target)).out == ""
    assert json.loads(target.read_text())["id"] == "orchid"
    again = kg("show", "larch", "-f", "json", "-o", str(target))
    assert again.code == 4
    assert "--force" in again.err
    assert json.loads(target.read_text())["id"] == "orchid"
    assert kg("show", "larch", "-f", "json", "-o", str(target), "--force").code == 0
    assert json.loads(target.read_text())["id"] == "larch"
    assert [path.name for path in tmp_path.iterdir()] == ["answer.json"]


@pytest.mark.parametrize(
    ("words", "name", "beginning"),
    [
        (("query", "documents"), "a.csv", "document,title,"),
        (("query", "documents"), "a.CSV", "document,title,"),
        (("query", "documents"), "a.md", "| document |"),
        (("query", "documents"), "a", "[{"),
        (("query", "documents", "-f", "tsv"), "a.csv", "document\ttitle"),
        (("analyze", "sources"), "a.json", "{"),
        (("analyze", "sources"), "a.csv", "source,"),
        (("analyze", "sources"), "a.txt", "Who says what"),
        (("show", "orchid"), "a.json", "{"),
        (("show", "orchid"), "a.md", "Orchid"),
        (("log",), "a.jsonl", '{"'),
    ],
)
def test_the_ending_of_the_file_says_the_form(
    kg: Kg, tmp_path: Path, words: tuple[str, ...], name: str, beginning: str
) -> None:
    assert kg(*words, "-o", str(tmp_path / name)).code == 0
    assert (tmp_path / name).read_text("utf-8").startswith(beginning)


def test_a_page_in_a_file_for_tables_is_refused(kg: Kg, tmp_path: Path) -> None:
    done = kg("show", "orchid", "-o", str(tmp_path / "a.csv"))
    assert (done.code, done.err) == (2, "kg: a page cannot be written as csv. Ask for `-f json` or `-f text`.\n")
    assert not list(tmp_path.iterdir())


def test_output_to_a_place_that_is_not_there_is_one_sentence(kg: Kg) -> None:
    done = kg("show", "orchid", "-o", "no/such/folder/x.txt")
    assert done.code == 4
    assert "cannot be written" in done.err


def test_quiet_says_nothing_beside_the_answer(kg: Kg, tmp_path: Path) -> None:
    assert kg("-q", "show", "orchid", "-o", str(tmp_path / "x")).err == ""


def test_debug_shows_where_an_error_arose(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from kg.cli.run import run  # noqa: PLC0415

    assert run(["-C", str(filled), "--debug", "show", "nobody"], now=lambda: None) == 4  # type: ignore[arg-type,return-value]
    assert "Traceback" in capsys.readouterr().err


def test_a_mistake_of_our_own_is_said_calmly(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.views.show.show", lambda *_: 1 / 0)
    done = kg("show", "orchid")
    assert done.code == 70
    assert "ZeroDivisionError" in done.err


def test_formats_are_those_that_somebody_writes() -> None:
    assert set(FORMATS) == {"auto", "text", "html", "svg", "png", *FORMS}


def test_completion_scripts(kg: Kg) -> None:
    for shell in ("bash", "zsh", "fish"):
        assert "_KG_COMPLETE" in kg("completion", shell, at=None).out


def test_words_that_are_no_utf_8_are_refused_and_shown(kg: Kg) -> None:
    for words in (["show", "a\udcff"], ["search", "\udcff"], ["ingest", "no-\udcff.yaml"]):
        done = kg(*words)
        assert (done.code, done.out) == (2, "")
        assert "is not UTF-8 text" in done.err


def test_a_misused_command_line_is_echoed_without_what_hides_in_it(kg: Kg) -> None:
    done = kg("--bad\x1b[31m\u202e" + "x" * 5000)
    assert done.code == 2
    assert "--bad\\x1b[31m\\u202exxx" in done.err
    assert len(done.err) < 600


def test_a_name_that_is_too_long_for_a_file_is_one_sentence(kg: Kg) -> None:
    done = kg("ingest", "x" * 5000)
    assert done.code == 4
    assert "the name is too long" in done.err
