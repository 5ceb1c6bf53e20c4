"""Files of an open log that are removed, exchanged or cut."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.log import ExchangedError, SqliteLog, tables
from tests.log.builders import NOW, several

Act = Callable[[Path], object]


def copied_over(path: Path) -> None:
    """Put a copy of a file in its place, as a backup that is brought back does."""
    copy = path.with_name("copy")
    shutil.copyfile(path, copy)
    copy.replace(path)


def cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


ACTS: dict[str, Act] = {
    "removed": Path.unlink,
    "moved": lambda path: path.rename(path.with_name("elsewhere")),
    "exchanged": copied_over,
    "cut": cut,
    "emptied": lambda path: path.write_bytes(b""),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("ending", ["-shm", "-wal"])
def test_nothing_is_acknowledged_once_a_file_is_not_the_one_that_was_opened(path: Path, ending: str, act: Act) -> None:
    log = SqliteLog(path, mode="create")
    log.append(several(3), now=NOW)
    act(path.with_name(f"{path.name}{ending}"))
    with pytest.raises(ExchangedError, match=f"log.db{ending} was .* while the log was open"):
        log.append(several(2, start=3), now=NOW)
    with pytest.raises(ExchangedError):
        log.head()
    log.close()


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_what_is_acknowledged_without_the_file_of_the_log_is_there(path: Path, act: Act) -> None:
    log = SqliteLog(path, mode="create")
    log.append(several(3), now=NOW)
    act(path)
    try:
        log.append(several(2, start=3), now=NOW)
    except KgError:
        log.close()
    else:
        log.close()
        assert count(path) == 5


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("ending", ["-shm", "-wal", ""])
def test_what_was_acknowledged_before_is_not_passed_over_in_silence(path: Path, ending: str, act: Act) -> None:
    """It is there for the next process, or closing says that it may be gone."""
    said = False
    log = SqliteLog(path, mode="create")
    log.append(several(3), now=NOW)
    act(path.with_name(f"{path.name}{ending}"))
    try:
        log.close()
    except ExchangedError:
        said = True
    assert said or count(path) == 3


def count(path: Path) -> int:
    """Return how many records another process finds."""
    code = (
        "import sys; from pathlib import Path; from kg.log import SqliteLog\n"
        "with SqliteLog(Path(sys.argv[1]), mode='read') as log: print(log.head().position)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    return int(done.stdout) if done.returncode == 0 else 0


ANOTHER = """
import sys
from pathlib import Path
from kg.log import NewRecord, SqliteLog
from tests.log.builders import NOW, several
with SqliteLog(Path(sys.argv[1])) as log:
    print(log.append(several(2, start=10), now=NOW))
"""


def test_what_another_process_recorded_meanwhile_outlasts_the_closing(path: Path, root: Path) -> None:
    """The last to close deletes the write-ahead log: what it has not seen in there would be gone."""
    log = SqliteLog(path, mode="create")
    log.append(several(3), now=NOW)
    path.with_name("log.db-shm").unlink()
    done = subprocess.run(
        [sys.executable, "-c", ANOTHER, str(path)], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.stdout == "(4, 5)\n", done.stderr
    with pytest.raises(ExchangedError):
        log.close()
    assert count(path) == 5


def test_an_exchange_in_the_middle_of_a_batch_is_seen_before_it_is_acknowledged(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert = tables.insert
    log = SqliteLog(path, mode="create")
    log.append(several(3), now=NOW)

    def exchanged(*given: object) -> None:
        insert(*given)  # type: ignore[arg-type]
        cut(path.with_name("log.db-wal"))

    monkeypatch.setattr(tables, "insert", exchanged)
    with pytest.raises(ExchangedError):
        log.append(several(2, start=3), now=NOW)
    log.close()
