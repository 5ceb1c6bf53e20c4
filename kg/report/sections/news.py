"""The difference that the period made in, what is new, changed and ended out."""

from collections import Counter
from collections.abc import Iterator

from kg.report.blocks import Block, Grid, Item, Items, Piece, Tag, Text, cite, more, said
from kg.report.material import Material
from kg.report.section import Section
from kg.views.phrases import counted, names

_MOST, _MOST_CHANGED = 8, 6


def _glance(held: Material) -> Text:
    change, first = held.change, held.period.since is None
    if first:
        statuses = "".join(f"; {number} {status}" for status, number in sorted(held.counts.ended.items()))
        return (f"{counted(len(change.documents), 'document')} with {counted(len(change.new), 'claim')}{statuses}.",)
    if not (change.new or change.changed or change.ended or change.gone):
        return ("Nothing is new or otherwise.",)
    ended = sum(now != "stands" for _, _, now in change.ended)
    new = f"{counted(len(change.documents), 'new document')}, {counted(len(change.new), 'new claim')}"
    return (
        f"{new}; of the claims of before, {len(change.changed) or 'none'} read otherwise, {ended or 'none'} ended.",
    )


def _write(held: Material) -> tuple[Block, ...]:
    return tuple(_blocks(held))


def _blocks(held: Material) -> Iterator[Block]:
    change = held.change
    if not (change.new or change.changed or change.ended or change.gone):
        yield said("Nothing was published in this period that this ledger holds, and nothing of before has changed.")
        return
    if change.new:
        yield from _documents(held)
    ended = [each for each in change.ended if each[2] != "stands"]
    if ended:
        yield said(f"{counted(len(ended), 'claim')} of before no longer {'stands' if len(ended) == 1 else 'stand'}:")
        yield Items(tuple(Item(_ended(held, name, now)) for name, _, now in ended[:_MOST_CHANGED]))
        yield from more(len(ended) - _MOST_CHANGED, _command(held))
    if change.changed:
        yield said(f"{counted(len(change.changed), 'claim')} of before we read otherwise now:")
        yield Items(
            tuple(Item((held.says(name), " ", cite(name))) for name in change.changed[:_MOST_CHANGED]),
        )
        yield from more(len(change.changed) - _MOST_CHANGED, _command(held))
    if change.gone:
        verb = "is" if len(change.gone) == 1 else "are"
        yield said(f"{counted(len(change.gone), 'claim')} of before {verb} not there any more.")


def _documents(held: Material) -> Iterator[Block]:
    by_document = Counter(name.partition("/")[0] for name in held.change.new)
    contests = Counter(by.partition("/")[0] for _, relation, by in held.change.contested if relation == "disputed")
    ranked = sorted(by_document, key=lambda name: (-contests[name], -by_document[name], name))
    shown = ranked[:_MOST]
    yield Grid(
        "New documents, those first that dispute most"
        if held.period.since
        else "Documents, those first that dispute most",
        ("document", "published", "claims", "disputes", "for instance"),
        tuple(
            (
                (next(iter(held.state.things.get(name, (name,)))),),
                (_origin(held, name),),
                (f"{by_document[name]:,}",),
                (f"{contests[name]:,}" if contests[name] else "",),
                _instance(held, name),
            )
            for name in shown
        ),
        frozenset({2, 3}),
    )
    yield from more(len(ranked) - len(shown), _command(held))


def _origin(held: Material, document: str) -> str:
    found = held.source(document)
    return ", ".join(filter(None, (found.published, found.publisher)))


def _instance(held: Material, document: str) -> Text:
    """Return one claim of a document: one that disputes another, else the first."""
    own = [name for name in held.change.new if name.partition("/")[0] == document]
    disputing = {by for _, relation, by in held.change.contested if relation == "disputed"}
    name = next((each for each in own if each in disputing), own[0])
    return (held.says(name), " ", cite(name))


def _ended(held: Material, name: str, now: str) -> tuple[Piece, ...]:
    claim = held.claim(name)
    by = next((b.claim for b in claim.borne_on_by if b.relation in {"corrects", "supersedes"}), None)
    place: Text = ("; in its place: ", held.says(by), " ", cite(by)) if by else ()
    return (Tag(now), " ", held.says(name), f", {names(claim.said_by)} ", cite(name), *place)


def _command(held: Material) -> str:
    """Return the command that lists all that is new or otherwise."""
    period = held.period
    if period.eve is None:
        return f"kg query documents{period.option()}"
    # A position of the log is what the last report has seen.
    first = period.before.recorded_by if period.last else period.eve
    return f"kg diff {first}{f' {period.until}' if period.past else ''}"


NEWS = Section("news", "What is new", _write, _glance, title_of_all="What there is")
