"""Disputed claims in, which are open or fall and what would settle them out, those disputed in the period first."""

from collections.abc import Iterator

from kg.report.blocks import Block, Item, Items, Piece, Tag, Text, cite, linked, more, named, remark, said
from kg.report.material import Material, Row
from kg.report.section import Section
from kg.views.phrases import counted

_MOST = 5


def ranked(held: Material) -> list[Row]:
    """Return the disputed claims: those newly disputed first, then those with most objections that count."""
    return sorted(
        held.rows("contested"),
        key=lambda row: (not _is_new(held, row), -len(_objections(held, row)), str(row["claim"])),
    )


def _objections(held: Material, row: Row) -> tuple[str, ...]:
    return named([row["objections"]], held.state.claims)


def _is_new(held: Material, row: Row) -> bool:
    return any(held.is_new(name) for name in (*_objections(held, row), str(row["claim"])))


def _glance(held: Material) -> Text:
    rows = ranked(held)
    if not rows:
        return ("No claim is disputed by another.",)
    new = sum(_is_new(held, row) for row in rows)
    words = f", {new} of them newly" if held.period.since else ""
    first = rows[0]
    return (
        f"{counted(len(rows), 'contested claim')}{words}; most of all: {str(first['says']).rstrip('.')} ",
        cite(str(first["claim"]), *_objections(held, first)),
        ".",
    )


def _write(held: Material) -> tuple[Block, ...]:
    return tuple(_blocks(held))


def _blocks(held: Material) -> Iterator[Block]:
    rows, finding = ranked(held), held.findings["contested"]
    yield said(finding.explanation)
    if not rows:
        return
    yield Items(tuple(_item(held, row) for row in rows[:_MOST]))
    yield from more(len(rows) - _MOST, f"kg analyze contested{held.period.option()}")
    yield from held.image("claim-tree", claim=str(rows[0]["claim"]))
    yield remark(finding.uncertainty)


def _item(held: Material, row: Row) -> Item:
    claim = str(row["claim"])
    tag: Text = (Tag("new"), " ") if _is_new(held, row) else ()
    text: tuple[Piece, ...] = (
        *tag,
        Tag(str(row["label"])),
        f" {str(row['says']).rstrip('.')}, {row['said_by']} ",
        cite(claim),
    )
    below: list[Text] = []
    for words, name in (
        ("Disputed by ", "objections"),
        ("Disputed, but about another quantity, by ", "aside"),
        ("Would be disputed under a condition by ", "dormant"),
        ("By its figure it cannot hold together with", "figures"),
    ):
        if row[name]:
            below.append((words, *linked(str(row[name]), held.state.claims), "."))
    below.append((f"What would settle it: {row['settle']}.",))
    return Item(text, tuple(below))


CONTESTED = Section("contested", "What is contested, and what would settle it", _write, _glance, {"contested": ()})
