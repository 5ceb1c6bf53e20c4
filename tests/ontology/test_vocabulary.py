"""The Turtle files are whole, readable by both engines, and in step with `kg/vocab.py` and with the code."""

import ast
import runpy
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pyoxigraph
import pytest
from rdflib import RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace

from kg import vocab
from kg.resources import folder
from kg.term import Takes

KG = Namespace("https://w3id.org/claimledger/ns#")
BN = Namespace("https://w3id.org/claimledger/bottleneck/")
FILES = ("kg.ttl", "bottlenecks.ttl", "units.ttl")
ONTOLOGY = folder("ontology")


@pytest.fixture(scope="module")
def graph() -> Graph:
    whole = Graph()
    for name in FILES:
        whole.parse(ONTOLOGY / name)
    return whole


def test_the_python_tables_are_what_the_turtle_files_give(root: Path) -> None:
    text = runpy.run_path(str(ONTOLOGY / "generate_vocab.py"))["generate"]()
    assert text == (root / "kg" / "vocab.py").read_text(encoding="utf-8"), "run: python ontology/generate_vocab.py"


def test_a_term_without_a_label_is_refused(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_bytes((ONTOLOGY / name).read_bytes())
    with (tmp_path / "kg.ttl").open("a", encoding="utf-8") as file:
        file.write('\nkg:mute a kg:Predicate ; kg:takes "entity" .\n')
    script = runpy.run_path(str(ONTOLOGY / "generate_vocab.py"))
    with pytest.raises(script["VocabularyError"], match="mute has no label"):
        script["generate"](tmp_path)


@pytest.mark.parametrize("name", [*FILES, "shapes.ttl"])
def test_both_engines_read_the_same_number_of_triples(name: str) -> None:
    with_rdflib = len(Graph().parse(ONTOLOGY / name))
    store = pyoxigraph.Store()
    store.load(path=str(ONTOLOGY / name), format=pyoxigraph.RdfFormat.TURTLE)
    assert len(store) == with_rdflib > 0


@pytest.mark.parametrize("name", FILES)
def test_what_goes_into_the_store_has_no_blank_nodes(name: str) -> None:
    terms = {term for triple in Graph().parse(ONTOLOGY / name) for term in triple}
    assert not [term for term in terms if isinstance(term, BNode)]


def test_every_term_has_one_label_and_one_comment_in_english(graph: Graph) -> None:
    terms = [term for term in set(graph.subjects()) if str(term).startswith((str(KG), str(BN)))]
    assert len(terms) > 500
    for term in terms:
        topic = str(term).startswith(str(BN))
        labels = list(graph.objects(term, SKOS.prefLabel if topic else RDFS.label))
        comments = list(graph.objects(term, SKOS.definition if topic else RDFS.comment))
        for words in (labels, comments):
            assert [word.language for word in words if isinstance(word, Literal)] == ["en"], term
        assert len(str(comments[0])) > 8, term
        assert str(comments[0]).endswith("."), term


def test_every_term_that_the_files_use_is_defined_in_them(graph: Graph) -> None:
    used = {term for triple in graph for term in triple if str(term).startswith((str(KG), str(BN)))}
    assert not {term for term in used if (term, None, None) not in graph}


def test_no_name_stands_for_two_kinds_of_thing_unless_its_comment_says_so(graph: Graph) -> None:
    twice = {
        str(term).removeprefix(str(KG)): sorted(str(kind).rsplit("#", 1)[-1] for kind in kinds)
        for term in set(graph.subjects(RDF.type, None))
        if len(kinds := set(graph.objects(term, RDF.type)) - {RDF.Property, SKOS.Concept}) > 1
    }
    assert twice == {
        "deploymentTime": ["Metric", "Predicate"],
        "partnerOf": ["Predicate", "SymmetricProperty"],
        "reported": ["EvidenceGrade", "Modality"],
    }


def test_every_predicate_takes_a_known_kind_and_figures_have_a_metric() -> None:
    for predicate in vocab.PREDICATES.values():
        assert predicate.takes in get_args(Takes), predicate.name
        assert (predicate.metric in vocab.METRICS) == (predicate.takes == "quantity"), predicate.name
        assert (predicate.metric is not None) == (predicate.takes == "quantity"), predicate.name
    assert [name for name, one in vocab.PREDICATES.items() if one.takes == "text"] == ["states"]


def test_every_metric_is_measured_by_a_predicate() -> None:
    measured = {one.metric for one in vocab.PREDICATES.values()}
    assert set(vocab.METRICS) <= measured


def test_definitions_of_metrics_and_durations_point_to_what_can_be_stated(graph: Graph) -> None:
    metrics = {KG[name] for name in vocab.METRICS}
    predicates = {KG[name] for name in vocab.PREDICATES}
    assert (KG.performancePerWatt, KG.numerator, KG.throughput) in graph
    assert (KG.performancePerWatt, KG.denominator, KG.power) in graph
    for prop, known in ((KG.numerator, metrics), (KG.denominator, metrics), (KG.productOf, predicates)):
        pairs = list(graph.subject_objects(prop))
        assert pairs
        assert {end for pair in pairs for end in pair} <= known, prop
    for prop in (KG.spansFrom, KG.spansTo):
        dates = {str(date).removeprefix(str(KG)) for date in graph.objects(KG.deploymentTime, prop)}
        assert dates
        assert {vocab.PREDICATES[name].takes for name in dates} == {"time"}


def test_parents_are_terms_of_the_same_table() -> None:
    for table, roof in ((vocab.CLASSES, "Entity"), (vocab.METRICS, ""), (vocab.TOPICS, "")):
        for term in table.values():
            assert set(term.parents) <= {*table, roof} - {""}, term.name
    assert {kind.parents for kind in vocab.DOCUMENT_KINDS.values()} == {("Document",)}


def test_qualifiers_with_closed_lists_are_properties_of_a_claim(graph: Graph) -> None:
    for name, words in vocab.QUALIFIER_VALUES.items():
        assert (KG[name], RDF.type, RDF.Property) in graph
        assert len(words) == len(set(words)) > 1
        for word in words:
            assert (KG[f"{name}-{word}"], KG.ofQualifier, KG[name]) in graph


def _written_by(code: ast.AST) -> Iterator[str]:
    """Return the names that `code` makes terms of: `ids.kg("…")` and the names and kinds of remarks."""
    for call in ast.walk(code):
        if not isinstance(call, ast.Call):
            continue
        called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        given = {word.arg: word.value for word in call.keywords}
        value = {"kg": next(iter(call.args), None), "Detail": given.get("name"), "Remark": given.get("kind")}.get(
            called
        )
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value


def test_the_code_writes_no_term_that_the_vocabulary_lacks(graph: Graph, root: Path) -> None:
    files = sorted((root / "kg").rglob("*.py"))
    used = {(name, file.name) for file in files for name in _written_by(ast.parse(file.read_text(encoding="utf-8")))}
    assert ("modality", "claims.py") in used
    assert not {(name, file) for name, file in used if (KG[name], RDFS.label, None) not in graph}


def test_the_tables_are_quick_to_import() -> None:
    code = "import time, kg.term\nstart = time.process_time()\nimport kg.vocab\nprint(time.process_time() - start)"
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True) for _ in range(3)]
    assert min(float(run.stdout) for run in runs) < 0.1, "25 ms on two shared cores, without byte code"


def test_factors_are_written_without_loss() -> None:
    assert vocab.UNITS["MilliSEC"].factor == Decimal("0.001")
    assert vocab.UNITS["W-HR"].factor == 3600
    assert vocab.UNITS["TeraW-HR"].factor == Decimal("3.6E15")
