"""Fixtures of the whole suite."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ledger import Ledger, opened

os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="kg-state-")
"""Commands keep checkpoints below it; the user's own folder is no place for tests."""
ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that takes what is printed now as what is expected from now on."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a function that compares a text with the file of that name in tests/golden."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"`pytest --update-golden` takes this as right for {name}"

    return compare


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder with the real column, which stands beside the project on a developer's machine."""
    folder = Path(os.environ.get("KG_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("the column's text and the conformance data are not on this machine")
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the top folder of the project."""
    return ROOT


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Return an open workspace in which a few entities are declared."""
    with opened(tmp_path) as ledger:
        yield ledger
