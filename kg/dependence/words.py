"""What a look at an exposure tells in, sentences for people out."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from kg.dependence.build import UNKNOWN_CRITICALITY, UNKNOWN_READINESS
from kg.dependence.course import MOST_STEPS, Point
from kg.dependence.explain import Step, reach
from kg.dependence.index import FEWEST, mean
from kg.dependence.model import VENDOR, Basis
from kg.dependence.view import View
from kg.vocab import PARTS, QUALIFIER_VALUES

BASES: Mapping[Basis, str] = {
    "text": "said outright",
    "relation": "read from the relation",
    "background": "background",
    "assumed": "assumed",
    "given": "given",
}
_PLAIN = frozenset({"requirement", "supply", "technology"})
"""Names of needs that say no more than that there is one."""


def chain_words(view: View, taken: Iterable[Step]) -> str:
    """Return the steps of a chain, with what each rests on."""
    return "; ".join(f"{_step(view, step)} ({BASES[step.basis]}: {', '.join(step.claims)})" for step in taken)


def _step(view: View, step: Step) -> str:
    owner, supplier = view.label(step.owner), view.label(step.supplier)
    if step.need == VENDOR:
        return f"{owner} is made by {supplier}"
    if step.need in QUALIFIER_VALUES["category"]:
        return f"{owner} needs {supplier} as {step.need}"
    return f"{owner} needs {supplier}" + ("" if step.need in _PLAIN else f" for {step.need.replace('-', ' ')}")


def followed(points: Sequence[Point]) -> tuple[str, ...]:
    """Return a note where steps of the index hold several days."""
    joined = any(len({event.day for event in point.events}) > 1 for point in points)
    return (f"The index is followed in at most {MOST_STEPS} steps, here of several days each.",) if joined else ()


def stops(view: View, name: str) -> str:
    """Return the smallest sets of suppliers without which nothing of a thing is left."""
    none = "no one or two of its suppliers" if view.with_pairs else "no single one of its suppliers"
    return "; or ".join(" and ".join(map(view.label, some)) for some in view.stops(name)) or none


def spread(view: View, name: str) -> str:
    """Return how concentrated the exposures of a thing are."""
    equal = view.equal_suppliers(name)
    if equal is None:
        return ""
    return "1 supplier" if round(equal, 1) == 1 else f"{equal:.1f} equal suppliers"


def counted(view: View, name: str) -> str:
    """Return whether a thing is in the index, or why not."""
    thing = view.thing(name)
    if name in view.now.population:
        return "yes"
    if thing.hypothetical:
        return "no: nobody in particular"
    if thing.supply_side:
        return "no: what others need"
    return f"no: of {view.label(view.look.vendor)}" if view.linked(name) else "no: not of this kind"


def remark(view: View, name: str, *, linked: bool) -> str:
    """Return what else a reader should know of a thing."""
    parts = []
    if not linked:
        parts.append(f"nothing stated leads to {view.label(view.look.vendor)}")
    if denied := view.built.without.get((name, view.look.vendor)):
        parts.append(f"said to do without it ({', '.join(denied)})")
    return "; ".join(parts)


def index_words(view: View, points: tuple[Point, ...]) -> str:
    """Return what there is to say of all that are counted."""
    vendor, members = view.label(view.look.vendor), view.now.population
    if not members:
        return f"Nobody is known to need anything, so nothing can be said about {vendor}."
    if len(members) < FEWEST:
        return (
            f"There is no index of the exposure to {vendor}: {len(members)} of those who need something "
            f"{'is' if len(members) == 1 else 'are'} known, and fewer than {FEWEST} make none."
        )
    low, high = (mean({x: getattr(v, e) for x, v in view.levels.items()}, members) for e in ("low", "high"))
    unlinked = sum(not view.linked(name) for name in members)
    words = (
        f"Without {vendor}, {view.now.mean:.0%} of what {len(members)} entities do would stop on average"
        f" ({low:.0%} if disputed claims fail, {high:.0%} if they hold), by the "
        f"{'average of parts' if view.look.aggregator == 'linear' else 'weakest link'} of each."
    )
    if unlinked:
        words += f" {unlinked} of them count{'s' * (unlinked == 1)} 0, since nothing stated leads to {vendor}."
    return f"{words} {_trend(points)} {_coverage(view, members)}"


def _trend(points: tuple[Point, ...]) -> str:
    there = [point for point in points if point.counted >= FEWEST]
    if len(there) == 1 and len(points) > 1:
        return f"There was no index before {there[0].day}, with fewer than {FEWEST} of them."
    if len(there) < 2:  # noqa: PLR2004 (a change needs two)
        return "There is nothing earlier to compare it with."
    parts = [point.split for point in there[1:] if point.split]
    since = "" if there[0] == points[0] else f" There was none before, with fewer than {FEWEST} of them."
    within, entry, exit_ = (_points(sum(getattr(p, name) for p in parts)) for name in ("within", "entry", "exit"))
    return (
        f"On {there[0].day} it was {there[0].mean:.0%}; of the change since, {within} are within the same companies as "
        f"before, {entry} newcomers counted and {exit_} leavers.{since}"
    )


def _points(change: float) -> str:
    return f"{100 * change + 0.0:+.1f} points"


def _coverage(view: View, names: Iterable[str]) -> str:
    pairs = [pair for name in sorted(names) if (pair := view.known(name))]
    had, wanted = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    return f"Of the {wanted} needs that one expects of their kinds, {had} are known."


def entity_words(view: View, entity: str) -> str:
    """Return what there is to say of one thing."""
    who, vendor = view.label(entity), view.label(view.look.vendor)
    if entity == view.look.vendor:
        return f"{who} is the vendor itself."
    if entity not in view.model.by_owner:
        return f"Nothing here says what {who} needs, so nothing can be said of its exposure to {vendor}."
    if not view.linked(entity):
        return (
            f"Nothing stated leads from {who} to {vendor}. That is not independence: it tells only what is known of "
            "its needs."
        )
    whole, near = view.now.exposure[entity], view.direct[entity]
    level = view.levels[entity]
    bases = {step.basis for step in view.steps(entity)}
    weak = [BASES[basis] for basis in ("background", "assumed") if basis in bases]
    return (
        f"Without {vendor}, {whole:.0%} of what {who} does would stop ({near:.0%} directly, {whole - near:.0%} through "
        f"others; {level.low:.0%} if disputed claims fail, {level.high:.0%} if they hold)."
        + (f" Part of the chain is {' and part '.join(weak)}, which no source here states." if weak else "")
    )


def judged(view: View, names: Iterable[str]) -> str:
    """Return how much was looked at."""
    claims = view.claims(names)
    records = {claim for claim in claims if claim.startswith("event/")}
    thought = {f.claim for f in view.look.facts.facts if f.basis == "assumed"} & set(claims)
    read = sum(not claim.startswith("event/") for claim in claims)
    said = f"{read} claim{'s' * (read != 1)}"
    return f"{said}, background of {len(records - thought)} and assumptions of {len(thought)} records"


def notes(view: View, names: Collection[str]) -> Iterable[str]:
    """Return what was taken for granted, disputed or left out."""
    owners = reach(view.model, names)
    unsaid = [pair for pair in view.built.critical_by_default if pair[0] in owners]
    if unsaid:
        word = UNKNOWN_CRITICALITY
        yield (
            f"How critical a need is, nobody says of {len(unsaid)} need{'s' * (len(unsaid) > 1)}; it counts as {word} "
            f"({PARTS[f'criticality-{word}']:g})."
        )
    unready = sorted({name for owner, name in view.built.ready_by_default if owner in owners})
    if unready:
        word = UNKNOWN_READINESS
        yield (
            f"How ready a substitute is, nobody says of {', '.join(map(view.label, unready))}; it counts as {word} "
            f"({PARTS[f'readiness-{word}']:g})."
        )
    mine = set(view.claims(names))
    if contested := [claim for claim in view.built.disputed if claim in mine]:
        yield f"Disputed: {', '.join(contested)}."
    left = {f.claim for f in view.look.facts.facts if f.owner in owners} & set(view.built.left_out)
    if left:
        yield (
            f"Left out, as plans, conditions or opinions: {', '.join(sorted(left))}. `--assume CLAIM=true` counts one."
        )


def credit_words(what: str, how: str, amounts: Collection[float], *, sampled: bool, counted: int) -> str:
    """Return what the amounts of credit mean and come to; `counted` entities are counted after the last step."""
    if not amounts and counted >= FEWEST:
        return f"{what[0].upper()}{what[1:]} begins with the last of these, so nothing has moved it since."
    if not amounts:
        return f"There is too little known for {what}: fewer than {FEWEST} entities are counted."
    total = sum(amounts)
    match how:
        case "in-order":
            said = f"What each changed when it came adds up to {_points(total)}; those of one day share its change."
        case "shared":
            said = f"The credit shared over all orders in which they could have come adds up to {_points(total)}."
            said += " There are too many for all orders, so some were drawn; the standard error is told." * sampled
        case _:
            said = "How much would differ without each; such amounts do not add up."
    one = len(amounts) == 1
    return f"{len(amounts)} announcement{'' if one else 's or acts'} bear{'s' * one} on {what}. {said}"
