"""A path or text in, the authored file out, of whichever kind it is; and the order in which files are taken in."""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import dropwhile
from pathlib import Path

from kg.authoring.acts import ActsFile, read_acts
from kg.authoring.document import DocumentFile, read_document, read_entities
from kg.authoring.fields import ENTITY_FILE_FIELDS
from kg.authoring.form import Form
from kg.authoring.nodes import Mapping, parse_nodes
from kg.authoring.notes import Notes
from kg.authoring.problems import AuthoringError, Place, Problem
from kg.authoring.source import read_source
from kg.claim import Entity
from kg.texts import normalise


@dataclass(frozen=True, slots=True)
class EntityFile:
    """A file that declares entities and nothing else."""

    entities: tuple[Entity, ...]
    path: str


AuthoredFile = DocumentFile | EntityFile | ActsFile


def read_file(path: Path, *, text: str | None = None, link: bool = True) -> AuthoredFile:
    """Return the authored file at `path`.

    Parameters
    ----------
    path
        A YAML or JSON file in UTF-8.
    text
        The document's text, if the caller has it; then quotes are turned into spans and spans are checked.
    link
        Whether the path may be a symbolic link, as one that a person named may.

    Raises
    ------
    AuthoringError
        The file cannot be read, or something in it is wrong; lists every problem with its line and field.

    """
    return read_string(read_source(path, link=link), str(path), text=text)


def read_string(source: str, name: str, *, text: str | None = None) -> AuthoredFile:
    """Return the authored file that `source` is; `name` stands for its path. Raises as `read_file` does."""
    root = parse_nodes(source, name)
    if not isinstance(root, Mapping):
        what = "the file is not made of fields in the form `name: value`"
        step = "Begin with `document:`, `entities:` or `acts:`; docs/authoring.md has an example."
        raise AuthoringError([Problem(name, root.line, "", what, step)])
    notes = Notes()
    file = _read(root, Place(name, root.line), notes, None if text is None else normalise(text))
    if notes.problems:
        raise AuthoringError(dict.fromkeys(notes.problems))
    return file


def _read(root: Mapping, place: Place, notes: Notes, text: str | None) -> AuthoredFile:
    names = {key.text for key, _ in root.items}
    if "document" not in names and "acts" in names:
        return read_acts(root, place, notes)
    if names == {"entities"}:
        return EntityFile(read_entities(Form(root, ENTITY_FILE_FIELDS, place, notes)), place.file)
    return read_document(root, place, notes, text)


def in_order(files: Iterable[AuthoredFile]) -> tuple[AuthoredFile, ...]:
    """Return `files` in the order in which they are taken in.

    Entities come first, then documents, then acts, each by path. A document comes after those whose claims it
    relates to; where nothing decides, and where documents relate to each other in a circle, the date of publication
    does (the end of its possible range), and then the path.
    """
    given = tuple(files)
    entities = sorted((file for file in given if isinstance(file, EntityFile)), key=lambda file: file.path)
    acts = sorted((file for file in given if isinstance(file, ActsFile)), key=lambda file: file.path)
    return (*entities, *_documents_in_order([file for file in given if isinstance(file, DocumentFile)]), *acts)


def _documents_in_order(files: list[DocumentFile]) -> list[DocumentFile]:
    """Return documents after those that they relate to, earliest first (Kahn's algorithm with a heap)."""
    ranked = sorted(files, key=lambda file: (_published(file), file.path))
    numbers: dict[str, list[int]] = {}
    for number, file in enumerate(ranked):
        numbers.setdefault(file.document.id, []).append(number)
    awaited = [
        {other for name in _related(file) for other in numbers.get(name, ()) if other != number}
        for number, file in enumerate(ranked)
    ]
    awaiting: list[list[int]] = [[] for _ in ranked]
    for number, others in enumerate(awaited):
        for other in others:
            awaiting[other].append(number)
    ready = [number for number, others in enumerate(awaited) if not others]
    heapify(ready)
    left = dict.fromkeys(range(len(ranked)))
    ordered: list[DocumentFile] = []
    path: dict[int, None] = {}
    while left:
        number = heappop(ready) if ready else _earliest_in_circle(awaited, next(iter(left)), path)
        del left[number]
        while number in path:
            path.popitem()
        ordered.append(ranked[number])
        for other in awaiting[number]:
            awaited[other].discard(number)
            if not awaited[other] and other in left:
                heappush(ready, other)
    return ordered


def _earliest_in_circle(awaited: list[set[int]], start: int, path: dict[int, None]) -> int:
    """Return the first of the documents that wait for each other, found by going from `start` to what it waits for.

    `path` is the way gone before, as far as nothing on it was put in order since; it is not gone again.
    """
    path.setdefault(start)
    following = min(awaited[next(reversed(path))])
    while following not in path:
        path[following] = None
        following = min(awaited[following])
    return min(dropwhile(lambda number: number != following, path))


def _related(file: DocumentFile) -> set[str]:
    links = (link.to for reading in file.claims for link in reading.claim.links)
    return {link.partition("/")[0] for link in links} - {file.document.id}


def _published(file: DocumentFile) -> str:
    last = file.document.published.latest
    return last.isoformat() if last else "9999"
