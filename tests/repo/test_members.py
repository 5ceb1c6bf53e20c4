"""The open sets: what lies in a folder and what its tuple names are the same, so that nothing is forgotten."""

import importlib
import inspect
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest

from kg.analyses import ANALYSES
from kg.analyses.base import Analysis
from kg.events import BY_TYPE, EVENTS, Event
from kg.exporters import EXPORTERS, Exporter
from kg.log import LOGS
from kg.pictures import PICTURES, Picture
from kg.projections import PROJECTIONS
from kg.query.catalogue import KINDS, find, questions
from kg.reader import Reader
from kg.report.sections import SECTIONS, Section
from kg.resources import folder
from kg.server.resources import RESOURCES
from kg.stores.oxigraph import snapshots
from tests.ledger import Ledger

NO_PICTURE = {"base", "outline", "render"}
"""Modules of kg/pictures that are no picture: their shape, trees, images."""
NO_PROJECTION = {"base", "search", "settle", "words"}
"""Modules of kg/projections that are no projection: their shape, the side index, the status, the check of words."""


def modules(package: str, root: Path) -> Iterable[ModuleType]:
    """Import each module of a package."""
    paths = sorted((root / package.replace(".", "/")).glob("[a-z]*.py"))
    assert paths
    return [importlib.import_module(f"{package}.{path.stem}") for path in paths]


def test_every_event_class_is_in_the_tuple(root: Path) -> None:
    found = {
        each
        for module in modules("kg.events", root)
        for _, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, Event) and "type" in vars(each) and each.__module__ == module.__name__
    }
    assert found == set(EVENTS)
    assert list(EVENTS) == sorted(EVENTS, key=lambda kind: kind.__name__)
    assert set(BY_TYPE.values()) == found, "no two types have one word"


def test_every_analysis_is_in_the_tuple(root: Path) -> None:
    found = [
        each
        for module in modules("kg.analyses", root)
        for _, each in inspect.getmembers(module, lambda value: isinstance(value, Analysis))
    ]
    assert {each.name for each in found} == {each.name for each in ANALYSES}
    assert {each.name for each in ANALYSES} == {
        path.stem.replace("_", "-") for path in (root / "kg/analyses").glob("[a-z]*.py") if path.stem != "base"
    }


def test_every_picture_is_in_the_tuple(root: Path) -> None:
    found = {
        each.name
        for module in modules("kg.pictures", root)
        for _, each in inspect.getmembers(module, lambda value: isinstance(value, Picture))
    }
    assert found == {each.name for each in PICTURES}
    names = {path.stem.replace("_", "-") for path in (root / "kg/pictures").glob("[a-z]*.py")}
    assert found == names - NO_PICTURE


def test_every_section_of_a_report_is_in_the_tuple(root: Path) -> None:
    found = {
        each.name
        for module in modules("kg.report.sections", root)
        for _, each in inspect.getmembers(module, lambda value: isinstance(value, Section))
    }
    assert (
        found == {each.name for each in SECTIONS} == {p.stem for p in (root / "kg/report/sections").glob("[a-z]*.py")}
    )
    assert len(SECTIONS) == len(found)


def test_every_exporter_is_in_the_tuple(root: Path) -> None:
    found = [
        each
        for module in modules("kg.exporters", root)
        for _, each in inspect.getmembers(module, lambda value: isinstance(value, Exporter))
    ]
    assert {each.name for each in found} == {each.name for each in EXPORTERS}
    assert len({each.name for each in EXPORTERS}) == len({each.ending for each in EXPORTERS}) == len(EXPORTERS)


def test_every_resource_of_the_endpoint_is_in_the_tuple(root: Path) -> None:
    found = [each for module in modules("kg.server.resources", root) for each in getattr(module, "RESOURCES", ())]
    assert found
    assert {each.paths for each in found} == {each.paths for each in RESOURCES}
    assert {each.answer.__module__.rpartition(".")[2] for each in RESOURCES} == {
        path.stem for path in (root / "kg/server/resources").glob("[a-z]*.py") if path.stem != "base"
    }


def test_every_projection_is_in_the_tuple(root: Path) -> None:
    names = {module.__name__.rpartition(".")[2] for module in modules("kg.projections", root)} - NO_PROJECTION
    assert names == {projection.__name__ for projection in PROJECTIONS}  # type: ignore[attr-defined]  # functions
    assert {projection.__module__ for projection in PROJECTIONS} == {f"kg.projections.{name}" for name in names}


def test_every_log_is_in_the_tuple(root: Path) -> None:
    found = {
        each.__name__
        for module in modules("kg.log", root)
        for _, each in inspect.getmembers(module, inspect.isclass)
        if {"append", "restore", "subscribe"} <= vars(each).keys() and not getattr(each, "_is_protocol", False)
    }
    assert found == {each.__name__ for each in LOGS}  # type: ignore[attr-defined]  # classes


def test_every_question_file_is_found_by_its_name() -> None:
    shipped = folder("queries")
    paths = [path for kind in KINDS for path in (shipped / kind).glob("*.rq")]
    assert sorted(path.stem for path in paths) == sorted(question.name for question in questions([shipped]))
    assert len({path.stem for path in paths}) == len(paths)


QUESTION = """#+ summary: Who uses a chip
#+ question: Which companies use this chip, by any claim that stands?
#+ parameters: {chip: the chip}
PREFIX kg: <https://w3id.org/claimledger/ns#>
PREFIX id: <https://w3id.org/claimledger/id/>
SELECT ?company WHERE {
  VALUES ?_chip_id { id:h100 }
  ?company kg:usesHardware ?_chip_id .
}
"""


@pytest.mark.parametrize("place", ["mine.rq", "answers/mine.rq"])
def test_a_new_question_is_one_file(ledger: Ledger, place: str) -> None:
    ledger.ingest(ledger.document("d1", c="ash usesHardware h100", d="birch usesHardware h200"))
    path = ledger.workspace.queries / place
    path.parent.mkdir(parents=True)
    path.write_text(QUESTION, encoding="utf-8")
    with Reader(ledger.workspace, snapshots(ledger.workspace.snapshots)[-1], position=1) as reader:
        assert find("mine", reader.folders).title == "Who uses a chip"
        assert "mine" in [question.name for question in reader.questions()]
        rows = reader.table("mine").rows
        assert [cell.value.rpartition("/")[2] for row in rows for cell in row if cell] == ["ash"]
        other = reader.table("mine", chip="h200").rows
        assert [cell.value.rpartition("/")[2] for row in other for cell in row if cell] == ["birch"]
