"""Oxigraph as its own server over its own store on disk: the engine under ours, without what we put around it."""

import shutil
import subprocess
import sys
from pathlib import Path

from bench.query.peers.base import BOOKS, DEFAULT, Peer


def _program() -> str:
    return shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))


class Oxigraph(Peer):
    """`oxigraph serve-read-only`."""

    name = "Oxigraph"
    programs = ()
    path = "/query"

    @classmethod
    def missing(cls) -> str | None:
        """Return what is not installed here, or None."""
        return None if Path(_program()).exists() else "Oxigraph is not measured: `pip install oxigraph` brings it."

    @classmethod
    def version(cls) -> str:
        """Return name and version."""
        said = subprocess.run([_program(), "--version"], capture_output=True, text=True, check=True)
        return said.stdout.strip().replace("oxigraph", cls.name)

    def load(self) -> None:
        """Load and arrange for reading."""
        store = str(self.home / "store")
        files = [str(self.dump / DEFAULT), str(self.dump / BOOKS)]
        subprocess.run([_program(), "load", "--lenient", "--location", store, "--file", *files], check=True)
        subprocess.run([_program(), "optimize", "--location", store], check=True)

    def command(self) -> list[str]:
        """Return the command that serves."""
        place = ["--location", str(self.home / "store"), "--bind", f"127.0.0.1:{self.port}"]
        return [_program(), "serve-read-only", *place]
