"""A small workspace, and `kg` run in this process with a fixed clock."""

import io
import shutil
from pathlib import Path

import pytest

from kg.cli.run import run
from tests.cli.running import CORPUS, NOW, Kg, Ran


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with the small corpus; it is only read."""
    folder = tmp_path_factory.mktemp("filled") / "ledger"
    assert run(["-q", "init", str(folder)], now=lambda: NOW) == 0
    told = str(folder.with_name("ingest.txt"))
    assert run(["-C", str(folder), "-q", "ingest", str(CORPUS), "-o", told], now=lambda: NOW) == 0
    return folder


@pytest.fixture
def ledger(filled: Path, tmp_path: Path) -> Path:
    """Return a workspace of one's own with the small corpus."""
    return Path(shutil.copytree(filled, tmp_path / "ledger"))


@pytest.fixture
def kg(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kg:
    """Return a function that runs `kg` on the shared workspace, or on the one `at`."""
    monkeypatch.chdir(tmp_path)
    for name in ("KG_WORKSPACE", "KG_FORMAT", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))  # each test has copies of one ledger

    def run_it(*words: str, at: Path | None = filled, stdin: str | None = None) -> Ran:
        if stdin is not None:
            monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        capsys.readouterr()
        code = run([*(("-C", str(at)) if at else ()), *words], now=lambda: NOW)
        caught = capsys.readouterr()
        assert "Traceback" not in caught.err
        return Ran(code, caught.out, caught.err)

    return run_it
