from kg.claim import Entity
from kg.events import EntityDeclared
from kg.projections.entities import OWN, entities, identities
from tests.projections.lines import line, lines, term

ASH = EntityDeclared(
    entity=Entity(id="ash", cls="Company", label='Ash "A"', aliases=("A", "Ash Inc"), note="The tree.")
)


def test_an_entity() -> None:
    assert lines(entities, ASH) == {
        "id:ash rdf:type kg:Entity",
        "id:ash rdf:type kg:Company",
        'id:ash skos:prefLabel "Ash \\"A\\""',
        'id:ash skos:altLabel "A"',
        'id:ash skos:altLabel "Ash Inc"',
        'id:ash skos:note "The tree."',
    }


def test_all_that_is_written_of_an_entity_is_taken_back_with_it() -> None:
    assert {term(line.split()[1]) for line in lines(entities, ASH)} == OWN


def test_a_folded_entity_lends_its_names_and_leaves_where_it_is_found() -> None:
    assert lines(entities, ASH, canonical={"ash": "oak"}) == {
        "id:oak rdf:type kg:Entity",
        "id:oak rdf:type kg:Company",
        'id:oak skos:altLabel "Ash \\"A\\""',
        'id:oak skos:altLabel "A"',
        'id:oak skos:altLabel "Ash Inc"',
        'id:oak skos:note "The tree."',
    }
    assert [line(each) for each in identities({"ash": "oak"})] == ["id:ash kg:mergedInto id:oak"]


def test_what_was_read_anew_later_is_left_out() -> None:
    assert lines(entities, ASH, position=3, revised={"ash": 4}) == set()
