"""A folder in, the places of a workspace out: decided once, here, and passed on."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import BadInputError, NoWorkspaceError, near_misses
from kg.files import MisplacedError, UnreadableError, make_folder, read_bytes, unfinished, write_whole

FORMAT = 1
_MARK = "kg.toml"
_SETTINGS = ("format", "corpus")
_CORPUS = ("name", "chosen", "vendor")
_LARGEST_MARK = 32 * 1024
"""Bytes; so that reading it is short work whatever stands in it."""
_CONTENT = f"""# A workspace of kg: a ledger of claims and what is derived from it.
# log.db is the truth. store/, snapshots/, views/ and search.db can be deleted; they are made again.
format = {FORMAT}
"""
_NO_CORPUS = """
# What this ledger collects, how its documents were chosen, and on whom dependence is measured, for reports.
# [corpus]
# name = "AI infrastructure"
# chosen = "All that three trade papers wrote about it, and what that rests on."
# vendor = "nvidia"
"""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where the parts of one workspace are."""

    root: Path

    @property
    def mark(self) -> Path:
        """Return the file that makes a folder a workspace."""
        return self.root / _MARK

    @property
    def log(self) -> Path:
        """Return the file of the log."""
        return self.root / "log.db"

    @property
    def store(self) -> Path:
        """Return the folder of the store that is written to."""
        return self.root / "store"

    @property
    def snapshots(self) -> Path:
        """Return the folder of what readers open."""
        return self.root / "snapshots"

    @property
    def views(self) -> Path:
        """Return the folder of the graphs of past views that are kept."""
        return self.root / "views"

    @property
    def search(self) -> Path:
        """Return the file of the side index."""
        return self.root / "search.db"

    @property
    def documents(self) -> Path:
        """Return the folder of attached texts."""
        return self.root / "documents"

    @property
    def segments(self) -> Path:
        """Return the folder of sealed segments."""
        return self.root / "segments"

    @property
    def queries(self) -> Path:
        """Return the folder of the user's own questions."""
        return self.root / "queries"

    @property
    def reports(self) -> Path:
        """Return the file that tells what the last report looked at."""
        return self.root / "reports.json"

    @property
    def lock(self) -> Path:
        """Return the file that the one writer of the store holds."""
        return self.root / "write.lock"

    def holds(self, path: Path) -> bool:
        """Return whether a file below the folder is one of ours and no file of the user's that lies there."""
        ours = {self.store, self.snapshots, self.views, self.documents, self.segments, self.reports}
        return not ours.isdisjoint((path, *path.parents))


def is_inside(path: Path) -> bool:
    """Return whether a file is a part of some workspace, as its store, its views and its texts are."""
    return any((folder / _MARK).is_file() and Workspace(folder).holds(path) for folder in path.parents)


def create(root: Path, *, corpus: str = _NO_CORPUS) -> Workspace:
    """Make `root` a workspace; one that is there already is left as it is.

    Parameters
    ----------
    root
        The folder.
    corpus
        Lines of TOML for its settings that say what it collects.

    Raises
    ------
    BadInputError
        The folder holds other things, or cannot be written.

    """
    workspace = Workspace(root)
    _check_name(root)
    if os.path.lexists(workspace.mark):
        return check(workspace)
    if root.exists() and not root.is_dir():
        raise BadInputError("a file stands where the workspace should be", where=str(root), next_step="Name a folder.")
    ours = {workspace.documents, workspace.mark.with_suffix(".new"), *unfinished(root)}
    if root.is_dir() and not workspace.log.exists() and any(path not in ours for path in root.iterdir()):
        raise BadInputError(
            "the folder is not empty", where=str(root), next_step="Name a new folder: `kg init my-ledger`."
        )
    try:
        root.mkdir(parents=True, exist_ok=True)
        make_folder(workspace.documents, below=root)
        write_whole(workspace.mark, _CONTENT + corpus, below=root)
    except MisplacedError:
        raise
    except OSError as error:
        raise BadInputError(
            f"the workspace cannot be made ({error.strerror})",
            where=str(root),
            next_step="Name a folder you may write.",
        ) from None
    return workspace


def find(start: Path, *, named: bool) -> Workspace:
    """Return the workspace at `start`, or unless it was `named`, in the nearest folder above it.

    Raises
    ------
    NoWorkspaceError
        There is none, or it cannot be read by this version.

    """
    looked = (start,) if named else (start, *start.parents)
    for folder in looked:
        if os.path.lexists(folder / _MARK) and not (folder / _MARK).is_dir():
            _check_name(folder)
            return check(Workspace(folder))
    place = str(start) if named else f"{start} and above"
    raise NoWorkspaceError(
        f"there is no workspace here (looked in {place})",
        next_step="`kg init` makes one; `kg -C FOLDER …` names one; `kg demo` shows one.",
    )


def about_corpus(workspace: Workspace) -> dict[str, str]:
    """Return what the settings of a workspace say of what it collects, `""` where they say nothing.

    Under `[corpus]` in `kg.toml` stand its `name`, how its documents were `chosen`, and the `vendor` on whom the
    dependence of others is of interest.
    """
    corpus = _settings(workspace).get("corpus")
    held = corpus if isinstance(corpus, dict) else {}
    return {name: str(held.get(name, "")).strip() for name in _CORPUS}


def _check_name(root: Path) -> None:
    """Refuse a folder whose name is not UTF-8, in which the store could not be opened."""
    try:
        str(root).encode()
    except UnicodeEncodeError:
        raise BadInputError(
            "the name of the folder is not UTF-8 text", where=ascii(str(root)), next_step="Rename it or choose another."
        ) from None


def check(workspace: Workspace) -> Workspace:
    """Return `workspace` if this version of kg reads it."""
    version = _settings(workspace).get("format")
    if not isinstance(version, int) or version < 1:
        raise NoWorkspaceError(
            "the settings name no format", where=str(workspace.mark), next_step=f"Write the line `format = {FORMAT}`."
        )
    if version > FORMAT:
        raise NoWorkspaceError(
            f"the workspace has format {version}, and this version of kg reads up to {FORMAT}",
            where=str(workspace.mark),
            next_step="Upgrade kg.",
        )
    _check_settings(_settings(workspace), workspace.mark)
    return workspace


def _check_settings(settings: Mapping[str, object], mark: Path) -> None:
    """Refuse a setting that nothing reads: a misspelt vendor, say, would be left out of every report."""
    corpus = settings.get("corpus", {})
    if not isinstance(corpus, dict):
        raise NoWorkspaceError("`corpus` is no table", where=str(mark), next_step="Write the line `[corpus]`.")
    for place, given, known in (("", settings, _SETTINGS), ("corpus.", corpus, _CORPUS)):
        for name in given:
            if name not in known:
                hint = near_misses(name[:60], known) or f"There are {', '.join(known)}."
                raise NoWorkspaceError(f"there is no setting {place}{name[:60]}", where=str(mark), next_step=hint)
    for name, value in corpus.items():
        if not isinstance(value, str):
            raise NoWorkspaceError(f"corpus.{name} is no text", where=str(mark), next_step="Put it in quotation marks.")


def _settings(workspace: Workspace) -> dict[str, object]:
    try:
        return tomllib.loads(_in_short_lines(read_bytes(workspace.mark, _LARGEST_MARK, below=workspace.root).decode()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, UnreadableError, RecursionError) as error:
        raise NoWorkspaceError(
            f"the settings cannot be read ({error})",
            where=str(workspace.mark),
            next_step=f"It should hold the line `format = {FORMAT}`.",
        ) from None


_LONGEST_LINE = 2_000
"""Characters; the time for one key with very many dots grows by the square of them."""


def _in_short_lines(text: str) -> str:
    if any(len(line) > _LONGEST_LINE for line in text.splitlines()):
        raise UnreadableError(f"has a line of more than {_LONGEST_LINE:,} characters")
    return text
