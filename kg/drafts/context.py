"""A ledger and the sentences of a draft in, what each sentence speaks of and the claims about that out."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

from kg.arithmetic.book import Book, FigureClaim
from kg.arithmetic.rows import read_book
from kg.drafts.names import Mention, Names, words
from kg.drafts.reading import Sentence
from kg.table import Table
from kg.views.values import short, texts
from kg.vocab import CLASSES

_PARTS_OF_OTHERS = frozenset({"Deal", "Project"})
"""Classes of what is seldom named in full: a round, an offering, a plant; it is told by whose it is."""
_ORGANISATIONS = frozenset({"Organization"})
_POINTS_BACK = re.compile(r"\b(?:it|its|they|their|them|he|she|his|her|this|these|which)\b", re.IGNORECASE)
_FARTHEST = 12
"""Sentences that are looked back through for what a sentence speaks of."""


class Ledger(Protocol):
    """What is needed of a reader."""

    def table(self, question: str, /, **parameters: str | Sequence[str]) -> Table:
        """Return the table that a named question answers."""

    def words(self, claim: str) -> tuple[str, ...]:
        """Return the words that a claim came from."""


@dataclass(frozen=True, slots=True)
class Near:
    """A thing that a sentence speaks of."""

    own: str = ""
    """Words of its name by which it is told from others of the same owner; none for what is named outright."""
    places: tuple[int, ...] = ()
    """Numbers of the words of the sentence at which its name, or its owner's, begins."""
    back: int = 0
    """How many sentences before it was named."""


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What a sentence speaks of; it is made once for a sentence, and equal to no other."""

    near: Mapping[str, Near]
    claims: tuple[FigureClaim, ...]
    """Claims with a figure about these things."""
    line: int = 0
    """Where the things were named, if not in the sentence itself."""
    points_back: bool = True
    """Whether the sentence has a word that may point back to them."""


class Contexts:
    """What the sentences of one draft speak of."""

    def __init__(self, ledger: Ledger, sentences: Sequence[Sentence]) -> None:
        self.book: Book = read_book(ledger)
        self._sentences = sentences
        self._labels: dict[str, str] = {}
        pairs, parts = [], set()
        self._organisations: set[str] = set()
        for entity, cls, name, preferred in texts(ledger.table("views/entity-names")):
            pairs.append((short(entity), name))
            if preferred == "true":
                self._labels[short(entity)] = name
            if _is(short(cls), _PARTS_OF_OTHERS):
                parts.add(short(entity))
            if _is(short(cls), _ORGANISATIONS):
                self._organisations.add(short(entity))
        names = Names(pairs)
        self._mentions = [tuple(names.mentions(each.text)) for each in sentences]
        headings = ((n if each.heading else 0) for n, each in enumerate(sentences))
        self._sections = [0, *accumulate(headings, max)]
        """For each sentence the number of the heading that it stands under."""
        self._made: tuple[int, dict[tuple[int, ...], Context]] = (-1, {})
        """The contexts of the sentence that was asked for last."""
        self._about: dict[str, list[FigureClaim]] = {}
        for claim in self.book.claims:
            self._about.setdefault(claim.subject, []).append(claim)
        self._kin = {thing: set[str]() for found in self._mentions for name in found for thing in name.ids}
        self._find_kin(ledger, names, parts)

    def _find_kin(self, ledger: Ledger, names: Names, parts: set[str]) -> None:
        """Find the deals and projects of what is named: by claims that tie them, and by having its name in theirs."""
        if not self._kin:
            return
        for thing, kin, cls in texts(ledger.table("views/kin", thing=sorted(self._kin))):
            if _is(short(cls), _PARTS_OF_OTHERS):
                self._kin[short(thing)].add(short(kin))
        for part in parts & self._about.keys():
            for name in names.mentions(self._labels.get(part, ""), leaving_out=part):
                for thing in set(name.ids) & self._kin.keys():
                    self._kin[thing].add(part)

    def mentions(self, number: int) -> tuple[Mention, ...]:
        """Return the names in a sentence, by its number."""
        return self._mentions[number]

    def stranger(self, number: int, part: str) -> str:
        """Return an organisation that a sentence names and that no claim ties to a deal or project; empty if none."""
        names = self._mentions[number]
        if any(part in name.ids for name in names):
            return ""
        apart = (name.ids for name in names if not any(part in self._kin[thing] for thing in name.ids))
        return next((self._labels[ids[0]] for ids in apart if self._organisations.issuperset(ids)), "")

    def of(self, number: int) -> Iterator[Context]:
        """Yield what a sentence names, then what its paragraph named, then, if it points back, what came before."""
        here = self._sentences[number]
        if self._mentions[number]:
            yield self._context([number], number)
        before = [n for n in range(max(number - _FARTHEST, 0), number) if self._mentions[n]]
        paragraph = [n for n in before if self._sentences[n].block == here.block]
        if paragraph:
            yield self._context(paragraph, number)
        if self._mentions[number] and not _POINTS_BACK.search(here.text):
            return
        if last := [n for n in before if n >= self._sections[number]][-1:]:
            yield self._context(last, number)

    def _context(self, numbers: Sequence[int], here: int) -> Context:
        if self._made[0] != here:
            self._made = (here, {})
        made, key = self._made[1], tuple(numbers)
        if key not in made:
            made[key] = self._new_context(numbers, here)
        return made[key]

    def _new_context(self, numbers: Sequence[int], here: int) -> Context:
        near: dict[str, Near] = {}
        begins = [word.start for word in words(self._sentences[here].text)]
        for number in reversed(numbers):
            for name in self._mentions[number]:
                at = (bisect_left(begins, name.start),) if number == here else ()
                for thing in name.ids:
                    known = near.get(thing)
                    if known is None or known.own or (known.places and at):
                        places = (known.places if known and not known.own else ()) + at
                        near[thing] = Near("", places, here - number)
                    self._add_kin(near, thing, at, here - number)
        claims = tuple(claim for thing in near for claim in self._about.get(thing, ()))
        line = 0 if here in numbers else self._sentences[numbers[-1]].place(0)[0]
        return Context(near, claims, line, bool(_POINTS_BACK.search(self._sentences[here].text)))

    def _add_kin(self, near: dict[str, Near], thing: str, at: tuple[int, ...], back: int) -> None:
        own = {word.text for word in words(self._labels.get(thing, ""))}
        for kin in self._kin[thing]:
            rest = [word.text for word in words(self._labels.get(kin, kin)) if word.text not in own]
            near.setdefault(kin, Near(" ".join(rest) or kin, at, back))


def _is(cls: str, kinds: frozenset[str]) -> bool:
    """Whether a class is one of these or below one of them."""
    return cls in kinds or (cls in CLASSES and any(_is(parent, kinds) for parent in CLASSES[cls].parents))
