"""A change of who is who and a store in, what must change there out: statements find the node that they now belong to.

It costs what the entities that move have, and not what the one has that they join or leave. Whatever speaks of them is
found in the store, the events that said it are read from the log and projected twice, as they read before and as they
read now; the difference is the patch. So catching up ends where a rebuild does, which projects once with the last
mapping.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg import ids
from kg.log import Log, Query, Record
from kg.projections import PROJECTIONS, Later, Lookup, Patch, Recorded, Statement
from kg.projections.current_view import STANDS, STATUS, current_view, direct
from kg.projections.entities import OWN, entities, identities
from kg.projections.settle import supported_by_others

Canonical = Mapping[str, str]
Read = Callable[[Record, Later], Recorded | None]
"""How a record becomes an event; None where it was erased or cannot be read."""
_RECORD = ids.node("event/").removesuffix(">")
_REVISES = ids.kg("revises")
_BY_EVENT = tuple(each for each in PROJECTIONS if each not in (entities, current_view))
"""Names are written by many events and direct triples by many claims, so both are decided from all that say them."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where what was said can be read again: the log up to a position, and the store that shows it."""

    log: Log
    store: Lookup
    read: Read
    until: int

    def at(self, position: int) -> Record | None:
        """Return the record at a position."""
        return next(self.log.read((), after=position - 1, limit=1), None)

    def declarations(self, name: str) -> Iterator[Record]:
        """Return the records that declare an entity."""
        for record in self.log.read((Query(tags=(f"declares:{name}",)),)):
            if record.position > self.until:
                return
            yield record


def rehomed(source: Source, before: Canonical, after: Canonical) -> Patch:
    """Return what makes the store read entities as `after` says, where it read them as `before` says."""
    names = before.keys() | after.keys()
    moved = {name for name in names if before.get(name, name) != after.get(name, name)}
    left = {before.get(name, name) for name in moved}
    patch = Patch(
        removed=set(identities({name: before[name] for name in moved & before.keys()})),
        added=set(identities({name: after[name] for name in moved & after.keys()})),
    )
    _move_events(source, moved, before, after, patch)
    for name in left | {after.get(name, name) for name in moved}:
        names_patch = declared_anew(source, name, after)
        patch.removed |= names_patch.removed
        patch.added |= names_patch.added
    patch.removed -= patch.added
    return patch


def declared_anew(source: Source, name: str, canonical: Canonical) -> Patch:
    """Return what makes class, names and notes of a node those that the declarations read as it give it."""
    members = [name, *(folded for folded, kept in canonical.items() if kept == name)]
    wanted: set[Statement] = set()
    if name not in canonical:
        for member in members:
            wanted |= set(_declared(source, member, canonical))
    held = {statement for statement in source.store.about(ids.node(name)) if statement[1] in OWN}
    return Patch(removed=held - wanted, added=wanted)


def _declared(source: Source, name: str, canonical: Canonical) -> Iterator[Statement]:
    found = [
        recorded
        for record in source.declarations(name)
        if (recorded := source.read(record, Later(canonical=canonical)))
    ]
    anew = max((each.position for each in found if each.event.replaces() == name), default=0)
    for recorded in found:
        yield from entities(replace(recorded, later=Later({name: anew}, canonical)))


def _move_events(source: Source, moved: Iterable[str], before: Canonical, after: Canonical, patch: Patch) -> None:
    """Add the statements of claims, documents and records that events about these entities now say elsewhere."""
    old, new = set[Statement](), set[Statement]()
    readings: list[tuple[Recorded, Recorded]] = []
    for position in sorted(_speaking_of(moved, source.store)):
        record = source.at(position)
        recorded = source.read(record, Later()) if record else None
        if recorded:
            revised = _read_anew(recorded, source.store)
            readings.append(
                (replace(recorded, later=Later(revised, before)), replace(recorded, later=Later(revised, after)))
            )
    for then, now in readings:
        for projection in _BY_EVENT:
            old.update(projection(then))
            new.update(projection(now))
    patch.removed |= old - new
    patch.added |= new - old
    _move_triples(source.store, readings, patch)


def _move_triples(store: Lookup, readings: Iterable[tuple[Recorded, Recorded]], patch: Patch) -> None:
    """Add the direct triples that claims lend to other nodes now; another claim may keep one where it was."""
    old, new, moving = set[Statement](), set[Statement](), set[str]()
    for then, now in readings:
        for reading in then.readings:
            node = ids.node(reading.id)
            if store.holds((node, STATUS, STANDS)):
                moving.add(node)
                old.update(direct(then, reading))
                new.update(direct(now, reading))
    patch.added |= new - old
    patch.removed |= old - new - supported_by_others(old - new, store, moving)


def _speaking_of(names: Iterable[str], store: Lookup) -> set[int]:
    """Return the positions of the events that said anything of these entities: under their own node, or as written."""
    subjects = {subject for name in names for subject, _, _ in store.mentioning(ids.node(name))}
    records = {subject for subject in subjects if subject.startswith(_RECORD)}
    for subject in subjects - records:
        records.update(store.objects(subject, ids.GENERATED_BY))
    return {_position(record) for record in records}


def _read_anew(recorded: Recorded, store: Lookup) -> dict[str, int]:
    """Return which of the things in an event were read anew, and where last."""
    event = recorded.event
    names = [reading.id for reading in event.readings()]
    names += [document.id for document in event.documents()]
    names += [f"{document}/{occurrence.key}" for document, occurrence in event.occurrences()]
    found = {name: store.subjects(_REVISES, ids.node(name)) for name in names}
    return {name: max(map(_position, records)) for name, records in found.items() if records}


def _position(record: str) -> int:
    return int(record.removeprefix(_RECORD).removesuffix(">"))
