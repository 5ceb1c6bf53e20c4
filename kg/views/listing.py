"""Claims in, the lines that list them out: what each says, and below it how, by whom, where, and on what evidence."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict

from kg.texts import Texts
from kg.views.claims import ClaimView
from kg.views.evidence import evidence
from kg.views.layout import Page, faint, warn
from kg.views.phrases import contest, names, remarks, statement_pieces

GROUPS = ("Figures", "Dates", "Relations", "Statements")


def group(claim: ClaimView) -> str:
    """Return the heading under which a claim is listed."""
    if claim.figure:
        return "Figures"
    if claim.objects or claim.shift:
        return "Relations"
    return "Statements" if claim.states else "Dates"


def folded(claims: Iterable[ClaimView]) -> Iterator[tuple[ClaimView, tuple[ClaimView, ...]]]:
    """Return claims in order, each with those of the others that restate it, directly or through one another."""
    by_id = {claim.id: claim for claim in claims}
    roots = {claim.id: _root(claim, by_id, frozenset()) for claim in by_id.values()}
    for claim in by_id.values():
        if roots[claim.id] == claim.id:
            yield claim, tuple(by_id[name] for name, root in roots.items() if root == claim.id != name)


def _root(claim: ClaimView, by_id: Mapping[str, ClaimView], seen: frozenset[str]) -> str:
    for bearing in claim.bears_on:
        told = by_id.get(bearing.claim) if bearing.relation == "restates" else None
        if told and told.id not in seen and told.subject == claim.subject and told.predicate == claim.predicate:
            return _root(told, by_id, seen | {claim.id})
    return claim.id


def in_order(claims: Iterable[ClaimView]) -> list[ClaimView]:
    """Return claims by publication, document and place there; those without a place come last in their document."""
    return sorted(claims, key=lambda claim: (claim.published_latest, claim.document.id, _start(claim), claim.id))


def _start(claim: ClaimView) -> int:
    return claim.places[0].start if claim.places else 2**31


def list_claims(page: Page, claims: Iterable[ClaimView], texts: Texts, *, subject: bool) -> None:
    """Add claims to a page; with their subject, unless the page is about it."""
    for claim, others in folded(claims):
        page.add(*statement_pieces(claim, subject=subject), indent=2, hang=4)
        grade = evidence(claim, texts).grade
        page.add(*remarks(claim, grade), indent=4, hang=2)
        if said := contest(claim):
            page.add(warn(said), indent=4)
        for other in others:
            figure = f": {other.figure}" if other.figure and other.figure != claim.figure else ""
            page.add(faint(f"{other.id} restates it{figure} · {names(other.said_by)}"), indent=4, hang=2)


def as_data(claim: ClaimView, texts: Texts) -> dict[str, object]:
    """Return a claim as plain values, evidence and words included."""
    found = evidence(claim, texts)
    return asdict(claim) | {"evidence": found.grade, "words": [words.words for words in found.words]}
