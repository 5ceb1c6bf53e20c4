"""Values that are longer, or more, than anybody needs are refused with their place; those at the limit are taken."""

import pytest

from kg.authoring import read_string
from kg.authoring.fields import ACT_FIELDS, ANNOUNCEMENT_FIELDS, CLAIM_FIELDS, DOCUMENT_FIELDS, ENTITY_FIELDS
from kg.authoring.parser import LONGEST
from kg.authoring.problems import MOST_PROBLEMS, AuthoringError
from kg.lengths import LABEL, QUOTE, SENTENCE, VALUES

HEAD = "document: d\ntitle: t\nkind: article\npublisher: p\npublished: 2026-05-01\n"


def claim(lines: str) -> str:
    return f"{HEAD}claims:\n  c:\n    subject: s\n    {lines}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (claim(f"states: {'x' * (SENTENCE + 1)}"), f"claims.c.states: `states` has at most {SENTENCE:,} characters"),
        (claim(f"states: {'x ' * (SENTENCE + 1)}"), "`states` has at most"),
        (claim(f"states: {'x' * (LONGEST + 1)}"), f"d.yaml:9:13: a value has {LONGEST + 1:,} characters"),
        (claim(f"states: {'a' + chr(0x301) * 40}"), "more than 30 accents stand on one letter"),
        (
            claim(f"states: s\n    hedge: [{'may, ' * VALUES}may]"),
            f"`hedge` takes at most {VALUES} values, not {VALUES + 1}",
        ),
        (claim(f"states: s\n    at: [{'0-1 123456789abc, ' * VALUES}x]"), f"a claim has at most {VALUES} places"),
        (claim(f"states: s\n    quote: {'x' * (QUOTE + 1)}"), "a quote stands here"),
        (f"{HEAD}entities:\n  e: {{class: Company, label: {'x ' * LABEL}}}", f"`label` has at most {LABEL} characters"),
        (f"{HEAD}url: https://a.b/{'x' * 2000}\nread_on: 2026-05-01", "`url` has at most 2,000 characters"),
    ],
)
def test_what_nobody_needs_is_refused(text: str, said: str) -> None:
    with pytest.raises(AuthoringError) as error:
        read_string(text, "d.yaml")
    assert said in str(error.value)


def test_a_value_at_the_limit_is_taken() -> None:
    read_string(claim(f"states: {'x' * SENTENCE}"), "d.yaml")
    read_string(claim(f"states: s\n    hedge: [{'may, ' * (VALUES - 1)}may]"), "d.yaml")
    read_string(f"{HEAD}entities:\n  e: {{class: Company, label: {'x' * LABEL}}}", "d.yaml")


@pytest.mark.parametrize("entry", ["  c{n}: x\n", "  c{n}: {{subject: s, sttes: x}}\n", "  same: x\n"])
def test_after_very_many_problems_a_file_is_read_no_further(entry: str) -> None:
    with pytest.raises(AuthoringError) as error:
        read_string(f"{HEAD}claims:\n" + "".join(entry.format(n=n) for n in range(3000)), "d.yaml")
    assert len(error.value.problems) == MOST_PROBLEMS
    assert str(error.value).endswith("more problems; the rest was not read")


def test_every_field_has_a_length_and_a_number_of_values() -> None:
    tables = (DOCUMENT_FIELDS, ENTITY_FIELDS, ANNOUNCEMENT_FIELDS, CLAIM_FIELDS, *ACT_FIELDS.values())
    for field in (field for table in tables for field in table):
        assert 10 <= field.longest <= QUOTE, field.name
        assert VALUES <= field.most <= 50_000, field.name
