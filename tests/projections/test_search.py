from decimal import Decimal

from kg.events import AnnouncementRecorded, DocumentRecorded, EntityDeclared
from kg.projections import Recorded
from kg.projections.search import entries, figures
from kg.stores.search import Entry, FigureEntry
from tests.builders import NOW, claim, document
from tests.events.test_events import DOCUMENT, OCCURRENCE
from tests.projections.test_entities import ASH


def recorded(event: EntityDeclared | DocumentRecorded | AnnouncementRecorded) -> Recorded:
    return Recorded(7, NOW, event)


def test_names_titles_and_sentences_can_be_found() -> None:
    said = claim("c", "ash", "totalRaised", value="$22bn", workload="chat", condition="if so", note="A word.")
    sentence = claim("s", "ash", "states", states="So it is.")
    silent = claim("n", "ash", objects=("h100",))
    assert list(entries(recorded(ASH))) == [Entry("ash", "entity", 'Ash "A" · A · Ash Inc')]
    assert list(entries(recorded(DocumentRecorded(document=DOCUMENT, claims=(said, sentence, silent))))) == [
        Entry("d1", "document", "Ash plans «three» halls 電力 · Ash wants to build."),
        Entry("d1/c", "claim", "$22bn · chat · if so · A word."),
        Entry("d1/s", "claim", "So it is."),
    ]
    announced = AnnouncementRecorded(document="d1", occurrence=OCCURRENCE)
    assert list(entries(recorded(announced))) == [Entry("d1/plan", "announcement", "Ash plans")]


def test_figures_are_found_in_base_units_and_comparisons_by_their_factor_too() -> None:
    one = {"low": "1", "high": "1", "bound": "exact", "unit": "KiloW", "ratio": None, "text": "1 kW"}
    power = claim("p", "ash", "powerDraw", value="23 kW", second={"relation": "from", "quantity": one})
    faster = claim("f", "ash", "relativePerfPerWatt", value="over 2.2x")
    found = list(figures(recorded(document("d1", power, faster))))
    assert found == [
        FigureEntry("d1/p", "Power", Decimal(23000), Decimal(23000), "23 kW"),
        FigureEntry("d1/p", "Power", Decimal(1000), Decimal(1000), "1 kW"),
        FigureEntry("d1/f", found[2].kind, Decimal("2.2"), None, "over 2.2x"),
        FigureEntry("d1/f", "Factor", Decimal("2.2"), None, "over 2.2x"),
    ]
