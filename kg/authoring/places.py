"""The `at` and `quote` of a claim in, spans and quoted words out, for the reader and the formatter alike."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.authoring.locate import Source
from kg.authoring.nodes import Mapping, Node, Scalar, Sequence
from kg.authoring.problems import Place, Problem
from kg.characters import visible
from kg.errors import BadInputError
from kg.lengths import QUOTE, VALUES
from kg.texts import Span

_AT = re.compile(r"([0-9]{1,9}) ?- ?([0-9]{1,9}) +([0-9a-f]{12})")
_NTH = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words quoted by an author, and the node of the file that holds them."""

    words: str
    nth: int | None
    node: Scalar | Mapping
    place: Place

    def locate(self, source: Source, problems: list[Problem]) -> Span | None:
        """Return the span of the words, or None after noting why there is none."""
        try:
            return source.locate(self.words, nth=self.nth, where=str(self.place))
        except BadInputError as error:
            problems.append(self.place.problem(error.what, error.next_step))
            return None


def written(span: Span) -> str:
    """Return a span as files have it: `117-153 1f0c9a2b7e44`."""
    return f"{span.start}-{span.end} {span.words_hash}"


def read_spans(node: Node, place: Place, problems: list[Problem]) -> tuple[tuple[Span, Place], ...]:
    """Return the spans of an `at`, one or a list, each with its place; what is no span is noted and left out."""
    return tuple(_spans(node, place, problems)) if _few(node, place, problems) else ()


def _spans(node: Node, place: Place, problems: list[Problem]) -> Iterator[tuple[Span, Place]]:
    for item, here in _each(node, place):
        match = _AT.fullmatch(item.text.strip()) if isinstance(item, Scalar) else None
        if match is None:
            problems.append(
                here.problem(
                    "`at` is not START-END HASH", "Write `quote: exact words` and run `kg fmt --text FILE` instead."
                )
            )
        elif int(match[2]) <= int(match[1]):
            step = f"Write the smaller number first: {match[2]}-{match[1]}."
            problems.append(here.problem(f"the span {match[1]}-{match[2]} ends before it starts", step))
        else:
            yield Span(start=int(match[1]), end=int(match[2]), words_hash=match[3]), here


def read_quotes(node: Node, place: Place, problems: list[Problem]) -> tuple[Quote, ...]:
    """Return the quotes of a `quote`, one or a list; what is no quote is noted and left out."""
    return tuple(_quotes(node, place, problems)) if _few(node, place, problems) else ()


def _quotes(node: Node, place: Place, problems: list[Problem]) -> Iterator[Quote]:
    for item, here in _each(node, place):
        words: Node | None = item
        nth: Node | None = None
        if isinstance(item, Mapping):
            words, nth = item.get("words"), item.get("nth")
            if {key.text for key, _ in item.items} - {"words", "nth"}:
                problems.append(here.problem("a quote has `words` and `nth` and no other field"))
                continue
        if not isinstance(words, Scalar) or words.missing or not visible(words.text):
            problems.append(here.problem("nobody can see the words of the quote", "Write the exact words of the text."))
        elif len(words.text) > QUOTE:
            what = f"a quote has at most {QUOTE:,} characters, this one has {len(words.text):,}"
            problems.append(here.problem(what, "Quote the words that say it."))
        elif nth is not None and not (isinstance(nth, Scalar) and _NTH.fullmatch(nth.text)):
            problems.append(here.problem("`nth` counts places from 1", "Write `nth: 2` for the second place."))
        else:
            count = int(nth.text) if isinstance(nth, Scalar) else None
            assert not isinstance(item, Sequence), "words were found in it"
            yield Quote(words.text, count, item, here)


def _few(node: Node, place: Place, problems: list[Problem]) -> bool:
    if not isinstance(node, Sequence) or len(node.items) <= VALUES:
        return True
    what = f"a claim has at most {VALUES} places, this one has {len(node.items):,}"
    problems.append(place.problem(what, "Split the claim."))
    return False


def _each(node: Node, place: Place) -> Iterator[tuple[Node, Place]]:
    for item in node.items if isinstance(node, Sequence) else (node,):
        yield item, Place(place.file, item.line, place.field)
