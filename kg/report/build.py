"""Material in, a whole report out: its first screen, its sections, its footnotes in the order of their citing."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kg.report.blocks import Block, Cite, Grid, Image, Item, Items, Jump, Marks, Paragraph, Part, Piece, Text
from kg.report.material import KNOWN, Material
from kg.report.notes import Note, note
from kg.report.sections import SECTIONS, Section
from kg.views.phrases import counted


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is written; in its texts, what cites has become marks."""

    title: str
    lead: tuple[Text, ...]
    glance: tuple[tuple[Jump, Text], ...]
    parts: tuple[Part, ...]
    notes: tuple[Note, ...]
    images: int


def analyses(sections: Iterable[Section] = SECTIONS) -> dict[str, tuple[str, ...]]:
    """Return the names of the analyses on which the sections rest, with what each is told of the period."""
    return {name: told for section in sections for name, told in section.analyses.items()}


def build(held: Material, sections: Iterable[Section] = SECTIONS) -> Report:
    """Return the report of some material."""
    chosen = [section for section in sections if section.analyses.keys() <= KNOWN]
    numbering = _Numbering()
    glance = tuple(
        (Jump(section.name, section.called(held)), numbering.text(line))
        for section in chosen
        if (line := section.glance(held))
    )
    parts = tuple(
        Part(section.name, section.called(held), tuple(map(numbering.block, section.write(held)))) for section in chosen
    )
    claims = held.claims(tuple(numbering.numbers))
    return Report(
        title=_title(held),
        lead=_lead(held),
        glance=glance,
        parts=parts,
        notes=tuple(
            note(held, claim, number, numbering.places[claim.id])
            for claim, number in zip(claims, numbering.numbers.values(), strict=True)
        ),
        images=sum(isinstance(block, Image) for part in parts for block in part.blocks),
    )


def _title(held: Material) -> str:
    name = held.corpus[0] or "What the sources claim"
    return f"{name}: {held.period.words()}"


def _lead(held: Material) -> tuple[Text, ...]:
    period, things = held.period, held.counts.things
    lines: list[Text] = [
        (
            f"{counted(things.get('claims', 0), 'claim')} of {counted(things.get('documents', 0), 'document')}"
            + (f", as published by {period.until}" if period.past else f", judged on {period.until}")
            + ". Each number leads to the claim behind it, and from there to its source.",
        )
    ]
    if period.last:
        lines.append((f"Since the last report, made {period.last}, with late news among what is new.",))
    elif period.since:
        lines.append((f"Published on {period.since} or later, compared with what was published by {period.eve}.",))
    return tuple(lines)


@dataclass(slots=True)
class _Numbering:
    """Numbers claims in the order in which they are cited."""

    numbers: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    def text(self, text: Text) -> Text:
        found: list[Piece] = []
        for piece in text:
            if isinstance(piece, Cite) and found and isinstance(found[-1], str):
                found[-1] = found[-1].rstrip()
            if piece != Cite(()):
                found.append(self._piece(piece))
        return tuple(found)

    def _piece(self, piece: Piece) -> Piece:
        if not isinstance(piece, Cite):
            return piece
        marks = []
        for claim in piece.claims:
            number = self.numbers.setdefault(claim, len(self.numbers) + 1)
            self.places[claim] = self.places.get(claim, 0) + 1
            marks.append((number, self.places[claim]))
        return Marks(tuple(marks))

    def block(self, block: Block) -> Block:
        match block:
            case Paragraph():
                return replace(block, text=self.text(block.text))
            case Items():
                return Items(tuple(Item(self.text(i.text), tuple(map(self.text, i.below))) for i in block.items))
            case Grid():
                return replace(block, rows=tuple(tuple(map(self.text, row)) for row in block.rows))
            case Image():
                return block
