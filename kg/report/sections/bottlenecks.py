"""What is written of each bottleneck in, which is told of more than before out, and how stated shifts compare."""

from collections.abc import Iterator

from kg.report.blocks import Block, Grid, Item, Items, Tag, Text, cite, more, remark, said
from kg.report.material import Material, Row
from kg.report.section import Section
from kg.views.phrases import counted

_MOST = 5


def _glance(held: Material) -> Text:
    rows = held.rows("bottlenecks")
    if not rows:
        return ()
    told = ", ".join(f"{row['group']} ({_announcements(row)})" for row in rows[:2])
    moved = [f"{row['group']} {row['found']}" for row in rows if "than before" in str(row["found"])]
    return (f"Written of most: {told}. {'; '.join(moved) or 'No change that can be told from chance'}.",)


def _announcements(row: Row) -> str:
    number = row["told"]
    return counted(number, "announcement") if isinstance(number, int) else ""


def _write(held: Material) -> tuple[Block, ...]:
    return tuple(_blocks(held))


def _blocks(held: Material) -> Iterator[Block]:
    finding, rows = held.findings["bottlenecks"], held.rows("bottlenecks")
    yield said(finding.explanation)
    if not rows:
        return
    yield Grid(
        "What is written of, by announcements; older ones weigh less in the shares",
        ("bottleneck", "announcements", "before", "claims", "documents", "share before", "share now", "written of"),
        tuple(
            (
                (str(row["group"]),),
                *((f"{row[name]}",) for name in ("told", "told_before", "claims", "documents")),
                *((_percent(row[name]),) for name in ("before", "now")),
                (str(row["found"]),),
            )
            for row in rows
        ),
        frozenset(range(1, 7)),
    )
    yield from held.image("bottlenecks")
    yield from _shifts(held)
    yield remark(f"Judged on {finding.judged_on}. {finding.uncertainty}")


def _percent(share: object) -> str:
    return f"{100 * share:.0f} %" if isinstance(share, float) else ""


def _shifts(held: Material) -> Iterator[Block]:
    rows = held.rows("shifts")
    if not rows:
        return
    yield said("Where the limit is said to have moved, what is written of says:")
    yield Items(
        tuple(
            Item(
                (
                    Tag(str(row["found"])),
                    f" from {row['source']} to {row['target']} ({row['put']}, {row['said_by']}, {row['day']})",
                    cite(str(row["claim"])),
                )
            )
            for row in rows[:_MOST]
        )
    )
    yield from more(len(rows) - _MOST, f"kg analyze shifts{held.period.option()}")


BOTTLENECKS = Section(
    "bottlenecks", "Which bottleneck is written of", _write, _glance, {"bottlenecks": ("since",), "shifts": ()}
)
