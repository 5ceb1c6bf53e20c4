# ruff: noqa: INP001 - a script beside the data it reads, not a package
"""The vocabulary's Turtle files in, `kg/vocab.py` out: the same terms as plain constants, sorted.

Run it from anywhere after a change: `python ontology/generate_vocab.py`. The same files give the same bytes.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from rdflib import RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

FOLDER = Path(__file__).parent
TARGET = FOLDER.parent / "kg" / "vocab.py"
SOURCES = ("kg.ttl", "bottlenecks.ttl", "units.ttl")

KG = Namespace("https://w3id.org/claimledger/ns#")
BN = Namespace("https://w3id.org/claimledger/bottleneck/")
QUDT = Namespace("http://qudt.org/schema/qudt/")

HEAD = '''# fmt: off
"""The terms of `ontology/` as plain constants, by name; written by `ontology/generate_vocab.py`, not by hand."""

from decimal import Decimal

from kg.term import Predicate, Term, Unit

'''
# Currencies are half of all units and differ in little; written short, they are quicker to import.
TAIL = """
UNITS.update(
    (name, Unit(name, iri, label, symbols, f"Money.{name[4:]}", Decimal(1)))
    for name, iri, label, symbols in _CURRENCIES
)
"""


class VocabularyError(Exception):
    """A term in the Turtle files lacks something that its kind needs."""


def generate(folder: Path = FOLDER) -> str:
    """Return the text of `kg/vocab.py` for the Turtle files in `folder`.

    Raises
    ------
    VocabularyError
        A term has no label, or two things claim one name.

    """
    graph = Graph()
    for name in SOURCES:
        graph.parse(folder / name)
    entities = {iri for iri in graph.transitive_subjects(RDFS.subClassOf, KG.Entity) if iri not in (None, KG.Entity)}
    kinds = {iri: _one(graph, iri, SKOS.notation) for iri in graph.subjects(RDFS.subClassOf, KG.Document)}
    sections = (
        _table("CLASSES", "Term", "Classes of entities.", _terms(graph, entities, RDFS.subClassOf)),
        _table(
            "DOCUMENT_KINDS",
            "Term",
            "Kinds of documents, by the word that authoring files use.",
            _terms(graph, kinds, RDFS.subClassOf, lambda iri: kinds[iri]),
        ),
        _table("PREDICATES", "Predicate", "What a claim can say of its subject.", _predicates(graph)),
        _table("METRICS", "Term", "What figures measure.", _terms(graph, _all(graph, KG.Metric), SKOS.broader)),
        _table("MODALITIES", "Term", "How a source puts a claim.", _terms(graph, _all(graph, KG.Modality))),
        _table("STATUSES", "Term", "How a claim stands.", _terms(graph, _all(graph, KG.Status))),
        _table(
            "TOPICS",
            "Term",
            "Bottlenecks that claims are tagged with; parents are broader topics.",
            _terms(graph, _all(graph, KG.Bottleneck), SKOS.broader),
        ),
        _table(
            "QUALIFIER_VALUES",
            "tuple[str, ...]",
            "Words that a qualifier with a closed list may have.",
            _qualifiers(graph),
        ),
        _table("PARTS", "float", "The part from 0 to 1 that a word of a closed list stands for.", _parts(graph)),
        _table("EXPECTED_NEEDS", "tuple[str, ...]", "What anything of a class needs as a rule.", _expected(graph)),
        _table("UNITS", "Unit", "Units of measure and currencies.", _units(graph)),
        _currencies(graph),
    )
    return HEAD + "\n".join(sections) + TAIL


def _table(name: str, value: str, says: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = [f"{name}: dict[str, {value}] = {{"]
    lines += [f"    {_quoted(key)}: {row}," for key, row in sorted(rows)]
    return "\n".join([*lines, "}", f'"""{says}"""', ""])


def _terms(
    graph: Graph, iris: Iterable[Node], parent: URIRef | None = None, key: Callable[[Node], str] | None = None
) -> Iterator[tuple[str, str]]:
    for iri in iris:
        parents = sorted(_name(up) for up in graph.objects(iri, parent) if _ours(up)) if parent else []
        row = _call("Term", *_words(graph, iri), parents=parents)
        yield (key(iri) if key else _name(iri)), row


def _predicates(graph: Graph) -> Iterator[tuple[str, str]]:
    for iri in _all(graph, KG.Predicate):
        metric = graph.value(iri, KG.measures)
        words = (*_words(graph, iri), _one(graph, iri, KG.takes))
        also = sorted(str(word) for word in graph.objects(iri, SKOS.altLabel))
        yield _name(iri), _call("Predicate", *words, metric=_name(metric) if metric else None, also=also)


def _qualifiers(graph: Graph) -> Iterator[tuple[str, str]]:
    for qualifier in set(graph.objects(None, KG.ofQualifier)):
        words = {_one(graph, word, SKOS.notation) for word in graph.subjects(KG.ofQualifier, qualifier)}
        yield _name(qualifier), _tuple(sorted(words))


def _parts(graph: Graph) -> Iterator[tuple[str, str]]:
    for word, part in graph.subject_objects(KG.countsAs):
        yield _name(word), repr(float(str(part)))


def _expected(graph: Graph) -> Iterator[tuple[str, str]]:
    for cls in set(graph.subjects(KG.expectsNeed, None)):
        yield _name(cls), _tuple(sorted(str(need) for need in graph.objects(cls, KG.expectsNeed)))


def _units(graph: Graph) -> Iterator[tuple[str, str]]:
    for iri in _all(graph, QUDT.Unit):
        factor = format(Decimal(_one(graph, iri, KG.toBase)).normalize(), "f")
        shown = factor if factor.isdigit() else _quoted(factor)
        kind = _quoted(_one(graph, iri, KG.quantityKind))
        yield _name(iri), f"Unit({_unit_words(graph, iri)}, {kind}, Decimal({shown}))"


def _currencies(graph: Graph) -> str:
    rows = sorted(_unit_words(graph, iri) for iri in _all(graph, QUDT.CurrencyUnit))
    return "\n".join(["_CURRENCIES = (", *(f"    ({row})," for row in rows), ")"])


def _unit_words(graph: Graph, iri: Node) -> str:
    name, full, label, _ = _words(graph, iri)
    others = sorted(str(symbol) for symbol in graph.objects(iri, KG.otherSymbol))
    symbols = _tuple([_one(graph, iri, KG.symbol), *others])
    return ", ".join([*(_quoted(text) for text in (name, full, label)), symbols])


def _call(cls: str, *texts: str, **extra: str | list[str] | None) -> str:
    given = {name: value for name, value in extra.items() if value}
    named = (f"{name}={_quoted(v) if isinstance(v, str) else _tuple(v)}" for name, v in given.items() if v)
    return f"{cls}({', '.join([*(_quoted(text) for text in texts), *named])})"


def _words(graph: Graph, iri: Node) -> tuple[str, str, str, str]:
    """Return name, IRI, label and comment; topics carry the two as SKOS has them."""
    label = graph.value(iri, RDFS.label) or graph.value(iri, SKOS.prefLabel)
    if label is None:
        raise VocabularyError(f"{iri} has no label")
    comment = graph.value(iri, RDFS.comment) or graph.value(iri, SKOS.definition) or ""
    return _name(iri), str(iri), str(label), str(comment)


def _one(graph: Graph, iri: Node, prop: URIRef) -> str:
    values = list(graph.objects(iri, prop))
    if len(values) != 1 or not isinstance(values[0], Literal):
        raise VocabularyError(f"{iri} needs exactly one {_name(prop)}, not {len(values)}")
    return str(values[0])


def _all(graph: Graph, cls: URIRef) -> list[Node]:
    return list(graph.subjects(RDF.type, cls))


def _ours(iri: Node) -> bool:
    return str(iri).startswith((str(KG), str(BN)))


def _name(iri: Node) -> str:
    return str(iri).replace("#", "/").rsplit("/", 1)[-1]


def _quoted(text: str) -> str:
    return repr(text) if '"' in text or "\\" in text else f'"{text}"'


def _tuple(texts: list[str]) -> str:
    inside = ", ".join(_quoted(text) for text in texts)
    return f"({inside},)" if len(texts) == 1 else f"({inside})"


if __name__ == "__main__":
    TARGET.write_text(generate(), encoding="utf-8")
    sys.stdout.write(f"{TARGET.relative_to(FOLDER.parent)} written\n")
