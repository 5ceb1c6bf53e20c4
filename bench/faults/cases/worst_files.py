"""A size in, the worst file of about that size out: drafts, authored files, texts and settings.

As in `worst.py`, `make(n)` gives about n characters and the law is that of CPU at n and 2n. Each goes to a file whose
name ends as the reader says, such as `{.md}`; where two stand there, `sound_document()` is the other one.
"""

import json
from collections.abc import Callable

from bench.faults.cases.worst import FIGURES, KILO, MEGA, TIMES, Worst, again, around, counted, words

_CHECK = "kg check {.md}"
_DRAFT_CAP = 200 * KILO
_ROWS = "| Firm {0} | ${0}.5bn | {0} MW | 2026 | {0}x |\n"
_HEAD = "| firm | raised | power | year | speed |\n|---|---|---|---|---|\n"
_MARKS = (
    "*",
    "_",
    "[",
    "![",
    "`",
    "<",
    ">",
    "~",
    "**a",
    "*a ",
    "_a_",
    "[a](",
    "[a]: ",
    "a*b_",
    "\\",
    "&",
    "&#",
    "<a ",
    "<!--",
)
_MARKS_2 = (
    "- ",
    "> ",
    "1. ",
    "# ",
    "|",
    "|-",
    "\n\n",
    "\n",
    "    ",
    "\t",
    "$",
    "(",
    "](",
    "``",
    "~~",
    "'",
    '"',
    "---\n",
    "===\n",
)
DRAFTS: tuple[Worst, ...] = (
    Worst("draft: a table of figures", _CHECK, lambda n: _HEAD + counted(_ROWS)(n), _DRAFT_CAP),
    Worst(
        "draft: a table pasted as text",
        "kg check {.txt}",
        counted("Firm {0}\t${0}.5bn\t{0} MW\t2026\t{0}x\n"),
        _DRAFT_CAP,
    ),
    Worst("draft: a table of one row", _CHECK, lambda n: f"|{counted(' ${}bn |')(n)}\n", _DRAFT_CAP),
    Worst(
        "draft: a table of many columns and no row",
        _CHECK,
        lambda n: f"|{'a|' * (n // 6)}\n|{'-|' * (n // 3)}\n",
        _DRAFT_CAP,
    ),
    Worst("draft: figures in one paragraph", _CHECK, counted("Cerebras raised ${}bn. "), _DRAFT_CAP),
    Worst("draft: figures in one sentence", _CHECK, counted("{} MW and "), _DRAFT_CAP),
    Worst("draft: one figure again and again", _CHECK, again("Cerebras raised $1.1bn. "), _DRAFT_CAP),
    Worst("draft: names in one sentence", _CHECK, again("Cerebras, Nvidia, OpenAI and "), _DRAFT_CAP),
    Worst("draft: names and figures", _CHECK, counted("Cerebras raised ${0}bn and Nvidia sold {0} GPUs, "), _DRAFT_CAP),
    Worst("draft: one long sentence", _CHECK, again("word "), _DRAFT_CAP),
    Worst("draft: one long word", _CHECK, again("a"), _DRAFT_CAP),
    Worst("draft: years", _CHECK, counted("in 2026, "), _DRAFT_CAP),
    Worst("draft: times of all kinds", _CHECK, again("by the end of Q3 2026 or early 2027, "), _DRAFT_CAP),
    Worst("draft: brackets", _CHECK, around("(", "$1bn", ")"), _DRAFT_CAP),
    Worst("draft: brackets that stay open", _CHECK, again("($1bn "), _DRAFT_CAP),
    Worst("draft: quotations in each other", _CHECK, around("> ", "$1bn", " "), _DRAFT_CAP),
    Worst(
        "draft: lists in each other",
        _CHECK,
        lambda n: "".join(f"{'  ' * d}- $1bn\n" for d in range(int(n**0.5))),
        _DRAFT_CAP,
    ),
    Worst("draft: abbreviations", _CHECK, again("U.S. Inc. vs. "), _DRAFT_CAP),
    Worst("draft: short sentences", _CHECK, again("A. B! C? "), _DRAFT_CAP),
    Worst("draft: ends of Chinese sentences", _CHECK, again("\u3002"), _DRAFT_CAP),
    Worst("draft: accents", _CHECK, again("e" + "\u0301" * 30), _DRAFT_CAP),
    Worst("draft: links that are named", _CHECK, counted("[a{0}]: https://news.example/{0}\n[a{0}] "), _DRAFT_CAP),
    Worst("draft: links in brackets", _CHECK, around("[", "a", "](b)"), _DRAFT_CAP),
    Worst("draft: matter in front", _CHECK, lambda n: "---\n" + again("a: b\n")(n), _DRAFT_CAP),
    Worst("draft: headings", _CHECK, counted("# Cerebras {}\n"), _DRAFT_CAP),
    *(
        Worst(f"draft: the mark {mark!r} again and again", _CHECK, again(mark), _DRAFT_CAP)
        for mark in _MARKS + _MARKS_2
    ),
    *(
        Worst(f"draft: {each.name}", "kg check {.txt}", each.make, _DRAFT_CAP)
        for each in (*FIGURES, *TIMES)
        if " in a " in each.name
    ),
)


def _document(**fields: object) -> str:
    head = {"document": "worst", "title": "T", "kind": "article", "voice": "acme", "published": "2026-05-14"}
    entities = {"acme": {"class": "Company", "label": "Acme"}}
    return json.dumps(head | {"entities": entities} | fields, ensure_ascii=False)


def _claims(n: int) -> str:
    claim = {"subject": "acme", "predicate": "totalRaised", "value": "over 35 bn USD", "locator": "p"}
    return _document(claims={f"c{number}": claim for number in range(n // 90)})


def _linked(n: int) -> str:
    """Return claims each of which supports the one before, so that an order by reference goes as deep as there are."""
    return _document(
        claims={
            f"c{k}": {"subject": "acme", "states": "S", "locator": "p", "supports": f"c{max(k - 1, 0)}"}
            for k in range(n // 80)
        }
    )


def _star(n: int) -> str:
    """Return claims all of which dispute one another's first."""
    keys = [f"c{number}" for number in range(n // 100)]
    one = {"subject": "acme", "states": "S", "locator": "p"}
    return _document(claims={key: one | ({"disputes": keys} if key == "c0" else {"disputes": "c0"}) for key in keys})


def _with(name: str, make: Callable[[int], str]) -> Callable[[int], str]:
    return lambda n: _document(**{name: make(n)})


def _entity(make: Callable[[int], object]) -> Callable[[int], str]:
    return lambda n: _document(entities={"acme": {"class": "Company", "label": "Acme", "aliases": make(n)}})


def sound_document() -> str:
    """Return a document with a quote to be found, beside a text that nearly has it everywhere."""
    quote = "the price is 12,000 USD for the card"
    return _document(claims={"c": {"subject": "acme", "states": "S", "quote": quote}})


_INGEST, _INGEST_JSON, _FMT = "kg ingest {.yaml}", "kg ingest {.json}", "kg fmt --text {.txt} {.yaml}"
_HEAD_YAML = "document: worst\ntitle: T\nkind: article\nvoice: acme\npublished: 2026-05-14\n"
FILES: tuple[Worst, ...] = (
    Worst("YAML: flow, deep", _INGEST, around("[", "a", "]"), 50 * KILO),
    Worst("YAML: maps, deep", _INGEST, around("{a: ", "b", "}"), 50 * KILO),
    Worst(
        "YAML: blocks, deep",
        _INGEST,
        lambda n: "\n".join(" " * d + "a:" for d in range(int((2 * n) ** 0.5))),
        50 * KILO,
    ),
    Worst("YAML: lists in one line", _INGEST, again("- "), 50 * KILO),
    Worst("YAML: keys", _INGEST, counted("key{}: v\n"), MEGA),
    Worst("YAML: one key again and again", _INGEST, again("key: v\n"), MEGA),
    Worst("YAML: keys without value", _INGEST, counted("k{}:\n"), MEGA),
    Worst("YAML: a long plain scalar", _INGEST, lambda n: f"title: {words(6)(n)}", MEGA),
    Worst("YAML: a long scalar over lines", _INGEST, lambda n: "title: a\n" + again("  b\n")(n), MEGA),
    Worst("YAML: a folded scalar", _INGEST, lambda n: "title: >\n" + again("  b\n\n")(n), MEGA),
    Worst(
        "YAML: a quoted scalar of escapes", _INGEST, lambda n: f'title: "{again(chr(92) + "u0041")(n // 6 * 6)}"', MEGA
    ),
    Worst("YAML: a quoted scalar without end", _INGEST, lambda n: f'title: "{again("a ")(n)}', MEGA),
    Worst("YAML: colons", _INGEST, lambda n: f"title: {again('a: ')(n)}", MEGA),
    Worst("YAML: comments", _INGEST, again("# a\n"), MEGA),
    Worst("YAML: blanks", _INGEST, again(" "), MEGA),
    Worst("YAML: empty lines", _INGEST, again("\n"), MEGA),
    Worst("YAML: anchors", _INGEST, counted("k{0}: &a{0} v\n"), MEGA),
    Worst("YAML: aliases", _INGEST, lambda n: "k: &a v\n" + counted("k{}: *a\n")(n), MEGA),
    Worst("YAML: documents", _INGEST, again("--- a\n"), MEGA),
    Worst("YAML: keys of a question mark", _INGEST, again("? "), 50 * KILO),
    Worst("YAML: a wrong field again and again", _INGEST, lambda n: _HEAD_YAML + counted("publishd{}: x\n")(n), MEGA),
    Worst("JSON: deep lists", _INGEST_JSON, around("[", "1", "]"), 50 * KILO),
    Worst("JSON: digits", _INGEST_JSON, lambda n: '{"title":' + "9" * n + "}", MEGA),
    Worst("JSON: escapes", _INGEST_JSON, lambda n: '{"title":"' + "\\ud83d\\ude00" * (n // 12) + '"}', MEGA),
    Worst("document: claims", _INGEST_JSON, _claims, MEGA),
    Worst("document: claims in a chain", _INGEST_JSON, _linked, MEGA),
    Worst("document: claims in a star", _INGEST_JSON, _star, MEGA),
    Worst(
        "document: a claim that names unknown ones",
        _INGEST_JSON,
        lambda n: _document(
            claims={
                "c": {"subject": "acme", "states": "S", "locator": "p", "disputes": [f"x{k}" for k in range(n // 8)]}
            }
        ),
        100 * KILO,
    ),
    Worst(
        "document: unknown entities",
        _INGEST_JSON,
        lambda n: _document(
            claims={f"c{k}": {"subject": f"acmee{k}", "states": "S", "locator": "p"} for k in range(n // 60)}
        ),
        MEGA,
    ),
    Worst("document: a long title", _INGEST_JSON, _with("title", words(5)), KILO),
    Worst("document: a long summary", _INGEST_JSON, _with("summary", words(5)), 5 * KILO),
    Worst(
        "document: a long address",
        _INGEST_JSON,
        _with("url", lambda n: "https://news.example/" + again("a/")(n)),
        2 * KILO,
    ),
    Worst("document: a long language", _INGEST_JSON, _with("language", lambda n: "en" + again("-abcdefgh")(n)), 35),
    Worst("document: a long time", _INGEST_JSON, _with("published", again("2026 to ")), 200),
    Worst("document: secrets, nearly", _INGEST_JSON, _with("summary", again("token=a key: b https://a@b ")), 5 * KILO),
    Worst("entity: aliases", _INGEST_JSON, _entity(lambda n: [f"Acme {k}" for k in range(n // 12)]), 5 * KILO),
    Worst("entity: aliases, all equal", _INGEST_JSON, _entity(lambda n: ["Acme"] * (n // 8)), 5 * KILO),
    Worst(
        "entity: aliases of short words", _INGEST_JSON, _entity(lambda n: [again("a b c ")(300)] * (n // 304)), 5 * KILO
    ),
    Worst(
        "acts",
        "kg ingest {.json}",
        lambda n: json.dumps({"acts": [{"act": "merge", "keep": "a", "fold": "b", "reason": "r"}] * (n // 60)}),
        MEGA,
    ),
    Worst("text: a word that is quoted, nearly, again and again", _FMT, again("the price is 12,000 EUR for "), MEGA),
    Worst("text: one letter", _FMT, again("a"), MEGA),
    Worst("text: blanks", _FMT, again("a \n "), MEGA),
    Worst("text: marks of quotation", _FMT, again("\u201ca\u201d \u2018b\u2019 - "), MEGA),
    Worst("text: figures", "kg new --text {.txt}", counted("It raised ${}bn. "), MEGA),
    Worst("text: one long line", "kg attach worst {.txt}", again("word "), MEGA),
    Worst("text: accents", "kg attach worst {.txt}", again("a" + "\u0301" * 30), MEGA),
    Worst("settings", "kg status (kg.toml)", lambda n: "format = 1\n" + again("[a]\n")(n), 64 * KILO),
    Worst("settings: a key with dots", "kg status (kg.toml)", lambda n: again("a.")(n // 2 * 2) + "a = 1", 64 * KILO),
    Worst("checkpoint", "kg verify --checkpoint {.txt}", again("ledger "), 10 * KILO),
)
