"""A filled ledger and a day in, a first look at what it answers out: conflicts, voices, disputes, promises."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kg.views.claims import ClaimView, claims_around
from kg.views.evidence import evidence
from kg.views.layout import Page, faint, mark, strong, warn
from kg.views.phrases import bearing, names, statement, statement_pieces
from kg.views.shown import Reading
from kg.views.values import short

_CONFLICTS = 4
_VOICES = 4
_CONTESTED = 3
_PROMISES = 3
_CLOSES_NOTHING = frozenset({"", "cannot tell"})
_LABEL = 14
_LONGEST_QUOTE = 160
Row = Mapping[str, str]


@dataclass(slots=True)
class _Look:
    """A look at one ledger; remembers the claims that it has looked up."""

    reader: Reading
    page: Page
    known: dict[str, ClaimView] = field(default_factory=dict)

    def claim(self, name: str) -> ClaimView:
        if name not in self.known:
            self.known |= claims_around(self.reader, name)
        return self.known[name]

    def first(self, name: str) -> str:
        """Return the claim that the claim called `name` restates in the end, or itself."""
        seen: set[str] = set()
        while name not in seen:
            seen.add(name)
            told = [other.claim for other in self.claim(name).bears_on if other.relation == "restates"]
            name = told[0] if told else name
        return name

    def words(self, name: str) -> str | None:
        found = evidence(self.claim(name), self.reader.texts).words
        return found[0].words if found and len(found[0].words) <= _LONGEST_QUOTE else None

    def rows(self, question: str, **parameters: str) -> list[Row]:
        table = self.reader.table(question, **parameters)
        return [
            {name: short(cell.value) if cell else "" for name, cell in zip(table.columns, row, strict=True)}
            for row in table.rows
        ]

    def add(self, name: str, label: str, *, subject: bool = True) -> None:
        """Add a claim behind a label: what it says and its id; below it its words, if here, and who says it."""
        claim, words = self.claim(name), self.words(name)
        self.page.add(
            faint(label.ljust(_LABEL)),
            *statement_pieces(claim, subject=subject),
            indent=2,
            hang=_LABEL,
            right=faint(name),
        )
        quoted = (mark(f"»{words}«"), "  ") if words else ()
        where = names(claim.said_by) if words else f"{names(claim.said_by)}, {_place(claim)}"
        self.page.add(*quoted, faint(where), indent=2 + _LABEL, hang=1)


def _place(claim: ClaimView) -> str:
    """Return where a claim stands, for one whose words are not at hand."""
    spans = ", ".join(f"{place.start}-{place.end}" for place in claim.places)
    return f"characters {spans} of the text" if spans else (claim.locator or claim.document.label)


def first_look(reader: Reading, *, today: date) -> Page:
    """Return the page of a first look; each line names the claim that it rests on.

    Parameters
    ----------
    reader
        A ledger with the shipped corpus.
    today
        The day on which promises are judged.

    """
    look = _Look(reader, Page())
    main = _add_conflicts(look)
    if main:
        _add_voices(look, main)
    _add_contested(look, main)
    _add_promises(look, today)
    return look.page


def _add_conflicts(look: _Look) -> str | None:
    """Add the figures that cannot all hold, the farthest off first, and return the first claim of them."""
    look.page.heading("Figures that cannot all hold")
    groups: dict[str, list[Row]] = {}
    for row in look.rows("figures-that-do-not-follow"):
        groups.setdefault(look.first(row["claim"]), []).append(row)
    ranked = sorted(groups.values(), key=lambda rows: -float(rows[0]["off_by"]))
    for rows in ranked[:_CONFLICTS]:
        # The telling whose words are at hand is shown; the others are named below it.
        rows.sort(key=lambda row: look.words(row["claim"]) is None)
        _add_conflict(look, rows[0], [row["claim"] for row in rows[1:]])
    return ranked[0][0]["claim"] if ranked else None


def _add_conflict(look: _Look, row: Row, others: list[str]) -> None:
    page, claim = look.page, look.claim(row["claim"])
    page.blank()
    page.add(
        strong(f"{claim.subject.label} — {claim.predicate.label}"),
        f": {row['claimed']} is stated, and its own basis gives ",
        warn(_span(row["computed_low"], row["computed_high"], row["unit"])),
        indent=2,
        hang=2,
    )
    look.add(row["claim"], "stated", subject=False)
    for number, name in enumerate(row["used"].split(", ")):
        label = "" if number else "basis"
        if "/" in name:
            look.add(name, label)
        else:
            page.add(faint(label.ljust(_LABEL)), name, indent=2, hang=_LABEL)
    if row["implied"]:
        needed, _, unit = row["implied"].partition(", ")
        span = _span(row["implied_low"], row["implied_high"], unit.replace("factor", "x"))
        page.add(faint("to hold".ljust(_LABEL)), f"{needed} would have to be {span}", indent=2, hang=_LABEL)
    if others:
        page.add(faint(f"{'told in'.ljust(_LABEL)}{', '.join(others)} too"), indent=2, hang=_LABEL)


def _add_voices(look: _Look, main: str) -> None:
    first = look.claim(look.first(main))
    look.page.heading("Who says what about the first of them")
    look.page.blank()
    look.add(first.id, "the claim")
    others = [other for other in first.borne_on_by if other.relation in {"disputes", "qualifies", "supports"}]
    for other in others[:_VOICES]:
        look.add(other.claim, bearing(other, outward=False))
    if len(others) > _VOICES:
        look.page.add(faint(f"and {len(others) - _VOICES} more: `kg show {first.id}`"), indent=2 + _LABEL)


def _add_contested(look: _Look, main: str | None) -> None:
    look.page.heading("What else is contested most")
    told = {look.first(main)} if main else set()
    disputes = dict.fromkeys(
        (row["claim"], row["by"]) for row in look.rows("contested") if row["relation"] == "disputed"
    )
    counts = Counter(claim for claim, _ in disputes if look.first(claim) not in told)
    for name, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_CONTESTED]:
        look.page.blank()
        look.add(name, "the claim")
        by = [other for claim, other in disputes if claim == name]
        look.add(by[0], "disputed by")
        if number > 1:
            look.page.add(faint(f"and by {number - 1} more: `kg show {name}`"), indent=2 + _LABEL)


def _add_promises(look: _Look, today: date) -> None:
    rows = _distinct(look, look.rows("what-falls-due"))
    open_ = [row for row in rows if row["outcome"] in _CLOSES_NOTHING]
    settled = Counter(row["outcome"] for row in rows if row["outcome"] not in _CLOSES_NOTHING)
    late = [row for row in open_ if row["due"] < today.isoformat()]
    coming = [row for row in open_ if row["due"] >= today.isoformat()]
    look.page.heading(f"What falls due, judged on {today.isoformat()}")
    parts = {"overdue, and nothing here tells what came of it": late[-_PROMISES:], "next": coming[:_PROMISES]}
    for title, chosen in parts.items():
        if chosen:
            look.page.blank()
            look.page.add(title, indent=2)
        for row in chosen:
            look.add(row["claim"], row["due"])
    if settled:
        look.page.blank()
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(settled.items()))
        look.page.add(f"settled, of those with a date: {told}", indent=2)


def _distinct(look: _Look, rows: list[Row]) -> list[Row]:
    """Return the rows without those that tell what another one tells, be it in the same words or as a restatement."""
    found: dict[tuple[str, str], Row] = {}
    named = {row["claim"] for row in rows}
    for row in rows:
        first = look.first(row["claim"])
        if first == row["claim"] or first not in named:
            found.setdefault((row["due"], statement(look.claim(row["claim"]))), row)
    return list(found.values())


def _span(low: str, high: str, unit: str) -> str:
    ends = [_number(end) for end in (low, high) if end]
    both = low and high
    shown = ends[0] if not both or ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
    bound = "" if both else "or more " if low else "or less "
    glued = unit in {"x", "%"}
    return f"{shown}{'' if glued else ' '}{unit}{' ' if bound and unit else ''}{bound}".strip()


def _number(value: str) -> str:
    """Return a computed number with three significant digits, since more would claim a precision that is not there."""
    number = float(f"{float(value):.3g}")
    return f"{number:,.0f}" if abs(number) >= 1000 or number == int(number) else f"{number:g}"  # noqa: PLR2004
