"""Input on which a reader works hardest, and what it costs at a size and at twice that size.

The law: up to its cap, twice the input takes at most 2.6 times the processor time; beyond the cap there is one sentence
at once. Each reader of `readers.py` gets its own worst inputs, and every short piece of text in `PIECES`, repeated.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from statistics import median

from bench.faults.base import Campaign, Run, Tally
from bench.faults.measuring import Cost, cost
from bench.faults.readers import CUT, READERS, Read, ledger

MOST_TIMES = 2.6
"""How much more processor time twice the input may take."""
_NOISE = 0.25
"""Seconds below which nobody can tell a slope from the noise of a machine."""
_MEMORY = 1 << 30
_AT_ONCE = 5.0
"""Seconds for a refusal of what is far beyond any cap; most of them go into reading it."""
_LONGEST = 20_000
"""Characters of a refusal, which may list fifty problems."""
_FAR = 20
"""How many times the size is far beyond the cap of whatever has one."""
SIZES = {
    "an authored file": 200_000,
    "an authored file and the ledger": 100_000,
    "an authored file and its text": 200_000,
    "a text": 500_000,
    "a text to draft from": 100_000,
    "a draft in Markdown": 40_000,
    "a draft in plain text": 40_000,
    "a value": 500_000,
    "a sentence with figures": 20_000,
    "a sentence with times": 20_000,
    "names of entities": 60_000,
    "newly declared names": 10_000,
    "links between files": 30_000,
    "a word among others": 60_000,
    "a query": 30_000,
    "a question file": 60_000,
    "a file of settings": 30_000,
    "a segment": 200_000,
}
"""Characters of the smaller input, by reader; of those that take a word or a line, a few hundred."""
_WORD = 250
PIECES = (
    *("a ", "1 ", "1,", "1.", "1-", "5 kW ", "5 kW, ", "$1 ", "$1bn. ", "2 to 3 ", "54 % higher ", "over 1 ", "1x "),
    *("tens of ", "per ", "a/b ", "1 of ", "2026 ", "2026-01-01 ", "Q3 2026 ", "early 2026 to ", "May 5 2026, "),
    *("Dr. ", "Dr. A ", ". ", ".", "! A", "A. ", "A.\n", "\n", "\n\n", " ", "\t", "a\n\n", "1\n", "\u3000", "\u4e2d"),
    *(
        "*",
        "_",
        "*a_ ",
        "**a ",
        "_a __a ",
        "[",
        "]",
        "[a](",
        "![",
        "[a](<(>)",
        "`",
        "``a",
        "<",
        "<a ",
        "<!--",
        "&",
        "\\",
    ),
    *(
        "> ",
        "- ",
        "# ",
        "|",
        "|a",
        "| a | 1 |\n",
        "|a|b|\n|-|-|\n",
        "a: ",
        "a: b\n",
        "- a\n",
        "{",
        "}",
        "[a, ",
        '"',
        "'",
    ),
    *("Nvidia ", "Nvidia 5 ", "Nvidia raised $5bn. ", "Cerebras CS-3 14.3 kW ", "revenue 5 ", "not 5 ", "from 5 than "),
    *(
        "://",
        "://a:",
        "cookie:",
        "eyJaaaaaaaaaa-",
        "Bearer ",
        "-----BEGIN ",
        "e\u0301",
        "\u0301",
        "\u0301\u0316",
        "\U0001f600",
    ),
    *("#+ a: ", "?a ", "{ ?s ?p ?o } ", "<a", "VALUES ", '"""', "((", "a.", "a=1\n", "[a]\n", "x/y ", "../", "%41"),
)


@dataclass(frozen=True, slots=True)
class Worst:
    """An input of any size for one reader."""

    reader: str
    name: str
    make: Callable[[int], str]
    """The input of about so many characters."""


def _repeated(piece: str, size: int) -> str:
    return piece * (size // len(piece) + 1)


HEAD = "document: d\ntitle: t\nkind: article\npublisher: nvidia\npublished: 2026-05-01\nread_on: 2026-05-02\n"


def _claims(entry: str, size: int) -> str:
    return f"{HEAD}claims:\n" + "".join(entry.format(n=n) for n in range(max(size // (len(entry) + 2), 1)))


def _lines(line: Callable[[int], str], size: int) -> str:
    count = max(size // (len(line(10_000)) + 1), 2)
    return "\n".join(map(line, range(count)))


def _letters(count: int, alphabet: str, seed: int) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice(alphabet) for _ in range(count))


def _table(size: int) -> str:
    """Return a table pasted as text: rows of figures without a full stop."""
    rows = (
        f"Nvidia revenue {n} bn USD {n % 90} kW {n % 7}.5 % {n} GB/s 20{n % 90 + 10}" for n in range(size // 50 + 1)
    )
    return "\n".join(rows)


def _wide(size: int) -> str:
    columns = int((size / 4) ** 0.5) + 1
    head = "|" + "|".join("head of a column " for _ in range(columns)) + "|\n" + "|-" * columns + "|\n"
    return head + "|a|\n" * (size // 4)


def _quotes(size: int, *, quote: str, text: str) -> str:
    return text + CUT + _claims(f"  c{{n}}:\n    subject: nvidia\n    states: s\n    quote: {quote}\n", size)


def _circles(size: int) -> str:
    """Return a chain of files at whose end circles stand that have to be broken one after the other."""
    count = size // 32
    chain = [f"a{k:06} a{k + 1:06}" for k in range(count)]
    ends = [f"b{k:06} b{k + 1:06} b{max(k - 1, 0):06}" for k in range(count)]
    return "\n".join([*chain, f"a{count:06} b{0:06}", *ends, f"b{count:06} b{count - 1:06}"])


OWN: tuple[tuple[str, str, Callable[[int], str]], ...] = (
    ("an authored file", "claims without a field", partial(_claims, "  c{n}: x\n")),
    ("an authored file", "claims with a misspelt field", partial(_claims, "  c{n}: {{subject: s, sttes: x}}\n")),
    ("an authored file", "unknown predicates", partial(_claims, "  c{n}: {{subject: s, predicate: usesHardwre}}\n")),
    ("an authored file", "one key for all", partial(_claims, "  c: x\n")),
    ("an authored file", "sound claims", partial(_claims, "  c{n}: {{subject: s, states: x, hedge: [may, can]}}\n")),
    (
        "an authored file",
        "figures",
        partial(_claims, "  c{n}: {{subject: s, predicate: powerDraw, value: 5 kW to 6 kV}}\n"),
    ),
    ("an authored file", "one list", lambda n: f"{HEAD}summary: [{'a, ' * (n // 3)}a]\n"),
    ("an authored file", "one long value", lambda n: f"{HEAD}summary: {'a ' * (n // 2)}\n"),
    ("an authored file", "many fields of one name", lambda n: HEAD + _lines(lambda k: f"f{k}: 1", n) + "\n"),
    ("an authored file", "links in a circle", partial(_claims, "  c{n}: {{subject: s, states: x, supports: c0}}\n")),
    ("an authored file", "half letters in JSON", lambda n: '{"document": "' + "\\ud83d" * (n // 6) + '"}'),
    (
        "an authored file and the ledger",
        "unknown entities",
        partial(_claims, "  c{n}: {{subject: nvida{n}, states: x}}\n"),
    ),
    (
        "an authored file and the ledger",
        "declared entities",
        lambda n: "entities:\n" + _lines(lambda k: f"  e{k}: {{class: Company, label: E {k}}}", n),
    ),
    (
        "an authored file and the ledger",
        "links to nowhere",
        partial(_claims, "  c{n}: {{subject: nvidia, states: x, supports: zz{n}/c}}\n"),
    ),
    (
        "an authored file and its text",
        "quotes that are there",
        partial(_quotes, quote="a b c", text="d " * 5_000 + "a b c"),
    ),
    (
        "an authored file and its text",
        "quotes that are not there",
        partial(_quotes, quote="a a b a", text="a " * 20_000),
    ),
    ("an authored file and its text", "quotes at many places", partial(_quotes, quote="a", text="a " * 20_000)),
    ("an authored file and its text", "a long text", lambda n: _quotes(2_000, quote="a a b", text="a " * (n // 2))),
    (
        "an authored file and its text",
        "a long quote",
        lambda n: _quotes(100, quote="a " * 2_000 + "b", text="a " * (n // 2)),
    ),
    ("a draft in Markdown", "a pasted table", _table),
    ("a draft in plain text", "a pasted table", _table),
    ("a draft in Markdown", "one sentence of a table", lambda n: _table(n).replace("\n", " ")),
    ("a draft in Markdown", "a table of many columns", _wide),
    (
        "a draft in Markdown",
        "a head of many words",
        lambda n: f"|a|{'w ' * (n // 4)}|\n|-|-|\n" + "|a|b|\n" * (n // 12),
    ),
    (
        "a draft in Markdown",
        "headings with figures",
        lambda n: _lines(lambda k: f"# Nvidia {k} kW\n\nIts revenue {k}", n),
    ),
    (
        "a draft in plain text",
        "one figure again and again",
        partial(_repeated, "Nvidia has a valuation of 5 bn USD.\n\n"),
    ),
    (
        "a draft in plain text",
        "a figure for each sentence",
        lambda n: _lines(lambda k: f"Nvidia has a valuation of {k} bn USD in {2000 + k % 90}.", n),
    ),
    (
        "a word among others",
        "words of two letters",
        lambda n: "\n".join(_letters(100, "ab", k) for k in range(n // 101 + 1)),
    ),
    (
        "names of entities",
        "names that begin alike",
        lambda n: _lines(lambda k: f"same beginning {_letters(9, 'abcdefgh', k)}", n),
    ),
    (
        "names of entities",
        "names that end alike",
        lambda n: _lines(lambda k: f"{_letters(9, 'abcdefgh', k)} same end", n),
    ),
    ("names of entities", "long names of two letters", lambda n: _lines(lambda k: "ab" + _letters(190, "ab", k), n)),
    ("names of entities", "one name for all", lambda n: _lines(lambda _: "the same name", n)),
    (
        "names of entities",
        "many names each",
        lambda n: _lines(lambda k: " | ".join(f"n {k + m}" for m in range(50)), n),
    ),
    ("newly declared names", "short words", lambda n: _lines(lambda _: "a b c d e f g h i " * 11, n)),
    ("newly declared names", "very many words", lambda n: "a b c d e " * (n // 10)),
    ("newly declared names", "other names", lambda n: " | ".join(f"a{k}" for k in range(n // 8))),
    ("a search", "short words", lambda n: " ".join(islice(cycle("abcdefghijklmnopqrst"), n // 2))),
    ("links between files", "a chain", lambda n: _lines(lambda k: f"d{k:06} d{k + 1:06}", n)),
    ("links between files", "both ways", lambda n: _lines(lambda k: f"d{k:06} d{k + 1:06} d{max(k - 1, 0):06}", n)),
    ("links between files", "circles behind a chain", _circles),
    (
        "links between files",
        "each to many",
        lambda n: _lines(lambda k: " ".join(f"d{(k + m) % (n // 160 + 1):06}" for m in range(20)), n),
    ),
    ("a query", "patterns", lambda n: "SELECT * { " + "?s ?p ?o . " * (n // 11) + "}"),
    ("a question file", "keys", lambda n: _lines(lambda k: f"#+ k{k}: x", n)),
    ("a question file", "brackets", lambda n: "#+ summary: " + "[" * n),
    ("a file of settings", "dotted keys", lambda n: _lines(lambda k: f"a{k}.b.c = 1", n)),
    ("a file of settings", "one dotted key", lambda n: "a." * (n // 2) + "a = 1"),
    ("a segment", "lines", lambda n: _lines(lambda k: f'{{"position": {k}}}', n)),
)


def worst_inputs() -> tuple[Worst, ...]:
    """Return the inputs of all readers: their own first, then the pieces, repeated."""
    own = [Worst(*each) for each in OWN]
    return (
        *own,
        *(Worst(reader, f"{piece!r} repeated", partial(_repeated, piece)) for piece in PIECES for reader in READERS),
    )


def size_of(reader: str) -> int:
    """Return how many characters the smaller input of a reader has."""
    return SIZES.get(reader, _WORD)


def measured(read: Read, make: Callable[[int], str], size: int) -> Cost:
    """Return what it costs to read an input of a size."""
    text = make(size)
    return cost(lambda: read(text), before=lambda: read(make(max(size // 50, 20))))


def judged(small: Cost, large: Cost) -> str | None:
    """Return what is wrong with the costs at a size and at twice that size, or None."""
    for each in (small, large):
        if not each.refused and each.ended != "done":
            return each.ended[:60]
        if each.refused and len(each.ended) >= _LONGEST:
            return "a refusal of many words"
    if large.memory > _MEMORY:
        return "more than 1 GB"
    if large.seconds > _NOISE and large.seconds > MOST_TIMES * small.seconds:
        return "more than 2.6 times the time"
    return None


def judge(read: Read, worst: Worst, tally: Tally) -> None:
    """Measure one input at a size, at twice the size and far beyond, and count what is wrong."""
    tally.trials += 1
    size = size_of(worst.reader)
    said = judged(*(measured(read, worst.make, times * size) for times in (1, 2)))
    if said == "more than 2.6 times the time":
        runs = [tuple(measured(read, worst.make, times * size) for times in (1, 2)) for _ in range(3)]
        said = judged(*(_typical(costs) for costs in zip(*runs, strict=True)))
    far = measured(read, worst.make, _FAR * size) if worst.reader not in SIZES else None
    if far and not said:
        said = "not at once" if far.seconds > _AT_ONCE else judged(far, far)
    if said:
        tally.faults[f"{worst.reader}, {worst.name}: {said}"] += 1
    else:
        tally.seen[worst.reader] += 1


def _typical(costs: tuple[Cost, ...]) -> Cost:
    return Cost(median(each.seconds for each in costs), costs[0].memory, costs[0].ended)


def _chosen(run: Run) -> Iterator[Worst]:
    """Return as many inputs as there are trials, the readers' own first, the others by chance."""
    found = worst_inputs()
    own, others = list(found[: len(OWN)]), list(found[len(OWN) :])
    random.Random(run.draw).shuffle(others)
    yield from islice([*own, *others], run.trials)


def bounded(run: Run) -> Tally:
    """Read the worst inputs."""
    tally = Tally()
    ledger()
    for worst in _chosen(run):
        judge(READERS[worst.reader], worst, tally)
    return tally


CAMPAIGNS = (
    Campaign(
        "S3",
        "the worst inputs of each reader of foreign text, at a size, twice the size and far beyond",
        "twice the input takes at most 2.6 times the processor time, up to the cap; then one sentence at once",
        len(OWN) + 500,
        bounded,
    ),
)
