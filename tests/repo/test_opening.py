"""Files are opened and written in one place: `kg/files.py`, and `kg/folders.py` for what others open by its path."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

WAYS = frozenset({"kg/files.py", "kg/folders.py"})
METHODS = frozenset(
    {"open", "read_bytes", "read_text", "write_bytes", "write_text", "unlink", "rename", "rmdir", "hardlink_to"}
)
"""Names that only paths have, whatever they are called on, and `open` of anything but a module that has its own."""
MODULES: Mapping[str, frozenset[str]] = {
    "os": frozenset(
        {
            "open",
            "rename",
            "renames",
            "replace",
            "remove",
            "unlink",
            "rmdir",
            "removedirs",
            "link",
            "truncate",
            "mkfifo",
        }
    ),
    "shutil": frozenset({"copy", "copy2", "copyfile", "copyfileobj", "copytree", "move", "rmtree"}),
    "sqlite3": frozenset({"connect"}),
    "io": frozenset({"open", "FileIO"}),
    "ox": frozenset({"Store"}),
}
ARGUED: Mapping[str, str] = {
    "kg/backup.py: .open": "an archive over a file that is open",
    "kg/backup.py: .rmdir": "an empty folder that a restore has just made",
    "kg/bounded.py: .read_text": "the process's own use of memory",
    "kg/cli/frame.py: .write_text": "a paragraph of the help",
    "kg/cli/run.py: os.open": "the null device takes the place of a standard output that went away",
    "kg/cli/workspace.py: sqlite3.connect": "a database in memory",
    "kg/contained/sandbox.py: os.open": "folders for Landlock, in a process that has the standard library only",
    "kg/contained/serve.py: os.open": "the process's own use of memory, before it is sealed",
    "kg/exporters/sqlite.py: sqlite3.connect": "a file in a fresh folder that nobody else can fill",
    "kg/exporters/xlsx.py: .open": "a member of an archive and no file",
    "kg/log/database.py: sqlite3.connect": "opens a log, having looked at its files",
    "kg/log/exchange.py: os.open": "a file that SQLite has opened and made already",
    "kg/log/exchange.py: sqlite3.connect": "another connection to the log that is open",
    "kg/query/evaluation.py: ox.Store.read_only": "in a sealed process, a folder that the reader has looked at",
    "kg/server/work.py: ox.Store.read_only": "in a sealed process, a folder that was looked at before",
    "kg/server/work_in_memory.py: ox.Store": "a store in memory",
    "kg/server/work_in_memory.py: ox.Store.read_only": "in a sealed process, a folder that was looked at before",
    "kg/readonly.py: sqlite3.connect": "opens a database for reading, whose files were looked at",
    "kg/stores/compared.py: sqlite3.connect": "a copy in a temporary folder",
    "kg/stores/oxigraph.py: ox.Store": "opens a store, having looked at its files",
    "kg/stores/oxigraph.py: ox.Store.read_only": "opens a store, having looked at its files",
    "kg/stores/search.py: sqlite3.connect": "opens an index, having looked at its files",
}
"""What else opens something, and why it may."""


def others(source: str) -> Iterator[str]:
    """Yield what a module calls that opens, writes, renames or removes a file by itself."""
    tree = ast.parse(source)
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    for function in called:
        if isinstance(function, ast.Name) and function.id == "open":
            yield "open"
        if not isinstance(function, ast.Attribute):
            continue
        dotted = ast.unparse(function)
        module, _, name = dotted.rpartition(".")
        if module.partition(".")[0] in MODULES:
            head = module.partition(".")[0]
            if name in MODULES[head] or any(part in MODULES[head] for part in module.split(".")[1:]):
                yield dotted
        elif name in METHODS:
            yield f".{name}"
        elif name == "replace" and _replaces_a_path(function, tree):
            yield ".replace"


def _replaces_a_path(function: ast.Attribute, tree: ast.AST) -> bool:
    """Tell whether `replace` has one argument, as that of a path has, and that of a text has not."""
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.func is function)
    return len(call.args) == 1 and not call.keywords


def test_nothing_else_opens_or_writes_files(root: Path) -> None:
    found = {
        f"{path.relative_to(root)}: {call}"
        for path in sorted((root / "kg").rglob("*.py"))
        if str(path.relative_to(root)) not in WAYS
        for call in others(path.read_text(encoding="utf-8"))
    }
    assert found == set(ARGUED)


@pytest.mark.parametrize(
    "line",
    [
        "open(path)",
        "path.open()",
        "(folder / name).read_text()",
        "path.read_bytes()",
        "path.write_text('')",
        "path.replace(other)",
        "path.rename(other)",
        "path.unlink()",
        "os.open(path, 0)",
        "os.replace(a, b)",
        "shutil.rmtree(path)",
        "shutil.copyfileobj(a, b)",
        "sqlite3.connect(path)",
        "ox.Store(path)",
        "ox.Store.read_only(path)",
    ],
)
def test_every_way_to_open_is_seen(line: str) -> None:
    assert list(others(line))
    assert not list(others("text.replace('a', 'b'); replace(record, name='x'); read_bytes(path, 1)"))
