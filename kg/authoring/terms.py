"""A word in, the terms of the vocabulary and the entities that an author may mean by it out, best first."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kg.claim import Entity
from kg.sought import words_sought
from kg.spelling import closest
from kg.term import Predicate, Term, Unit
from kg.vocab import CLASSES, DOCUMENT_KINDS, METRICS, MODALITIES, PREDICATES, QUALIFIER_VALUES, TOPICS, UNITS

TermKind = Literal["predicate", "topic", "metric", "modality", "class", "kind", "unit", "qualifier", "entity"]
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_IN_COMMENT = 5
_TAKES = {"entity": "object", "topic": "object (a topic)", "quantity": "value", "time": "when", "text": "states"}


@dataclass(frozen=True, slots=True)
class TermHit:
    """One word that can stand in an authored file."""

    kind: TermKind
    name: str
    """The word as a file has it."""
    label: str
    comment: str
    """What it covers, and how it is used."""
    near: bool = False
    """Only similar to the word asked for."""


@dataclass(frozen=True, slots=True)
class _Entry:
    hit: TermHit
    names: tuple[str, ...]
    """Everything it is called."""
    lowered: tuple[str, ...]
    comment: str
    """Lower case, to search in."""


def find_terms(word: str, known_entities: Iterable[Entity] = ()) -> tuple[TermHit, ...]:
    """Return what `word` can mean: exact names first, then beginnings, then parts, then words of the comments.

    Parameters
    ----------
    word
        A word or several, in any case: `valuation`, `MW`, `GPU supply`.
    known_entities
        Entities to search besides the vocabulary.

    Returns
    -------
    Hits of equal rank in the order predicate, topic, metric, modality, class, kind, unit, qualifier, entity. If
    nothing holds the word, up to five similar names, marked `near`; empty if there are none either.

    Raises
    ------
    BadInputError
        The word is too long for a search.

    """
    words_sought(word)
    wanted = " ".join(word.split())
    if not wanted:
        return ()
    entries = [*_vocabulary(), *map(_of_entity, known_entities)]
    ranked = [(rank, number) for number, entry in enumerate(entries) if (rank := _rank(wanted, entry)) is not None]
    if ranked:
        return tuple(entries[number].hit for _, number in sorted(ranked))
    return tuple(_near(wanted.lower(), entries))


@cache
def _vocabulary() -> tuple[_Entry, ...]:
    return tuple(_terms())


def _terms() -> Iterator[_Entry]:
    yield from map(_of_predicate, PREDICATES.values())
    tables: tuple[tuple[TermKind, dict[str, Term]], ...] = (
        ("topic", TOPICS),
        ("metric", METRICS),
        ("modality", MODALITIES),
        ("class", CLASSES),
        ("kind", DOCUMENT_KINDS),
    )
    for kind, table in tables:
        for name, term in table.items():
            yield _entry(TermHit(kind, name, term.label, term.comment))
    yield from map(_of_unit, UNITS.values())
    for qualifier, words in QUALIFIER_VALUES.items():
        for name in words:
            yield _entry(TermHit("qualifier", name, name, f"a word of `{qualifier}`"), qualifier)


def _of_predicate(term: Predicate) -> _Entry:
    metric = f", metric {term.metric}" if term.metric else ""
    comment = f"{term.comment} Takes `{_TAKES[term.takes]}`{metric}."
    return _entry(TermHit("predicate", term.name, term.label, comment), *term.also)


def _of_unit(unit: Unit) -> _Entry:
    name = unit.symbols[0] if unit.symbols else unit.name
    comment = f"{unit.kind}; written {', '.join(unit.symbols)}" if unit.symbols else unit.kind
    return _entry(TermHit("unit", name, unit.label, comment), unit.name, *unit.symbols)


def _of_entity(entity: Entity) -> _Entry:
    others = f"; also {', '.join(entity.aliases)}" if entity.aliases else ""
    note = f"; {entity.note}" if entity.note else ""
    hit = TermHit("entity", entity.id, entity.label, f"{entity.cls}{others}{note}")
    return _entry(hit, *entity.aliases)


def _entry(hit: TermHit, *more: str) -> _Entry:
    names = (hit.name, _WORD_START.sub(" ", hit.name), hit.name.replace("-", " "), hit.label, *more)
    unique = tuple(dict.fromkeys(names))
    return _Entry(hit, unique, tuple(name.lower() for name in unique), hit.comment.lower())


def _rank(wanted: str, entry: _Entry) -> int | None:
    """Return how well the entry fits, 0 best, or None if it does not."""
    if wanted in entry.names:
        return 0
    low = wanted.lower()
    words = low.split()
    if any(all(part in name for part in words) for name in entry.lowered):
        tests = (
            low in entry.lowered,
            any(name.startswith(low) for name in entry.lowered),
            any(f" {low}" in name for name in entry.lowered),
            True,
        )
        return 1 + tests.index(True)
    return _IN_COMMENT if all(part in entry.comment for part in words) else None


def _near(low: str, entries: list[_Entry]) -> Iterator[TermHit]:
    named: dict[str, TermHit] = {}
    for entry in entries:
        for name in entry.lowered:
            named.setdefault(name, entry.hit)
    close = dict.fromkeys(named[name] for name in closest(low, named, most=5))
    for hit in close:
        yield TermHit(hit.kind, hit.name, hit.label, hit.comment, near=True)
