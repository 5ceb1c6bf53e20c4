"""A claim and a store in, what must change there out: the one place where the status of a claim is decided.

Status and direct triples are functions of what the store holds about a claim, never of the order in which it came.
So catching up after any split of the log, and a rebuild that loads everything first and settles afterwards, end in
the same dataset.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from kg import ids
from kg.projections.base import Lookup, Recorded, Statement
from kg.projections.current_view import STANDS, STATUS
from kg.projections.documents import OWN_DOCUMENT, OWN_OCCURRENCE
from kg.projections.entities import OWN as OWN_ENTITY

_PRECEDENCE = (ids.kg("retracted"), ids.kg("corrected"), ids.kg("superseded"))
"""A claim that ended in several ways shows the first of these."""
_ENDS = ids.kg("ends")
_ENDING = ids.kg("ending")
_REPORTED_IN = ids.kg("reportedIn")
_CLAIM = ids.kg("Claim")
_AFFIRMED = ids.kg("affirmed")
_TRUE = ids.boolean(value=True)
_LINKS_FROM, _LINK_RELATION, _LINKS_TO = ids.kg("linksFrom"), ids.kg("linkRelation"), ids.kg("linksTo")
_ENDS_ANOTHER = (ids.kg("corrects"), ids.kg("supersedes"))
_PART_OF_CLAIM = tuple(ids.kg(name) for name in ("quantity", "baselineQuantity", "secondQuantity", "anchor"))


@dataclass(slots=True)
class Patch:
    """Statements to take out of the store and to put into it."""

    removed: set[Statement] = field(default_factory=set)
    added: set[Statement] = field(default_factory=set)


def touched(recorded: Recorded, lookup: Lookup) -> Iterator[str]:
    """Return the claims whose status this event may have changed, as terms.

    That is those that it ends, and those that it brings although something earlier already ended them.
    """
    holding = {ids.node(claim) for claim, holds in recorded.later.assumed.items() if holds}
    for end in recorded.ends:
        target = ids.node(end.target)
        claims = lookup.subjects(_REPORTED_IN, target) if "/" not in end.target else (target,)
        yield from (c for c in claims if c not in holding and lookup.holds((c, ids.RDF_TYPE, _CLAIM)))
    retracted: dict[str, bool] = {}
    for reading in recorded.readings:
        if ids.node(reading.id) in holding:
            continue
        if reading.document not in retracted:
            retracted[reading.document] = bool(lookup.subjects(_ENDS, ids.node(reading.document)))
        if retracted[reading.document] or lookup.subjects(_ENDS, ids.node(reading.id)):
            yield ids.node(reading.id)


def settle(claims: Iterable[str], lookup: Lookup) -> Patch:
    """Return what makes status and direct triples of `claims` agree with the store."""
    patch = Patch()
    statuses = {claim: _status(claim, lookup) for claim in claims}
    for claim, status in statuses.items():
        patch.removed |= {(claim, STATUS, old) for old in lookup.objects(claim, STATUS) if old != status}
        patch.added.add((claim, STATUS, status))
    ended = {claim for claim, status in statuses.items() if status != STANDS}
    for claim, status in statuses.items():
        triples = supported(claim, lookup)
        if status == STANDS:
            patch.added.update(triples)
        else:
            patch.removed.update(set(triples) - supported_by_others(triples, lookup, ended))
    patch.removed -= patch.added
    return patch


def take_back(recorded: Recorded, lookup: Lookup) -> Patch:
    """Return the removal of the reading that this event replaces, before the new one is written."""
    replaced = recorded.event.replaces()
    patch = Patch()
    if replaced is None:
        return patch
    node = ids.node(replaced)
    if recorded.event.entities():
        if recorded.later.joins(replaced):
            return patch  # Others share the node: `kg/resolution/rehome.py` decides from all declarations.
        patch.removed.update(s for s in lookup.about(node) if s[1] in OWN_ENTITY)
    elif recorded.event.readings():
        triples = supported(node, lookup)
        patch.removed.update(set(triples) - supported_by_others(triples, lookup, {node}))
        for part in (node, *(o for p in _PART_OF_CLAIM for o in lookup.objects(node, p))):
            patch.removed.update(lookup.about(part))
        patch.removed -= set(_written_by_records(node, lookup))
    else:
        own = OWN_DOCUMENT if recorded.event.documents() else OWN_OCCURRENCE
        patch.removed.update(s for s in lookup.about(node) if s[1] in own)
    return patch


def _written_by_records(claim: str, lookup: Lookup) -> Iterator[Statement]:
    """Return what other events said of this claim node, which a new reading leaves alone."""
    for record in lookup.subjects(_LINKS_FROM, claim):
        for relation in lookup.objects(record, _LINK_RELATION):
            yield from ((claim, relation, other) for other in lookup.objects(record, _LINKS_TO))
    for predicate in _ENDS_ANOTHER:
        yield from ((claim, predicate, other) for other in lookup.objects(claim, predicate))


def _status(claim: str, lookup: Lookup) -> str:
    targets = (claim, *lookup.objects(claim, _REPORTED_IN))
    endings = {e for t in targets for record in lookup.subjects(_ENDS, t) for e in lookup.objects(record, _ENDING)}
    return next((ending for ending in _PRECEDENCE if ending in endings), STANDS)


def supported(claim: str, lookup: Lookup) -> tuple[Statement, ...]:
    """Return the direct triples that `claim` supports while it stands."""
    if not lookup.holds((claim, _AFFIRMED, _TRUE)):
        return ()
    return tuple(
        (subject, predicate, value)
        for subject in lookup.objects(claim, ids.RDF_SUBJECT)
        for predicate in lookup.objects(claim, ids.RDF_PREDICATE)
        for value in lookup.objects(claim, ids.RDF_OBJECT)
    )


def supported_by_others(triples: Collection[Statement], lookup: Lookup, apart_from: Collection[str]) -> set[Statement]:
    """Return those of `triples` that a standing claim supports which is not one of `apart_from`.

    The claims of each subject are gone through once, however many of its triples are asked for.
    """
    found: set[Statement] = set()
    for subject in {subject for subject, _, _ in triples}:
        wanted = {triple for triple in triples if triple[0] == subject}
        for claim in lookup.subjects(ids.RDF_SUBJECT, subject):
            if not wanted:
                break
            if claim not in apart_from and lookup.holds((claim, STATUS, STANDS)):
                said = wanted.intersection(supported(claim, lookup))
                found |= said
                wanted -= said
    return found
