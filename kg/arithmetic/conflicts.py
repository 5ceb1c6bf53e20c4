"""A book of claims in, verdicts out: which claims cannot all hold, which agree, what one implies.

Each plan of a formula is an equation in which every figure is an interval. For products the logarithms are added, so
one loop serves both. If no value of all intervals solves it, one claim for each part makes a set that cannot all hold:
the one that binds. Without any of them the rest can hold, since then a part is open.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

from kg.arithmetic.book import FIRST, LAST, TIERS, Book, FigureClaim, Held, Tier
from kg.arithmetic.equation import Term, binding, exp, fewest, gap, lenient, logged, misses, printed, strict, total
from kg.arithmetic.formulas import FORMULAS, Part, Plan
from kg.arithmetic.intervals import Interval, Printed, Reading
from kg.arithmetic.same import same
from kg.arithmetic.verdict import Member, Verdict


def verdicts(book: Book, *, last: Tier = 2) -> Iterator[Verdict]:
    """Return what all formulas say of the claims of `book`, up to a tier; one set of claims comes once."""
    seen: set[tuple[str, frozenset[str]]] = set()
    for verdict in (*same(book, last), *_worked_out(book, last)):
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


def _terms(plan: Plan, found: list[Held]) -> list[Term] | None:
    terms = []
    kinds: list[tuple[str, str]] = []
    for part, held in zip(plan.parts, found, strict=True):
        readings = (part.fixed,) if part.fixed else tuple(claim.reading for claim in held.claims)
        if not plan.adds:
            readings = tuple(logged(reading) for reading in readings)
        terms.append(Term(part.sign, held.claims, readings))
        kinds += [(claim.kind, claim.predicate) for claim in held.claims]
    return terms if _kinds_fit(plan, kinds) else None


def _kinds_fit(plan: Plan, kinds: list[tuple[str, str]]) -> bool:
    """Whether the figures may be combined: of one kind in a ratio, a sum or a framing, of any in a product.

    Every currency is a kind of its own, so no sum and no ratio runs across two of them.
    """
    alike = plan.formula in {"ratio", "framing", "total", "post-money"}
    return not alike or len({kind for kind, _ in kinds}) <= 1


def _verdict(head: FigureClaim, plan: Plan, found: list[Held]) -> Verdict | None:
    terms = _terms(plan, found)
    if terms is None or not _is_alike(head, plan, found):
        return None
    own = head.reading if plan.adds else logged(head.reading)
    result = total(terms, strict)
    side = misses(plan, own.strict, result)
    chosen = [binding(term, side, strict) for term in terms] if side else [term.claims[:1] for term in terms]
    if side and plan.relation == "at least" and plan.adds:
        kept = fewest(plan, own.strict, terms)
        terms, chosen = [terms[n] for n in kept], [chosen[n] for n in kept]
        plan = replace(plan, parts=tuple(plan.parts[n] for n in kept))
        result = total(terms, strict)
    members, beside = _members(head, own, plan, terms, chosen)
    back = (lambda value: value) if plan.adds else exp
    wide = side and not misses(plan, own.lenient, total(terms, lenient))
    claims = [head, *(claim for held in chosen for claim in held)]
    unless = [claim.reading.unless for claim in claims] + [part.fixed.unless for part in plan.parts if part.fixed]
    assumed = {words for held in found for words in held.assumed}
    ties = (*plan.ties, *(part.tie for part in plan.parts if part.tie))
    documents = {claim.document for claim in claims} | {tie.document for tie in ties}
    real: Tier = LAST if assumed else FIRST if documents == {head.document} else 2
    return Verdict(
        "conflict" if side else "agrees",
        plan.formula,
        head,
        members,
        result.mapped(back),
        total(terms, printed).mapped(back),
        gap(plan, own.strict, result, side),
        real,
        tuple(sorted(assumed)),
        tuple(sorted({words for words in unless if words})) if wide else (),
        tuple(part.words for part in plan.parts if part.words),
        tuple(tie.claim or tie.source for tie in ties),
        beside,
    )


def _is_alike(head: FigureClaim, plan: Plan, found: list[Held]) -> bool:
    """Whether the head is of the kind of what is computed, where that is the kind of its parts."""
    if plan.formula not in {"framing", "total", "post-money"}:
        return True
    return all(claim.kind == head.kind for held in found for claim in held.claims)


def _members(
    head: FigureClaim, own: Reading, plan: Plan, terms: list[Term], chosen: list[tuple[FigureClaim, ...]]
) -> tuple[tuple[Member, ...], tuple[tuple[Printed, Interval], ...]]:
    """Return the claims of the set and the figures beside the head's own, each with the values that would do."""
    back: Callable[[float], float] = (lambda value: value) if plan.adds else exp
    whole = total(terms, strict)
    open_end = {"is": whole, "at most": Interval(-math.inf, whole.high), "at least": Interval(whole.low, math.inf)}
    members = [Member(head, open_end[plan.relation].mapped(back))]
    beside: list[tuple[Printed, Interval]] = []
    for number, (term, claims) in enumerate(zip(terms, chosen, strict=True)):
        rest = total([other for n, other in enumerate(terms) if n != number], strict)
        low, high = own.strict.low - rest.high, own.strict.high - rest.low
        if plan.relation == "at least":
            low = -math.inf
        elif plan.relation == "at most":
            high = math.inf
        wanted = Interval(low, high) if term.sign > 0 else Interval(-high, -low)
        members += [Member(claim, wanted.mapped(back)) for claim in claims]
        if not claims and (figure := plan.parts[number].printed):
            beside.append((figure, wanted.mapped(back)))
    return tuple(members), tuple(beside)


def _implied(head: FigureClaim, plan: Plan, found: list[Held], absent: Part, tier: Tier) -> Iterator[Verdict]:
    """Return what a claim says of the one figure that nobody gives."""
    assert absent.wanted is not None, "only a wanted figure can be missing"
    rest = [(part, held) for part, held in zip(plan.parts, found, strict=True) if part is not absent]
    if plan.relation != "is" or plan.adds or not rest or absent.wanted.baseline:
        return
    terms = _terms(replace(plan, parts=tuple(p for p, _ in rest)), [held for _, held in rest])
    if terms is None or any(held.assumed for _, held in rest):
        return
    own = logged(head.reading)
    others = total(terms, strict)
    low, high = own.strict.low - others.high, own.strict.high - others.low
    ends = (Interval(low, high) if absent.sign > 0 else Interval(-high, -low)).mapped(exp)
    chosen = [term.claims[:1] for term in terms]
    members = (Member(head, ends), *(Member(claim, ends) for claims in chosen for claim in claims))
    words = tuple(part.words for part, _ in rest if part.words)
    missing = f"{absent.wanted.name} of {absent.wanted.subject}"
    ties = tuple(tie.claim or tie.source for tie in plan.ties)
    yield Verdict("implied", plan.formula, head, members, ends, ends, 1.0, tier, (), (), words, ties, missing=missing)
