"""Words that may have been meant: those of difflib where there are few, with a bound where there are many."""

import random
import time
from difflib import get_close_matches

import pytest

from kg.lengths import NAME
from kg.spelling import MOST_CHOICES, closest
from kg.vocab import PREDICATES, UNITS


def test_it_finds_what_difflib_finds() -> None:
    chance = random.Random(3)  # noqa: S311 (no secret)
    choices = [*PREDICATES, *(unit.label for unit in UNITS.values())]
    for _ in range(150):
        letters = list(chance.choice(choices))
        for _ in range(chance.randint(0, 3)):
            letters[chance.randrange(len(letters))] = chance.choice("aeinst ")
        word = "".join(letters)
        assert closest(word, choices, most=3) == get_close_matches(word, choices, n=3, cutoff=0.6), word


@pytest.mark.parametrize("word", ["", "x" * (NAME + 1), "nvidia " * 100_000])
def test_what_is_no_word_has_no_close_one(word: str) -> None:
    assert closest(word, ["x" * NAME, "nvidia", word], most=3) == []


def test_of_very_many_words_those_that_begin_alike_are_looked_at() -> None:
    many = [f"z{number:06}" for number in range(2 * MOST_CHOICES)]
    assert closest("acme-crop", [*many, "acme-corp"], most=3)[0] == "acme-corp"


def test_very_many_long_words_that_are_all_alike_take_no_longer_than_a_blink() -> None:
    chance = random.Random(3)  # noqa: S311 (no secret)
    alike = ["".join(chance.choice("ab") for _ in range(NAME)) for _ in range(3 * MOST_CHOICES)]
    began = time.process_time()
    closest("ab" * (NAME // 2), alike, most=3)
    assert time.process_time() - began < 3
