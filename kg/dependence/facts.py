"""The rows of four questions in, needs as claims, background and assumptions say them out.

`need-edges` tells what is said or known, `assumed-needs` what somebody assumes, `objection-edges` who objects, and
`end-edges` what was taken back. A fact counts together with the events that brought it, so that a model can be made of
any set of them: of what was out by a day, or of all but one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from kg.dependence.model import WHOLE, Basis, Level
from kg.part import read_part
from kg.table import Table
from kg.views.values import Asking, short

Kind = Literal["use", "instead", "without"]
QUESTIONS = ("need-edges", "assumed-needs", "objection-edges", "end-edges")
STATED_ROLES = frozenset({"training", "inference", "prefill", "decode", "caching"})
"""Roles that tell one need of an owner from another; all others say who somebody is in a deal."""


@dataclass(frozen=True, slots=True, order=True)
class Happening:
    """An event that brings facts or takes them away: an announcement, a document in its own voice, or an act."""

    day: str
    """ISO date of publication, from which it counts; empty for what counts always."""
    document: str
    id: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """Whoever needs or serves."""

    id: str
    label: str
    classes: frozenset[str] = frozenset()
    supply_side: bool = False

    @property
    def hypothetical(self) -> bool:
        """Whether it is nobody in particular, thought up to make a point."""
        return "HypotheticalAgent" in self.classes


@dataclass(frozen=True, slots=True)
class Fact:
    """That somebody is served by somebody, could be, or does without."""

    kind: Kind
    owner: str
    """Whose need it is; empty where something could replace another for anybody."""
    supplier: str
    need: str
    """Name of the need; empty for a substitute wherever the one that it replaces serves."""
    claim: str
    basis: Basis
    relation: str = ""
    category: str = ""
    """What is needed, in a word of the closed list as far as it has one, whatever name the need goes by."""
    general: bool = False
    """Whether the claim names neither role nor category, so that the need goes by its relation."""
    in_place_of: str = ""
    share: float | None = None
    criticality: Level | None = None
    readiness: Level | None = None
    chance: Level | None = None
    """That it holds, where somebody assumed that; it goes before any other strength."""
    affirmed: bool = True
    """Whether its source vouches for it now: no plan, condition or opinion."""
    events: frozenset[str] = frozenset()
    """All of them are needed."""
    ended_by: frozenset[str] = frozenset()
    """One of them is enough to end it."""
    also: tuple[str, ...] = ()
    """Further claims and records that it rests on."""


class Objection(NamedTuple):
    """That a claim objects to another, since an event."""

    source: str
    target: str
    event: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a model can be made of."""

    facts: tuple[Fact, ...]
    things: Mapping[str, Thing]
    happenings: Mapping[str, Happening]
    objections: tuple["Objection", ...] = ()

    def label(self, name: str) -> str:
        """Return the name of a thing as people know it."""
        return self.things[name].label if name in self.things else name


Row = Mapping[str, str]


def read_facts(asking: Asking) -> Facts:
    """Return the facts that the four questions tell."""
    stated, thought, against, ends = (list(_rows(asking.table(name))) for name in QUESTIONS)
    things: dict[str, Thing] = {}
    for row in stated:
        _meet(things, row, "source", about="source")
        _meet(things, row, "target")
    for row in thought:
        if "owner" in row:
            _meet(things, row, "owner", about="owner")
            _meet(things, row, "supplier")
    about = {row["claim"]: row for row in thought if "owner" not in row}
    facts = [_with_assumed(fact, about.get(fact.claim)) for fact in _stated(stated, ends)]
    facts += [_assumed(row) for row in thought if "owner" in row]
    unique = {(f.kind, f.owner, f.supplier, f.need, f.claim, f.in_place_of): f for f in facts}
    found = tuple(unique[key] for key in sorted(unique))
    bearing = tuple(_bearing(against, {fact.claim for fact in found}))
    happenings = [event for row in (*stated, *against) for event in _events(row)]
    happenings += [event for row in thought for prefix in ("", "and_") for event in _events(row, prefix)]
    happenings += [_end(row) for row in ends if any(row["target"] == fact.claim for fact in found)]
    return Facts(found, things, {event.id: event for event in happenings}, bearing)


def _rows(table: Table) -> Iterator[Row]:
    for row in table.rows:
        yield {name: short(cell.value) for name, cell in zip(table.columns, row, strict=True) if cell}


def _meet(things: dict[str, Thing], row: Row, end: str, about: str = "") -> None:
    """Note who stands at one end of a row."""
    known = things.get(row[end]) or Thing(row[end], row.get(f"{end}_label", row[end]))
    classes = known.classes | frozenset(filter(None, [row.get(f"{about}_class")] if about else []))
    side = known.supply_side or bool(about and row.get(f"{about}_side") == "true")
    things[row[end]] = replace(known, classes=classes, supply_side=side)


def _end(row: Row) -> Happening:
    return Happening(row["day"], "", row["source"], f"record {row['source'].rpartition('/')[2]} ends a claim")


def _events(row: Row, prefix: str = "") -> Iterator[Happening]:
    document = row.get(f"{prefix}document")
    if document:
        name = row.get(f"{prefix}announcement") or document
        yield Happening(row.get(f"{prefix}published", ""), document, name, row.get(f"{prefix}title", name))


def _stated(rows: list[Row], ends: list[Row]) -> Iterator[Fact]:
    ended: dict[str, set[str]] = {}
    for row in ends:
        ended.setdefault(row["target"], set()).add(row["source"])
    for row in rows:
        role = row.get("role", "") if row.get("role") in STATED_ROLES else ""
        instead = row["kind"] == "instead"
        need = "" if instead else role or row.get("category") or row["need"]
        yield Fact(
            kind=_KINDS[row["kind"]],
            owner=row.get("owner", "") if instead else row["source"],
            supplier=row["target"],
            need=need,
            claim=row["claim"],
            basis=_BASES[row["basis"]],
            relation=row["relation"],
            category=row.get("category") or row.get("need", ""),
            general=not (role or row.get("category")),
            in_place_of=row["source"] if instead else "",
            share=_share(row.get("share")),
            criticality=_level(row, "criticality"),
            readiness=_level(row, "readiness"),
            # A denial is no plan or opinion if its words are put as those of an affirmed claim would be.
            affirmed=row["basis"] == "background" or row.get("affirmed") == "true" or row["kind"] == "without",
            events=frozenset(event.id for event in _events(row)),
            ended_by=frozenset(ended.get(row["claim"], ())),
        )


_KINDS: Mapping[str, Kind] = {"use": "use", "instead": "instead", "without": "without"}
_BASES: Mapping[str, Basis] = {"text": "text", "relation": "relation", "background": "background"}


def _share(text: str | None) -> float | None:
    found = read_part(text) if text else None
    return found.point if found else None


def _level(row: Row, name: str) -> Level | None:
    return read_part(row[name], name) if name in row else None


def _with_assumed(fact: Fact, row: Row | None) -> Fact:
    """Return a stated fact with what somebody assumes of it; what the claim itself says goes before."""
    if row is None:
        return fact
    return replace(
        fact,
        share=fact.share if fact.share is not None else _share(row.get("share")),
        criticality=fact.criticality or _level(row, "criticality"),
        readiness=fact.readiness or _level(row, "readiness"),
        chance=_level(row, "chance"),
        also=(*fact.also, row["target"]),
    )


def _assumed(row: Row) -> Fact:
    return Fact(
        kind="instead" if "in_place_of" in row else "use",
        owner=row["owner"],
        supplier=row["supplier"],
        need=row["need"],
        claim=row["target"],
        basis="assumed",
        category=row["need"],
        in_place_of=row.get("in_place_of", ""),
        share=_share(row.get("share")),
        criticality=_level(row, "criticality"),
        readiness=_level(row, "readiness"),
        chance=_level(row, "chance") or WHOLE,
        events=frozenset(event.id for prefix in ("", "and_") for event in _events(row, prefix)),
        also=tuple(filter(None, (row["claim"], row.get("and_claim")))),
    )


def _bearing(rows: list[Row], claims: Iterable[str]) -> Iterator[Objection]:
    """Return the objections to these claims, to those that object, and so on."""
    against: dict[str, list[Row]] = {}
    for row in rows:
        against.setdefault(row["target"], []).append(row)
    waiting, seen = sorted(claims), set[str]()
    while waiting:
        target = waiting.pop()
        if target not in seen:
            seen.add(target)
            for row in against.get(target, ()):
                yield Objection(row["source"], target, next(event.id for event in _events(row)))
                waiting.append(row["source"])
