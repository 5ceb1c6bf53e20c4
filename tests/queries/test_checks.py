"""The questions that must come back empty: each names the fault that is planted in a sound graph."""

import pyoxigraph as ox
import pytest

from kg.ids import ID
from kg.prefixes import PREFIXES
from tests.queries.asking import SHIPPED

CHECKS = [name for name, question in SHIPPED.items() if question.folder == "checks"]
CLAIM = f"<{ID}summer-report/serves>"
"""Says that the data centre Larch Hall uses the H200."""
FIGURE = f"<{ID}summer-report/right/quantity>"
PLACE = f"<{ID}accounts/sales-2025/span>"
RECORD = f"<{ID}event/1>"
PARTS = (
    *("kg:key", "rdf:subject", "rdf:predicate", "prov:wasAttributedTo", "kg:modality", "kg:status", "kg:evidence"),
    *("kg:reportedIn", "prov:wasGeneratedBy"),
)
FAULTS = [
    *(("claims-that-lack-something", f"DELETE WHERE {{ {CLAIM} {part} ?x }}", CLAIM) for part in PARTS),
    (
        "claims-that-lack-something",
        f"INSERT DATA {{ {CLAIM} kg:status kg:retracted }} ; DELETE WHERE {{ {CLAIM} kg:evidence ?x }}",
        CLAIM,
    ),
    ("claims-of-two-minds", f"INSERT DATA {{ {CLAIM} kg:status kg:retracted }}", CLAIM),
    ("claims-of-two-minds", f"INSERT DATA {{ {CLAIM} rdf:subject id:nvidia }}", CLAIM),
    ("claims-that-say-nothing", f"DELETE WHERE {{ {CLAIM} rdf:object ?x }}", CLAIM),
    ("claims-affirmed-wrongly", f"INSERT DATA {{ {CLAIM} kg:condition 'the sun shines' }}", CLAIM),
    (
        "claims-affirmed-wrongly",
        f"DELETE DATA {{ {CLAIM} kg:negated false }} ; INSERT DATA {{ {CLAIM} kg:negated true }}",
        CLAIM,
    ),
    (
        "claims-affirmed-wrongly",
        f"DELETE WHERE {{ {CLAIM} kg:modality ?x }} ; INSERT DATA {{ {CLAIM} kg:modality kg:planned }}",
        CLAIM,
    ),
    ("claims-in-unknown-documents", "DELETE DATA { id:summer-report a kg:Document }", CLAIM),
    (
        "claims-in-unknown-documents",
        f"DELETE DATA {{ <{ID}accounts/listing> a kg:ReportedEvent }}",
        f"<{ID}accounts/worth>",
    ),
    ("links-to-nowhere", f"INSERT DATA {{ {CLAIM} kg:disputes <{ID}summer-report/gone> }}", CLAIM),
    ("links-to-nowhere", f"INSERT DATA {{ {RECORD} kg:endedBy <{ID}summer-report/gone> }}", RECORD),
    ("claims-that-bear-on-themselves", f"INSERT DATA {{ {CLAIM} kg:supports {CLAIM} }}", CLAIM),
    ("names-missing", "DELETE WHERE { id:larch-hall skos:prefLabel ?x }", CLAIM),
    ("names-missing", "DELETE WHERE { id:h200 skos:prefLabel ?x }", CLAIM),
    ("words-unknown-to-the-vocabulary", f"INSERT DATA {{ {CLAIM} kg:modality kg:guessed }}", CLAIM),
    ("words-unknown-to-the-vocabulary", f"INSERT DATA {{ {FIGURE} qudt:hasUnit unit:FURLONG }}", FIGURE),
    ("two-names-or-none", "INSERT DATA { id:h200 skos:prefLabel 'H 200' }", f"<{ID}h200>"),
    ("two-names-or-none", "DELETE WHERE { id:summer-report skos:prefLabel ?x }", f"<{ID}summer-report>"),
    *(
        ("quantities-without-a-unit", f"DELETE WHERE {{ {FIGURE} {part} ?x }}", FIGURE)
        for part in ("qudt:hasUnit", "kg:bound", "kg:asText", "qudt:numericValue")
    ),
    ("quantities-without-a-unit", "DELETE WHERE { ?unit kg:quantityKind ?x }", FIGURE),
    (
        "ranges-the-wrong-way-round",
        f"DELETE WHERE {{ {FIGURE} kg:low ?x }} ; INSERT DATA {{ {FIGURE} kg:low 1.0e12 }}",
        FIGURE,
    ),
    ("ranges-the-wrong-way-round", f"DELETE WHERE {{ {PLACE} kg:end ?x }} ; INSERT DATA {{ {PLACE} kg:end 0 }}", PLACE),
    (
        "ranges-the-wrong-way-round",
        f"INSERT DATA {{ {CLAIM} kg:timeEarliest '2026-02-01'^^xsd:date ; kg:timeLatest '2026-01-01'^^xsd:date }}",
        CLAIM,
    ),
    (
        "places-in-another-document",
        f"DELETE WHERE {{ {PLACE} oa:hasSource ?x }} ; INSERT DATA {{ {PLACE} oa:hasSource id:summer-report }}",
        PLACE,
    ),
    ("relations-without-a-claim", "INSERT DATA { id:larch-hall kg:usesHardware id:h20 }", f"<{ID}h20>"),
    (
        "relations-without-a-claim",
        f"DELETE WHERE {{ {CLAIM} kg:status ?x }} ; INSERT DATA {{ {CLAIM} kg:status kg:retracted }}",
        f"<{ID}larch-hall>",
    ),
    ("claims-without-their-relation", "DELETE DATA { id:larch-hall kg:usesHardware id:h200 }", CLAIM),
    (
        "endings-without-a-record",
        f"DELETE WHERE {{ {CLAIM} kg:status ?x }} ; INSERT DATA {{ {CLAIM} kg:status kg:corrected }}",
        CLAIM,
    ),
    ("endings-without-a-record", f"INSERT DATA {{ {RECORD} kg:ends {CLAIM} }}", CLAIM),
    ("endings-without-a-record", f"INSERT DATA {{ {RECORD} kg:ends id:summer-report }}", CLAIM),
    ("words-about-folded-entities", "INSERT DATA { id:h200 kg:mergedInto id:h20 }", CLAIM),
    (
        "words-about-folded-entities",
        "INSERT DATA { id:gone kg:mergedInto id:h20 ; skos:prefLabel 'Gone' }",
        f"<{ID}gone>",
    ),
    (
        "words-about-folded-entities",
        "INSERT DATA { id:gone kg:mergedInto id:h200 , id:h20 }",
        f"<{ID}gone>",
    ),
    *(
        ("records-without-a-place", f"DELETE WHERE {{ {RECORD} {part} ?x }}", RECORD)
        for part in ("kg:position", "kg:recordType", "kg:recordedAt", "a")
    ),
    ("records-without-a-place", f"INSERT DATA {{ {RECORD} kg:position 2 }}", RECORD),
]
"""A check, what breaks a sound graph, and what the check has to name."""


def rows(store: ox.Store, name: str) -> list[set[str]]:
    solutions = store.query(SHIPPED[name].text)
    assert isinstance(solutions, ox.QuerySolutions)
    return [{str(term) for term in row if term is not None} for row in solutions]


def loaded(lines: bytes) -> ox.Store:
    store = ox.Store()
    store.load(lines, format=ox.RdfFormat.N_TRIPLES)
    return store


@pytest.mark.parametrize("name", CHECKS)
def test_a_sound_graph_passes(lines: bytes, name: str) -> None:
    assert rows(loaded(lines), name) == []


@pytest.mark.parametrize(("name", "fault", "culprit"), FAULTS)
def test_a_planted_fault_is_named(lines: bytes, name: str, fault: str, culprit: str) -> None:
    store = loaded(lines)
    store.update("".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items()) + fault)
    assert culprit in set().union(*rows(store, name))


def test_no_check_is_left_out() -> None:
    assert {name for name, _, _ in FAULTS} == set(CHECKS)
