import pytest

from kg.dates import read_when
from kg.projections.claims import claims
from kg.vocab import UNITS
from tests.builders import announcement, claim, document
from tests.ledger import Fields
from tests.projections.lines import lines


def of(subject: str = "ash", predicate: str = "usesHardware", **fields: object) -> set[str]:
    """Return what is said of the claim `d1/c`."""
    return lines(claims, document("d1", claim("c", subject, predicate, **fields)))


def test_a_plain_claim() -> None:
    said = claim("c", "ash", objects=("h100", "h200"))
    assert lines(claims, announcement("d1", "ann", said)) == {
        "id:d1/c rdf:type kg:Claim",
        'id:d1/c kg:key "c"',
        "id:d1/c rdf:subject id:ash",
        "id:d1/c kg:subjectAsWritten id:ash",
        "id:d1/c rdf:predicate kg:usesHardware",
        "id:d1/c rdf:object id:h100",
        "id:d1/c rdf:object id:h200",
        'id:d1/c kg:negated "false"^^xsd:boolean',
        'id:d1/c kg:affirmed "true"^^xsd:boolean',
        "id:d1/c kg:modality kg:asserted",
        "id:d1/c kg:reportedIn id:d1",
        "id:d1/c kg:inAnnouncement id:d1/ann",
        "id:d1/c prov:wasAttributedTo id:voice",
        "id:d1/c prov:wasGeneratedBy id:event/7",
        'id:d1/c kg:method "authored"',
        f'id:d1/c kg:contentHash "{said.content_hash()}"',
        "id:d1/c kg:evidence kg:reported",
    }


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"negated": True}, ['kg:negated "true"^^xsd:boolean', 'kg:affirmed "false"^^xsd:boolean']),
        ({"modality": "planned"}, ["kg:modality kg:planned", 'kg:affirmed "false"^^xsd:boolean']),
        ({"condition": "if so"}, ['kg:condition "if so"', 'kg:affirmed "false"^^xsd:boolean']),
        ({"hedges": ("could", "may")}, ['kg:hedge "could"', 'kg:hedge "may"']),
        ({"attribution_inferred": True}, ['kg:attributionInferred "true"^^xsd:boolean']),
        ({"attributed_to": ("ada", "bob")}, ["prov:wasAttributedTo id:ada", "prov:wasAttributedTo id:bob"]),
        ({"locator": "page 3"}, ['kg:locator "page 3"', "kg:evidence kg:reported"]),
        ({"topics": ("latency",)}, ["kg:bottleneck bn:latency"]),
        ({"shift_from": "latency", "shift_to": "gpu-supply"}, ["kg:shiftFrom bn:latency", "kg:shiftTo bn:gpu-supply"]),
        ({"links": [{"relation": "disputes", "to": "d0/x"}]}, ["kg:disputes id:d0/x"]),
        (
            {"dependence": {"effect": "reduces", "on": "nvidia"}},
            ["kg:dependenceEffect kg:reducesDependence", "kg:dependenceOn id:nvidia"],
        ),
        ({"dependence": {"effect": "avoids", "on": "nvidia"}}, ["kg:dependenceEffect kg:avoids"]),
        ({"qualifiers": [("role", "lead"), ("role", "x")]}, ['kg:role "lead"', 'kg:role "x"']),
        (
            {"workload": "chat", "window": "2028", "resolution": "a list"},
            ['kg:workload "chat"', 'kg:window "2028"', 'kg:resolution "a list"'],
        ),
        ({"note": "A word."}, ['skos:note "A word."']),
        ({"confidence": 0.8}, ['kg:extractionConfidence "0.8"^^xsd:decimal']),
        ({"when": read_when("by 2028", where="x")}, ['kg:timeLatest "2028-12-31"^^xsd:date', 'kg:timeText "by 2028"']),
        ({"baseline": "h200"}, ["kg:baseline id:h200"]),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_each_field_is_said(fields: Fields, says: list[str]) -> None:
    assert {f"id:d1/c {each}" for each in says} <= of(objects=("h100",), **fields)


def test_a_plain_sentence() -> None:
    said = of(predicate="states", states="So it is.")
    assert {"id:d1/c rdf:predicate kg:states", 'id:d1/c kg:states "So it is."'} <= said
    assert not any(" rdf:object " in line for line in said)


def test_topics_are_objects_where_the_predicate_takes_topics() -> None:
    assert "id:d1/c rdf:object bn:latency" in of(predicate="bottleneckShift", objects=("latency",))


def test_places_are_numbered_and_make_a_claim_located() -> None:
    spans = [
        {"start": 3, "end": 9, "words_hash": "0123456789ab"},
        {"start": 12, "end": 13, "words_hash": "ba9876543210"},
    ]
    said = of(objects=("h100",), spans=spans)
    assert {
        "id:d1/c kg:evidence kg:located",
        "id:d1/c kg:anchor id:d1/c/span",
        "id:d1/c kg:anchor id:d1/c/span-2",
        "id:d1/c/span oa:hasSource id:d1",
        'id:d1/c/span kg:start "3"^^xsd:integer',
        'id:d1/c/span-2 kg:end "13"^^xsd:integer',
        'id:d1/c/span-2 kg:wordsHash "ba9876543210"',
    } <= said


def quantity(value: str, predicate: str = "totalRaised") -> set[str]:
    """Return what is said of the figure of a claim, less its type and text."""
    node = "id:d1/c/quantity "
    said = {line.removeprefix(node) for line in of(predicate=predicate, value=value) if line.startswith(node)}
    return {line for line in said if not line.startswith(("rdf:type", "kg:asText"))}


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (
            "35 bn USD",
            {
                'qudt:numericValue "35000000000"^^xsd:decimal',
                "kg:bound kg:exact",
                'kg:low "35000000000"^^xsd:double',
                'kg:high "35000000000"^^xsd:double',
            },
        ),
        (
            "over 35 bn USD",
            {
                'qudt:numericValue "35000000000"^^xsd:decimal',
                "kg:bound kg:greaterThan",
                'kg:low "35000000000"^^xsd:double',
            },
        ),
        ("under 2 USD", {'qudt:numericValue "2"^^xsd:decimal', "kg:bound kg:lessThan", 'kg:high "2"^^xsd:double'}),
        (
            "2 to 4 USD",
            {
                'schema:minValue "2"^^xsd:decimal',
                'schema:maxValue "4"^^xsd:decimal',
                "kg:bound kg:range",
                'kg:low "2"^^xsd:double',
                'kg:high "4"^^xsd:double',
            },
        ),
    ],
)
def test_a_figure_in_its_unit_and_in_the_base_unit(value: str, says: set[str]) -> None:
    assert quantity(value) == says | {"qudt:hasUnit " + _unit("CCY_USD")}


def _unit(name: str) -> str:
    iri = UNITS[name].iri
    return iri.replace("http://qudt.org/vocab/unit/", "unit:").replace("https://w3id.org/claimledger/ns#", "kg:")


def test_power_is_said_in_watts_too() -> None:
    said = quantity("1.5 GW", "plannedCapacity")
    assert {'qudt:numericValue "1.5"^^xsd:decimal', 'kg:low "1500000000"^^xsd:double'} <= said


def test_the_text_of_a_figure_is_kept_as_printed() -> None:
    assert 'id:d1/c/quantity kg:asText "over 35 bn USD"' in of(predicate="totalRaised", value="over 35 bn USD")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("21x", ["kg:ratioKind kg:timesAsMuch", 'kg:factor "21"^^xsd:decimal']),
        ("64 % lower", ["kg:ratioKind kg:percentReduction", 'kg:factor "0.36"^^xsd:decimal']),
        ("2x to 4x", ['kg:factorLow "2"^^xsd:double', 'kg:factorHigh "4"^^xsd:double']),
        ("over 2.2x", ['kg:factorLow "2.2"^^xsd:double']),
    ],
)
def test_a_comparison_has_a_factor(value: str, says: list[str]) -> None:
    assert {f"id:d1/c {each}" for each in says} <= of(predicate="relativePerfPerWatt", value=value)


def test_a_second_figure_and_a_figure_as_baseline_are_nodes_of_their_own() -> None:
    one = {"low": "1", "high": "1", "bound": "exact", "unit": "CCY_USD", "ratio": None, "text": "1 USD"}
    said = of(
        predicate="totalRaised", value="3 USD", baseline_quantity=one, second={"relation": "from", "quantity": one}
    )
    assert {
        "id:d1/c kg:baselineQuantity id:d1/c/baseline",
        "id:d1/c kg:ratioKind kg:absoluteFromTo",
        'id:d1/c/baseline qudt:numericValue "1"^^xsd:decimal',
        "id:d1/c kg:secondQuantity id:d1/c/second",
        'id:d1/c/second kg:relation "from"',
        'id:d1/c/second qudt:numericValue "1"^^xsd:decimal',
    } <= said
