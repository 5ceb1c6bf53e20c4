"""Figures: what people write is read as they mean it, and what is unclear is refused with a way out."""

import time
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from kg.errors import BadInputError
from kg.figures import Figure, base, factor, parse_search, read_figure, write_figure
from kg.vocab import UNITS


def read(text: str) -> Figure:
    return read_figure(text, where="here")


def said(text: str) -> tuple[str, str, str, str, str]:
    figure = read(text)
    low, high = ("" if end is None else f"{end:f}" for end in (figure.low, figure.high))
    return low, high, figure.bound, figure.unit, figure.ratio or ""


def rows_under(heading: str, root: Path) -> list[list[str]]:
    section = (root / "docs" / "figures.md").read_text().split(f"### {heading}\n")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if "|" in line]
    return rows[2:]


def test_each_example_of_the_documentation_is_read_as_its_row_says(root: Path) -> None:
    rows = rows_under("Examples of figures", root)
    assert len(rows) > 30
    for written, *expected in rows:
        assert [written, *said(written)] == [written, *expected]


def test_the_factors_that_the_documentation_gives_are_computed(root: Path) -> None:
    text = (root / "docs" / "figures.md").read_text()
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| `")]
    assert len(rows) == 4
    for examples, ratio, expected in rows:
        figures = [read(example.strip("` ")) for example in examples.split(",")]
        assert {figure.ratio for figure in figures} == {ratio.strip()}
        assert {str(factor(figure)[0]) for figure in figures} == {value.strip() for value in expected.split(",")}


def test_the_bounds_that_the_documentation_lists_are_read(root: Path) -> None:
    text = (root / "docs" / "figures.md").read_text().split("| bound |")[1].split("\n\n")[0]
    for line in text.splitlines()[2:]:
        bound, before, after = (cell.strip() for cell in line.strip("|").split("|"))
        for word in before.replace("`", "").split(", "):
            assert read(f"{word} 5 MW").bound == bound
        for word in filter(None, after.replace("`", "").split(", ")):
            assert read(f"5 MW {word}").bound == bound


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("35 bn USD", ("35000000000", "35000000000", "exact", "CCY_USD", "")),
        (" 2\u2009\u2013\u20094\u00a0years ", ("2", "4", "range", "YR", "")),
        ("2\u20144 years", ("2", "4", "range", "YR", "")),
        ("\u22125 to \u22122 %", ("-5", "-2", "range", "PERCENT", "")),
        ("-5--2 %", ("-5", "-2", "range", "PERCENT", "")),
        ("-$5", ("-5", "-5", "exact", "CCY_USD", "")),
        ("$-5", ("-5", "-5", "exact", "CCY_USD", "")),
        ("USD5bn", ("5000000000", "5000000000", "exact", "CCY_USD", "")),
        ("$5,000 USD", ("5000", "5000", "exact", "CCY_USD", "")),
        ("5 bn$", ("5000000000", "5000000000", "exact", "CCY_USD", "")),
        ("$3t", ("3000000000000", "3000000000000", "exact", "CCY_USD", "")),
        ("3m USD", ("3000000", "3000000", "exact", "CCY_USD", "")),
        ("USD 3 to 4 bn", ("3000000000", "4000000000", "range", "CCY_USD", "")),
        ("$2,000 to 5,000/kW", ("2000", "5000", "range", "USD-PER-KiloW", "")),
        ("$2 per kW", ("2", "2", "exact", "USD-PER-KiloW", "")),
        ("$0.60 per 1M tokens", ("0.6", "0.6", "exact", "USD-PER-MegaTOKEN", "")),
        ("185 USD/share", ("185", "185", "exact", "USD-PER-SHARE", "")),
        ("hundreds of bn USD", ("100000000000", "999000000000", "range", "CCY_USD", "")),
        ("tens of thousands of GPUs", ("10000", "99000", "range", "GPU", "")),
        ("hundreds", ("100", "999", "range", "NUM", "")),
        ("70B parameters", ("70000000000", "70000000000", "exact", "PARAMETER", "")),
        ("5 M", ("5000000", "5000000", "exact", "NUM", "")),
        ("5 MB", ("5", "5", "exact", "MegaBYTE", "")),
        ("5 TB/s", ("5", "5", "exact", "TeraBYTE-PER-SEC", "")),
        ("5 B/s", ("5", "5", "exact", "BYTE-PER-SEC", "")),
        ("3 W", ("3", "3", "exact", "W", "")),
        ("0.0", ("0", "0", "exact", "NUM", "")),
        ("-0 %", ("0", "0", "exact", "PERCENT", "")),
        ("14.30 kW", ("14.3", "14.3", "exact", "KiloW", "")),
        ("35+ bn USD", ("35000000000", "", "atLeast", "CCY_USD", "")),
        ("200x+", ("200", "", "atLeast", "UNITLESS", "timesAsMuch")),
        ("2x to 3x less", ("2", "3", "range", "UNITLESS", "foldReduction")),
        ("10 % to 20 % lower", ("10", "20", "range", "PERCENT", "percentReduction")),
        ("up to three times as much", ("", "3", "atMost", "UNITLESS", "timesAsMuch")),
        ("about two-fold", ("2", "2", "approximately", "UNITLESS", "timesAsMuch")),
        ("2 \u00d7", ("2", "2", "exact", "UNITLESS", "timesAsMuch")),
        ("1.5 percentage points", ("1.5", "1.5", "exact", "PERCENT-POINT", "")),
        ("150 % lower", ("150", "150", "exact", "PERCENT", "percentReduction")),
        ("5 m\u00b2", ("5", "5", "exact", "M2", "")),
        ("1 UNITLESS", ("1", "1", "exact", "UNITLESS", "")),
        ("3 KiloW", ("3", "3", "exact", "KiloW", "")),
    ],
)
def test_a_figure_is_read_as_people_mean_it(text: str, expected: tuple[str, ...]) -> None:
    assert said(text) == expected
    assert read(text).text == text.strip()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the figure is empty"),
        ("\u00a0 ", "the figure is empty"),
        ("over", "there is no number"),
        ("$ billions", "there is no number"),
        ("x" * 201, "at most 200 characters"),
        ("1" * 41, "more than 40 digits"),
        ("1" * 40 + " tn", "more than 40 digits"),
        ("1.000,5", "'1.000,5' is not clear"),
        ("1,5 MW", "'1,5' is not clear"),
        ("1.000", "'1.000' is not clear"),
        ("12,34", "'12,34' is not clear"),
        (".5 MW", "neither a currency nor a bound"),
        ("\u00bd", "fraction or other digits"),
        ("1/3", "Write decimals"),
        ("10\u00b2 MW", "fraction or other digits"),
        ("\u0663 MW", "fraction or other digits"),
        ("5\u200b MW", "invisible characters"),
        ("2 4 MW", "the two form no range"),
        ("10 000 GPUs", "thousands as 10,000"),
        ("5 to 6 to 7", "the two form no range"),
        ("1 or 2 GPUs", "the two form no range"),
        ("4 to 2 MW", "the range runs down, from 4 to 2"),
        ("500 to 1 bn USD", "the range runs down"),
        ("500 MW to 1.5 GW", "Write both ends in one unit"),
        ("2 GW to 4", "differ in unit or direction"),
        ("$5 to \u20ac6", "differ in unit or direction"),
        ("10 % lower to 20 %", "differ in unit or direction"),
        ("over 2 to 4 years", "a range with a bound"),
        ("over $3B+", "two bounds, greaterThan and atLeast"),
        ("about over 3", "two bounds"),
        ("-3x", "a ratio has no sign"),
        ("-3 % lower", "a ratio has no sign"),
        ("0x less", "nothing can be reduced 0-fold"),
        ("2x slower", "'slower' says neither more nor less"),
        ("64 % lowr", "Did you mean lower"),
        ("10 bananas", "'bananas' is no unit or currency"),
        ("35 bn XYZ", "'XYZ' is no unit or currency"),
        ("5 Gigawats", "Did you mean"),
        ("$5 EUR", "in US dollar and in euro"),
        ("$5 kW", "in US dollar and in kilowatt"),
        ("$5x", "in US dollar and in times"),
        ("$5 %", "in US dollar and in percent"),
        ("$5/fortnight", "'USD/fortnight' is no unit"),
        ("kW 5", "neither a currency nor a bound"),
        ("abuot 5", "Did you mean about"),
        ("only 23 kW", "neither a currency nor a bound"),
        ("- -5", "two signs"),
        ("5 m", "can be a scale or the metre"),
        ("3 b", "only in an amount of money. Write billion"),
        ("3 m requests/s", "Write million requests/s"),
        ("5 mw", "can mean megawatt or milliwatt. Write MW or mW"),
        ("5 gb/s", "can mean"),
        ("5 mwh", "leaves open which unit is meant"),
    ],
)
def test_what_is_unclear_is_refused_in_one_sentence_with_a_way_out(text: str, words: str) -> None:
    with pytest.raises(BadInputError) as refused:
        read_figure(text, where="file.yaml:3 value")
    sentence = refused.value.sentence()
    assert sentence.startswith("file.yaml:3 value: ")
    assert words in sentence
    assert refused.value.next_step


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("21x", "21", "21"),
        ("over 200x", "200", None),
        ("up to 3x", None, "3"),
        ("1.5x to 3x", "1.5", "3"),
        ("64 % lower", "0.36", "0.36"),
        ("54 % higher", "1.54", "1.54"),
        ("over 60 % lower", None, "0.4"),
        ("up to 60 % lower", "0.4", None),
        ("10 to 20 % lower", "0.8", "0.9"),
        ("150 % lower", "-0.5", "-0.5"),
        ("13-fold less", "0.076923", "0.076923"),
        ("3-fold less", "0.333333", "0.333333"),
        ("300x less", "0.0033333", "0.0033333"),
        ("3,000,000x less", "0.00000033333", "0.00000033333"),
        ("2x to 4x less", "0.25", "0.5"),
        ("over 4x less", None, "0.25"),
        ("60 %", None, None),
        ("35 bn USD", None, None),
    ],
)
def test_the_factor_is_what_the_baseline_is_multiplied_by(text: str, low: str | None, high: str | None) -> None:
    assert factor(read(text)) == (low and Decimal(low), high and Decimal(high))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1.5 GW", "1500000000", "1500000000"),
        ("roughly 0.3 Wh", "1080", "1080"),
        ("over 35 bn USD", "35000000000", None),
        ("up to 64 %", None, "0.64"),
        ("27 PB/s", "27000000000000000", "27000000000000000"),
        ("2,000 to 5,000 USD/kW", "2", "5"),
        ("10,000 GPUs", "10000", "10000"),
    ],
)
def test_the_ends_are_given_in_the_base_unit(text: str, low: str | None, high: str | None) -> None:
    assert base(read(text)) == (low and Decimal(low), high and Decimal(high))


def test_arithmetic_does_not_round_whatever_precision_is_set() -> None:
    digits = "1" * 38
    with localcontext() as context:
        context.prec = 3
        figure = read(f"1.{digits} bn USD")
        assert str(figure.low) == f"1{digits[:9]}.{digits[9:]}"
        assert base(read(f"{digits} kW"))[0] == Decimal(digits + "000")
        assert factor(read("12345.678 % higher"))[0] == Decimal("124.45678")
        assert write_figure(figure) == f"1,{digits[:3]},{digits[:3]},{digits[:3]}.{digits[9:]} USD"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("more than $35 billion", "over 35 bn USD"),
        ("$35B+", "at least 35 bn USD"),
        ("USD 380 million", "380 million USD"),
        ("1,234,567 USD", "1,234,567 USD"),
        ("1,234,000 USD", "1.234 million USD"),
        ("$500m to $1bn", "500 million to 1 bn USD"),
        ("500 USD to 1,000,000 USD", "500 to 1,000,000 USD"),
        ("~10,000 USD/kW", "about 10,000 USD/kW"),
        ("under 3 %", "less than 3 %"),
        ("21x higher", "21x"),
        ("13x lower", "13-fold less"),
        ("2,000,000x", "2,000,000x"),
        ("7th", "7"),
    ],
)
def test_the_canonical_text_is_the_plain_way_to_say_it(text: str, written: str) -> None:
    assert write_figure(read(text)) == written


def test_every_unit_has_a_word_that_is_read_back_as_it() -> None:
    for name in UNITS:
        figure = Figure(Decimal(2), Decimal(3), "range", name, None, "")
        assert read(write_figure(figure)).unit == name


def test_every_symbol_of_the_vocabulary_is_read_as_its_unit() -> None:
    refused = []
    for unit in UNITS.values():
        for symbol in unit.symbols:
            try:
                assert (symbol, read(f"5 {symbol}").unit) == (symbol, unit.name)
            except BadInputError:
                refused.append(symbol)
    assert refused == ["m"]  # metres or million


def test_a_search_for_a_figure_finds_its_meaning_and_other_searches_are_left_alone() -> None:
    figure = parse_search("$22bn")
    assert figure is not None
    assert (figure.low, figure.unit) == (Decimal(22_000_000_000), "CCY_USD")
    assert [parse_search(text) for text in ("h200", "one", "Nvidia 5", "", "2,3,4", "x" * 9999)] == [None] * 6


def test_a_figure_survives_json_to_the_digit() -> None:
    adapter = TypeAdapter(Figure)
    for text in ("over 35 bn USD", "0.1 to 0.30 kW", "up to 3x", "0." + "0" * 38 + "1 W", "9" * 40):
        figure = read(text)
        stored = adapter.dump_json(figure)
        assert adapter.validate_json(stored) == figure
        assert adapter.dump_json(adapter.validate_json(stored)) == stored


def test_equal_figures_are_stored_as_equal_bytes() -> None:
    adapter = TypeAdapter(Figure)
    for one, other in (("1.50 bn USD", "1,500,000,000 USD"), ("0.30 W", "0.3 W"), ("3", "3.0")):
        left, right = (adapter.dump_python(read(text), mode="json") | {"text": ""} for text in (one, other))
        assert left == right


@pytest.mark.parametrize(
    "damaged",
    [
        {"bound": "about"},
        {"bound": "atLeast"},
        {"low": "2"},
        {"bound": "range", "low": "4"},
        {"low": None, "high": None},
        {"low": "NaN", "high": "NaN"},
        {"low": "1E+1000000", "high": "1E+1000000"},
        {"ratio": "timesAsMuch"},
        {"ratio": "absoluteFromTo"},
        {"ratio": "foldReduction", "unit": "UNITLESS", "low": "0", "high": "0"},
    ],
)
def test_a_stored_figure_that_contradicts_itself_is_refused(damaged: dict[str, str | None]) -> None:
    sound = {"low": "3", "high": "3", "bound": "exact", "unit": "W", "ratio": None, "text": "3 W"}
    adapter = TypeAdapter(Figure)
    assert adapter.validate_python(sound) == read("3 W")
    with pytest.raises(ValidationError):
        adapter.validate_python(sound | damaged)


HOSTILE = ("1", "-", " ", "a", "<", "- ", "1-", "+", "of ", "per ", "1,", "1.1", "between ", "between 1 and ", "1 to ")


@pytest.mark.parametrize("length", [200, 100_000])
@pytest.mark.parametrize("piece", [*HOSTILE, "hundreds of ", "1 -fold", "$", "%", "x", "1 per ", "\u0661", "\ud800"])
def test_hostile_text_is_refused_at_once(piece: str, length: int) -> None:
    started = time.perf_counter()
    with pytest.raises(BadInputError):
        read(piece * (length // len(piece)))
    assert time.perf_counter() - started < 1
