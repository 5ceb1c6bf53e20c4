"""A type of event whose payload was written in three ways over time."""

from typing import Any, ClassVar

import pytest

from kg.errors import VerificationError
from kg.events import Event, decode, encode

V1, V2, V3 = (
    b'{"chip":"h100","watts":"700"}',
    b'{"chip":"h100","power":{"value":"700"}}',
    b'{"chip":"h100","power":{"unit":"W","value":"700"}}',
)
"""As they stand in logs."""


def _watts_became_power(content: dict[str, Any]) -> dict[str, Any]:
    return {"chip": content["chip"], "power": {"value": content["watts"]}}


def _power_got_a_unit(content: dict[str, Any]) -> dict[str, Any]:
    return content | {"power": content["power"] | {"unit": "W"}}


class ChipMeasured(Event):
    """What a chip draws."""

    type: ClassVar[str] = "chip-measured"
    schema_version: ClassVar[int] = 3
    upcasters = (_watts_became_power, _power_got_a_unit)
    chip: str
    power: dict[str, str]

    def key(self) -> str:
        return f"measured/{self.chip}"


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the type known."""
    monkeypatch.setattr("kg.events.BY_TYPE", {ChipMeasured.type: ChipMeasured})


@pytest.mark.parametrize(("schema", "payload"), [(1, V1), (2, V2), (3, V3)])
def test_a_payload_of_any_version_is_lifted_to_the_newest(schema: int, payload: bytes) -> None:
    event = decode("chip-measured", schema, payload, where="test")
    assert event == ChipMeasured(chip="h100", power={"value": "700", "unit": "W"})
    assert encode(event) == V3


@pytest.mark.parametrize(
    ("schema", "payload"), [(1, V2), (1, V3), (2, V1), (3, V1), (3, V2 + b"x"), (1, b"[]"), (2, b'{"power":1}')]
)
def test_a_payload_of_another_version_than_it_says_is_not_guessed_at(schema: int, payload: bytes) -> None:
    with pytest.raises(VerificationError, match="position 3: the payload is not a chip-measured event"):
        decode("chip-measured", schema, payload, where="position 3")


def test_a_version_of_the_future_is_refused() -> None:
    with pytest.raises(VerificationError, match="schema version 4, and this version of kg reads 1 to 3"):
        decode("chip-measured", 4, V3, where="position 3")
