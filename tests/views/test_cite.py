"""References, with what could break their formats."""

import json
from dataclasses import replace

import pytest

from kg.views.cite import STYLES, Citation, written
from kg.views.source import Source
from kg.views.values import Named

ODD = r"50 % of {A_B} & C# \ *x* [y](z) ~ ^ $1"
CITED = Citation(
    claim="doc/key",
    statement=ODD,
    said_by="A [B]",
    said_by_inferred=True,
    source=Source(
        id="doc",
        title=ODD,
        kind="press release",
        publisher=None,
        authors=("Ann and Bob Ltd",),
        published="a week in May 2026",
        earliest="2026-05-04",
        latest="2026-05-08",
        published_note=None,
        url="https://example.org/a_b?c=1&d=2",
        read_on="2026-05-09",
        language="en",
        voice=Named("v", "V"),
        summary=None,
        text_erased=False,
        text_hash=None,
    ),
    place="",
    words=("exact *words*",),
    position=3,
    recorded_on="2026-05-10",
    status="stands",
)


def test_bibtex_escapes_what_tex_would_read() -> None:
    shown = written(CITED, "bibtex")
    assert r"50 \% of \{A\_B\} \& C\# \textbackslash{} *x*" in shown
    assert "url = {https://example.org/a_b?c=1&d=2}," in shown
    assert "author = {{Ann and Bob Ltd}}," in shown
    assert shown.startswith("@misc{doc:key,\n")
    assert shown.count("{") == shown.count("}")


def test_markdown_escapes_what_it_would_read() -> None:
    shown = written(CITED, "markdown")
    assert r"\*x\* \[y\](z)" in shown
    assert r"“exact \*words\*”" in shown
    assert "<https://example.org/a_b?c=1&d=2>" in shown


def test_csl_json_has_the_range_of_the_date() -> None:
    (item,) = json.loads(written(CITED, "csl-json"))
    assert item["issued"] == {"date-parts": [[2026, 5, 4], [2026, 5, 8]]}
    assert item["accessed"] == {"date-parts": [[2026, 5, 9]]}
    assert item["author"] == [{"literal": "Ann and Bob Ltd"}]
    assert "publisher" not in item


def test_every_style_says_who_where_when_and_which_claim() -> None:
    for style in STYLES:
        shown = written(CITED, style)
        for part in ("doc/key", "2026-05-10", "stands", "A "):
            assert part in shown.replace("\\", ""), style


@pytest.mark.parametrize("style", STYLES)
def test_what_hides_in_a_source_stands_in_no_reference(style: str) -> None:
    source = replace(CITED.source, title="A\u202etitle", authors=("Ann\U000e0041",), publisher="P\u2066")
    words = ("so\u202e it", "\u2764\ufe0f")
    odd = replace(CITED, source=source, statement="It\u202e says.", said_by="\u200bAnn", words=words)
    shown = written(odd, style)
    assert not set(shown) & set("\u202e\u2066\u200b\U000e0041")
    assert "u202e" in shown
