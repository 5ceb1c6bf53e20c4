"""Plans and forecasts in, what fell due, was settled or comes next out."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta

from kg.analyses.forecasts import SOON
from kg.report.blocks import Block, Grid, Tag, Text, cite, more, remark, said
from kg.report.material import Material, Row
from kg.report.section import Section

_MOST, _FEW = 8, 3
_SETTLED = frozenset({"kept", "kept late", "missed", "slipped"})


def _changed(held: Material) -> list[Row]:
    """Return the promises of which something became known in the period: overdue, kept, missed or moved since."""
    telling = _SETTLED | {"overdue"}
    rows = [row for row in held.rows("forecasts") if row["state"] in telling]
    if held.period.since is None:
        return rows
    return [row for row in rows if held.earlier.get(str(row["claim"])) != row["state"]]


def _coming(held: Material) -> list[Row]:
    soon = held.period.until + timedelta(days=SOON)
    rows = [row for row in held.rows("forecasts") if row["state"] in {"due", "open"} and row["due"]]
    near = [row for row in rows if str(row["due"]) <= soon.isoformat()]
    return sorted(near or rows[:_FEW], key=lambda row: (str(row["due"]), str(row["claim"])))


def _once(rows: Iterable[Row]) -> list[list[Row]]:
    """Return the rows of one promise together, however many documents tell of it."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["says"], row["due"], row["state"]), []).append(row)
    return list(groups.values())


def _glance(held: Material) -> Text:
    changed, coming = _once(_changed(held)), _once(_coming(held))
    counts = Counter(str(rows[0]["state"]) for rows in changed)
    told = ", ".join(f"{number} {state}" for state, number in counts.items())
    told = f"{told}, each promise once" if told else "nothing fell due"
    words = told if held.period.since is None else f"in this period {told}"
    if not coming:
        return (f"{words[0].upper()}{words[1:]}; nothing with a date comes next.",)
    first = coming[0][0]
    return (
        f"{words[0].upper()}{words[1:]}. Next, by {first['due']}: {str(first['says']).rstrip('.')} ",
        cite(*(str(row["claim"]) for row in coming[0])),
        ".",
    )


def _write(held: Material) -> tuple[Block, ...]:
    return tuple(_blocks(held))


def _blocks(held: Material) -> Iterator[Block]:
    finding, command = held.findings["forecasts"], f"kg analyze forecasts{held.period.option()}"
    yield said(finding.explanation)
    changed, coming = _once(_changed(held)), _once(_coming(held))
    if changed:
        title = f"What fell due or was settled{' in this period' if held.period.since else ''}, each promise once"
        yield _grid(title, changed[:_MOST])
        yield from more(len(changed) - _MOST, command)
    elif held.period.since:
        yield said("Nothing fell due in this period, and nothing was settled.")
    if coming:
        yield _grid("What comes next", coming[:_MOST])
        yield from more(len(coming) - _MOST, command)
    yield from held.image("due")
    if finding.uncertainty:
        yield remark(finding.uncertainty)


def _grid(title: str, groups: list[list[Row]]) -> Grid:
    return Grid(title, ("by", "state", "what", "said by", "because"), tuple(map(_row, groups)), tight=frozenset({0}))


def _row(rows: list[Row]) -> tuple[Text, ...]:
    row = rows[0]
    speakers = dict.fromkeys(str(each["said_by"]) for each in rows)
    claims = [str(each["claim"]) for each in rows]
    late = f" by {row['days']:,} days" if isinstance(row["days"], int) else ""
    hedge = f" (hedged: {row['hedge']})" if row["hedge"] else ""
    return (
        (str(row["due"] or "no date"),),
        (Tag(str(row["state"])), late),
        (f"{row['says']}{hedge} ", cite(*claims)),
        ("; ".join(speakers),),
        (str(row["reason"] or row["condition"] or ""),),
    )


DUE = Section("due", "What fell due, and what comes next", _write, _glance, {"forecasts": ()})
