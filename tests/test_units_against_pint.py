"""The factors of our units against those of pint, for every unit that pint knows under the same name."""

import re
from collections import defaultdict
from decimal import Decimal

import pytest

from kg.units import is_money
from kg.vocab import UNITS

pint = pytest.importorskip("pint", reason="pint is not installed; it is a dependency of the tests only")
OTHER_NAMES = {"metre": "meter", "litre": "liter", "tonne": "metric_ton"}
POWERS = re.compile(r"\b(square|cubic) (\w+)")
SURVEYED = 1e-5
"""The acre of pint is that of the old US survey, larger by four millionths; ours is the international one."""
LEAST = 80
"""Units that pint knows; fewer would mean that the names stopped fitting."""


def expression(label: str) -> str:
    """Return a label as pint writes units: `gigabytes per second` is `gigabyte / second`."""
    text = label.partition(" (")[0].replace("-", "_")
    for ours, theirs in OTHER_NAMES.items():
        text = text.replace(ours, theirs)
    text = POWERS.sub(lambda found: f"{found[2]} ** {2 if found[1] == 'square' else 3}", text)
    return text.replace(" per ", " / ")


def test_factors_agree_with_pint() -> None:
    registry = pint.UnitRegistry(non_int_type=Decimal)
    by_kind: dict[str, list[tuple[str, Decimal, object]]] = defaultdict(list)
    for unit in UNITS.values():
        if is_money(unit) or unit.kind in {"Count", "RatioDifference"}:
            continue
        try:
            found = registry.Quantity(Decimal(1), registry.parse_units(expression(unit.label)))
        except (pint.UndefinedUnitError, pint.DefinitionSyntaxError, ValueError):
            continue
        by_kind[unit.kind].append((unit.name, unit.factor, found))
    compared = 0
    for kind, units in by_kind.items():
        first, factor, theirs = units[0]
        for name, own, other in units[1:]:
            ratio = other.to(theirs.units).magnitude  # type: ignore[attr-defined]  # pint is imported only if it is there
            assert float(ratio) == pytest.approx(
                float(own / factor), rel=SURVEYED if "AC" in (first, name) else 1e-9
            ), (kind, first, name)
            compared += 1
    assert compared + len(by_kind) >= LEAST, compared
