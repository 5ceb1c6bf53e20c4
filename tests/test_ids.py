from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal, localcontext

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import ids
from kg.errors import BadInputError

_FIRST, _LAST = datetime(1970, 1, 1), datetime(2200, 1, 1)  # noqa: DTZ001 (the strategy adds the zone)
numbers = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=6),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal(10) ** 17, max_value=Decimal(10) ** 40),
    st.builds(
        lambda digits, exponent: Decimal(digits).scaleb(exponent), st.integers(-(10**20), 10**20), st.integers(-40, 40)
    ),
)


def kept(term: str) -> str:
    """Return what the store has of a literal after writing it: its own text of the same term."""
    store = ox.Store()
    store.load(f"<x:s> <x:p> {term} .".encode(), format=ox.RdfFormat.N_TRIPLES)
    (quad,) = store
    return str(quad.object)


@given(numbers)
def test_a_number_is_written_as_the_store_keeps_it(value: Decimal) -> None:
    for term in (ids.number(value), ids.double(value)):
        assert kept(term) == term


@given(numbers)
def test_a_number_keeps_its_value(value: Decimal) -> None:
    literal = ids.number(value)
    shown = Decimal(literal.split('"')[1])
    assert shown == value if literal.endswith("#decimal>") else float(shown) == float(value)


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        ("35.0", '"35"^^<xsd:decimal>'),
        ("3.5E+10", '"35000000000"^^<xsd:decimal>'),
        ("-0.00", '"0"^^<xsd:decimal>'),
        ("0.300", '"0.3"^^<xsd:decimal>'),
        ("999999999999999999.123456789012345678", '"999999999999999999.123456789012345678"^^<xsd:decimal>'),
        ("1E+18", '"1000000000000000000"^^<xsd:double>'),
        ("1E-19", '"0.0000000000000000001"^^<xsd:double>'),
        ("-66E+21", '"-66000000000000000000000"^^<xsd:double>'),
    ],
)
def test_numbers_that_decimals_cannot_hold_are_doubles(value: str, literal: str) -> None:
    assert ids.number(Decimal(value)).replace(ids.XSD, "xsd:") == literal


def test_no_digit_depends_on_the_precision_that_a_program_has_set() -> None:
    value = Decimal("12345678901234567.123456789012345678")
    with localcontext(prec=5):
        assert ids.number(value) == f'"{value}"^^<{ids.XSD}decimal>'


@given(st.integers(-(2**63) + 1, 2**63 - 1))
def test_an_integer_is_written_as_the_store_keeps_it(value: int) -> None:
    assert kept(ids.integer(value)) == ids.integer(value)


def test_an_integer_that_the_store_would_lose_is_our_mistake() -> None:
    with pytest.raises(AssertionError, match="64 bits"):
        ids.integer(2**63)


zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(min_value=_FIRST, max_value=_LAST, timezones=zones))
def test_an_instant_is_written_in_utc_as_the_store_keeps_it(value: datetime) -> None:
    term = ids.instant(value)
    assert kept(term) == term
    assert datetime.fromisoformat(term.split('"')[1]) == value


def test_one_instant_has_one_form() -> None:
    noon = datetime(2026, 5, 1, 12, 0, 0, 500000, tzinfo=UTC)
    assert ids.instant(noon) == f'"2026-05-01T12:00:00.5Z"^^<{ids.XSD}dateTime>'
    assert ids.instant(noon.astimezone(timezone(timedelta(hours=9)))) == ids.instant(noon)
    with pytest.raises(AssertionError, match="zone"):
        ids.instant(datetime(2026, 5, 1))  # noqa: DTZ001 (the mistake that is meant)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_day_is_written_as_the_store_keeps_it(value: date) -> None:
    assert kept(ids.day(value)) == ids.day(value)


@given(st.text())
def test_a_text_is_written_so_that_it_comes_back(value: str) -> None:
    (read,) = ox.parse(f"<x:s> <x:p> {ids.text(value)} .".encode(), format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(read.object, ox.Literal)
    assert read.object.value == value
    assert kept(ids.text(value)) == ids.text(value)
    assert "\n" not in ids.text(value)
    assert "\r" not in ids.text(value)


def test_a_language_tag_is_lower_case() -> None:
    """The store lowers it too, and one graph has one form."""
    assert ids.text("Grüezi", language="de-CH") == '"Grüezi"@de-ch' == kept(ids.text("Grüezi", language="de-CH"))


@pytest.mark.parametrize("name", ["a", "0", "s3", "a.b-c_d", "x" * 120, "h100-80gb", "1.5"])
def test_what_can_stand_in_an_id(name: str) -> None:
    assert ids.check_name(name, where="x") == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "-a",
        "a-",
        ".a",
        "a.",
        "..",
        "_",
        "A",
        "ä",
        "a b",
        "a/b",
        "a\n",
        "a\x00",
        "x" * 121,
        "a>b",
        "\uff41",
        "\u0430",
        "a\u200db",
    ],
)
def test_what_cannot(name: str) -> None:
    with pytest.raises(BadInputError, match=r"^here: .* cannot be an id. Use lower-case letters"):
        ids.check_name(name, where="here")
