"""What the ledger holds and what its workspace says about it in, how the documents were chosen out."""

from collections.abc import Iterator

from kg.report.blocks import Block, Code, Grid, Text, more, remark, said
from kg.report.material import Material
from kg.report.section import Section
from kg.views.phrases import counted

_MOST = 6


def _glance(held: Material) -> Text:
    del held
    return ()


def _write(held: Material) -> tuple[Block, ...]:
    return tuple(_blocks(held))


def _blocks(held: Material) -> Iterator[Block]:
    chosen = held.corpus[1]
    if chosen:
        for paragraph in chosen.split("\n\n"):
            yield said(" ".join(paragraph.split()))
    else:
        yield said(
            "This workspace does not say how its documents were chosen, so nothing here can be taken as a picture of "
            "the whole field. The words belong into ",
            Code("kg.toml"),
            ", as ",
            Code("chosen"),
            " under ",
            Code("[corpus]"),
            ".",
        )
    things, finding = held.counts.things, held.findings.get("sources")
    yield said(
        f"In sight are {counted(things.get('documents', 0), 'document')} with "
        f"{counted(things.get('claims', 0), 'claim')}."
        + (f" {finding.explanation.partition('. ')[2]}" if finding and finding.rows else "")
    )
    rows = held.rows("sources")
    if rows:
        names = ("claims", "share", "documents", "placed", "disputed", "confirmed")
        headings = ("claims", "share of all", "documents", "with a place in a text", "disputed by others", "confirmed")
        yield Grid(
            "Who says most",
            ("source", *headings),
            tuple(
                ((str(row["source"]),), *((f"{'' if row[name] is None else row[name]}",) for name in names))
                for row in rows[:_MOST]
            ),
            frozenset(range(1, len(headings) + 1)),
        )
        yield from more(len(rows) - _MOST, f"kg analyze sources{held.period.option()}")
    for sentence in held.left_out:
        yield remark(f"{sentence[0].upper()}{sentence[1:]}.")
    yield remark(
        "A claim is what one source says and never a fact of this ledger. What is not here may stand elsewhere."
    )


CORPUS = Section("corpus", "How the corpus was chosen", _write, _glance, {"sources": ()})
