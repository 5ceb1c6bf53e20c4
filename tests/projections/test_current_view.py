import pytest

from kg.projections.current_view import current_view
from tests.builders import claim, document
from tests.ledger import Fields
from tests.projections.lines import lines

STANDS = "id:d1/c kg:status kg:stands"


@pytest.mark.parametrize(
    ("fields", "triples"),
    [
        ({"objects": ("h100", "h200")}, {"id:ash kg:usesHardware id:h100", "id:ash kg:usesHardware id:h200"}),
        ({"objects": ("h100",), "modality": "estimated"}, {"id:ash kg:usesHardware id:h100"}),
        ({"objects": ("h100",), "modality": "planned"}, set()),
        ({"objects": ("h100",), "negated": True}, set()),
        ({"objects": ("h100",), "condition": "if the permit comes"}, set()),
        ({"predicate": "bottleneckShift", "objects": ("latency",)}, {"id:ash kg:bottleneckShift bn:latency"}),
        ({"predicate": "totalRaised", "value": "3 USD"}, set()),
        ({"predicate": "states", "states": "So."}, set()),
    ],
)
def test_what_a_claim_supports_while_it_stands(fields: Fields, triples: set[str]) -> None:
    said = claim("c", "ash", **({"predicate": "usesHardware"} | fields))
    assert lines(current_view, document("d1", said)) == triples | {STANDS}


def test_a_claim_that_was_read_anew_later_supports_nothing() -> None:
    assert lines(current_view, document("d1", claim("c", "ash", objects=("h100",))), revised={"d1/c": 9}) == set()
