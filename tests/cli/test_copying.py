"""Backups, restores and checkpoints from the command line."""

import gzip
import hashlib
import io
import json
import os
import shutil
import tarfile
import tracemalloc
from pathlib import Path

import pytest

from kg.checkpoint import Kept
from tests.cli.running import Kg


def test_a_backup_restores_to_the_same_head_and_dataset(kg: Kg, ledger: Path, tmp_path: Path) -> None:
    (ledger / "queries").mkdir()
    (ledger / "queries" / "mine.rq").write_text("#+ summary: Mine\n#+ question: What?\nSELECT ?s { ?s ?p ?o }")
    for name in ("b.tar", "b.tar.gz"):
        made = json.loads(kg("backup", name, "-f", "json", at=ledger).out)
        restored = kg("restore", name, f"back-{name}", "-f", "json", at=None)
        assert restored.code == 0, restored.err
        assert json.loads(restored.out)["chain"] == made["chain"]
        same = [kg("export", "--to", "ntriples", at=at).out.splitlines() for at in (ledger, tmp_path / f"back-{name}")]
        assert sorted(same[0]) == sorted(same[1])
        assert kg("verify", at=tmp_path / f"back-{name}").code == 0
        assert (tmp_path / f"back-{name}" / "queries" / "mine.rq").is_file()
        assert (tmp_path / f"back-{name}" / "documents").is_dir()


def test_a_backup_replaces_nothing_and_needs_an_empty_folder(kg: Kg, ledger: Path, tmp_path: Path) -> None:
    kg("backup", "b.tar", at=ledger)
    before = (tmp_path / "b.tar").read_bytes()
    again = kg("backup", "b.tar", at=ledger)
    assert (again.code, (tmp_path / "b.tar").read_bytes()) == (4, before)
    assert kg("restore", "b.tar", str(ledger), at=None).code == 4
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def rewritten(source: Path, target: Path, change: str) -> None:
    """Write an archive again with something in it that does not belong."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            content = (old.extractfile(member) or io.BytesIO()).read()
            if change == "a byte" and member.name.startswith("segments"):
                content = content.replace(b"orchid", b"orchis", 1)
            if change == "a missing file" and member.name == "kg.toml":
                continue
            new.addfile(member, io.BytesIO(content))
        for name, kind, link in (
            ("../outside", tarfile.REGTYPE, ""),
            ("/absolute", tarfile.REGTYPE, ""),
            ("documents/x/text.txt", tarfile.SYMTYPE, "/etc/passwd"),
            ("kg.toml", tarfile.CHRTYPE, ""),
            ("documents/x/other.sh", tarfile.REGTYPE, ""),
        ):
            if change == f"{name} {kind!r}":
                info = tarfile.TarInfo(name)
                info.type, info.linkname = kind, link
                new.addfile(info)


@pytest.mark.parametrize(
    "change",
    [
        "a byte",
        "a missing file",
        f"../outside {tarfile.REGTYPE!r}",
        f"/absolute {tarfile.REGTYPE!r}",
        f"documents/x/text.txt {tarfile.SYMTYPE!r}",
        f"kg.toml {tarfile.CHRTYPE!r}",
        f"documents/x/other.sh {tarfile.REGTYPE!r}",
    ],
)
def test_a_damaged_or_hostile_archive_leaves_nothing_behind(kg: Kg, ledger: Path, tmp_path: Path, change: str) -> None:
    kg("backup", "b.tar", at=ledger)
    rewritten(tmp_path / "b.tar", tmp_path / "bad.tar", change)
    refused = kg("restore", "bad.tar", "into/here", at=None)
    assert refused.code == 5, refused
    assert len(refused.err.splitlines()) == 1
    assert not (tmp_path / "into" / "here").exists()
    assert not (tmp_path.parent / "outside").exists()


@pytest.mark.parametrize("content", [b"", b"no archive at all", b"\x1f\x8b\x08" + b"x" * 50])
def test_what_is_no_archive_is_one_sentence(kg: Kg, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.tar").write_bytes(content)
    refused = kg("restore", "odd.tar", "here", at=None)
    assert refused.code in {4, 5}
    assert len(refused.err.splitlines()) == 1
    assert not (tmp_path / "here").exists()


def test_a_restored_old_copy_is_detected(kg: Kg, ledger: Path, tmp_path: Path) -> None:
    kg("link", "orchid-launch/speed", "supports", "orchid-launch/shipping", "--reason", "r", at=ledger)
    shutil.copytree(ledger, tmp_path / "old")
    kg("link", "orchid-launch/speed", "qualifies", "orchid-launch/shipping", "--reason", "r", at=ledger)
    assert kg("checkpoint", "-o", "kept.txt", at=ledger).code == 0
    assert kg("verify", "--checkpoint", "kept.txt", at=ledger).code == 0
    shutil.rmtree(ledger)
    shutil.copytree(tmp_path / "old", ledger)
    by_itself = kg("verify", at=ledger)
    assert by_itself.code == 5
    assert "the log ends at record" in by_itself.err
    assert "the log ends at record" in kg("status", at=ledger).out
    assert kg("verify", "--checkpoint", "kept.txt", at=tmp_path / "old").code == 5
    writing = kg("link", "orchid-launch/speed", "disputes", "orchid-launch/shipping", "--reason", "r", at=ledger)
    assert "kg verify" in writing.err, "and what is kept is not overwritten by the next command"
    assert kg("verify", at=ledger).code == 5
    assert kg("checkpoint", "--renew", at=ledger).code == 0
    assert kg("verify", at=ledger).code == 0
    assert '"doubt": null' in kg("status", "-f", "json", at=ledger).out


def test_what_is_kept_and_cannot_be_read_is_no_good_sign(kg: Kg, ledger: Path) -> None:
    kg("link", "orchid-launch/speed", "supports", "orchid-launch/shipping", "--reason", "r", at=ledger)
    kept = Kept(Path(os.environ["XDG_STATE_HOME"]), ledger)._paths[0]
    kept.write_bytes(b"\xff")
    found = kg("verify", at=ledger)
    assert (found.code, "cannot be read" in found.err) == (5, True)
    kg("link", "orchid-launch/speed", "qualifies", "orchid-launch/shipping", "--reason", "r", at=ledger)
    assert kept.read_bytes() == b"\xff", "it is not written over"
    assert kg("checkpoint", "--renew", at=ledger).code == 0
    assert kg("verify", at=ledger).code == 0


def test_a_checkpoint_that_cannot_be_read_is_one_sentence(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text("something")
    assert kg("verify", "--checkpoint", "odd.txt").code == 4
    assert kg("verify", "--checkpoint", "gone.txt").code == 4


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK])
def test_a_header_that_says_how_long_it_is_is_not_read_into_memory(kg: Kg, tmp_path: Path, kind: bytes) -> None:
    """Three such megabytes would unpack to gigabytes before anybody has looked at them."""
    info = tarfile.TarInfo("x")
    info.type, info.size = kind, 300 << 20
    with gzip.open(tmp_path / "bomb.tar.gz", "wb", compresslevel=1) as file:
        file.write(info.tobuf(tarfile.USTAR_FORMAT))
        for _ in range(300):
            file.write(bytes(1 << 20))
    tracemalloc.start()
    done = kg("restore", "bomb.tar.gz", "here", at=None)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (done.code, len(done.err.splitlines())) == (4, 1)
    assert most < 50 << 20
    assert not (tmp_path / "here").exists()


def test_more_than_a_backup_of_this_size_can_hold_is_refused(kg: Kg, ledger: Path, tmp_path: Path) -> None:
    kg("backup", "b.tar", at=ledger)
    zeros = bytes(16 << 20)
    with tarfile.open(tmp_path / "b.tar") as old:
        members = [(member.name, (old.extractfile(member) or io.BytesIO()).read()) for member in old]
    manifest = json.loads(members[0][1])
    names = [f"documents/d{number}/text.txt" for number in range(12)]
    manifest["files"] |= {name: hashlib.sha256(zeros).hexdigest() for name in names}
    members = [(members[0][0], json.dumps(manifest).encode()), *((name, zeros) for name in names), *members[1:]]
    with tarfile.open(tmp_path / "bomb.tar.gz", "w:gz") as new:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            new.addfile(info, io.BytesIO(content))
    assert kg("restore", "bomb.tar.gz", "here", at=None).code == 7
    assert not (tmp_path / "here").exists()


def test_a_question_that_a_backup_cannot_hold_is_named_and_not_left_out(kg: Kg, ledger: Path, tmp_path: Path) -> None:
    (ledger / "queries" / "answers").mkdir(parents=True)
    question = "#+ summary: All\n#+ question: What is there?\nSELECT ?s WHERE { ?s ?p ?o }\n"
    (ledger / "queries" / "answers" / "My Question.rq").write_text(question)
    done = kg("backup", "b.tar", at=ledger)
    assert (done.code, len(done.err.splitlines())) == (4, 1)
    assert "My Question.rq" in done.err
    assert not (tmp_path / "b.tar").exists()


def test_a_long_id_comes_back(kg: Kg, ledger: Path, tmp_path: Path) -> None:
    (ledger / "documents" / ("d" * 119)).mkdir()
    (ledger / "documents" / ("d" * 119) / "text.txt").write_text("x")
    assert kg("backup", "b.tgz", at=ledger).code == 0
    assert (tmp_path / "b.tgz").read_bytes()[:2] == b"\x1f\x8b"
    assert kg("restore", "b.tgz", "here", at=None).code == 0
    assert (tmp_path / "here" / "documents" / ("d" * 119) / "text.txt").read_text() == "x"


def test_a_new_workspace_where_another_was_is_no_rollback(kg: Kg, ledger: Path, tmp_path: Path) -> None:
    kg("link", "orchid-launch/speed", "supports", "orchid-launch/shipping", "--reason", "r", at=ledger)
    shutil.rmtree(ledger)
    assert kg("init", str(ledger), at=None).code == 0
    (tmp_path / "entities.yaml").write_text("entities: {ash: {class: Company, label: Ash}}")
    taken = kg("ingest", str(tmp_path / "entities.yaml"), at=ledger)
    assert (taken.code, taken.err) == (0, "")
    assert kg("verify", at=ledger).code == 0
