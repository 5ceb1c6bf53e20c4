"""One vendor in, what stops without it and which announcement of the period moved that out."""

from collections.abc import Iterator

from kg.analyses.base import Value
from kg.errors import LimitError
from kg.report.blocks import Block, Code, Grid, Text, cite, linked, more, remark, said
from kg.report.material import Material, Row, rows_of
from kg.report.section import Section

_MOST = 6
_COMMAND = "kg analyze dependence vendor={} credit=in-order since=DAY"


def _glance(held: Material) -> Text:
    survey = held.find("dependence", vendor=held.vendor) if held.vendor else None
    if survey is None:
        return ()
    first, *others = survey.explanation.rstrip(".").split(". ")
    # No index without its coverage: how many of the needs that one expects are known.
    coverage = [each for each in others if each.startswith("Of the ")]
    return (f"{'. '.join([first, *coverage])}.", cite(*survey.claims))


def _write(held: Material) -> tuple[Block, ...]:
    return tuple(_blocks(held))


def _blocks(held: Material) -> Iterator[Block]:
    if not held.vendor:
        yield said("No vendor is named. ", Code("kg report --vendor nvidia"), " tells what stops without this one.")
        return
    survey = held.find("dependence", vendor=held.vendor)
    if survey is None:
        yield said(f"This ledger knows nothing of {held.vendor} as a supplier.")
        return
    yield said(survey.explanation)
    rows = rows_of(survey)
    if rows:
        yield Grid(
            f"{survey.title}, by those counted",
            ("who", "exposure", "if disputed claims fail to hold", "how", "losing these stops it", "needs known"),
            tuple(_row(held, row) for row in rows[:_MOST]),
            frozenset({1, 2}),
        )
        yield from more(len(rows) - _MOST, f"kg analyze dependence vendor={held.vendor}{held.period.option()}")
    yield from _moved(held)
    for note in survey.notes:
        yield remark(*linked(note, held.state.claims))
    yield remark(f"Judged on {survey.judged_on}. {survey.uncertainty}")


def _row(held: Material, row: Row) -> tuple[Text, ...]:
    known = isinstance(row["exposure"], float)
    return (
        (str(row["who"]),),
        (f"{row['exposure']:.2f}" if known else "none stated",),
        (f"{row['low']:.2f} to {row['high']:.2f}" if known else "",),
        linked(str(row["chain"] or row["remark"]), held.state.claims),
        (str(row["stops"]),),
        (str(row["known"]),),
    )


def _moved(held: Material) -> Iterator[Block]:
    """Yield what moved the index, always with its band, its split and how many were counted."""
    since: dict[str, Value] = {"since": held.period.since} if held.period.since else {}
    try:
        credited = held.find("dependence", vendor=held.vendor, credit="in-order", **since)
    except LimitError as error:
        yield said(f"Who moved it is not told here: {error.what}. ", Code(_COMMAND.format(held.vendor)), " tells it.")
        return
    if credited is None:
        yield said("Nothing that was published in this period bears on it.")
        return
    yield said(credited.explanation)
    rows = [row for row in rows_of(credited) if isinstance(row["credit"], float) and row["credit"]]
    if rows:
        yield Grid(
            "What moved it",
            ("day", "announcement", "moved it by", "index after", "counted", "same as before", "newcomers", "leavers"),
            tuple(_step(row) for row in rows[-_MOST:]),
            frozenset(range(2, 8)),
            frozenset({0}),
        )
        yield from held.image("movers", vendor=held.vendor, **since)
    if sum(isinstance(row["index"], float) for row in rows_of(credited)) > 1:
        yield from _drawn(held, since)


def _drawn(held: Material, since: dict[str, Value]) -> tuple[Block, ...]:
    """Return the index as a line from its beginning, or from that of the period where so much cannot be told."""
    try:
        return held.image("exposure", vendor=held.vendor)
    except LimitError:
        return held.image("exposure", vendor=held.vendor, **since)


def _step(row: Row) -> tuple[Text, ...]:
    error = f" (standard error {row['error']:.2g})" if isinstance(row["error"], float) else ""
    index = f"{row['index']:.2f} ({row['low']:.2f} to {row['high']:.2f})" if isinstance(row["index"], float) else ""
    return (
        (str(row["day"]),),
        (str(row["event"]),),
        (f"{row['credit']:+.2f}{error}",),
        (index,),
        (str(row["counted"] or ""),),
        *((f"{row[name]:+.2f}" if isinstance(row[name], float) else "",) for name in ("within", "entry", "exit")),
    )


EXPOSURE = Section("exposure", "What stops without a vendor", _write, _glance, {"dependence": ()})
