"""Facts and the events that count in, the needs that then stand out, with what had to be taken for granted.

Claims about one need of one owner are put together: several suppliers of one need share it, several needs are all
needed. A claim that names no role and whose supplier stands in a named role of the same relation repeats that one.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kg.arguing import Label, Link, labels
from kg.dependence.facts import Fact, Facts
from kg.dependence.model import VENDOR, WHOLE, Basis, Level, Model, Need, Option, Substitute
from kg.vocab import PARTS

UNKNOWN_READINESS = "rewrite"
"""The word that counts where nobody says or assumes how ready a substitute is."""
UNKNOWN_CRITICALITY = "essential"
"""The word that counts where nobody says or assumes how critical a need is."""
_READY = Level.sure(PARTS[f"readiness-{UNKNOWN_READINESS}"])
_CRITICAL = Level.sure(PARTS[f"criticality-{UNKNOWN_CRITICALITY}"])
_STANDING: Mapping[Label, float] = {"stands": 1.0, "open": 0.5, "falls": 0.0}
"""How much of a disputed claim counts: all of one whose objections fall, nothing of one that falls."""
_SUREST: tuple[Basis, ...] = ("text", "relation", "background", "assumed", "given")


@dataclass(frozen=True, slots=True)
class Built:
    """A model, and how it came to be."""

    model: Model
    left_out: tuple[str, ...]
    """Claims that plan, foresee, hold on a condition or are opinions, and that nobody gave a chance."""
    disputed: tuple[str, ...]
    """Claims that others object to."""
    critical_by_default: tuple[tuple[str, str], ...]
    """Owner and need where nobody says how critical it is."""
    ready_by_default: tuple[tuple[str, str], ...]
    """Owner and substitute where nobody says how ready it is."""
    without: Mapping[tuple[str, str], tuple[str, ...]]
    """Claims that somebody does without somebody or something, by the two."""


Made: TypeAlias = dict[tuple[str, str], tuple["list[Weighed]", "list[Weighed]", Need]]
"""Of the owner and name of a need what is said of it and of who could take over, and the need that this makes."""


def build(facts: Facts, counting: Collection[str] | None = None, *, made: Made | None = None) -> Built:
    """Return the needs by the facts whose events are all among `counting`; all facts if that is not given.

    `made` keeps needs for the next time, since most of them are the same with a few events more or less.
    """
    held = [fact for fact in facts.facts if _counts(fact, counting)]
    standing = _standing(facts, held, counting)
    weighed = [(fact, strength) for fact in held if (strength := _strength(fact, standing)) is not None]
    grouped = _grouped([pair for pair in weighed if pair[0].kind == "use"])
    instead: dict[str, list[tuple[int, Weighed]]] = {}
    for place, pair in enumerate(weighed):
        if pair[0].kind == "instead":
            instead.setdefault(pair[0].in_place_of, []).append((place, pair))
    by_default, unready = list[tuple[str, str]](), set[tuple[str, str]]()
    needs = []
    for (owner, name), group in sorted(grouped.items()):
        if name != VENDOR and all(fact.criticality is None for fact, _ in group):
            by_default.append((owner, name))
        chosen = _fitting(owner, name, {fact.supplier for fact, _ in group}, instead)
        unready.update((owner, fact.supplier) for fact, _ in chosen if fact.readiness is None)
        needs.append(_need(owner, name, group, chosen, {} if made is None else made))
    without: dict[tuple[str, str], tuple[str, ...]] = {}
    for fact, _ in weighed:
        if fact.kind == "without":
            without[fact.owner, fact.supplier] = (*without.get((fact.owner, fact.supplier), ()), fact.claim)
    counted = {fact.claim for fact, _ in weighed}
    return Built(
        Model.of(needs),
        tuple(sorted({fact.claim for fact in held} - counted)),
        tuple(sorted(counted & standing.keys())),
        tuple(by_default),
        tuple(sorted(unready)),
        without,
    )


Weighed: TypeAlias = tuple[Fact, Level]


def _grouped(uses: Collection[Weighed]) -> dict[tuple[str, str], list[Weighed]]:
    """Return what is said of each need, by owner and name."""
    named = {_need_key(fact): set[str]() for fact, _ in uses}
    for fact, _ in uses:
        if not fact.general:
            named[_need_key(fact)].add(fact.need)
    grouped: dict[tuple[str, str], list[Weighed]] = {}
    for fact, strength in uses:
        # What is said again in more general words belongs to the needs that were named.
        for need in sorted(named[_need_key(fact)]) if fact.general and named[_need_key(fact)] else (fact.need,):
            grouped.setdefault((fact.owner, need), []).append((fact, strength))
    return grouped


def _need(owner: str, name: str, group: list[Weighed], chosen: list[Weighed], made: Made) -> Need:
    known = made.get((owner, name))
    if known and known[:2] == (group, chosen):
        return known[2]
    critical = _most(fact.criticality for fact, _ in group) or _CRITICAL
    need = Need(owner, name, tuple(_options(group)), tuple(_substitutes(chosen)), critical)
    made[owner, name] = group, chosen, need
    return need


def _need_key(fact: Fact) -> tuple[str, str, str]:
    return fact.owner, fact.supplier, fact.relation


def _counts(fact: Fact, counting: Collection[str] | None) -> bool:
    if counting is None:
        return not fact.ended_by
    return all(event in counting for event in fact.events) and not any(end in counting for end in fact.ended_by)


def _standing(facts: Facts, held: Iterable[Fact], counting: Collection[str] | None) -> dict[str, Label]:
    """Return of each claim that somebody objects to by then whether it stands."""
    attacks = [Link(o.source, o.target) for o in facts.objections if counting is None or o.event in counting]
    label = labels({end for link in attacks for end in (link.source, link.target)}, attacks)
    attacked = {link.target for link in attacks}
    return {fact.claim: label[fact.claim] for fact in held if fact.claim in attacked}


def _strength(fact: Fact, standing: Mapping[str, Label]) -> Level | None:
    """Return how much of a fact counts, or None where its source does not vouch for it."""
    if fact.chance is not None:
        return fact.chance
    if not fact.affirmed:
        return None
    label = standing.get(fact.claim)
    return WHOLE if label is None else Level(_STANDING[label], 0.0, 1.0)


def _options(group: Iterable[Weighed]) -> Iterator[Option]:
    """Yield the suppliers in use, each once: as strong as the strongest of its claims."""
    for supplier, pairs in _by_supplier(group):
        share = next((fact.share for fact, _ in pairs if fact.share is not None), None)
        strength = _most(level for _, level in pairs) or WHOLE
        yield Option(supplier, share, strength, _claims(pairs), _basis(pairs))


def _fitting(
    owner: str, name: str, used: Collection[str], instead: Mapping[str, list[tuple[int, Weighed]]]
) -> list[Weighed]:
    """Return who could take over in a need; what is said of its owner goes before what is said of anybody."""
    found = sorted((pair for supplier in used for pair in instead.get(supplier, ())), key=lambda pair: pair[0])
    fits = [pair for _, pair in found if pair[0].supplier not in used and pair[0].need in {"", name}]
    own = [pair for pair in fits if pair[0].owner == owner]
    return own or [pair for pair in fits if not pair[0].owner]


def _substitutes(chosen: Iterable[Weighed]) -> Iterator[Substitute]:
    """Yield the substitutes, each once: as ready as the readiest of its claims."""
    for supplier, pairs in _by_supplier(chosen):
        readiness = _most(_times(fact.readiness or _READY, level) for fact, level in pairs)
        assert readiness is not None, "each supplier has a fact"
        yield Substitute(supplier, readiness, _claims(pairs), _basis(pairs))


def _by_supplier(pairs: Iterable[Weighed]) -> list[tuple[str, list[Weighed]]]:
    found: dict[str, list[Weighed]] = {}
    for fact, level in pairs:
        found.setdefault(fact.supplier, []).append((fact, level))
    return sorted(found.items())


def _claims(pairs: Iterable[Weighed]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim for fact, _ in pairs for claim in (fact.claim, *fact.also)))


def _basis(pairs: Iterable[Weighed]) -> Basis:
    return min((fact.basis for fact, _ in pairs), key=_SUREST.index)


def _times(one: Level, other: Level) -> Level:
    return Level(one.point * other.point, one.low * other.low, one.high * other.high)


def _most(levels: Iterable[Level | None]) -> Level | None:
    """Return the largest of some parts, each end by itself: what any of them says is said."""
    found = [level for level in levels if level is not None]
    if len(found) < 2:  # noqa: PLR2004 (nothing to choose from)
        return found[0] if found else None
    return Level(*(max(getattr(level, end) for level in found) for end in ("point", "low", "high")))
