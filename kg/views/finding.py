"""What an analysis found in, a page out: the explanation first, then each row with its columns by name."""

from collections.abc import Iterable

from kg.analyses.base import Finding, Value
from kg.views.layout import Page, Piece, faint, strong

_MOST_CLAIMS = 40
"""Ids of claims on a page; the JSON has all."""
_DIGITS = 6


def page(finding: Finding) -> Page:
    """Return the page of a finding. The first column names a row; empty places are left out."""
    found = Page()
    found.heading(finding.title)
    found.add(finding.explanation, indent=2)
    width = max((len(column.heading) for column in finding.columns[1:]), default=0) + 2
    for row in finding.rows:
        found.blank()
        found.add(strong(shown(row[0])), indent=2)
        for column, value in zip(finding.columns[1:], row[1:], strict=True):
            if value is not None and value != "":
                found.field(column.heading, shown(value), indent=4, width=width)
    _foot(found, finding)
    return found


def _foot(found: Page, finding: Finding) -> None:
    rests = (*finding.claims, *finding.events)
    more = f" and {len(rests) - _MOST_CLAIMS} more" if len(rests) > _MOST_CLAIMS else ""
    told: Iterable[tuple[str, str | Piece]] = (
        *finding.told(),
        ("rests on", faint(", ".join(rests[:_MOST_CLAIMS]) + more) if rests else ""),
    )
    found.blank()
    for name, piece in told:
        if piece:
            found.field(name, piece)


def shown(value: Value) -> str:
    """Return a value as people read it: no number with more than six digits after its first."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:,.{_DIGITS}g}"
        case int():
            return f"{value:,}"
        case _:
            return str(value)
