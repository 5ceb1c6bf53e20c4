"""Figures that cannot all hold in, each set once with its claims and what would reconcile it out."""

from collections import Counter
from collections.abc import Iterator

from kg.report.blocks import Block, Item, Items, Piece, Tag, Text, cite, more, named, remark, said
from kg.report.material import Material, Row
from kg.report.section import Section
from kg.views.phrases import counted, names

_MOST = 5
_MOST_WAYS = 4


def sets(held: Material) -> list[list[Row]]:
    """Return the sets of claims that cannot all hold, new ones first; those that say the same of one thing together."""
    groups: dict[str, list[Row]] = {}
    for row in held.rows("arithmetic"):
        groups.setdefault(str(row["finding"]), []).append(row)
    return sorted(groups.values(), key=lambda rows: not _is_new(held, rows))


def _is_new(held: Material, rows: list[Row]) -> bool:
    return any(held.is_new(name) for row in rows for name in _claims(held, row))


def _claims(held: Material, row: Row) -> tuple[str, ...]:
    return named([row["claims"]], held.state.claims)


def _glance(held: Material) -> Text:
    found = sets(held)
    if not found:
        return ("No figures contradict each other.",)
    new = sum(_is_new(held, rows) for rows in found)
    words = f", {new} of them with figures of this period" if held.period.since else ""
    row = _best(held, found[0])
    claims = _claims(held, row)
    what = held.claim(claims[0]).predicate.label if claims else ""
    first = f"{row['about']}: {what} {row['claimed']} is stated where {row['computed']} follows"
    return (f"{counted(len(found), 'set')} of figures{words}. First, {first}", cite(*claims), ".")


def _write(held: Material) -> tuple[Block, ...]:
    return tuple(_blocks(held))


def _blocks(held: Material) -> Iterator[Block]:
    found, finding = sets(held), held.findings["arithmetic"]
    if not found:
        yield said(finding.explanation)
        return
    yield said(
        "At least one claim of each set is not as printed, or not meant as its words say. Which one cannot be told "
        "from figures alone."
    )
    yield Items(tuple(_item(held, rows) for rows in found[:_MOST]))
    yield from more(len(found) - _MOST, f"kg analyze arithmetic{held.period.option()}")
    yield remark(f"Judged on {finding.judged_on}, with the rounding of what is printed.{_told_again(found)}")


def _told_again(found: list[list[Row]]) -> str:
    again = sum(len(rows) - 1 for rows in found)
    return f" `kg analyze arithmetic` also lists {counted(again, 'set')} that repeat one of these." if again else ""


def _best(held: Material, rows: list[Row]) -> Row:
    """Return the telling of which most words are at hand."""
    return max(rows, key=lambda row: sum(bool(held.words(name)) for name in _claims(held, row)))


def _item(held: Material, rows: list[Row]) -> Item:
    row = _best(held, rows)
    claims = _claims(held, row)
    tag: Text = (Tag("new"), " ") if _is_new(held, rows) else ()
    text: list[Piece] = [*tag, str(row["finding"]), " ", cite(*claims)]
    below: list[Text] = []
    if row["to_hold"]:
        below.append(("To hold: ", _ways(held, str(row["to_hold"]), claims)))
    if row["unless"]:
        below.append((f"It would hold if read more widely: {row['unless']}.",))
    speakers = dict.fromkeys(names(claim.said_by) for claim in held.claims(claims))
    below.append((f"Said by {'; '.join(speakers)}.",))
    below += [(f"“{' … '.join(words)}”", cite(name)) for name in claims if (words := held.words(name))]
    if len(rows) > 1:
        others = [name for other in rows if other is not row for name in _claims(held, other)]
        below.append(("Told the same way in other documents too ", cite(*others), "."))
    return Item(tuple(text), tuple(below))


def _ways(held: Material, text: str, claims: tuple[str, ...]) -> str:
    """Return what would reconcile a set, each claim called by what it gives and not by its key."""
    told = held.claims(claims)
    full = {claim.id: f"the {claim.predicate.label} of {claim.subject.label}" for claim in told}
    often = Counter(full.values())
    called = [(claim.id, full[claim.id] if often[full[claim.id]] == 1 else f"the {claim.figure}") for claim in told]
    ways = [_called(way, called) for way in text.split(", or ")]
    rest = f", or one of {len(ways) - _MOST_WAYS} others" if len(ways) > _MOST_WAYS else ""
    return ", or ".join(ways[:_MOST_WAYS]) + rest + "."


def _called(way: str, called: list[tuple[str, str]]) -> str:
    """Return one way with the words for its claim; of claims with one key, each is taken once, in their order."""
    key, would, rest = way.partition(" would ")
    place = next((n for n, (name, _) in enumerate(called) if key in {name, name.partition("/")[2]}), None)
    return way if place is None else f"{called.pop(place)[1]}{would}{rest}"


FIGURES = Section("figures", "What cannot all hold", _write, _glance, {"arithmetic": ()})
