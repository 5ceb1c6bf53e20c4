import pytest

from kg.errors import VerificationError
from kg.events import Event
from kg.events.words import check_words
from tests.builders import claim, document, entity
from tests.events.test_events import EXAMPLES


@pytest.mark.parametrize("event", [event for event, _, _ in EXAMPLES], ids=lambda event: event.type)
def test_words_of_the_vocabulary_pass(event: Event) -> None:
    check_words(event, where="position 7")


@pytest.mark.parametrize(
    ("event", "word"),
    [
        (entity("ash", cls="Moon"), "Moon"),
        (document("d1", claim("c", "ash", "orbits")), "orbits"),
        (document("d1", claim("c", "ash", modality="dreamt")), "dreamt"),
        (document("d1", claim("c", "ash", metric="beauty")), "beauty"),
        (document("d1", claim("c", "ash", topics=("gravity",))), "gravity"),
        (document("d1", claim("c", "ash", shift_from="gravity", shift_to="latency")), "gravity"),
        (document("d1", claim("c", "ash", "bottleneckShift", objects=("gravity",))), "gravity"),
        (
            document("d1").model_copy(update={"document": document("d1").document.model_copy(update={"kind": "rune"})}),
            "rune",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_word_that_is_not_known_here_is_named(event: Event, word: str) -> None:
    with pytest.raises(VerificationError, match=rf"^position 7: the vocabulary here has no '{word}'"):
        check_words(event, where="position 7")
