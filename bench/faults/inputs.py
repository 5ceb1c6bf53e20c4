"""A size in, text of about so many characters out on which some reader works hardest, and pieces to repeat."""

import random
from collections.abc import Callable
from functools import partial
from itertools import cycle, islice

from bench.faults.readers import CUT

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


def repeated(piece: str, size: int) -> str:
    """Return a piece again and again, in about so many characters."""
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
        partial(repeated, "Nvidia has a valuation of 5 bn USD.\n\n"),
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
