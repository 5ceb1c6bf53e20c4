"""Needs and a vendor in, what stops without it out: whose, by which chain, since when, and who moved it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from kg.analyses.base import (
    Analysis,
    AnalysisParameterError,
    Column,
    Finding,
    Given,
    Parameter,
    UnknownNodeError,
    Value,
)
from kg.attribution import Credit
from kg.dependence import words
from kg.dependence.course import Events, Look, Point, check_work, coarser, course, credit, start, steps
from kg.dependence.facts import Facts, Happening, Thing, read_facts
from kg.dependence.index import FEWEST
from kg.dependence.model import VENDOR
from kg.dependence.solve import Aggregator
from kg.dependence.view import View
from kg.errors import near_misses, quoted
from kg.views.values import Asking, short, texts
from kg.vocab import CLASSES

WAYS: Mapping[str, Aggregator] = {"weakest-link": "leontief", "average": "linear", "independent": "noisyor"}
"""How the needs of one owner are put together, by the words that people write."""
_COLUMNS = (
    Column("who", "who"),
    Column("exposure", "exposure", "the part that stops without the vendor, from 0 to 1"),
    Column("direct", "direct", "of that, what the vendor or its own products serve"),
    Column("through", "through others", "of that, what comes through the suppliers of suppliers"),
    Column("average", "average of parts", "the same if each need counted alike and none stopped the rest"),
    Column("low", "if disputed claims fail", "the smallest exposure"),
    Column("high", "if disputed claims hold", "the largest exposure"),
    Column("chain", "how", "the chain that binds, step by step, with its claims"),
    Column("stops", "losing these stops it", "the smallest sets of suppliers without which nothing of it is left"),
    Column("spread", "as concentrated as", "number of equal suppliers that it would rest on alike"),
    Column("known", "needs known", "of those that one expects of its kind"),
    Column("counted", "counted", "in the index, or why not"),
    Column("remark", "note"),
)
_CREDITED = (
    Column("event", "event"),
    Column("day", "day"),
    Column("credit", "moved it by", "what it contributed to the change"),
    Column("error", "standard error", "where it was sampled"),
    Column("index", "index after"),
    Column("low", "if disputed claims fail"),
    Column("high", "if disputed claims hold"),
    Column("counted", "entities counted"),
    Column("cohort", "same companies as before", "the index of those counted when there first was one"),
    Column("within", "change within", "part of the step's change that is of those counted before too"),
    Column("entry", "newcomers counted", "part of the step's change that comes of who joins"),
    Column("exit", "leavers", "part of the step's change that comes of who is no longer counted"),
    Column("id", "id"),
)


def survey(look: Look, counting: Events, *, points: tuple[Point, ...] = (), entity: str | None = None) -> Finding:
    """Return the exposure of everybody counted, or of one entity, as these events leave it."""
    view = View(look, counting)
    vendor = view.label(look.vendor)
    members = view.now.population
    if entity is None:
        others = {n.owner for n in view.model.needs if n.name != VENDOR and view.thing(n.owner).hypothetical} - members
        chosen = sorted(members, key=lambda x: (-view.now.exposure.get(x, 0.0), x)) + sorted(others)
        said = words.index_words(view, points)
    else:
        chosen = [entity] if entity in view.model.by_owner else []
        said = words.entity_words(view, entity)
    return Finding(
        f"What stops without {vendor}",
        said,
        _COLUMNS,
        tuple(_row(view, name) for name in chosen),
        claims=tuple(c for c in view.claims(chosen) if not c.startswith("event/")),
        events=tuple(c for c in view.claims(chosen) if c.startswith("event/")),
        uncertainty="What is not stated counts as absent, so an exposure of 0 is not independence. How long a switch "
        "would take is not part of it.",
        judged_on=words.judged(view, chosen),
        notes=(*words.notes(view, chosen), *words.followed(points)),
    )


def _row(view: View, name: str) -> tuple[Value, ...]:
    linked = view.linked(name)
    whole, near = view.now.exposure.get(name, 0.0), view.direct.get(name, 0.0)
    level = view.level(name)
    coverage = view.known(name)
    return (
        view.label(name),
        _part(whole) if linked else None,
        _part(near) if linked else None,
        _part(whole - near) if linked else None,
        _part(view.average.get(name, 0.0)) if linked else None,
        _part(level.low) if linked else None,
        _part(level.high) if linked else None,
        words.chain_words(view, view.steps(name)),
        words.stops(view, name),
        words.spread(view, name),
        f"{coverage[0]} of {coverage[1]}" if coverage else "",
        words.counted(view, name),
        words.remark(view, name, linked=linked),
    )


def _part(value: float) -> float:
    return round(value, 3) + 0.0


def credited(
    look: Look,
    how: str,
    before: Events,
    each: list[tuple[Happening, ...]],
    *,
    whose: str | None = None,
) -> Finding:
    """Return what each event contributed to the change of the index, or of the exposure of one thing.

    Parameters
    ----------
    look
        What is looked at.
    how
        `in-order`, `shared` or `left-out`.
    before
        Events that count throughout.
    each
        The others, by steps; steps up to the first index are told and get no credit.
    whose
        The thing, instead of the index.

    """
    check_work(look, each)
    vendor, points = look.facts.label(look.vendor), course(look, before, each)
    first = 0
    if whose is None and len(look.at(before).population) < FEWEST:
        first = next((n for n, point in enumerate(points, start=1) if point.counted >= FEWEST), len(points))
    start = before.union(*({event.id for event in step} for step in each[:first]))
    found = {each.event: each for each in credit(look, how, start, each[first:], whose=whose)}
    rows = [
        _credit_row(point, event, found, split=number >= first, index=whose is None)
        for number, point in enumerate(points)
        for event in point.events
    ]
    what = f"the exposure of {look.facts.label(whose)} to {vendor}" if whose else f"the index of exposure to {vendor}"
    view = View(look, start.union(found))
    about = [whose] if whose else view.now.population
    amounts, sampled = [credit.amount for credit in found.values()], any(credit.error for credit in found.values())
    return Finding(
        f"Who moved {what}",
        words.credit_words(what, how, amounts, sampled=sampled, counted=points[-1].counted if points else 0),
        _CREDITED,
        tuple(rows),
        claims=tuple(claim for claim in view.claims(about) if not claim.startswith("event/")),
        events=tuple(event.id for step in each for event in step),
        uncertainty="Credit tells what an announcement changed in what is known, not what it caused.",
        judged_on=words.judged(view, about),
        notes=tuple(words.notes(view, about)),
    )


def _credit_row(
    point: Point, event: Happening, found: Mapping[str, Credit[str]], *, split: bool, index: bool
) -> tuple[Value, ...]:
    credit = found.get(event.id)
    shown = index and event == point.events[-1] and point.counted >= FEWEST
    parts = point.split if shown and split else None
    return (
        event.title,
        point.day,
        _signed(credit.amount) if credit else None,
        _signed(credit.error) if credit and credit.error else None,
        _part(point.mean) if shown else None,
        _part(point.low) if shown else None,
        _part(point.high) if shown else None,
        point.counted if index and event == point.events[-1] else None,
        _part(point.cohort) if shown and point.cohort is not None else None,
        _signed(parts.within) if parts else None,
        _signed(parts.entry) if parts else None,
        _signed(parts.exit) if parts else None,
        event.id,
    )


def _signed(value: float) -> float:
    return round(value, 4) + 0.0


def _counts(given: Given) -> Callable[[Thing], bool]:
    kind, hypothetical = given["kind"], given["hypothetical"]

    def counts(thing: Thing) -> bool:
        if thing.supply_side or (thing.hypothetical and not hypothetical):
            return False
        return kind is None or kind in thing.classes

    return counts


def _untold(asking: Asking, name: str, parameter: str) -> UnknownNodeError | AnalysisParameterError:
    """Return what is wrong with a name of which no need is told: there is nothing of it, or nothing that counts."""
    known = {short(entity) for entity, *_ in texts(asking.table("views/entity-names"))}
    if name not in known:
        return UnknownNodeError(name, known, parameter=parameter)
    return AnalysisParameterError(
        f"nothing here says what {name} needs or who needs it",
        where=f"parameter {parameter}",
        next_step=f"`kg show {name}` prints what is told of it.",
    )


def _run(asking: Asking, given: Given) -> Finding:
    facts = read_facts(asking)
    vendor, entity, how = str(given["vendor"]), given["entity"], given["credit"]
    for name, parameter in ((vendor, "vendor"), (entity, "entity")):
        if name is not None and name not in facts.things:
            raise _untold(asking, str(name), parameter)
    if (kind := given["kind"]) is not None:
        _check_kind(str(kind), facts)
    since, until = _window(given)
    look = Look(facts, vendor, _counts(given), WAYS[str(given["aggregator"])])
    counting = frozenset(event.id for event in facts.happenings.values() if event.day <= until)
    bearing = [event for event in look.bearing() if event.id in counting]
    before = counting - {event.id for event in bearing if event.day >= since}
    each = steps(event for event in bearing if event.id not in before)
    if not each and (since or until < _NEVER):
        raise _nothing(look.bearing(), since, until)
    if how is not None:
        return credited(look, str(how), before, each, whose=str(entity) if entity else None)
    points = (start(look, before, since), *course(look, before, coarser(each))) if entity is None else ()
    return survey(look, counting, points=points, entity=str(entity) if entity else None)


def _check_kind(kind: str, facts: Facts) -> None:
    if kind not in CLASSES:
        raise AnalysisParameterError(
            f"there is no class {quoted(kind)}",
            where="parameter kind",
            next_step=near_misses(kind, CLASSES) or "`kg terms WORD` finds classes.",
        )
    if any(thing.supply_side and kind in thing.classes for thing in facts.things.values()):
        raise AnalysisParameterError(
            f"things of the class {kind} are what others need, so none of them is counted",
            where="parameter kind",
            next_step="Ask about one of them with `entity=`.",
        )


_NEVER = "9999-12-31"


def _window(given: Given) -> tuple[str, str]:
    since, until = given["since"], given["until"]
    if isinstance(since, date) and isinstance(until, date) and until < since:
        raise AnalysisParameterError(
            "the time ends before it begins", where="since and until", next_step="Exchange them."
        )
    return (
        since.isoformat() if isinstance(since, date) else "",
        until.isoformat() if isinstance(until, date) else _NEVER,
    )


def _nothing(bearing: Sequence[Happening], since: str, until: str) -> AnalysisParameterError:
    days = [event.day for event in bearing]
    between = " ".join(filter(None, (f"from {since}" if since else "", f"until {until}" if until < _NEVER else "")))
    return AnalysisParameterError(
        f"nothing that bears on it was published {between}",
        where="since and until",
        next_step=f"The first is of {min(days)}, the last of {max(days)}."
        if days
        else "`kg query need-edges` lists all.",
    )


DEPENDENCE = Analysis(
    "dependence",
    "Who depends on whom",
    "What stops without a vendor: whose, by which chain, since when, and which announcement moved it?",
    _run,
    (
        Parameter("vendor", "id", "the one that is thought away", required=True),
        Parameter("entity", "id", "only this one, whatever it is"),
        Parameter("kind", "text", "count only entities of this class, such as CloudService"),
        Parameter("aggregator", "text", "how needs are put together", "weakest-link", choices=tuple(WAYS)),
        Parameter("since", "day", "compare from this day on"),
        Parameter("until", "day", "as was published by this day"),
        Parameter("credit", "text", "tell who moved it instead", choices=("in-order", "shared", "left-out")),
        Parameter("hypothetical", "yes or no", "count those who are nobody in particular too", default=False),
    ),
)
