import sqlite3
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import LimitError
from kg.figures import base, factor, parse_search, read_figure
from kg.lengths import NAMES, TERMS
from kg.stores.search import BETWEEN, Entry, FigureEntry, SearchIndex, passages
from kg.vocab import UNITS


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    """Return an empty index."""
    with SearchIndex(tmp_path / "search.db") as index:
        yield index


def add(index: SearchIndex, *entries: Entry) -> None:
    with index.step():
        index.add(entries)


def found(index: SearchIndex, words: str) -> list[str]:
    return [entry.id for entry in index.find(words, limit=20)]


# Words


@pytest.mark.parametrize(
    ("text", "finds", "does_not"),
    [
        ("Škoda Émile naïve", ["skoda", "ŠKODA", "emile", "e\u0301mile", "naive", "nai"], ["aive", "koda"]),
        ("AT&T, C++ & S3-Express", ["at&t", "AT T", "c++", "s3", "express s3", "S3-Exp"], ["s4", "att"]),
        ("中国工商银行", ["中国", "银行", "工商银行", "中国工商银行", "中国 银行"], ["行银", "日本"]),
        ("ソフトバンクグループ", ["ソフト", "バンク", "グループ"], ["クソ"]),
        ("삼성전자 SK하이닉스", ["삼성", "전자", "하이닉스", "sk"], ["자전"]),
        ("Nvidia's H100-80GB", ["nvidia", "nvidia's", "h100", "80gb"], ["h1000"]),
        ("«quoted» \"words\" 'here'", ['"quoted"', "'here'", "words*"], ["NOT"]),
    ],
)
def test_words_are_found_by_their_beginnings(
    index: SearchIndex, text: str, finds: list[str], does_not: list[str]
) -> None:
    add(index, Entry("x", "entity", text))
    assert [query for query in finds if not found(index, query)] == []
    assert [query for query in does_not if found(index, query)] == []


@given(st.text())
def test_no_query_is_taken_for_a_command(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder, SearchIndex(Path(folder) / "search.db") as index:
        index.find(text, limit=1)


def test_all_words_are_wanted_in_any_order(index: SearchIndex) -> None:
    add(index, Entry("a", "claim", "one two"), Entry("b", "claim", "two three"))
    assert found(index, "two") == ["a", "b"]
    assert found(index, "three two") == ["b"]
    assert found(index, "one three") == []
    assert [found(index, query) for query in ("", "  ", '"', "*", "\x00")] == [[]] * 5


def test_entities_come_first_and_passages_last(index: SearchIndex) -> None:
    add(index, Entry("p", "passage", "ash"), Entry("c", "claim", "ash"), Entry("e", "entity", "ash and many words"))
    assert found(index, "ash") == ["e", "c", "p"]
    assert [entry.id for entry in index.find("ash", limit=2)] == ["e", "c"]


def test_an_entity_declared_again_is_found_once_under_all_its_names(index: SearchIndex) -> None:
    add(index, Entry("ash", "entity", "Ash · Ash Inc"))
    add(index, Entry("ash", "entity", "Ash · Fraxinus"))
    assert found(index, "ash") == ["ash"]
    assert found(index, "inc") == found(index, "fraxinus") == ["ash"]
    assert index.find("inc", limit=1)[0].text == "Ash · Ash Inc · Fraxinus"


def test_what_is_forgotten_is_not_found_by_word_or_figure(index: SearchIndex) -> None:
    figure = FigureEntry("d1/c", "Power", Decimal(5), Decimal(5), "5 W")
    add(index, Entry("d1/c", "claim", "五 watts"), Entry("d1/cc", "claim", "five watts"))
    with index.step():
        index.add_figures([figure, FigureEntry("d1/cc", "Power", Decimal(5), Decimal(5), "5 W")])
        index.forget("d1/c")
    assert found(index, "watts") == ["d1/cc"]
    assert found(index, "五") == []
    assert [hit.claim for hit in index.find_figure("Power", Decimal(5), Decimal(5), limit=5)] == ["d1/cc"]


# Passages


def test_passages_are_the_paragraphs_with_their_places() -> None:
    text = "One 🦙.\n\n  \nTwo."
    assert tuple(passages("d1", text)) == (
        Entry("d1", "passage", "One 🦙.", 0, 6),
        Entry("d1", "passage", "Two.", 11, 15),
    )
    assert [text[entry.first : entry.last] for entry in passages("d1", text)] == ["One 🦙.", "Two."]


def test_a_text_attached_anew_replaces_the_passages_of_its_document_only(index: SearchIndex) -> None:
    add(index, Entry("d1", "document", "cooler"))
    index.replace_passages("d1", "A cooler.\nA fan.")
    index.replace_passages("d2", "A cooler.")
    index.replace_passages("d1", "A pump.")
    assert found(index, "cooler") == ["d1", "d2"]
    assert (found(index, "fan"), found(index, "pump")) == ([], ["d1"])
    (hit,) = index.find("pump", limit=5)
    assert (hit.kind, hit.first, hit.last) == ("passage", 0, 7)
    assert index.texts() == {"d1", "d2"}
    index.forget_passages("d1")
    assert found(index, "pump") == []
    assert found(index, "cooler") == ["d1", "d2"], "the entry of the document itself stays"
    assert index.texts() == {"d2"}


# Figures

CLAIMS = {
    "22bn-usd": "22 bn USD",
    "over-20bn-usd": "over 20 bn USD",
    "22bn-eur": "22 bn EUR",
    "2.2x": "2.2x",
    "22-kw": "22 kW",
    "0.022-mw": "0.022 MW",
    "21-to-23bn-usd": "21 to 23 bn USD",
    "under-3bn-usd": "under 3 bn USD",
}


@pytest.mark.parametrize(
    ("query", "claims"),
    [
        ("$22bn", ["22bn-usd", "21-to-23bn-usd", "over-20bn-usd"]),
        ("22 billion dollars", ["22bn-usd", "21-to-23bn-usd", "over-20bn-usd"]),
        ("€22bn", ["22bn-eur"]),
        ("2.2x", ["2.2x"]),
        ("22 kW", ["0.022-mw", "22-kw"]),
        ("$2bn", ["under-3bn-usd"]),
        ("over $30bn", ["over-20bn-usd"]),
        ("$500", ["under-3bn-usd"]),
        ("22 GW", []),
    ],
)
def test_a_figure_finds_those_that_meet_it_in_any_unit_of_its_kind(
    index: SearchIndex, query: str, claims: list[str]
) -> None:
    with index.step():
        for name, text in CLAIMS.items():
            figure = read_figure(text, where="test")
            kind, ends = ("Factor", factor(figure)) if figure.ratio else (UNITS[figure.unit].kind, base(figure))
            index.add_figures([FigureEntry(name, kind, *ends, text)])
    wanted = parse_search(query)
    assert wanted is not None
    kind, ends = ("Factor", factor(wanted)) if wanted.ratio else (UNITS[wanted.unit].kind, base(wanted))
    hits = index.find_figure(kind, *ends, limit=9)
    assert sorted(hit.claim for hit in hits) == sorted(claims)


# Steps


def test_a_step_is_whole_or_not_at_all(index: SearchIndex) -> None:
    with index.step(3, "aa"):
        index.add([Entry("a", "claim", "ash")])
    with pytest.raises(ZeroDivisionError), index.step(4, "bb"):
        index.add(Entry("b", "claim", f"ash {1 // number}") for number in (1, 0))
    assert (index.position(), index.chain(), found(index, "ash")) == (3, "aa", ["a"])


def test_a_reader_sees_the_last_step_while_the_next_one_is_written(tmp_path: Path) -> None:
    with SearchIndex(tmp_path / "s.db") as writer, SearchIndex(tmp_path / "s.db", read_only=True) as reader:
        add(writer, Entry("a", "claim", "ash"))
        with writer.step(9, "aa"):
            writer.add([Entry("b", "claim", "ash")])
            assert (reader.position(), found(reader, "ash")) == (0, ["a"])
        assert (reader.position(), found(reader, "ash")) == (9, ["a", "b"])
        with pytest.raises(sqlite3.OperationalError, match="readonly"), reader.step(1):
            reader.add([Entry("c", "claim", "ash")])


def test_an_index_that_is_not_there_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError), SearchIndex(tmp_path / "s.db", read_only=True) as index:
        index.position()
    assert not (tmp_path / "s.db").exists()


def test_a_search_that_takes_too_long_is_stopped(index: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    index.add(Entry(f"e{n}", "entity", f"word{n} common") for n in range(300))
    monkeypatch.setattr("kg.stores.search._SECONDS", -1.0)
    monkeypatch.setattr("kg.stores.search._STEPS", 1)
    with pytest.raises(LimitError, match="took more than"):
        index.find("common word", limit=5)
    monkeypatch.undo()
    assert len(index.find("common word", limit=5)) == 5


def test_of_a_name_with_very_many_words_the_first_count(index: SearchIndex) -> None:
    index.add([Entry("long", "entity", " ".join(f"w{n}" for n in range(TERMS)))])
    assert [hit.id for hit in index.find(" ".join(f"w{n}" for n in range(10_000)), limit=5)] == ["long"]


def test_an_entity_is_found_by_so_many_names_and_no_more(index: SearchIndex) -> None:
    for start in range(0, 2 * NAMES, NAMES // 2):
        index.add([Entry("many", "entity", BETWEEN.join(f"n{n}" for n in range(start, start + NAMES // 2)))])
    (hit,) = index.find(f"n{NAMES - 1}", limit=5)
    assert len(hit.text.split(BETWEEN)) == NAMES
    assert index.find(f"n{NAMES}", limit=5) == ()
