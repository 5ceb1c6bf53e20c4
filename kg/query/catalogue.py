"""Folders of .rq files in, questions out: what each asks in plain words, which parameters it takes, its SPARQL.

`queries/README.md` says how a question file is written. A file in a workspace's own folder stands before a shipped
one of the same name.
"""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml

from kg.contained.parsing import Parser
from kg.errors import near_misses, quoted
from kg.files import UnreadableError, read_bytes
from kg.folders import names
from kg.query.errors import QuestionFileError, UnknownQuestionError
from kg.query.header import fields
from kg.query.params import Parameter, parameters
from kg.resources import folder

KINDS = ("answers", "networks", "checks")
"""Folders: for people, to feed analyses, to come back empty."""
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MARK = "#+"
_JUDGED_ON = "on"
"""A date of this name is the day of judgement: that of `--as-of`, or today, unless one is given."""
LARGEST_FILE = 256 * 1024
"""Bytes; a query may have 64 kB."""
LARGEST_HEADER = 16 * 1024
"""Characters; the longest that travels with the program has a tenth of it."""
_PARSER = Parser("kg.query.header", "yaml", seconds=10.0, memory=512 << 20)
_KEYS = frozenset({"summary", "question", "parameters", "columns", "tags", "note"})


@dataclass(frozen=True, slots=True)
class Question:
    """A question file."""

    name: str
    folder: str
    """One of KINDS; a file beside these folders counts as one of `answers`."""
    title: str
    question: str
    """What it asks, in plain words."""
    parameters: tuple[Parameter, ...]
    text: str
    path: Path
    tags: tuple[str, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    """What each parameter means, in plain words, by name."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Headings in plain words, by variable."""
    note: str | None = None


def questions(folders: Sequence[Path]) -> tuple[Question, ...]:
    """Return the questions in `folders`, by kind and name; of two with one name the later folder's stands.

    Raises
    ------
    QuestionFileError, QueryTextError
        A file is not written as queries/README.md says.

    """
    paths = {path.stem: (kind, path) for folder in folders for kind, path in _files(folder)}
    read = (read_question(path, kind) for kind, path in paths.values())
    return tuple(sorted(read, key=lambda question: (KINDS.index(question.folder), question.name)))


def find(name: str, folders: Sequence[Path]) -> Question:
    """Return the question called `name`; only its own file is read.

    Raises
    ------
    UnknownQuestionError
        There is none.
    QuestionFileError, QueryTextError
        The file is not written as queries/README.md says.

    """
    paths = {path.stem: (kind, path) for folder in folders for kind, path in _files(folder)}
    if name not in paths:
        raise UnknownQuestionError(
            f"there is no question called {quoted(name)}",
            next_step=near_misses(name, paths) or "`kg queries` lists them all.",
        )
    kind, path = paths[name]
    return read_question(path, kind)


def day_of_judgement(question: Question, given: Collection[str]) -> str | None:
    """Return the name of the parameter for the day of judgement, where `question` needs it and nobody gave it."""
    needed = (p.name for p in question.parameters if (p.name, p.type) == (_JUDGED_ON, "date") and p.required)
    return next((name for name in needed if name not in given), None)


def _files(folder: Path) -> list[tuple[str, Path]]:
    places = (("answers", folder), *((kind, folder / kind) for kind in KINDS))
    return [(kind, path) for kind, place in places for path in names(place, "*.rq", below=folder.parent, kind="any")]


def read_question(path: Path, kind: str) -> Question:
    """Return the question in the file `path`, which stands among those of `kind`."""
    try:
        text = read_bytes(path, LARGEST_FILE, link=False).decode()
    except UnreadableError as error:
        raise QuestionFileError(f"the file {error}", where=str(path)) from None
    except UnicodeDecodeError as error:
        raise QuestionFileError(f"the file cannot be read ({error})", where=str(path)) from None
    if not _NAME.fullmatch(path.stem):
        raise _wrong(path, f"{quoted(path.stem)} cannot be the name of a question", "Use lower-case words and hyphens.")
    header = _header(text, path)
    found = parameters(text, source=str(path))
    about = _words(header, "parameters", path)
    if set(about) != {parameter.name for parameter in found}:
        names = ", ".join(parameter.name for parameter in found) or "none"
        raise _wrong(path, f"the header describes other parameters than the query takes ({names})", "Describe these.")
    return Question(
        name=path.stem,
        folder=kind,
        title=_text(header, "summary", path),
        question=_text(header, "question", path),
        parameters=found,
        text=text,
        path=path,
        tags=_tags(header, path),
        about=about,
        columns=_words(header, "columns", path),
        note=_text(header, "note", path) if "note" in header else None,
    )


def _header(text: str, path: Path) -> Mapping[str, Any]:
    lines = takewhile(lambda line: line.startswith(_MARK), text.splitlines())
    written = "\n".join(line.removeprefix(_MARK) for line in lines)
    if len(written) > LARGEST_HEADER:
        raise _wrong(path, f"the header has more than {LARGEST_HEADER:,} characters", "Say it in fewer words.")
    try:
        header = fields(written) if path.is_relative_to(folder("queries")) else _foreign(written, path)
    except yaml.YAMLError as error:
        raise _no_yaml(path, " ".join(str(error).split())) from None
    if not isinstance(header, dict):
        raise _wrong(path, "the file has no header", "Begin it with lines `#+ summary: …` and `#+ question: …`.")
    for key in header:
        if key not in _KEYS:
            advice = near_misses(key, _KEYS) or f"There are {', '.join(sorted(_KEYS))}."
            if key == "defaults":
                advice = "A default stands between the braces of the parameter's VALUES line."
            raise _wrong(path, f"the header has no key {quoted(key)}", advice)
    return header


def _foreign(written: str, path: Path) -> Any:  # noqa: ANN401 (whatever somebody wrote)
    answer, body = _PARSER.parse(written.encode(), where=str(path))
    if answer["kind"] == "problem":
        raise _no_yaml(path, answer["message"])
    return json.loads(body)


def _no_yaml(path: Path, said: str) -> QuestionFileError:
    return _wrong(path, f"the header is not YAML ({said})", "Mend the #+ lines.")


def _text(header: Mapping[str, Any], key: str, path: Path) -> str:
    value = header.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _wrong(path, f"the header has no {key}", f"Write a line `#+ {key}: …`.")
    return value.strip()


def _words(header: Mapping[str, Any], key: str, path: Path) -> dict[str, str]:
    value = header.get(key) or {}
    if not isinstance(value, dict) or not all(isinstance(words, str) and words for words in value.values()):
        raise _wrong(path, f"{key} should be a mapping from names to words", f"Write `#+ {key}: {{name: words}}`.")
    return value


def _tags(header: Mapping[str, Any], path: Path) -> tuple[str, ...]:
    value = header.get("tags") or []
    if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
        raise _wrong(path, "tags should be a list of words", "Write `#+ tags: [claims, money]`.")
    return tuple(value)


def _wrong(path: Path, what: str, next_step: str) -> QuestionFileError:
    return QuestionFileError(what, where=str(path), next_step=next_step)
