"""What is written of a report: a page that asks nothing of other machines, whose links lead somewhere, and Markdown."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from kg.pictures import Drawing
from kg.report.blocks import Cite, Code, Grid, Image, Item, Items, Jump, Marks, Paragraph, Part, Tag
from kg.report.build import Report
from kg.report.html import html
from kg.report.markdown import markdown
from kg.report.notes import Note

EVIL = "<script>alert(1)</script> & \"'|*_`[x]"
NOTE = Note(
    number=1,
    claim="d/a",
    says=EVIL,
    said_by=EVIL,
    title=EVIL,
    origin="article, 2026-05-01",
    place="characters 1-2 of the text",
    words=(EVIL, "second"),
    url="https://a.org/x",
    link="https://a.org/x#:~:text=a",
    read_on="2026-05-02",
    record="7",
    status="superseded",
    places=2,
)
DRAWING = Drawing(
    {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "data": {"values": [{}]}, "mark": "point"}, EVIL
)
BLOCKS = (
    Paragraph((EVIL, Marks(((1, 1),)))),
    Items((Item((Tag("new"), " thing", Marks(((1, 2),))), (("below ", Code("kg show d/a")),)),)),
    Grid(EVIL, ("what", "number"), ((("a",), ("5",)), (("b",), ("",))), frozenset({1})),
)


def a_report(*, images: bool = False) -> Report:
    blocks = (*BLOCKS, *((Image(DRAWING, DRAWING, "kg draw due"),) if images else ()))
    part = Part("figures", EVIL, blocks)
    return Report(EVIL, ((EVIL,),), ((Jump("figures", EVIL), ("line",)),), (part,), (NOTE,), int(images))


@dataclass
class Seen(HTMLParser):
    """What a page is made of."""

    tags: Counter[str] = field(default_factory=Counter)
    ids: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    without: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.tags[tag] += 1
        self.ids[held.get("id") or ""] += 1
        self.links += [held["href"] or ""] if tag == "a" else []
        self.loaded += [held[name] or "" for name in ("src", "srcset", "data") if name in held]
        self.loaded += [held["href"] or ""] if tag == "link" else []
        if tag in {"h1", "h2", "h3"}:
            self.levels.append(int(tag[1]))
        if tag == "img" and not held.get("alt"):
            self.without.append("alt")
        if tag == "th" and held.get("scope") != "col":
            self.without.append("scope")


def seen(page: str) -> Seen:
    found = Seen()
    found.feed(page)
    return found


def check(page: str) -> Seen:
    """Assert what holds of every page."""
    found = seen(page)
    assert found.levels[0] == 1
    assert found.levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(found.levels, found.levels[1:], strict=False))
    assert not [name for name, number in found.ids.items() if name and number > 1]
    inner = {link[1:] for link in found.links if link.startswith("#")}
    assert inner <= found.ids.keys()
    assert all(link.startswith(("#", "https://", "http://")) for link in found.links)
    assert all(each.startswith("data:image/svg+xml;base64,") for each in found.loaded)
    assert not {"script", "iframe", "link", "object", "embed"} & found.tags.keys()
    assert "@import" not in page
    assert "url(" not in page
    assert not found.without
    return found


def test_a_page_escapes_what_sources_say_and_its_links_lead_somewhere() -> None:
    found = check(html(a_report()))
    assert found.tags["table"] == found.tags["caption"] == 1
    assert {"#note-1", "#ref-1-1", "#ref-1-2", "#figures"} <= set(found.links)
    assert "https://a.org/x#:~:text=a" in found.links
    assert html(a_report()) == html(a_report())


def test_a_page_holds_its_pictures_for_both_widths() -> None:
    pytest.importorskip("vl_convert")
    found = check(html(a_report(images=True)))
    assert found.tags["img"] == found.tags["source"] == 1
    assert len(found.loaded) == 2


def test_markdown_has_tables_footnotes_and_no_markup_of_sources() -> None:
    text = markdown(a_report())
    assert "<script" not in text.replace("\\<script", "")
    assert "[^1]" in text
    assert "\n[^1]: " in text
    lines = text.splitlines()
    at = lines.index("| what | number |")
    assert lines[at + 1] == "| --- | ---: |"
    assert [line.replace("\\|", "").count("|") for line in lines[at : at + 4]] == [3, 3, 3, 3]
    assert not any(isinstance(piece, Cite) for block in BLOCKS[:1] for piece in block.text)
