"""Programs that nobody here wrote, found where `.ci/readers` puts them, or a reason to skip."""

import os
import shutil
from pathlib import Path

import pytest

_FOLDER = Path(__file__).parents[1] / ".readers" / "node_modules"


def program(name: str) -> str:
    """Return the path of a program; skip the test without it, or fail it where all readers must be there."""
    found = shutil.which(name) or shutil.which(name, path=str(_FOLDER / ".bin"))
    if found is None:
        lacking(name)
    return str(found)


def node_modules(package: str) -> Path:
    """Return the folder in which Node finds `package`; skip or fail as `program` does."""
    program("node")
    if not (_FOLDER / package).is_dir():
        lacking(package)
    return _FOLDER


def lacking(name: str) -> None:
    """Skip the test, or fail it where all readers must be there."""
    if os.environ.get("KG_READERS") == "all":
        pytest.fail(f"{name} is not installed, and KG_READERS=all asks for every reader")
    pytest.skip(f"{name} is not installed; .ci/readers installs it")
