import pytest

from kg.events import Event
from kg.projections.records import records
from tests.events.test_events import EXAMPLES
from tests.projections.lines import lines

SAYS: dict[str, set[str]] = {
    "announcement-recorded": set(),
    "assessment-recorded": {
        "id:event/7 rdf:type kg:Assessment",
        "id:event/7 kg:concerns id:d1/capacity",
        'id:event/7 kg:statement "Of the site."',
        'id:event/7 kg:author "ada"',
        'id:event/7 kg:reason "As before."',
    },
    "background-recorded": {
        "id:event/7 rdf:type kg:BackgroundClaim",
        "id:event/7 kg:concerns id:h100",
        "id:event/7 kg:backgroundSubject id:h100",
        "id:event/7 kg:backgroundPredicate kg:madeBy",
        "id:event/7 kg:backgroundObject id:nvidia",
        'id:event/7 kg:author "ada"',
        'id:event/7 kg:reason "Its product."',
    },
    "claim-corrected": {
        "id:event/7 kg:ends id:d1/a",
        "id:event/7 kg:ending kg:corrected",
        'id:event/7 kg:endedOn "2026-05-03"^^xsd:date',
        "id:event/7 kg:endedBy id:d2/b",
        "id:d2/b kg:corrects id:d1/a",
        'id:event/7 kg:reason "Misprint."',
    },
    "claim-retracted": {
        "id:event/7 kg:ends id:d1/a",
        "id:event/7 kg:ending kg:retracted",
        'id:event/7 kg:endedOn "2026-05-03"^^xsd:date',
        'id:event/7 kg:reason "Withdrawn."',
    },
    "claim-superseded": {
        "id:event/7 kg:ends id:d1/a",
        "id:event/7 kg:ending kg:superseded",
        'id:event/7 kg:endedOn "2026-05-03"^^xsd:date',
        "id:event/7 kg:endedBy id:d2/b",
        "id:d2/b kg:supersedes id:d1/a",
        'id:event/7 kg:reason "Newer."',
    },
    "claims-linked": {
        "id:d1/a kg:disputes id:d2/b",
        "id:event/7 kg:linksFrom id:d1/a",
        "id:event/7 kg:linkRelation kg:disputes",
        "id:event/7 kg:linksTo id:d2/b",
        'id:event/7 kg:reason "Other figure."',
    },
    "document-recorded": set(),
    "document-retracted": {
        "id:event/7 kg:ends id:d1",
        "id:event/7 kg:ending kg:retracted",
        'id:event/7 kg:endedOn "2026-05-03"^^xsd:date',
        'id:event/7 kg:reason "Gone."',
    },
    "document-erased": {
        "id:event/7 kg:erases id:d1",
        "id:event/7 kg:erasure kg:claimsErased",
        "id:d1 kg:erasure kg:claimsErased",
        "id:d1 rdf:type kg:ErasedDocument",
        'id:d1 skos:prefLabel "d1"',
        'id:event/7 kg:reason "A court said so."',
    },
    "entities-kept-apart": {
        'id:event/7 kg:judgement "apart/nscale/nuscale/2"',
        "id:event/7 kg:keepsApart id:nscale",
        "id:event/7 kg:keepsApart id:nuscale",
        'id:event/7 kg:reason "Two firms."',
    },
    "entities-merged": {
        'id:event/7 kg:judgement "merge/run-ai/runai/2"',
        "id:event/7 kg:keeps id:run-ai",
        "id:event/7 kg:folds id:runai",
        'id:event/7 kg:reason "One firm."',
    },
    "entity-declared": set(),
    "extraction-corrected": {"id:event/7 kg:revises id:d1/plan", 'id:event/7 kg:reason "Misread."'},
    "forecast-resolved": {
        "id:event/7 rdf:type kg:Resolution",
        "id:event/7 kg:concerns id:d1/a",
        "id:event/7 kg:outcome kg:kept-late",
        "id:event/7 kg:shownBy id:d2/b",
        'id:event/7 kg:outcomeOn "2026-05-03"^^xsd:date',
        'id:event/7 kg:reason "It came."',
    },
    "judgement-undone": {
        'id:event/7 kg:undoes "merge/run-ai/runai/2"',
        'id:event/7 kg:reason "Two."',
    },
    "watch-declared": {
        "id:event/7 rdf:type kg:Watch",
        "id:event/7 kg:concerns id:ash",
        'id:event/7 kg:scope "power"',
        'id:event/7 kg:since "2026-05-03"^^xsd:date',
        'id:event/7 kg:until "2026-06-03"^^xsd:date',
        'id:event/7 kg:reason "Silent."',
    },
}


@pytest.mark.parametrize("event", [event for event, _, _ in EXAMPLES], ids=lambda event: event.type)
def test_what_is_said_of_a_record(event: Event) -> None:
    assert lines(records, event) == SAYS[event.type] | {
        "id:event/7 rdf:type kg:LogEvent",
        'id:event/7 kg:position "7"^^xsd:integer',
        f'id:event/7 kg:recordType "{event.type}"',
        'id:event/7 kg:recordedAt "2026-05-01T12:00:00Z"^^xsd:dateTime',
    }


def test_a_remark_speaks_of_the_entity_kept_and_a_judgement_of_those_it_was_made_of() -> None:
    canonical = {"h100": "h200", "runai": "run-ai"}
    told = next(event for event, _, _ in EXAMPLES if event.type == "background-recorded")
    assert {
        "id:event/7 kg:concerns id:h200",
        "id:event/7 kg:backgroundSubject id:h200",
        "id:event/7 kg:namesAsWritten id:h100",
    } <= lines(records, told, canonical=canonical)
    merged = next(event for event, _, _ in EXAMPLES if event.type == "entities-merged")
    assert "id:event/7 kg:folds id:runai" in lines(records, merged, canonical=canonical)
