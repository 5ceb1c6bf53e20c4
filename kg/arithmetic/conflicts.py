"""A book of claims in, verdicts out: which claims cannot all hold, which agree, what one implies.

Each plan of a formula is an equation in which every figure is an interval. For products the logarithms are added, so
one loop serves both. If no value of all intervals solves it, one claim for each part makes a set that cannot all hold:
the one that binds. Without any of them the rest can hold, since then a part is open.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from kg.arithmetic.book import FIRST, LAST, TIERS, Book, FigureClaim, Held, Tier, is_product
from kg.arithmetic.formulas import FORMULAS, Part, Plan
from kg.arithmetic.intervals import Interval, Reading
from kg.arithmetic.verdict import Member, Verdict

_SLACK = 1e-9
"""Part of a value that floating point may get wrong."""


@dataclass(frozen=True, slots=True)
class _Term:
    sign: int
    claims: tuple[FigureClaim, ...]
    readings: tuple[Reading, ...]

    def ends(self, choose: Callable[[Reading], Interval]) -> tuple[tuple[float, int], tuple[float, int]]:
        """Return the lowest and the highest value, each with the number of the claim that gives it.

        Where several claims give the figure their common values count; where they have none, all values of any.
        """
        chosen = [choose(reading) for reading in self.readings]
        lows = [(interval.low, -number) for number, interval in enumerate(chosen)]
        highs = [(interval.high, number) for number, interval in enumerate(chosen)]
        low, high = max(lows), min(highs)
        if low[0] > high[0]:
            low, high = min(lows), max(highs)
        return (low[0], abs(low[1])), (high[0], high[1])


def verdicts(book: Book, *, last: Tier = 2) -> Iterator[Verdict]:
    """Return what all formulas say of the claims of `book`, up to a tier; one set of claims comes once."""
    seen: set[tuple[str, frozenset[str]]] = set()
    for verdict in (*_same(book, last), *_worked_out(book, last)):
        key = (verdict.kind, frozenset((*verdict.set, verdict.missing)))
        if key not in seen:
            seen.add(key)
            yield verdict


def _worked_out(book: Book, last: Tier) -> Iterator[Verdict]:
    for claim in book.claims:
        for formula in FORMULAS:
            for plan in formula(claim, book):
                yield from _judged(claim, plan, book, last)


def _judged(head: FigureClaim, plan: Plan, book: Book, last: Tier) -> Iterator[Verdict]:
    """Return the verdict of the first tier at which all figures are there, and later ones that find a conflict."""
    before: list[Held] | None = None
    told = False
    for tier in TIERS[:last]:
        found = [book.held(part.wanted, head.document, tier) if part.wanted else Held(()) for part in plan.parts]
        found = [replace(held, claims=tuple(c for c in held.claims if c.id != head.id)) for held in found]
        absent = [part for part, held in zip(plan.parts, found, strict=True) if part.wanted and not held.claims]
        if absent or found == before:
            if tier == last and len(absent) == 1 and not told:
                yield from _implied(head, plan, found, absent[0], tier)
            continue
        before = found
        verdict = _verdict(head, plan, found)
        if verdict and verdict.tier <= last and (not told or verdict.kind == "conflict"):
            told = True
            yield verdict
            if verdict.kind == "conflict":
                return


def _terms(plan: Plan, found: list[Held]) -> list[_Term] | None:
    terms = []
    kinds: list[tuple[str, str]] = []
    for part, held in zip(plan.parts, found, strict=True):
        readings = (part.fixed,) if part.fixed else tuple(claim.reading for claim in held.claims)
        if not plan.adds:
            readings = tuple(_logged(reading) for reading in readings)
        terms.append(_Term(part.sign, held.claims, readings))
        kinds += [(claim.kind, claim.predicate) for claim in held.claims]
    return terms if _kinds_fit(plan, kinds) else None


def _kinds_fit(plan: Plan, kinds: list[tuple[str, str]]) -> bool:
    """Whether the figures may be combined: of one kind in a ratio, a sum or a framing, of any in a product.

    Every currency is a kind of its own, so no sum and no ratio runs across two of them.
    """
    alike = plan.formula in {"ratio", "framing", "total", "post-money"}
    return not alike or len({kind for kind, _ in kinds}) <= 1


def _logged(reading: Reading) -> Reading:
    return reading.mapped(_log)


def _log(value: float) -> float:
    return math.log(value) if value > 0 else -math.inf


def _exp(value: float) -> float:
    return math.exp(min(value, 700.0)) if value < math.inf else value


def _strict(reading: Reading) -> Interval:
    return reading.strict


def _lenient(reading: Reading) -> Interval:
    return reading.lenient


def _printed(reading: Reading) -> Interval:
    return reading.printed


def _total(terms: list[_Term], choose: Callable[[Reading], Interval]) -> Interval:
    low = high = 0.0
    for term in terms:
        (least, _), (most, _) = term.ends(choose)
        low += least if term.sign > 0 else -most
        high += most if term.sign > 0 else -least
    return Interval(low, high)


def _misses(plan: Plan, own: Interval, result: Interval) -> Literal["low", "high"] | None:
    """Return at which side of what is computed the figure of the head lies, or None where the two meet."""
    slack = _SLACK * (1.0 if not plan.adds else max(abs(_finite(own.low)), abs(_finite(own.high)), 1.0))
    if own.high < result.low - slack and plan.relation != "at most":
        return "low"
    if own.low > result.high + slack and plan.relation != "at least":
        return "high"
    return None


def _finite(value: float) -> float:
    return value if math.isfinite(value) else 0.0


def _verdict(head: FigureClaim, plan: Plan, found: list[Held]) -> Verdict | None:
    terms = _terms(plan, found)
    if terms is None or not _is_alike(head, plan, found):
        return None
    own = head.reading if plan.adds else _logged(head.reading)
    result = _total(terms, _strict)
    side = _misses(plan, own.strict, result)
    chosen = [_binding(term, side, _strict) for term in terms] if side else [term.claims[:1] for term in terms]
    if side and plan.relation == "at least" and plan.adds:
        terms, chosen = _fewest(plan, own.strict, terms, chosen)
        result = _total(terms, _strict)
    members = _members(head, own, plan, terms, chosen)
    back = (lambda value: value) if plan.adds else _exp
    wide = side and not _misses(plan, own.lenient, _total(terms, _lenient))
    claims = [head, *(claim for held in chosen for claim in held)]
    unless = [claim.reading.unless for claim in claims] + [part.fixed.unless for part in plan.parts if part.fixed]
    assumed = {words for held in found for words in held.assumed}
    documents = {claim.document for claim in claims} | {tie.document for tie in plan.ties}
    real: Tier = LAST if assumed else FIRST if documents == {head.document} else 2
    return Verdict(
        "conflict" if side else "agrees",
        plan.formula,
        head,
        members,
        result.mapped(back),
        _total(terms, _printed).mapped(back),
        _gap(plan, own.strict, result, side),
        real,
        tuple(sorted(assumed)),
        tuple(sorted({words for words in unless if words})) if wide else (),
        tuple(part.words for part in plan.parts if part.words),
        tuple(tie.claim or tie.source for tie in plan.ties),
    )


def _is_alike(head: FigureClaim, plan: Plan, found: list[Held]) -> bool:
    """Whether the head is of the kind of what is computed, where that is the kind of its parts."""
    if plan.formula not in {"framing", "total", "post-money"}:
        return True
    return all(claim.kind == head.kind for held in found for claim in held.claims)


def _binding(term: _Term, side: str, choose: Callable[[Reading], Interval]) -> tuple[FigureClaim, ...]:
    if not term.claims:
        return ()
    low, high = term.ends(choose)
    at = low[1] if (side == "low") == (term.sign > 0) else high[1]
    return (term.claims[at],)


def _fewest(
    plan: Plan, own: Interval, terms: list[_Term], chosen: list[tuple[FigureClaim, ...]]
) -> tuple[list[_Term], list[tuple[FigureClaim, ...]]]:
    """Leave out every part of a sum without which the rest is too much already."""
    kept = list(range(len(terms)))
    for number in range(len(terms)):
        rest = [n for n in kept if n != number]
        if rest and _misses(plan, own, _total([terms[n] for n in rest], _strict)):
            kept = rest
    return [terms[n] for n in kept], [chosen[n] for n in kept]


def _members(
    head: FigureClaim, own: Reading, plan: Plan, terms: list[_Term], chosen: list[tuple[FigureClaim, ...]]
) -> tuple[Member, ...]:
    """Return the claims of the set, each with the values at which the others would hold."""
    back: Callable[[float], float] = (lambda value: value) if plan.adds else _exp
    whole = _total(terms, _strict)
    open_end = {"is": whole, "at most": Interval(-math.inf, whole.high), "at least": Interval(whole.low, math.inf)}
    members = [Member(head, open_end[plan.relation].mapped(back))]
    for number, (term, claims) in enumerate(zip(terms, chosen, strict=True)):
        rest = _total([other for n, other in enumerate(terms) if n != number], _strict)
        low, high = own.strict.low - rest.high, own.strict.high - rest.low
        if plan.relation == "at least":
            low = -math.inf
        elif plan.relation == "at most":
            high = math.inf
        wanted = Interval(low, high) if term.sign > 0 else Interval(-high, -low)
        members += [Member(claim, wanted.mapped(back)) for claim in claims]
    return tuple(members)


def _gap(plan: Plan, own: Interval, result: Interval, side: str | None) -> float:
    if side is None:
        return 1.0
    near, far = (own.high, result.low) if side == "low" else (result.high, own.low)
    if not plan.adds:
        return math.exp(far - near)
    return far / near if near > 0 else math.inf


def _implied(head: FigureClaim, plan: Plan, found: list[Held], absent: Part, tier: Tier) -> Iterator[Verdict]:
    """Return what a claim says of the one figure that nobody gives."""
    assert absent.wanted is not None, "only a wanted figure can be missing"
    rest = [(part, held) for part, held in zip(plan.parts, found, strict=True) if part is not absent]
    if plan.relation != "is" or plan.adds or not rest or absent.wanted.baseline:
        return
    terms = _terms(replace(plan, parts=tuple(p for p, _ in rest)), [held for _, held in rest])
    if terms is None or any(held.assumed for _, held in rest):
        return
    own = _logged(head.reading)
    others = _total(terms, _strict)
    low, high = own.strict.low - others.high, own.strict.high - others.low
    ends = (Interval(low, high) if absent.sign > 0 else Interval(-high, -low)).mapped(_exp)
    chosen = [term.claims[:1] for term in terms]
    members = (Member(head, ends), *(Member(claim, ends) for claims in chosen for claim in claims))
    words = tuple(part.words for part, _ in rest if part.words)
    missing = f"{absent.wanted.name} of {absent.wanted.subject}"
    ties = tuple(tie.claim or tie.source for tie in plan.ties)
    yield Verdict("implied", plan.formula, head, members, ends, ends, 1.0, tier, (), (), words, ties, missing)


def _same(book: Book, last: Tier) -> Iterator[Verdict]:
    """Return the claims that give one figure of one thing within one frame and have no value in common."""
    for group in book.frames():
        by_document: dict[tuple[bool, str, str], list[FigureClaim]] = {}
        for claim in group:
            by_document.setdefault((claim.expects, claim.kind, claim.document), []).append(claim)
        apart = [_apart(claims) for claims in by_document.values()]
        yield from (verdict for verdict in apart if verdict)
        if last > FIRST and not any(apart):
            by_kind: dict[tuple[bool, str], list[FigureClaim]] = {}
            for claim in group:
                by_kind.setdefault((claim.expects, claim.kind), []).append(claim)
            for claims in by_kind.values():
                verdict = _apart(claims)
                if verdict and verdict.tier <= last:
                    yield verdict


def _apart(claims: list[FigureClaim]) -> Verdict | None:
    low = max(claims, key=lambda claim: claim.reading.strict.low)
    high = min(claims, key=lambda claim: claim.reading.strict.high)
    least, most = low.reading.strict.low, high.reading.strict.high
    if least <= most + _SLACK * abs(most):
        return None
    one, other = sorted((low, high), key=lambda claim: claim.id)
    near = one.document == other.document
    assumed: tuple[str, ...] = ()
    if not near:
        stated = one.frame.time != (None, None)
        assumed = () if stated or is_product(one.cls) else ("the same time, which the documents do not state",)
    tier: Tier = LAST if assumed else FIRST if near else 2
    computed = other.reading.strict
    members = (Member(one, computed), Member(other, one.reading.strict))
    wide = max(one.reading.lenient.low, other.reading.lenient.low) <= min(
        one.reading.lenient.high, other.reading.lenient.high
    )
    unless = tuple(sorted({claim.reading.unless for claim in (one, other)} - {""})) if wide else ()
    gap = least / most if most > 0 else math.inf
    return Verdict("conflict", "same", one, members, computed, other.reading.printed, gap, tier, assumed, unless)
