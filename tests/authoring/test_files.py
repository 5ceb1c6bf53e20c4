import json
from pathlib import Path

import pytest

from kg.authoring import (
    ActsFile,
    AuthoredFile,
    AuthoringError,
    DocumentFile,
    EntityFile,
    in_order,
    read_file,
    read_string,
)
from kg.resources import folder


def document(name: str, published: str = "2026-05-14", *related: str) -> DocumentFile:
    links = "".join(f"  c{n}: {{subject: a, states: b, supports: {link}}}\n" for n, link in enumerate(related, start=1))
    source = (
        f"document: {name}\ntitle: x\nkind: post\npublisher: p\npublished: {published}\npublished_note: n\n"
        f"claims:\n  c0: {{subject: a, states: b}}\n{links}"
    )
    file = read_string(source, f"{name}.yaml")
    assert isinstance(file, DocumentFile)
    return file


def names(*files: AuthoredFile) -> list[str]:
    return [file.path for file in in_order(files)]


ENTITIES = read_string("entities: {a: {class: Company, label: A}}", "z-entities.yaml")
ACTS = read_string("acts: [{act: retract, claim: a/b, reason: c}]", "a-acts.yaml")


def test_a_file_says_itself_of_which_kind_it_is() -> None:
    assert isinstance(ENTITIES, EntityFile)
    assert [entity.label for entity in ENTITIES.entities] == ["A"]
    assert isinstance(ACTS, ActsFile)
    assert isinstance(document("a"), DocumentFile)


def test_a_json_file_is_read_like_a_yaml_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        json.dumps(
            {
                "document": "a",
                "title": "Zoë",
                "kind": "post",
                "publisher": "p",
                "published": "2026-05-14",
                "claims": {"c": {"subject": "b", "predicate": "announcementCount", "value": 4, "negated": True}},
            },
            ensure_ascii=False,
        )
    )
    file = read_file(path)
    assert isinstance(file, DocumentFile)
    claim = file.claims[0].claim
    assert claim.quantity is not None
    assert (file.path, claim.quantity.text, claim.negated) == (str(path), "4", True)


def test_a_file_that_is_neither_is_read_as_a_document() -> None:
    with pytest.raises(AuthoringError, match=r"there is no field 'entites' here. Did you mean entities"):
        read_string("entites: {a: {class: Company, label: A}}", "x.yaml")


def test_entities_come_first_and_acts_last() -> None:
    assert names(ACTS, document("m"), ENTITIES) == ["z-entities.yaml", "m.yaml", "a-acts.yaml"]


def test_documents_come_by_date_and_then_by_path() -> None:
    late, early, also = document("a", "2026-05-15"), document("z", "2026-05-14"), document("y", "2026-05-14")
    assert names(late, early, also) == ["y.yaml", "z.yaml", "a.yaml"]


def test_a_document_of_uncertain_date_counts_from_the_end_of_its_range() -> None:
    wide = document("a", "2026-05-01 to 2026-05-20")
    assert names(wide, document("b", "2026-05-14")) == ["b.yaml", "a.yaml"]


def test_a_document_comes_after_those_it_relates_to_whatever_their_dates() -> None:
    first, second, third = (
        document("c", "2026-05-16"),
        document("b", "2026-05-15", "c/c0"),
        document("a", "2026-05-14", "b/c0"),
    )
    assert names(third, second, first) == ["c.yaml", "b.yaml", "a.yaml"]


def test_a_circle_of_documents_begins_with_its_earliest_and_what_hangs_on_it_waits() -> None:
    hanging = document("a", "2026-05-01", "c/c0")
    circle = document("b", "2026-05-15", "c/c0"), document("c", "2026-05-14", "b/c0")
    assert names(hanging, *circle) == ["c.yaml", "a.yaml", "b.yaml"]


def test_claims_of_documents_that_are_not_among_the_files_do_not_matter() -> None:
    assert names(document("b", "2026-05-14", "elsewhere/c0"), document("a", "2026-05-15")) == ["b.yaml", "a.yaml"]


def test_the_shipped_corpus_is_read_and_names_only_what_it_declares() -> None:
    files = in_order(read_file(path) for path in sorted(folder("events").glob("*.yaml")))
    assert isinstance(files[0], EntityFile)
    documents = {file.document.id: file for file in files if isinstance(file, DocumentFile)}
    assert len(documents["inference-pivot"].claims) == 170
    declared = {e.id for file in files if not isinstance(file, ActsFile) for e in file.entities} | set(documents)
    unknown = [
        f"{place}: {name}" for file in documents.values() for name, place in file.references if name not in declared
    ]
    assert unknown == []


def test_the_shipped_texts_fit_the_places_in_their_documents() -> None:
    for path in sorted((folder("events") / "texts").glob("*.txt")):
        file = read_file(folder("events") / f"{path.stem}.yaml", text=path.read_text())
        assert isinstance(file, DocumentFile)
        assert all(reading.claim.spans for reading in file.claims)


def test_the_column_fits_its_places(shared: Path) -> None:
    text = (shared / "seed" / "inference-pivot.txt").read_text()
    file = read_file(folder("events") / "inference-pivot.yaml", text=text)
    assert isinstance(file, DocumentFile)
    assert sum(len(reading.claim.spans) for reading in file.claims) >= 170
