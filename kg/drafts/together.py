"""The checked figures of a draft in, those that cannot hold together called so out."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from kg.arithmetic.book import Book, FigureClaim
from kg.arithmetic.conflicts import verdicts
from kg.arithmetic.same import same
from kg.arithmetic.verdict import Verdict
from kg.arithmetic.words import sentence
from kg.drafts.comparing import WRONG, Checked


def together(found: Sequence[Checked], ledger: Book) -> Iterator[Checked]:
    """Return the figures, those that cannot hold together called so; the first of a set has the sentence."""
    claims = {each.claim.id: (each.claim, each.status) for each in found if each.claim and each.status != "unclear"}
    wrong = {name for name, (_, status) in claims.items() if status in WRONG}
    told: dict[str, list[str]] = {}
    mistaken: set[str] = set()
    for verdict in same(_book((claim for claim, _ in claims.values()), ledger), last=1):
        mistaken |= {member.claim.id for member in verdict.members} & wrong
        _tell(told, verdict, only=wrong)
    for verdict in verdicts(_book((claim for name, (claim, _) in claims.items() if name not in mistaken), ledger)):
        if verdict.kind == "conflict" and verdict.formula != "same":
            _tell(told, verdict)
    for each in found:
        own = told.get(each.claim.id, []) if each.claim else []
        says = f"{' '.join(own)} Alone: {each.status}, {each.says}"
        yield replace(each, status="cannot hold", says=says) if own else each


def _book(claims: Iterable[FigureClaim], ledger: Book) -> Book:
    return Book(claims, ledger.ties, ledger.formulas)


def _tell(told: dict[str, list[str]], verdict: Verdict, only: Collection[str] | None = None) -> None:
    members = [member.claim for member in verdict.members]
    first = next((claim for claim in members if only is None or claim.id in only), None)
    for claim in members:
        others = ", ".join(other.key for other in members if other is not claim)
        if claim is first:
            told.setdefault(claim.id, []).append(f"{sentence(verdict)} It stands against {others}.")
        elif first and (only is None or claim.id in only):
            told.setdefault(claim.id, []).append(f"It cannot hold together with {others}: see {first.key}.")
