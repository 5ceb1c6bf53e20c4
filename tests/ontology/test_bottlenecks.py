"""The scheme of bottlenecks: a forest of eight trees whose counts come out as the column's tags demand."""

import json
from collections import defaultdict
from pathlib import Path

import pytest
from rdflib import SKOS, Graph, Namespace, URIRef

from kg.resources import folder
from kg.vocab import TOPICS

BN = Namespace("https://w3id.org/claimledger/bottleneck/")


@pytest.fixture(scope="module")
def scheme() -> Graph:
    return Graph().parse(folder("ontology") / "bottlenecks.ttl")


def _tops(scheme: Graph, topic: str) -> set[str]:
    up = scheme.transitive_objects(BN[topic], SKOS.broader)
    return {str(scheme.value(t, SKOS.prefLabel)) for t in up if (t, SKOS.topConceptOf, BN.scheme) in scheme}


def test_every_topic_leads_to_one_of_eight_top_groups(scheme: Graph) -> None:
    assert all(len(_tops(scheme, name)) == 1 for name in TOPICS)
    assert {top for name in TOPICS for top in _tops(scheme, name)} == {
        "Compute",
        "Cost and capital",
        "Energy / power",
        "Interconnect and network",
        "Interoperability and software",
        "Memory",
        "Serving architecture",
        "Supply chain",
    }


def test_top_groups_are_named_on_both_sides_and_have_nothing_above_them(scheme: Graph) -> None:
    tops = set(scheme.subjects(SKOS.topConceptOf, BN.scheme))
    assert set(scheme.objects(BN.scheme, SKOS.hasTopConcept)) == tops
    assert not [top for top in tops if scheme.value(top, SKOS.broader)]
    assert {BN[name] for name in TOPICS} == set(scheme.subjects(SKOS.inScheme, BN.scheme))


def test_three_things_called_orchestration_are_three_topics(scheme: Graph) -> None:
    homonyms = {s for s, o in scheme.subject_objects(SKOS.altLabel) if str(o) == "orchestration"}
    assert homonyms == {BN["orchestration-gpu"], BN["orchestration-llm-application"], BN["orchestration-serving"]}
    assert all(isinstance(topic, URIRef) for topic in homonyms)


def test_the_tags_of_the_column_give_the_counts_of_its_top_groups(scheme: Graph, shared: Path) -> None:
    claims = json.loads((shared / "seed" / "facts.json").read_text(encoding="utf-8"))["facts"]
    counted = defaultdict(set)
    for claim in claims:
        for topic in claim["bn"]:
            for top in _tops(scheme, topic):
                counted[top].add(claim["key"])
    assert {top: len(keys) for top, keys in counted.items()} == {
        "Energy / power": 21,
        "Memory": 20,
        "Serving architecture": 11,
        "Compute": 8,
        "Cost and capital": 7,
        "Interoperability and software": 7,
        "Interconnect and network": 3,
    }
