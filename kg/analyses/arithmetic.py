"""Claims with figures in, those that cannot all hold out, from the claims alone.

Which figures belong together is worked out from what they are figures of; links between claims and notes about them
are never read. `kg/arithmetic/` has the mechanism, `docs/arithmetic.md` what it finds in the shipped corpus.
"""

import math
import re
from collections.abc import Iterable

from kg.analyses.base import (
    Analysis,
    AnalysisParameterError,
    Column,
    Finding,
    Given,
    Parameter,
    UnknownNodeError,
    Value,
    check_document,
)
from kg.arithmetic.book import LAST, TIERS, Book
from kg.arithmetic.conflicts import verdicts
from kg.arithmetic.rows import Rates, documents, read_book
from kg.arithmetic.verdict import Verdict
from kg.arithmetic.words import FORMULAS, cited, counted_apart, extent, reconciled, sentence
from kg.errors import quoted
from kg.views.values import Asking

_SHOWN = {"conflicts": "conflict", "agrees": "agrees", "implied": "implied"}
_RATE = re.compile(r"([A-Z]{3}):([A-Z]{3})=([0-9]+(?:\.[0-9]+)?)@(.+)")
_COLUMNS = (
    Column("finding", "finding", "what was found, in one sentence"),
    Column("about", "about", "the thing that the claim is about"),
    Column("formula", "formula", "how the figure was worked out"),
    Column("claimed", "claimed", "the figure of the claim, as printed"),
    Column("computed", "computed", "what the other figures give as they are printed"),
    Column("within", "with rounding", "what they give when each can be off by its rounding"),
    Column("off_by", "off by (factor)", "how far the two stay apart with all rounding in their favour"),
    Column("counted", "off by (count)", "for an exact count, by how many it is off"),
    Column("tier", "tier", "1: one document; 2: several documents; 3: part of what was compared is assumed"),
    Column("unless", "holds only if", "which word would have to be read more widely"),
    Column("assumed", "assumed", "what the claims do not state and was taken to agree"),
    Column("to_hold", "to hold", "for each claim alone, what it would have to be"),
    Column("claims", "claims", "the printed figures with the ids of their claims"),
)


def examine(held: Book, *, show: str = "conflicts", assumed: bool = False, rates: Iterable[str] = ()) -> Finding:
    """Return what cannot all hold in a book of claims; with `show`, what agrees or what is implied.

    Parameters
    ----------
    held
        The claims.
    show
        `conflicts`, `agrees` or `implied`.
    assumed
        Whether findings count for which a part of a frame had to be assumed.
    rates
        The exchange rates that amounts were converted with, in words.

    """
    all_of = list(verdicts(held, last=LAST if assumed else TIERS[1]))
    found = sorted((v for v in all_of if v.kind == _SHOWN[show]), key=_order)
    rows, of = tuple(map(_row, found)), documents(held.claims)
    return Finding(
        {"conflicts": "Figures that cannot all hold", "agrees": "Figures that agree", "implied": "What figures imply"}[
            show
        ],
        _explanation(held, all_of, found, show),
        _COLUMNS,
        rows,
        claims=tuple(sorted({name for verdict in found for name in verdict.set if name in _ids(verdict)})),
        events=tuple(sorted({tie for verdict in found for tie in verdict.ties} - {c.id for c in held.claims})),
        uncertainty="Which claim of a set is mistaken cannot be told from figures. A claim may speak of something else "
        "than its qualifiers say, such as another configuration, and an interval reaches no further than the printed "
        "digits and words."
        if found
        else "",
        judged_on=f"{len(held.claims)} claims with a figure or a date, in {of} document{'' if of == 1 else 's'}",
        notes=_notes(assumed=assumed, rates=rates),
    )


def _ids(verdict: Verdict) -> set[str]:
    return {member.claim.id for member in verdict.members} | set(verdict.ties)


def _order(verdict: Verdict) -> tuple[int, bool, float, tuple[str, ...]]:
    return verdict.tier, bool(verdict.unless), -verdict.gap, verdict.set


def _row(verdict: Verdict) -> tuple[Value, ...]:
    head, implied, counted = verdict.head, verdict.kind == "implied", counted_apart(verdict)
    claims = cited(member.claim for member in verdict.members)
    tied = [tie for tie in verdict.ties if tie in verdict.set and tie not in claims]
    return (
        sentence(verdict),
        head.label,
        FORMULAS[verdict.formula],
        head.printed,
        None if implied else extent(verdict.as_printed, head),
        _implied_words(verdict) if implied else extent(verdict.computed, head),
        None if counted or not math.isfinite(verdict.gap) else round(verdict.gap, 3),
        counted,
        verdict.tier,
        "; ".join(verdict.unless),
        "; ".join(verdict.assumed),
        "" if verdict.kind != "conflict" else reconciled(verdict),
        "; ".join((claims, *tied)),
    )


def _implied_words(verdict: Verdict) -> str:
    like = verdict.members[1].claim if len(verdict.members) > 1 else verdict.head
    return f"{verdict.missing}: {extent(verdict.computed, like)}"


def _explanation(held: Book, all_of: list[Verdict], found: list[Verdict], show: str) -> str:
    if not held.claims:
        return "No claim here gives a figure or a date, so there is nothing to work out."
    sets = "set" if len(found) == 1 else "sets"
    agree = sum(verdict.kind == "agrees" for verdict in all_of)
    if show == "conflicts":
        tail = (
            "No set of claims was found that cannot all hold."
            if not found
            else (
                f"{len(found)} {sets} of claims cannot all hold: at least one claim of each set is not as printed, or "
                "not meant as its words say."
            )
        )
        return f"{tail} {agree} other sets agree within their rounding."
    if show == "agrees":
        return f"{len(found)} {sets} of claims agree within the rounding of their printed figures."
    return f"{len(found)} claims give a figure that would follow for something of which no claim gives one."


def _notes(*, assumed: bool, rates: Iterable[str]) -> tuple[str, ...]:
    hidden = "Findings that need an assumption are left out; `assumed=yes` shows them."
    shown = "Findings of tier 3 rest on an assumption, which stands beside each."
    used = [f"Amounts were converted at {rate}, which whoever asked gave." for rate in rates]
    return (shown if assumed else hidden, *used)


def read_rates(text: str) -> Rates:
    """Return exchange rates written as `CNY:USD=0.14@2026-04-24`, several with blanks between.

    Raises
    ------
    AnalysisParameterError
        One is not written so, or has no date.

    """
    found = {}
    for word in text.split():
        match = _RATE.fullmatch(word)
        if not match or not float(match[3]):
            raise AnalysisParameterError(
                f"{quoted(word)} is no dated exchange rate",
                where="parameter rate",
                next_step="Write what one unit is worth, and the day: CNY:USD=0.14@2026-04-24.",
            )
        found[match[1]] = (match[2], float(match[3]))
    return found


def run(asking: Asking, given: Given) -> Finding:
    """Return what cannot all hold in the graph, or in one document of it."""
    document, entity, rate = given["document"], given["entity"], str(given["rate"] or "")
    only = {"document": str(document)} if document else {}
    held = read_book(asking, rates=read_rates(rate), **only)
    if document and not held.claims:
        check_document(asking, str(document))
    if entity:
        held = _about(held, str(entity))
    return examine(held, show=str(given["show"]), assumed=bool(given["assumed"]), rates=rate.split())


def _about(held: Book, entity: str) -> Book:
    """Return the claims of a thing and of all that it is compared with or tied to."""
    known = {claim.subject for claim in held.claims} | {claim.baseline for claim in held.claims if claim.baseline}
    if entity not in known:
        raise UnknownNodeError(entity, known, parameter="entity")
    near = {entity}
    near |= {c.baseline for c in held.claims if c.subject == entity} | {
        c.subject for c in held.claims if c.baseline == entity
    }
    near |= {tie.source for tie in held.ties if tie.target == entity} | {
        tie.target for tie in held.ties if tie.source == entity
    }
    near |= {tie.target for tie in held.ties if tie.source in near}
    return Book((claim for claim in held.claims if claim.subject in near), held.ties, held.formulas)


ARITHMETIC = Analysis(
    "arithmetic",
    "Figures that cannot all hold",
    "Which claims cannot all hold, by the figures and dates that they give, and what would reconcile them?",
    run,
    (
        Parameter("document", "id", "only claims of this document"),
        Parameter("entity", "id", "only claims about this thing and what it is compared with or tied to"),
        Parameter("show", "text", "what is shown", "conflicts", choices=tuple(_SHOWN)),
        Parameter("assumed", "yes or no", "whether findings count that rest on an assumption", default=False),
        Parameter("rate", "text", "dated exchange rates to convert with, such as CNY:USD=0.14@2026-04-24"),
    ),
)
