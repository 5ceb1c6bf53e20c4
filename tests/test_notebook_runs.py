"""The notebook of docs/ runs on the shipped corpus and shows what it shows there."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOTEBOOK = "docs/notebook.ipynb"


def shown(notebook: "NotebookNode") -> list[tuple[str, list[object]]]:
    """Return the source of each cell and the data of its outputs."""
    return [
        (cell["source"], [each.get("data") or each.get("text") for each in cell.get("outputs", ())])
        for cell in notebook["cells"]
    ]


def test_the_notebook_shows_what_it_did_when_it_was_written(
    root: Path, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    nbclient = pytest.importorskip("nbclient", reason="nbclient runs notebooks and is not installed")
    import nbformat  # noqa: PLC0415 (it comes with nbclient)

    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    subprocess.run(
        [sys.executable, "-m", "kg", "demo", "my-ledger", "-q"], cwd=tmp_path, check=True, stdout=subprocess.DEVNULL
    )
    written = nbformat.read(root / NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    run = nbformat.read(root / NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    client = nbclient.NotebookClient(run, timeout=120, resources={"metadata": {"path": str(tmp_path)}})
    client.execute(env=dict(os.environ))
    for cell in run["cells"]:
        cell["metadata"] = {}
    if request.config.getoption("--update-golden"):
        nbformat.write(run, root / NOTEBOOK)  # type: ignore[no-untyped-call]
        written = run
    assert shown(run) == shown(written), f"`pytest --update-golden` takes this as right for {NOTEBOOK}"
