"""Claims that give one figure of one thing in, those that have no value in common out."""

import math
from collections.abc import Iterator

from kg.arithmetic.book import FIRST, LAST, Book, FigureClaim, Tier, is_a, is_product
from kg.arithmetic.equation import SLACK
from kg.arithmetic.verdict import Member, Verdict
from kg.vocab import METRICS

_BROAD = frozenset(parent for metric in METRICS.values() for parent in metric.parents)
_OF_A_DEAL = frozenset({"capitalInvested", "capitalRaised", "debt"})


def same(book: Book, last: Tier) -> Iterator[Verdict]:
    """Return the claims that give one figure of one thing within one frame and have no value in common."""
    for group in book.frames():
        if _may_be_several(group[0]):
            continue
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


def _may_be_several(claim: FigureClaim) -> bool:
    """Whether figures of one name may be of several things.

    A metric with narrower ones leaves open which is meant: the bandwidth of a memory is not that of a network. Money of
    a deal that is told of a company may be of another deal of it.
    """
    return claim.metric in _BROAD or (claim.metric in _OF_A_DEAL and not is_a(claim.cls, "Deal"))


def _apart(claims: list[FigureClaim]) -> Verdict | None:
    low = max(claims, key=lambda claim: claim.reading.strict.low)
    high = min(claims, key=lambda claim: claim.reading.strict.high)
    least, most = low.reading.strict.low, high.reading.strict.high
    if least <= most + SLACK * abs(most):
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
