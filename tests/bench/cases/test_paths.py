"""Whatever is planted stands there, and the canary outside tells when it was touched."""

import os
import stat
from pathlib import Path

import pytest

from bench.faults.cases.paths import KINDS, PLACES, Kind, next_pids, outside, plant

_NO_LINK = {"hard link", "pipe", "socket", "a device node", "folder", "folder that holds something", "unreadable file"}
_NO_LINK |= {"unwritable folder", "file in the place of a folder", "huge sparse file"}


@pytest.mark.parametrize("kind", KINDS)
def test_it_stands_there_and_nothing_outside_has_changed(kind: Kind, tmp_path: Path) -> None:
    away = outside(tmp_path / "outside")
    path = tmp_path / "workspace" / "documents" / "text.txt"
    path.parent.mkdir(parents=True)
    path.write_text("before")
    if not plant(path, kind, away):
        pytest.skip("not on this machine")
    assert os.path.lexists(path)
    is_link = stat.S_ISLNK(path.lstat().st_mode)
    assert is_link == (kind not in _NO_LINK)
    assert away.state() == away.state()
    path.parent.chmod(0o700)


def test_the_canary_tells_what_was_done(tmp_path: Path) -> None:
    away = outside(tmp_path / "outside")
    before = away.state()
    path = tmp_path / "x"
    assert plant(path, "link to nothing", away)
    path.write_text("through")
    after = away.state()
    assert set(after) - set(before) == {"nothing"}
    assert plant(path, "hard link", away)
    path.write_text("in place")
    assert away.state()["canary.txt"] != after["canary.txt"]


def test_places_are_many_and_say_which_commands_come_by() -> None:
    assert len(PLACES) > 60
    assert len({place.name for place in PLACES}) == len(PLACES)
    for place in PLACES:
        assert place.path.startswith(("{root}/", "{out}/", "{files}/", "{state}/"))
        assert place.commands
        assert not place.named or all("{plant}" in command for command in place.commands), place.name
    assert len(next_pids(10)) == 10
