"""Ten further questions over the whole shipped corpus; their answers were read against the files and then kept."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.formats import render
from kg.query.catalogue import questions
from kg.query.engine import Engine, Limits
from kg.query.params import bind

ASKED = {
    "absences": {},
    "bottlenecks-by-month": {},
    "dependence-on-a-vendor": {"vendor": "nvidia"},
    "forecasts-that-were-settled": {},
    "hedged-claims": {"document": "inference-pivot"},
    "money-raised": {"document": "inference-pivot"},
    "precedents": {},
    "restated-figures": {"document": "inference-pivot"},
    "unnamed-sources": {"document": "inference-pivot"},
    "valuations": {"company": "cerebras"},
}


@pytest.mark.parametrize("name", ASKED)
def test_answer(corpus: Path, root: Path, golden: Callable[[str, str], None], name: str) -> None:
    (question,) = [found for found in questions([root / "queries"]) if found.name == name]
    with Engine(corpus, Limits(seconds=20)) as engine:
        answer = engine.query(bind(question.text, ASKED[name], source=name), source=name)
    golden(f"questions/{name}.csv", render(answer, "csv"))
