"""A command and its options in, a refusal out where one of them would change nothing.

An option that is left out of account answers another question than the one that was asked, without a word. What a
format of an export takes is said by the format itself (`kg/exporters/`); the rest is here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.cli.asked import Asked
from kg.errors import UsageError


@dataclass(frozen=True, slots=True)
class Given:
    """What stands on a command line."""

    name: str
    """Of the command."""
    own: Mapping[str, Any]
    """Values of the command's own parameters."""
    written: frozenset[str]
    """Names of all parameters that stand there, those of `kg` itself too."""
    around: Asked

    def refuse(self, option: str, why: str) -> None:
        """Say that an option has nothing to act on."""
        raise UsageError(f"{option} changes nothing here: {why}", next_step="Leave it out.")


_RECORDS = frozenset(
    {"correct", "supersede", "retract", "resolve", "link", "assess", "background", "watch"}
    | {"merge", "keep-apart", "undo"}
)
"""They answer with an event, and only where nothing is recorded."""
_SILENT = frozenset({"init", "attach", "rebuild", "seal", "import", "serve", "mcp"})
"""They have no answer, and what they say goes to standard error."""
_ONLY: Mapping[str, tuple[str, ...]] = {
    "new": (),
    "fmt": (),
    "completion": (),
    "demo": ("text",),
    "schema": ("json",),
    "cite": ("text", "json", "jsonl"),
    "checkpoint": ("text", "json", "jsonl"),
    "export": (),
}
"""The formats of answers that have one form of their own."""
_LINES = ("json", "jsonl")
_PIPED = "-"


def stands(context: Any, name: str) -> bool:  # noqa: ANN401 (the class of a context's parent is private to typer)
    """Return whether an option stands on the command line, and is not only there by default or by the environment."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def check_line(context: Any, outer: Iterable[str]) -> None:  # noqa: ANN401 (as above)
    """Refuse options that would change nothing; `outer` are those of `kg` behind the command. Raises UsageError."""
    written = {name for name in context.params if stands(context, name)} | set(outer)
    root = context.find_root()
    written |= {name for name in root.params if stands(root, name)}
    check(Given(context.info_name or "", dict(context.params), frozenset(written), context.obj))


def check(given: Given) -> None:
    """Refuse options that would change nothing. Raises UsageError."""
    _check_answer(given)
    if special := _SPECIAL.get(given.name):
        special(given)


def _check_answer(given: Given) -> None:
    formed, put = "format" in given.written, "output" in given.written
    if given.name in _SILENT or (given.name in _RECORDS and not given.own.get("dry_run")):
        for option, stands in (("-f", formed), ("-o", put)):
            if stands:
                rest = " without --dry-run" if "dry_run" in given.own else ""
                given.refuse(option, f"`kg {given.name}` has no answer to write{rest}")
    forms = _ONLY.get(given.name)
    if given.own.get("dry_run") and given.name in {*_RECORDS, "ingest"}:
        forms = _LINES
    if formed and forms is not None and given.around.format not in {*forms, "auto"}:
        said = f"`kg {given.name}` writes {' or '.join(forms)}" if forms else f"`kg {given.name}` has one form"
        hint = "; --to names the format" if given.name == "export" else ""
        given.refuse(f"-f {given.around.format}", f"{said}{hint}")
    if "force" in given.written and not put:
        given.refuse("--force", "it lets -o replace a file")


def _none_with(given: Given, what: str, *names: str) -> None:
    """Refuse any of these parameters, since `what` alone is done."""
    for name in names:
        if name in given.written:
            given.refuse(_SPELT.get(name, f"--{name.replace('_', '-')}"), what)


_SPELT = {"text": "--show", "about": "--help-params", "values": "K=V", "list_": "--list", "entity": "--entity"}
_LOOKING_BACK = ("as_of", "recorded_by", "without", "assume")


def _asking(noun: str, name: str, *own: str) -> Callable[[Given], None]:
    """Return a check of a command that asks something by name, lists all without one, and tells about one."""

    def look(given: Given) -> None:
        if given.own.get(name) is None:
            _none_with(given, f"without a name the {noun} are listed", *own, *_LOOKING_BACK)
        elif given.own.get("about"):
            rest = (each for each in own if each != "about")
            _none_with(given, "--help-params runs nothing", *rest, *_LOOKING_BACK)
        elif given.own.get("text"):
            _none_with(given, "--show runs nothing", "timeout", "exit_code")

    return look


def _export(given: Given) -> None:
    if given.own.get("list_"):
        rest = ("question", "values", "to", "entity", "hops", "edges", "static", "table", "check")
        _none_with(given, "--list tells which formats there are", *rest, *_LOOKING_BACK)


def _fmt(given: Given) -> None:
    files = [str(each) for each in given.own["files"]]
    if given.own.get("text") and len(files) > 1:
        raise UsageError("--text is the text of one document", next_step="Format one file at a time with it.")
    if _PIPED in files:
        if given.own.get("check"):
            given.refuse("--check", "what comes from standard input is not changed where it lies")
    elif "output" in given.written:
        given.refuse("-o", "files are tidied in their places; `kg fmt -` writes an answer")


def _log(given: Given) -> None:
    if given.own.get("oneline") and (given.own.get("as_lines") or given.around.form in _LINES):
        given.refuse("--oneline", "JSON has a line for each record")
    if given.own.get("as_lines") and given.around.form in {"text", "table"}:
        given.refuse("--json", "-f asks for another form")
    if given.own.get("follow") and "output" in given.written:
        given.refuse("-o", "--follow writes to standard output until it is interrupted")


def _report(given: Given) -> None:
    ending = given.around.output.suffix.lower() if given.around.output else ""
    html = given.around.format == "html" or (given.around.format == "auto" and ending in {".html", ".htm"})
    if "pictures" in given.written and not html:
        given.refuse("--pictures" if given.own["pictures"] else "--no-pictures", "Markdown has none")


def _diff(given: Given) -> None:
    from kg.horizon import read_moment  # noqa: PLC0415 (only for this option)

    moments = [each for each in (given.own["first"], given.own.get("second")) if each]
    if given.own.get("recorded") and all(
        read_moment(each, recorded=True) == read_moment(each, recorded=False) for each in moments
    ):
        given.refuse("--recorded", "these are moments of recording already")


_SPECIAL: Mapping[str, Callable[[Given], None]] = {
    "query": _asking("questions", "question", "param", "values", "about", "text", "timeout", "exit_code"),
    "analyze": _asking("analyses", "name", "param", "values", "about", "exit_code"),
    "draw": _asking("pictures", "name", "param", "values", "width"),
    "export": _export,
    "fmt": _fmt,
    "log": _log,
    "report": _report,
    "diff": _diff,
}
