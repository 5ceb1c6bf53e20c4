"""Deals in, the money of the period by currency and status out."""

from collections.abc import Iterator

from kg.analyses.funding import ANNOUNCED, CLOSED, PLANNED
from kg.report.blocks import Block, Cite, Grid, Tag, Text, cite, more, named, remark, said
from kg.report.material import Material, Row
from kg.report.section import Section

_MOST = 8


def _deals(held: Material) -> list[Row]:
    """Return the entries, those of which the period told something first; without a first day, as they come."""
    return sorted(held.rows("funding"), key=lambda row: not _is_new(held, row))


def _claims(held: Material, row: Row) -> tuple[str, ...]:
    return named([row["rests"]], held.state.claims)


def _is_new(held: Material, row: Row) -> bool:
    return any(held.is_new(name) for name in _claims(held, row))


def _glance(held: Material) -> Text:
    rows = _deals(held)
    if not rows:
        return ("No claim tells of money raised or invested.",)
    sums = held.findings["funding"].explanation.partition(". ")[0]
    new = sum(_is_new(held, row) for row in rows)
    words = f" This period tells of {new} of {len(rows)} entries." if held.period.since else ""
    return (f"{sums[0].upper()}{sums[1:]}.", _behind(held, rows), words)


def _behind(held: Material, rows: list[Row]) -> Cite:
    """Return one claim behind each of the deals that count in the sums."""
    deals = [row for row in rows if row["status"] in {CLOSED, ANNOUNCED, PLANNED}]
    return cite(*(name for row in deals for name in _claims(held, row)[:1]))


def _write(held: Material) -> tuple[Block, ...]:
    return tuple(_blocks(held))


def _blocks(held: Material) -> Iterator[Block]:
    finding, rows = held.findings["funding"], _deals(held)
    yield said(f"{finding.explanation[0].upper()}{finding.explanation[1:]}", _behind(held, rows))
    if not rows:
        return
    yield Grid(
        "Deals, funds and totals",
        ("what", "whose", "status", "as printed", "who took part"),
        tuple(_row(held, row) for row in rows[:_MOST]),
    )
    yield from more(len(rows) - _MOST, f"kg analyze funding{held.period.option()}")
    yield remark(finding.uncertainty)


def _row(held: Material, row: Row) -> tuple[Text, ...]:
    tag: Text = (Tag("new"), " ") if _is_new(held, row) else ()
    owner = str(row["of"] or "")
    return (
        (*tag, f"{row['deal']} ", cite(*_claims(held, row))),
        (owner if owner != row["deal"] else "",),
        (str(row["status"]),),
        (str(row["printed"] or "not told"),),
        (str(row["by"] or ""),),
    )


MONEY = Section("money", "Money", _write, _glance, {"funding": ()})
