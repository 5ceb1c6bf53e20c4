"""Whatever stands in a file, it is read or refused with places; nothing else comes out."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg.authoring import AuthoringError, format_text, read_string
from kg.authoring.fields import ACT_FIELDS, ANNOUNCEMENT_FIELDS, CLAIM_FIELDS, DOCUMENT_FIELDS, ENTITY_FIELDS

TEXT = "Acme asks 12 USD \u2013 “cheap”, Beta says.\nAcme asks 12 USD again. Power: 23 kW, or 64 % less."
NAMES = sorted(
    {field.name for fields in (DOCUMENT_FIELDS, ENTITY_FIELDS, ANNOUNCEMENT_FIELDS, CLAIM_FIELDS) for field in fields}
    | {field.name for fields in ACT_FIELDS.values() for field in fields}
    | {"act", "acts", "words", "nth", "from", "to", "A b", "key"}
)
WORDS = (
    "offerPrice", "madeBy", "bottleneckShift", "latency", "acme", "a/b", "12 USD", "Q3 2026", "2026-05-14", "yes",
    "~", "''", "0-9 0123456789ab", "9-0 0123456789ab", "at 1 kW", "reduces acme",
    "retract", "link", "watch", "states", "0.5",
    "article", "sha256:" + "0" * 64, "https://example.org", "&x", "*x", "!t", "'a", '"\\ud800"', "a: b", "x" * 300,
)  # fmt: skip
scalars = st.sampled_from(WORDS) | st.text(max_size=12)
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5).map(
            lambda items: "{" + ", ".join(f"{key}: {value}" for key, value in items.items()) + "}"
        )
    ),
    max_leaves=25,
)
files = st.dictionaries(st.sampled_from(NAMES), trees, max_size=8).map(
    lambda items: "\n".join(f"{key}: {value}" for key, value in items.items())
)
EXAMPLE = """\
document: acme-prices
title: "Acme: prices"
kind: article
publisher: p
published: 2026-05-14
claims:
  a: {subject: acme, predicate: offerPrice, value: 12 USD, quote: 'Beta says'}
announcements:
  b:
    title: c
    claims:
      d:
        subject: acme
        states: It is so.
        quote:
          - asks 12 USD again
"""


def outcome(source: str, text: str | None = None) -> str:
    try:
        return type(read_string(source, "x.yaml", text=text)).__name__
    except AuthoringError as error:
        return "refused" if all(problem.file == "x.yaml" and problem.message for problem in error.problems) else "lost"


@settings(max_examples=100, deadline=None)
@given(files)
def test_any_tree_is_read_or_refused_with_places(source: str) -> None:
    assert outcome(source, TEXT) in {"DocumentFile", "EntityFile", "ActsFile", "refused"}


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(EXAMPLE)), st.integers(0, 12), st.sampled_from(WORDS) | st.text(max_size=5))
def test_any_slip_of_the_pen_is_read_or_refused_with_places(start: int, length: int, instead: str) -> None:
    source = EXAMPLE[:start] + instead + EXAMPLE[start + length :]
    assert outcome(source, TEXT) in {"DocumentFile", "EntityFile", "refused"}
    try:
        formatted = format_text(source, TEXT, "x.yaml")
    except AuthoringError:
        return
    assert format_text(formatted, TEXT, "x.yaml") == formatted
    assert outcome(formatted, TEXT) == outcome(source, TEXT)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(TEXT) - 1), st.integers(1, 40))
def test_any_words_of_the_text_can_be_quoted(start: int, length: int) -> None:
    words = TEXT[start : start + length].strip()
    assume(words)
    quoted = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    source = f'document: a\nclaims:\n  b:\n    quote: {{words: "{quoted}", nth: 1}}\n'
    formatted = format_text(source, TEXT, "x.yaml")
    begin, end = formatted.split("at: ")[1].split()[0].split("-")
    assert (int(begin), int(end)) == (TEXT.index(words), TEXT.index(words) + len(words))
