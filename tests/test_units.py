"""Words of units: case is kept where it tells units apart and ignored where it does not."""

import pytest

from kg.errors import BadInputError
from kg.units import unit_called, units_called


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("MW", "MegaW"),
        ("mW", "MilliW"),
        ("kw", "KiloW"),
        ("GB/s", "GigaBYTE-PER-SEC"),
        ("Gb/s", "GigaBIT-PER-SEC"),
        ("gigawatts", "GigaW"),
        ("Gigawatts", "GigaW"),
        ("petabytes per second", "PetaBYTE-PER-SEC"),
        ("GB per second", "GigaBYTE-PER-SEC"),
        ("watt-hours", "W-HR"),
        ("USD / kW", "USD-PER-KiloW"),
        ("usd", "CCY_USD"),
        ("Swiss Francs", "CCY_CHF"),
        ("PetaBYTE-PER-SEC", "PetaBYTE-PER-SEC"),
        ("\u03bcs", "MicroSEC"),
        ("\u00b5s", "MicroSEC"),
    ],
)
def test_a_word_names_its_unit(word: str, name: str) -> None:
    assert unit_called(word, where="here").name == name


def test_a_word_in_small_letters_that_fits_two_units_names_neither() -> None:
    assert {unit.name for unit in units_called("mw")} == {"MegaW", "MilliW"}
    with pytest.raises(BadInputError, match="megawatt or milliwatt"):
        unit_called("mw", where="here")


@pytest.mark.parametrize("word", ["mwh", "Ms", "mHz"])
def test_a_prefix_in_the_wrong_case_is_never_taken_for_the_other_prefix(word: str) -> None:
    with pytest.raises(BadInputError, match="the case of a letter changes the unit"):
        unit_called(word, where="here")


def test_data_rates_in_small_letters_are_never_taken_for_pounds() -> None:
    with pytest.raises(BadInputError):
        unit_called("gbps", where="here")


def test_an_unknown_word_is_answered_with_the_nearest() -> None:
    with pytest.raises(BadInputError, match=r"Did you mean .*kilowatt"):
        unit_called("kilowat", where="here")
    with pytest.raises(BadInputError, match=r"ontology/units\.ttl"):
        unit_called("zzzzzz", where="here")
