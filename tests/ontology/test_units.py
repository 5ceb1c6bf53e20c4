"""Units: no way of writing stands for two of them, kinds do not mix what cannot be compared."""

from collections import Counter
from decimal import Decimal

import pytest

from kg.vocab import UNITS


def test_no_symbol_stands_for_two_units() -> None:
    symbols = Counter(symbol for unit in UNITS.values() for symbol in unit.symbols)
    assert not [symbol for symbol, count in symbols.items() if count > 1]


def test_no_symbol_is_the_name_of_another_unit() -> None:
    clashes = [(unit.name, symbol) for unit in UNITS.values() for symbol in unit.symbols if symbol in UNITS]
    assert not [(name, symbol) for name, symbol in clashes if name != symbol]


def test_a_bare_number_is_a_count() -> None:
    assert [unit.name for unit in UNITS.values() if "" in unit.symbols] == ["NUM"]


def test_every_currency_is_a_kind_of_its_own_and_no_rate_is_kept() -> None:
    currencies = [unit for name, unit in UNITS.items() if name.startswith("CCY_") and len(name) == 7]
    assert len(currencies) > 150
    for unit in currencies:
        code = unit.name.removeprefix("CCY_")
        assert (unit.kind, unit.factor, unit.symbols[0]) == (f"Money.{code}", Decimal(1), code)


@pytest.mark.parametrize(
    ("one", "many", "other"),
    [
        ("GigaW", 1000, "MegaW"),
        ("W-HR", 3600, "J"),
        ("YR", 12, "MO_MeanJulian"),
        ("QUARTER", 3, "MO_MeanJulian"),
        ("BYTE-PER-SEC", 8, "BIT-PER-SEC"),
        ("PetaBYTE-PER-SEC", 8, "PetaBIT-PER-SEC"),
        ("PetaBYTE-PER-SEC", 10**6, "GigaBYTE-PER-SEC"),
        ("KibiBYTE", 1024, "BYTE"),
        ("USD-PER-W", 1000, "USD-PER-KiloW"),
        ("USD-PER-KiloW-HR", 1000, "USD-PER-MegaW-HR"),
        ("USD-PER-TOKEN", 10**6, "USD-PER-MegaTOKEN"),
        ("USD-PER-SHARE", 1, "CCY_USD"),
        ("W-HR-PER-REQUEST", 1, "W-HR"),
        ("ExaFLOPS", 1000, "PetaFLOPS"),
        ("UNITLESS", 100, "PERCENT"),
    ],
)
def test_units_of_one_kind_convert(one: str, many: int, other: str) -> None:
    assert UNITS[one].kind == UNITS[other].kind
    assert UNITS[one].factor == many * UNITS[other].factor


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CCY_USD", "CCY_EUR"),
        ("TOKEN-PER-SEC", "REQUEST-PER-SEC"),
        ("PERCENT", "PERCENT-POINT"),
        ("FLOPS", "FLOP"),
        ("FLOPS", "TeraOPS"),
        ("W", "W-HR"),
        ("USD-PER-KiloW", "CCY_EUR-PER-KiloW"),
        ("UNITLESS", "NUM"),
    ],
)
def test_units_that_cannot_be_compared_are_of_different_kinds(one: str, other: str) -> None:
    assert UNITS[one].kind != UNITS[other].kind


def test_every_kind_has_a_base_unit_but_those_that_only_have_parts() -> None:
    kinds = {unit.kind for unit in UNITS.values()}
    with_base = {unit.kind for unit in UNITS.values() if unit.factor == 1}
    assert kinds - with_base == {
        "ApparentPower",
        "FlopRatePerPower",
        "GpuTime",
        "OperationRate",
        "RatioDifference",
        "TokenRatePerPower",
        "TransferRate",
    }
    assert all(unit.factor > 0 for unit in UNITS.values())


def test_factors_fit_the_decimals_of_the_store() -> None:
    for unit in UNITS.values():
        _, _, exponent = unit.factor.as_tuple()
        assert isinstance(exponent, int)
        assert exponent >= -18, unit.name
        assert unit.factor < Decimal(10) ** 18 + 1, unit.name
