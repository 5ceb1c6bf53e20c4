"""A size in, the worst text of about that size out: for labels, searches, figures, times, drafts and single words.

`make(n)` gives about n characters, so that the law can be tried as it stands: CPU at 2n is at most 2.6 times that at n,
for every n up to the cap. Beyond the cap a refusal is right, and must come at once.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

KILO, MEGA = 1_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Worst:
    """One kind of input and who reads it."""

    name: str
    reader: str
    """Function or command that it is for; `{}` stands where the text goes, or the name of its file."""
    make: Callable[[int], str]
    cap: int
    """Characters that real use may reach; more may be refused."""
    beyond: int = MEGA
    """Characters with which to try the refusal, or the law where there is none."""


def again(piece: str) -> Callable[[int], str]:
    """Return what repeats a piece."""
    return lambda n: (piece * (n // len(piece) + 1))[:n]


def around(left: str, middle: str, right: str) -> Callable[[int], str]:
    """Return what nests: so many of the left, the middle, as many of the right."""
    size = len(left) + len(right)
    return lambda n: left * (n // size) + middle + right * (n // size)


def words(length: int, letters: str = "abcdefghijklmnopqrstuvwxyz") -> Callable[[int], str]:
    """Return what writes different words of one length, drawn from a seed."""

    def make(n: int) -> str:
        chance = random.Random(n)
        return " ".join("".join(chance.choices(letters, k=length)) for _ in range(n // (length + 1)))

    return make


def counted(piece: str) -> Callable[[int], str]:
    """Return what repeats a piece in which `{}` is a running number."""

    def make(n: int) -> str:
        found, size, number = [], 0, 1
        while size < n:
            found.append(piece.format(number))
            size += len(found[-1])
            number += 1
        return "".join(found)

    return make


def growing(letter: str) -> Callable[[int], str]:
    """Return words each a letter longer than the one before: each is a beginning of all that follow."""

    def make(n: int) -> str:
        most = int((2 * n) ** 0.5)
        return " ".join(letter * length for length in range(1, most))

    return make


_LABELS: tuple[tuple[str, Callable[[int], str]], ...] = (
    ("words of one letter", again("a b c d e f g h i j k l m n o p q r s t u v w x y z ")),
    ("one word again and again", again("acme ")),
    ("different words of two letters", words(2)),
    ("different words of eight letters", words(8)),
    ("one long word", again("a")),
    ("one long word of different letters", lambda n: words(8)(n).replace(" ", "")),
    ("beginnings of each other", growing("a")),
    ("Chinese without spaces", again("\u53f0\u7063\u7a4d\u9ad4\u96fb\u8def\u88fd\u9020")),
    ("one Chinese character", again("\u4e2d")),
    ("Korean", again("\uc0bc\uc131\uc804\uc790")),
    ("letters that look like others", again("rnvvl1I0")),
    ("accents, thirty on a letter", again("a" + "\u0301" * 30)),
    ("ligatures that unfold", again("\ufdfa")),
    ("what stands between names", again("a \u00b7 ")),
    ("marks only", again("-.,;:!?/ ")),
    ("quotation marks", again('"a" ')),
    ("words of a search", again("AND OR NOT NEAR ")),
    ("digits", again("1 22 333 ")),
    ("emoji", again("\U0001f680 ")),
    ("sharp s, which grows", again("\u00df")),
    ("dotted I, which grows", again("\u0130")),
)
_SEARCHES: tuple[tuple[str, Callable[[int], str]], ...] = (
    *_LABELS,
    ("figures", again("$22bn ")),
    ("figures with words", again("over 22 bn USD ")),
    ("stars", again("a* ")),
    ("brackets", around("(", "a", ")")),
    ("columns", again("text: a ")),
    ("hyphens", again("a-b-c-")),
    ("line breaks", again("a\n")),
)
_FIGURES: tuple[tuple[str, Callable[[int], str]], ...] = (
    ("digits", again("9")),
    ("zeros in front", lambda n: "0" * (n - 1) + "1"),
    ("zeros behind the point", lambda n: "0." + "0" * (n - 3) + "1"),
    ("commas", again("1,")),
    ("groups of three", lambda n: "1" + ",234" * (n // 4)),
    ("points", again("1.")),
    ("digits and spaces", again("1 ")),
    ("units that alternate", again("1 % 2 USD 3 MW ")),
    ("bounds", again("over ")),
    ("two words of bounds", again("more than ")),
    ("about", again("~")),
    ("ranges", again("1 to 2 to ")),
    ("hyphens", again("1-")),
    ("dashes", again("1\u2013")),
    ("between", again("between 1 and ")),
    ("scales", again("million ")),
    ("scales, glued", lambda n: "1" + "k" * n),
    ("currencies", again("$")),
    ("currencies with figures", again("$1 ")),
    ("orders", again("hundreds of thousands of ")),
    ("slashes", again("USD/kW/")),
    ("letters of a unit", lambda n: "1 " + "W" * n),
    ("words of a unit", lambda n: "1 " + "requests per " * (n // 13)),
    ("spaces", lambda n: "1" + " " * n + "USD"),
    ("no-break spaces", lambda n: "1" + "\u00a0" * n + "USD"),
    ("percent", again("1%")),
    ("times", again("2x")),
    ("lower", lambda n: "64 % " + "lower " * (n // 6)),
    ("signs", again("-")),
    ("plus", lambda n: "1" + "+" * n),
    ("digits of other scripts", again("\u0661")),
    ("superscripts", again("1\u00b2")),
)
_TIMES: tuple[tuple[str, Callable[[int], str]], ...] = (
    ("years", again("2026 ")),
    ("years and hyphens", again("2026-")),
    ("days", again("2026-05-14 ")),
    ("days and to", again("2026-05-14 to ")),
    ("months", again("May ")),
    ("days and months", again("1 May ")),
    ("quarters", again("Q3 2026 ")),
    ("quarters without a year", again("Q1 to ")),
    ("between", again("between 2026 and ")),
    ("parts of a year", again("early ")),
    ("ends", again("by the end of ")),
    ("before and after", again("before after ")),
    ("or", again("2026 or ")),
    ("digits", again("1")),
    ("one digit", again("1 ")),
    ("slashes", again("1/2/")),
    ("commas", again("May 14, ")),
    ("halves", again("first half of ")),
    ("spaces", lambda n: "May" + " " * n + "2026"),
    ("one word", again("january")),
    ("dashes", again("2026\u2013")),
)
_WORDS: tuple[tuple[str, Callable[[int], str]], ...] = (
    ("one letter", again("a")),
    ("a word that nearly exists", again("contested")),
    ("different words", words(6)),
    ("words of one letter", again("a ")),
    ("slashes", again("a/")),
    ("line breaks", again("a\n")),
)
"""For whatever names the near one when it knows no such word: that compares with all words, letter by letter."""


def _table(
    kind: str, readers: tuple[str, ...], makers: tuple[tuple[str, Callable[[int], str]], ...], cap: int
) -> list[Worst]:
    return [Worst(f"{kind}: {name}", reader, make, cap) for reader in readers for name, make in makers]


LABELS: tuple[Worst, ...] = tuple(
    _table("label", ("kg ingest {}", "kg.alike.folded", "kg.alike.seen", "kg.alike.spelled"), _LABELS, 500)
)
"""A name of an entity: written as label and as alias, taken in beside an entity of nearly the same name."""
SEARCHES: tuple[Worst, ...] = tuple(_table("search", ("kg search {}", "mcp search text"), _SEARCHES, 1_000))
FIGURES: tuple[Worst, ...] = (
    *_table("figure", ("kg.figures.read_figure",), _FIGURES, 200),
    *_table("figure in a sentence", ("kg.figures.find_figures",), _FIGURES, 200 * KILO),
    *_table("part", ("kg.part.read_part",), _FIGURES[:12], 200),
)
TIMES: tuple[Worst, ...] = (
    *_table("time", ("kg.dates.read_when",), _TIMES, 200),
    *_table("time in a sentence", ("kg.dates.find_times",), _TIMES, 200 * KILO),
)
WORDS: tuple[Worst, ...] = tuple(
    _table(
        "unknown word",
        (
            "kg show {}",
            "kg query {}",
            "kg terms {}",
            "kg analyze {}",
            "kg cite {}",
            "kg export {}",
            "mcp show thing",
            "mcp ask question",
            "mcp analyze analysis",
            "mcp cite claim",
            "mcp vocabulary word",
            "kg.events.decode",
            "kg.errors.near_misses",
        ),
        _WORDS,
        500,
    )
)
TEXTS: tuple[Worst, ...] = (*LABELS, *SEARCHES, *FIGURES, *TIMES, *WORDS)


@dataclass(frozen=True, slots=True)
class Names:
    """A kind of many names: `make(n)` gives n of them, for `kg.alike.alike`, `kg duplicates` and `kg ingest`."""

    name: str
    make: Callable[[int], list[str]]


NAMES: tuple[Names, ...] = (
    Names("nearly equal", lambda n: [f"Acme Chips of the {number:06} North" for number in range(n)]),
    Names("nearly equal, without digits", lambda n: [f"Acme Chips {_lettered(number)}" for number in range(n)]),
    Names("all equal", lambda n: ["Acme Chips"] * n),
    Names(
        "equal but for marks",
        lambda n: ["Acme" + " -"[number % 2] * (number % 60 + 1) + "Chips" for number in range(n)],
    ),
    Names(
        "equal for the eye", lambda n: ["".join("l1I"[number >> bit & 1] for bit in range(16)) for number in range(n)]
    ),
    Names("one beginning, one end", lambda n: [f"ab{_lettered(number)}xyz" for number in range(n)]),
    Names("beginnings of each other", lambda n: ["a" * (number % 300 + 1) for number in range(n)]),
    Names("long and nearly equal", lambda n: ["Acme " * 50 + _lettered(number) for number in range(n)]),
)


def _lettered(number: int) -> str:
    """Return a number in letters."""
    return "".join(chr(97 + number // 26**place % 26) for place in range(4))
