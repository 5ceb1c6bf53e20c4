"""Newly declared entities and the search index in, known ones that they look like out; a hint, and never an error.

It asks the index for the names and costs what was declared, not what is known: equal and look-alike names are found
here, similar ones by `kg duplicates` only.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.alike import Known as Named
from kg.alike import Pair, spelled, why
from kg.claim import Entity
from kg.events import EntityDeclared, Event
from kg.known import Known
from kg.stores.search import BETWEEN, SearchIndex

_MOST = 200
"""Entities that are looked up; a first file of entities may declare very many."""
_MOST_NAMES = 8
_HITS = 10


def look_alikes(events: Iterable[Event], search: Path, known: Known) -> list[Pair]:
    """Return pairs of a newly declared entity and another one that looks like it, those judged before left out.

    Parameters
    ----------
    events
        What was recorded; only declarations count.
    search
        The search index, caught up with them; where it cannot be read, there are no hints.
    known
        The log, with them.

    """
    declared = {event.entity.id: event.entity for event in events if isinstance(event, EntityDeclared)}
    found: dict[tuple[str, str], Pair] = {}
    try:
        with SearchIndex(search, read_only=True) as index:
            for entity in list(declared.values())[:_MOST]:
                for other, reason in _like(entity, index, known):
                    one, two = sorted((entity.id, other))
                    found.setdefault((one, two), Pair(one, two, 100.0, reason))
    except sqlite3.Error:
        return []
    return list(found.values())


def _like(entity: Entity, index: SearchIndex, known: Known) -> Iterator[tuple[str, str]]:
    names = (entity.label, *entity.aliases)
    this = Named(entity.id, entity.cls, names)
    asked = dict.fromkeys(query for name in names[:_MOST_NAMES] for query in (name, spelled(name)))
    hits = {hit.id: hit for query in asked for hit in index.find(query, limit=_HITS) if hit.kind == "entity"}
    judgements = known.judgements()
    for name in sorted(hits.keys() - {entity.id}):
        reason = why(this, Named(name, entity.cls, tuple(hits[name].text.split(BETWEEN))))
        held = known.entity(name) if reason else None
        same = judgements.read_as(name) == judgements.read_as(entity.id)
        if reason and held and held.cls == entity.cls and not same and not judgements.apart(name, entity.id):
            yield name, reason
