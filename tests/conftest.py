"""Fixtures of the whole suite."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder with the real column and the conformance data, which stands beside the project for developers."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the column's text and the conformance data are not on this machine")
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the top folder of the project."""
    return ROOT
