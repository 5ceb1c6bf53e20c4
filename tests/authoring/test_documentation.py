import re
from pathlib import Path

import pytest

from kg.authoring import ActsFile, DocumentFile, format_text, read_string
from kg.authoring.fields import ACT_FIELDS, ANNOUNCEMENT_FIELDS, CLAIM_FIELDS, DOCUMENT_FIELDS, ENTITY_FIELDS, Field
from kg.vocab import DOCUMENT_KINDS, MODALITIES


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "authoring.md").read_text()


def block(page: str, language: str, number: int = 0) -> str:
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)[number]  # type: ignore[no-any-return]


def section(page: str, heading: str) -> str:
    return page.split(f"\n{heading}\n")[1].split("\n#", maxsplit=1)[0]


def test_the_example_is_formatted_and_read(page: str) -> None:
    text, source = block(page, "text"), block(page, "yaml")
    formatted = format_text(source, text, "example.yaml")
    assert "quote" not in formatted
    file = read_string(formatted, "example.yaml", text=text)
    assert isinstance(file, DocumentFile)
    assert [reading.claim.key for reading in file.claims] == ["doubt", "maker", "price", "speed"]
    assert file.warnings == ()


def test_the_acts_are_read(page: str) -> None:
    file, judging = (read_string(block(page, "yaml", number), "acts.yaml") for number in (-2, -1))
    assert isinstance(file, ActsFile)
    assert file.acts[0].by_claim == "acme-cuts-price/price"
    assert isinstance(judging, ActsFile)
    assert [(act.act, act.keep, act.record) for act in judging.acts] == [
        ("merge", "run-ai", None),
        ("undo", None, "merge/run-ai/runai"),
    ]


@pytest.mark.parametrize(
    ("heading", "fields"),
    [
        ("### Document", DOCUMENT_FIELDS),
        ("### Entity", ENTITY_FIELDS),
        ("### Announcement", ANNOUNCEMENT_FIELDS),
        ("### Claim", CLAIM_FIELDS),
    ],
)
def test_the_tables_have_every_field_and_no_other(page: str, heading: str, fields: tuple[Field, ...]) -> None:
    rows = [line.split("|")[1] for line in section(page, heading).splitlines() if line.startswith("| `")]
    assert sorted(re.findall(r"`([a-z_]+)`", " ".join(rows))) == sorted(field.name for field in fields)


def test_every_act_is_there_with_its_fields(page: str) -> None:
    rows = {
        row[1].strip(" `"): set(re.findall(r"`([a-z_]+)`", row[3]))
        for row in (line.split("|") for line in section(page, "## Acts: what happens to claims later").splitlines())
        if len(row) > 3 and row[1].startswith(" `")
    }
    assert set(rows) == set(ACT_FIELDS)
    for act, fields in ACT_FIELDS.items():
        assert {field.name for field in fields} - {"reason"} <= rows[act]


def test_closed_lists_on_the_page_are_those_of_the_vocabulary(page: str) -> None:
    claim, head = section(page, "### Claim"), section(page, "### Document")
    (modalities,) = (line for line in claim.splitlines() if line.startswith("| `modality`"))
    assert set(re.findall(r"`([a-z]+)`", modalities)) - {"modality"} == set(MODALITIES)
    (kinds,) = (line for line in head.splitlines() if line.startswith("| `kind`"))
    assert set(re.findall(r"`([a-z-]+)`", kinds)) - {"kind"} == set(DOCUMENT_KINDS)
