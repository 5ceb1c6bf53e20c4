"""An entity in, who it was judged to be out: what was folded into it, what it is kept apart from, and why."""

from dataclasses import asdict, dataclass

from kg.views.layout import Page, faint
from kg.views.shown import Reading
from kg.views.values import short, texts


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judgement that counts, as one entity sees it."""

    other: str
    """Id of the entity that was folded, or is kept apart."""
    label: str
    """Name of the entity kept apart; for a folded one, the id of the one that it was folded into."""
    position: int | None
    reason: str


def folded_into(reader: Reading, name: str) -> tuple[Judgement, ...]:
    """Return what was folded into an entity, directly or through others."""
    return tuple(
        Judgement(short(folded), short(into), int(position) if position else None, reason)
        for folded, _, _, position, into, reason in texts(reader.table("views/folded", kept=name))
    )


def kept_apart_from(reader: Reading, name: str) -> tuple[Judgement, ...]:
    """Return what an entity is kept apart from."""
    return tuple(
        Judgement(short(other), label, int(position), reason)
        for _, other, label, position, reason in texts(reader.table("views/kept-apart", thing=name))
    )


def add_judgements(page: Page, folded: tuple[Judgement, ...], apart: tuple[Judgement, ...], name: str) -> None:
    """Add the judgements to the page of the entity called `name`."""
    for title, judgements in (("Folded into it", folded), ("Kept apart from", apart)):
        if judgements:
            page.heading(title)
        for each in judgements:
            through = f" through {each.label}" if judgements is folded and each.label not in {"", name} else ""
            label = f"{each.label} " if judgements is apart and each.label else ""
            record = f"  record {each.position}" if each.position else ""
            page.add(f"{label}{each.other}{through}", faint(record), indent=2, hang=4)
            page.add(f"because {each.reason}", indent=4, hang=2)


def as_values(judgements: tuple[Judgement, ...], label: str) -> list[dict[str, object]]:
    """Return judgements as plain values, their label under the name `label`."""
    return [{label if key == "label" else key: value for key, value in asdict(each).items()} for each in judgements]
