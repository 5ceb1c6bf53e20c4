"""What an optional package that is not there means for who asks for it."""

import json

import pytest

from kg.extras import MissingExtraError, load


def test_a_package_that_is_there_is_its_module() -> None:
    assert load("json", extra="plots", purpose="a picture") is json


def test_a_package_that_is_not_there_is_one_sentence_with_the_way_out() -> None:
    with pytest.raises(MissingExtraError) as caught:
        load("no_such_package", extra="plots", purpose="a PNG picture")
    assert caught.value.sentence() == (
        "a PNG picture needs the extra 'plots', which is not installed. `pip install 'claimledger[plots]'` installs it."
    )
