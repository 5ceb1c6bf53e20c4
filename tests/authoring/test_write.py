from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kg.authoring import describe
from kg.claim import Claim, Dependence, Document, Entity, Link, Occurrence, Reading, Second
from kg.dates import When
from kg.figures import Figure
from kg.texts import Span

FIGURE = Figure(low=Decimal(35), high=None, bound="greaterThan", unit="CCY_USD", ratio=None, text="over 35 USD")
WHEN = When(earliest=date(2026, 7, 1), latest=None, text="since July 2026")
PLAIN = Claim(key="k", subject="acme", attributed_to=("voice",))
FIELDS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "key": ("j", ("key: j",)),
    "subject": ("beta", ("subject: beta",)),
    "predicate": ("offerPrice", ("predicate: offerPrice",)),
    "objects": (("a", "b"), ("object: a", "object: b")),
    "quantity": (FIGURE, ("value: over 35 USD (greaterThan 35.. CCY_USD)",)),
    "states": ("It is so.", ("states: It is so.",)),
    "negated": (True, ("negated: true",)),
    "modality": ("planned", ("modality: planned",)),
    "hedges": (("may",), ("hedge: may",)),
    "condition": ("if so", ("condition: if so",)),
    "attributed_to": (("x", "y"), ("by: x", "by: y")),
    "attribution_inferred": (True, ("by_inferred: true",)),
    "spans": ((Span(start=1, end=2, words_hash="0" * 12),), ("at: 1-2 000000000000",)),
    "locator": ("page 3", ("locator: page 3",)),
    "when": (WHEN, ("when: since July 2026 (2026-07-01..)",)),
    "topics": (("latency",), ("topics: latency",)),
    "links": ((Link(relation="derivedFrom", to="a/b"),), ("derived_from: a/b",)),
    "metric": ("throughput", ("metric: throughput",)),
    "baseline": ("b200", ("baseline: b200",)),
    "baseline_quantity": (FIGURE, ("baseline: over 35 USD (greaterThan 35.. CCY_USD)",)),
    "workload": ("w", ("workload: w",)),
    "shift_from": ("latency", ("shift_from: latency",)),
    "shift_to": ("latency", ("shift_to: latency",)),
    "dependence": (Dependence(effect="reduces", on="nvidia"), ("dependence: reduces nvidia",)),
    "qualifiers": ((("substituteFor", "h100"), ("role", "warns")), ("substitute_for: h100", "role: warns")),
    "second": (Second(relation="at", quantity=FIGURE), ("second: at over 35 USD (greaterThan 35.. CCY_USD)",)),
    "window": ("until 2027", ("window: until 2027",)),
    "resolution": ("r", ("resolution: r",)),
    "note": ("n", ("note: n",)),
    "method": ("rules", ("method: rules",)),
    "confidence": (0.8, ("confidence: 0.8",)),
}


def test_a_claim_shows_what_is_not_its_default() -> None:
    assert describe(PLAIN) == ("key: k", "subject: acme", "by: voice")


def test_the_table_has_every_field_of_a_claim() -> None:
    assert set(FIELDS) == set(Claim.model_fields)


@pytest.mark.parametrize(("field", "value", "lines"), [(name, *row) for name, row in FIELDS.items()])
def test_a_changed_field_shows_in_the_spelling_of_files(field: str, value: object, lines: tuple[str, ...]) -> None:
    changed = describe(PLAIN.model_copy(update={field: value}))
    assert set(lines) <= set(changed)
    assert set(changed) - set(lines) <= set(describe(PLAIN))


def test_figures_and_times_that_were_read_differently_look_different() -> None:
    other = Figure(low=Decimal(35), high=None, bound="atLeast", unit="CCY_USD", ratio=None, text="over 35 USD")
    assert describe(PLAIN.model_copy(update={"quantity": FIGURE})) != describe(
        PLAIN.model_copy(update={"quantity": other})
    )


def test_documents_entities_and_occurrences_are_shown_as_well() -> None:
    document = Document(
        id="d", title="t", kind="post", voice="v", published=WHEN, authors=("x",), text_hash=f"sha256:{0:064}"
    )
    assert describe(document) == (
        "id: d",
        "title: t",
        "kind: post",
        "voice: v",
        "author: x",
        "published: since July 2026 (2026-07-01..)",
        f"text: sha256:{0:064}",
    )
    assert describe(Entity(id="a", cls="Company", label="A", aliases=("B",))) == (
        "id: a",
        "class: Company",
        "label: A",
        "aliases: B",
    )
    assert describe(Occurrence(key="o", title="t", type="historic")) == ("key: o", "title: t", "type: historic")
    assert describe(Reading(document="d", occurrence="o", claim=PLAIN))[:3] == (
        "document: d",
        "announcement: o",
        "key: k",
    )
