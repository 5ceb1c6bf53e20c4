"""The archives are built right: the sound ones restore, and the library reads what was meant from the others."""

import io
import tarfile
from pathlib import Path

from bench.faults.cases.archives import archives
from bench.faults.cases.tars import Member, base256, extended, octal, packed, sound, tar
from kg.backup import restore

ALL = list(archives("/nowhere/kg-canary", "kg-canary"))


def test_there_are_as_many_as_promised() -> None:
    assert sum(each.expect == "refuse" for each in ALL) >= 100
    assert len({each.name for each in ALL}) == len(ALL)


def test_the_sound_ones_are_backups(tmp_path: Path) -> None:
    for number, each in enumerate(each for each in ALL if each.expect == "take"):
        file = tmp_path / f"{number}.tar"
        file.write_bytes(each.make())
        made, result = restore(file, tmp_path / f"restored-{number}")
        assert (made.position, made.texts, result.set_aside) == (sound().position, 1, ())


def test_headers_are_what_tar_knows() -> None:
    members = [Member(b"a", b"content"), Member(b"b", type=b"2", target=b"/etc/passwd"), Member(b"c", prefix=b"../..")]
    with tarfile.open(fileobj=io.BytesIO(tar(members))) as archive:
        found = archive.getmembers()
    assert [(each.name, each.size, each.linkname) for each in found] == [
        ("a", 7, ""),
        ("b", 0, "/etc/passwd"),
        ("../../c", 0, ""),
    ]
    extension = Member(b"PaxHeaders/a", extended(path=b"../../new.txt"), type=b"x")
    with tarfile.open(fileobj=io.BytesIO(tar([extension, Member(b"a", b"x")]))) as archive:
        assert archive.getnames() == ["../../new.txt"]
    assert octal(8) == b"00000000010\0"
    assert tarfile.nti(base256(-512)) == -512  # type: ignore[attr-defined]  # its reader of sizes
    assert tarfile.nti(base256(2**62)) == 2**62  # type: ignore[attr-defined]  # its reader of sizes


def test_each_is_made_the_same_again() -> None:
    for each in ALL:
        if "gigabyte" not in each.name and "megabytes" not in each.name:
            assert each.make() == each.make(), each.name
    assert packed(b"x") == packed(b"x")
