"""Claims by bottleneck and month in, what is said to hold things up out."""

from collections import Counter
from collections.abc import Iterator

from kg.report.blocks import Block, Code, Grid, Text, remark, said
from kg.report.material import Material
from kg.report.section import Section
from kg.views.phrases import counted
from kg.views.values import texts


def _counts(held: Material) -> list[tuple[str, int, int, int]]:
    """Return each bottleneck with its claims, its documents, and its claims in the months of the period."""
    claims, documents, inside = Counter[str](), Counter[str](), Counter[str]()
    since = held.period.since.isoformat()[:7] if held.period.since else ""
    for month, name, number, number_of_documents in texts(held.asking.table("bottlenecks-by-month")):
        claims[name] += int(number)
        documents[name] += int(number_of_documents)
        inside[name] += int(number) if month >= since else 0
    return [(name, number, documents[name], inside[name]) for name, number in claims.most_common()]


def _glance(held: Material) -> Text:
    rows = _counts(held)
    if not rows:
        return ()
    told = ", ".join(
        f"{name} ({counted(claims, 'claim')}, {documents} documents)" for name, claims, documents, _ in rows[:2]
    )
    return (f"Spoken of most: {told}.",)


def _write(held: Material) -> tuple[Block, ...]:
    return tuple(_blocks(held))


def _blocks(held: Material) -> Iterator[Block]:
    rows = _counts(held)
    if not rows:
        yield said("No claim here touches a bottleneck.")
        return
    inside = ("claims of these months",) if held.period.since else ()
    yield Grid(
        "Claims that touch each bottleneck",
        ("bottleneck", "claims", "documents", *inside),
        tuple(
            ((name,), (f"{claims:,}",), (f"{documents:,}",), *(((f"{number:,}",),) if inside else ()))
            for name, claims, documents, number in rows
        ),
        frozenset({1, 2, 3}),
    )
    yield remark("Month by month: ", Code(f"kg query bottlenecks-by-month{held.period.option()}"))
    yield from held.image("bottlenecks")
    yield remark(
        "A claim can touch several bottlenecks, and one long document can make a month. How often something is spoken "
        "of does not measure how much it holds up."
    )


BOTTLENECKS = Section("bottlenecks", "What is said to hold things up", _write, _glance)
