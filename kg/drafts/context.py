"""A ledger and the sentences of a draft in, what each sentence speaks of and the claims about that out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.arithmetic.book import Book, FigureClaim
from kg.arithmetic.rows import read_book
from kg.drafts.names import Mention, Names, words
from kg.drafts.reading import Sentence
from kg.table import Table
from kg.views.values import short, texts
from kg.vocab import CLASSES

_PARTS_OF_OTHERS = frozenset({"Deal", "Project", "ValuationEvent"})
"""Classes of what is seldom named in full: a round, an offering, a plant; it is told by whose it is."""


class Ledger(Protocol):
    """What is needed of a reader."""

    def table(self, question: str, /, **parameters: str | Sequence[str]) -> Table:
        """Return the table that a named question answers."""

    def words(self, claim: str) -> tuple[str, ...]:
        """Return the words that a claim came from."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence speaks of."""

    near: Mapping[str, str]
    """Ids of things, each with the words of its name by which it is told; none for what is named outright."""
    claims: tuple[FigureClaim, ...]
    """Claims with a figure about these things."""
    from_before: str = ""
    """Where the things were named, if not in the sentence itself."""
    several: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Names in the sentence that several things go by."""


class Contexts:
    """What the sentences of one draft speak of."""

    def __init__(self, ledger: Ledger, sentences: Sequence[Sentence]) -> None:
        self.book: Book = read_book(ledger)
        self._sentences = sentences
        self._labels: dict[str, str] = {}
        pairs = []
        for entity, _, name, preferred in texts(ledger.table("views/entity-names")):
            pairs.append((short(entity), name))
            if preferred == "true":
                self._labels[short(entity)] = name
        names = Names(pairs)
        self._mentions: list[tuple[Mention, ...]] = [tuple(names.mentions(each.text)) for each in sentences]
        self._about: dict[str, list[FigureClaim]] = {}
        for claim in self.book.claims:
            self._about.setdefault(claim.subject, []).append(claim)
        named = sorted({thing for found in self._mentions for mention in found for thing in mention.ids})
        self._kin: dict[str, set[str]] = {}
        if named:
            for thing, kin, cls in texts(ledger.table("views/kin", thing=named)):
                if _is_part(short(cls)):
                    self._kin.setdefault(short(thing), set()).add(short(kin))

    def mentions(self, number: int) -> tuple[Mention, ...]:
        """Return the names in a sentence, by its number."""
        return self._mentions[number]

    def of(self, number: int) -> Iterator[Context]:
        """Yield what a sentence speaks of: what it names, then what stood before it, nearest first."""
        mentions = self._mentions[number]
        if mentions:
            yield self._context(mentions, "")
        here = self._sentences[number]
        for before in range(number - 1, -1, -1):
            other = self._sentences[before]
            if self._mentions[before] and (other.block == here.block or other.heading):
                yield self._context(self._mentions[before], f"line {other.place(0)[0]}")
                if other.heading:
                    return

    def _context(self, mentions: Sequence[Mention], where: str) -> Context:
        named = {thing: "" for mention in mentions for thing in mention.ids}
        near = dict(named)
        for thing in named:
            own = {word.text for word in words(self._labels.get(thing, ""))}
            for kin in sorted(self._kin.get(thing, ())):
                rest = [word.text for word in words(self._labels.get(kin, kin)) if word.text not in own]
                near.setdefault(kin, " ".join(rest) or kin)
        claims = tuple(claim for thing in near for claim in self._about.get(thing, ()))
        several = tuple((mention.ids[0], mention.ids) for mention in mentions if len(mention.ids) > 1)
        return Context(near, claims, where, several)


def _is_part(cls: str) -> bool:
    if cls in _PARTS_OF_OTHERS:
        return True
    return cls in CLASSES and any(_is_part(parent) for parent in CLASSES[cls].parents)
