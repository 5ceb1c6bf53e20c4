"""Needs in, those without whom most stops out: which supplier, maker or part, for whom, by which kind of need.

Each supplier is thought away in turn, as `dependence` does with one. A chokepoint is whoever stops somebody wholly, or
stops a part of several; how many are counted is told beside it, since most supply is never stated.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from kg.analyses.base import Analysis, Column, Finding, Given, Parameter, Value
from kg.dependence.build import build
from kg.dependence.explain import chains
from kg.dependence.facts import Facts, read_facts
from kg.dependence.model import VENDOR, Model
from kg.dependence.solve import Solver
from kg.views.values import Asking

_WHOLE, _SOME = 1 - 1e-9, 1e-9
_MOST_TRIED, _NAMED = 300, 8
_TITLE = "Chokepoints"
_COLUMNS = (
    Column("who", "without"),
    Column("wholly", "stops wholly", "entities of which nothing is left without it"),
    Column("partly", "stops in part", "entities of which a part stops"),
    Column("share", "mean part that stops", "over all entities that are counted, from 0 to 1"),
    Column("need", "by the need for", "of those that it stops, the need that binds most often"),
    Column("stopped", "whom wholly", "the first by name"),
    Column("id", "id"),
)


class _Point(NamedTuple):
    name: str
    wholly: tuple[str, ...]
    partly: tuple[str, ...]
    share: float


def survey(facts: Facts, *, top: int = 12) -> Finding:
    """Return the suppliers without whom most stops.

    Parameters
    ----------
    facts
        What `read_facts` gives.
    top
        How many are shown at most.

    """
    model = build(facts).model
    counted = sorted({n.owner for n in model.needs if n.name != VENDOR and _counts(facts, n.owner)})
    if not counted:
        return Finding(_TITLE, "No claim that stands says what anybody needs, so nothing can stop.", _COLUMNS, ())
    tried = _suppliers(model)
    points = _points(model, counted, tried[:_MOST_TRIED])
    shown = points[:top]
    rows = tuple(_row(facts, model, point) for point in shown)
    claims = {claim for point in shown for claim in _claims(model, point)}
    return Finding(
        _TITLE,
        _words(facts, points, len(counted)),
        _COLUMNS,
        rows,
        claims=tuple(sorted(claim for claim in claims if not claim.startswith("event/"))),
        events=tuple(sorted(claim for claim in claims if claim.startswith("event/"))),
        uncertainty="Only supply that somebody states, or that is noted as background, is known: who is missing here "
        "may be one all the same. Substitutes count as far as they are said to be ready.",
        judged_on=f"{len(counted)} entities whose needs are stated, {len(tried)} suppliers",
        notes=(f"Only the {_MOST_TRIED} that serve most needs were tried.",) if len(tried) > _MOST_TRIED else (),
    )


def _counts(facts: Facts, name: str) -> bool:
    thing = facts.things.get(name)
    return thing is None or not (thing.supply_side or thing.hypothetical)


def _suppliers(model: Model) -> list[str]:
    """Return all suppliers, those of most needs first."""
    served = Counter(option.supplier for need in model.needs for option in need.options)
    return sorted(served, key=lambda name: (-served[name], name))


def _points(model: Model, counted: Sequence[str], tried: Sequence[str]) -> list[_Point]:
    """Return those of `tried` without whom something stops, the worst first."""
    solver = Solver(model)
    found: list[_Point] = []
    for name in tried:
        lost = solver.exposure(name)
        others = {each: lost.get(each, 0.0) for each in counted if each != name}
        wholly = tuple(each for each, part in others.items() if part >= _WHOLE)
        partly = tuple(each for each, part in others.items() if _SOME < part < _WHOLE)
        if wholly or partly:
            found.append(_Point(name, wholly, partly, sum(others.values()) / len(counted)))
    return sorted(found, key=lambda point: (-len(point.wholly), -point.share, point.name))


def _row(facts: Facts, model: Model, point: _Point) -> tuple[Value, ...]:
    stopped = [facts.label(name) for name in point.wholly]
    more = f" and {len(stopped) - _NAMED} more" if len(stopped) > _NAMED else ""
    return (
        facts.label(point.name),
        len(point.wholly),
        len(point.partly),
        round(point.share, 3),
        _need(model, point),
        ", ".join(stopped[:_NAMED]) + more,
        point.name,
    )


def _need(model: Model, point: _Point) -> str:
    """Return the first need on the chain that binds, for most of those that stop; makers are passed over."""
    steps = chains(model, point.name)
    needs = Counter(
        next((step.need for step in steps(name) if step.need != VENDOR), VENDOR)
        for name in (*point.wholly, *point.partly)
    )
    return min(needs, key=lambda need: (-needs[need], need))


def _claims(model: Model, point: _Point) -> set[str]:
    steps = chains(model, point.name)
    return {claim for name in point.wholly for step in steps(name) for claim in step.claims}


def _words(facts: Facts, points: Sequence[_Point], counted: int) -> str:
    whole = [point for point in points if point.wholly]
    if not points:
        return f"Of {counted} entities whose needs are stated, none stops, wholly or in part, whoever is thought away."
    if not whole:
        return f"Of {counted} entities whose needs are stated, none stops wholly, whoever is thought away."
    worst = whole[0]
    return (
        f"Of {counted} entities whose needs are stated, {len(worst.wholly)} would stop wholly without "
        f"{facts.label(worst.name)}, the most for any one. {len(whole)} suppliers stop somebody wholly, and "
        f"{len(points) - len(whole)} more stop a part."
    )


def _run(asking: Asking, given: Given) -> Finding:
    top = given["top"]
    assert isinstance(top, int), "it has a default"
    return survey(read_facts(asking), top=max(1, top))


CHOKEPOINTS = Analysis(
    "chokepoints",
    _TITLE,
    "Without which suppliers, makers or parts does most stop, for whom, and by which need?",
    _run,
    (Parameter("top", "count", "how many are shown at most", default=12),),
)
