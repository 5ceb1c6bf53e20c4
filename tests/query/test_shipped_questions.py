"""The questions in queries/: each is written as queries/README.md says, runs, and the column's answers come out."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

from kg.formats import short
from kg.query.catalogue import KINDS, Question, questions, read_question
from kg.query.engine import Engine, Limits
from kg.query.lexer import tokens
from kg.query.params import bind
from kg.table import Cell, Table

FOLDER = Path(__file__).parents[2] / "queries"
SHIPPED = {question.name: question for question in questions([FOLDER])}
VIEWS = {f"views/{path.stem}": read_question(path, "views") for path in sorted((FOLDER / "views").glob("*.rq"))}
EVERY = SHIPPED | VIEWS
ANSWERS = [name for name, question in SHIPPED.items() if question.folder == "answers"]
SAMPLES = {"id": "cerebras", "term": "valuation", "date": "2026-10-31", "string": "nuclear", "topic": "energy"}
"""A value for each type of required parameter."""


def sample(question: Question) -> dict[str, str]:
    return {parameter.name: SAMPLES[parameter.type] for parameter in question.parameters if parameter.required}


@pytest.fixture(scope="session")
def asked(corpus: Path) -> Iterator[Engine]:
    with Engine(corpus, Limits(seconds=20)) as engine:
        yield engine


def rows(engine: Engine, name: str, **given: str | list[str]) -> list[dict[str, str]]:
    """Return the rows of an answer with ids, labels and figures as people see them; empty places are left out."""
    answer = engine.query(bind(EVERY[name].text, given, source=name), source=name)
    assert isinstance(answer, Table)
    return [
        {column: short(cell) for column, cell in zip(answer.columns, row, strict=True) if cell} for row in answer.rows
    ]


def keys(found: list[dict[str, str]], column: str = "claim") -> list[str]:
    """Return the claims in a column by their keys in the column's document, each once and in order."""
    return list(dict.fromkeys(row[column].removeprefix("inference-pivot/") for row in found))


# How they are written


def test_there_are_questions_of_every_kind() -> None:
    assert {question.folder for question in SHIPPED.values()} == set(KINDS)
    assert len(ANSWERS) >= 25


def test_no_name_stands_in_two_folders() -> None:
    paths = [path.stem for kind in KINDS for path in (FOLDER / kind).glob("*.rq")]
    assert sorted(paths) == sorted(SHIPPED)


@pytest.mark.parametrize("name", EVERY)
def test_header_and_text_agree(name: str) -> None:
    question = EVERY[name]
    assert question.title[0].isupper()
    assert not question.title.endswith(".")
    assert question.question.endswith("?")
    assert question.tags
    variables = {token.text[1:] for token in tokens(question.text) if token.kind == "variable"}
    assert set(question.columns) <= variables
    assert question.text.endswith("\n")
    assert max(map(len, question.text.split("\nSELECT", 1)[1].splitlines())) <= 120


@pytest.mark.parametrize("name", EVERY)
def test_only_prefixes_that_are_used_are_declared_and_all_are_ours(name: str) -> None:
    found = list(tokens(EVERY[name].text))
    declared = [after.text for word, after in pairwise(found) if word.text == "PREFIX"]
    used = [token.text.partition(":")[0] + ":" for token in found if token.kind == "name"]
    assert {prefix for prefix in declared if used.count(prefix) < 2} == set()
    assert set(used) == set(declared)


@pytest.mark.parametrize("name", SHIPPED)
def test_no_question_looks_into_named_graphs_or_uses_what_one_engine_lacks(name: str) -> None:
    words = {token.text.upper() for token in tokens(SHIPPED[name].text) if token.kind == "word"}
    assert not words & {"GRAPH", "LATERAL", "ADJUST", "NOW", "RAND", "UUID"}


@pytest.mark.parametrize("name", EVERY)
def test_each_file_is_sparql_as_it_stands_in_both_engines(name: str) -> None:
    text = EVERY[name].text
    prepareQuery(text)
    ox.Store().query(text)


# What they answer


@pytest.mark.parametrize("name", [name for name, q in SHIPPED.items() if q.folder != "checks"])
def test_each_question_answers_on_the_shipped_corpus(asked: Engine, name: str) -> None:
    question = SHIPPED[name]
    found = rows(asked, name, **sample(question))
    columns = {column for row in found for column in row}
    assert found, "a question that the corpus cannot answer shows nothing"
    assert len({tuple(sorted(row.items())) for row in found}) == len(found), "a row stands twice"
    assert set(question.columns) <= columns | set(question.columns)
    if any(parameter.name == "document" for parameter in question.parameters):
        fewer = rows(asked, name, **sample(question) | {"document": "inference-pivot"})
        assert len(fewer) <= len(found)


@pytest.mark.parametrize("name", [name for name, q in SHIPPED.items() if q.folder == "checks"])
def test_checks_come_back_empty_on_the_shipped_corpus(asked: Engine, name: str) -> None:
    assert rows(asked, name) == []


NEEDS_NOTHING = [
    name
    for name, question in SHIPPED.items()
    if question.parameters and not any(parameter.required for parameter in question.parameters)
]


@pytest.mark.parametrize("name", NEEDS_NOTHING)
def test_undef_in_the_file_means_what_leaving_it_out_means(corpus: Path, name: str) -> None:
    store, text = ox.Store.read_only(str(corpus)), SHIPPED[name].text
    as_it_stands, bound = store.query(text), store.query(bind(text, {}, source=name))
    assert isinstance(as_it_stands, ox.QuerySolutions)
    assert isinstance(bound, ox.QuerySolutions)
    assert sorted(map(str, map(list, as_it_stands))) == sorted(map(str, map(list, bound)))


# What the column says


def test_which_companies_are_named_and_whether_any_person_is(asked: Engine) -> None:
    found = rows(asked, "who-is-named", document="inference-pivot")
    named: dict[str, list[str]] = {}
    for row in found:
        named.setdefault(row["class"], []).append(row["name"])
    assert sorted(named["company"]) == [
        *("Blue Energy", "Callosum", "Cerebras Systems", "CoreWeave", "Crusoe", "G42", "Groq", "LangChain"),
        *("LlamaIndex", "Moonshot AI", "Nvidia", "Run:ai", "Sunrise"),
    ]
    assert "person" not in named
    assert named["government"] == ["UK government"]
    assert named["government fund"] == ["UK Sovereign AI fund"]
    assert named["unit of an organisation"] == ["Kimi team"]
    assert (len(named["chip"]), len(named["compute system"]), len(named["chip family"])) == (8, 3, 2)
    assert named["AI model"] == ["Llama 3 70B"]


def test_which_figures_follow_from_others_and_which_do_not(asked: Engine) -> None:
    found = {
        row["claim"].removeprefix("inference-pivot/"): row
        for row in rows(asked, "figures-that-do-not-follow", document="inference-pivot", holds=["yes", "no"])
    }
    assert {claim: row["holds"] for claim, row in found.items()} == {
        "ipo-premium": "true",
        "cs3-2.2x": "false",
        "mw-load": "false",
        "be-timeline": "false",
        "four-announcements": "false",
    }
    assert float(found["ipo-premium"]["computed_low"]) == pytest.approx(59.09, abs=0.01)
    ratio = found["cs3-2.2x"]
    assert float(ratio["computed_low"]) == float(ratio["computed_high"]) == pytest.approx(21 / (23 / 14.3))
    assert float(ratio["off_by"]) == pytest.approx(5.93, abs=0.01)
    assert float(ratio["implied_low"]) == pytest.approx(3.54, abs=0.01)
    load = found["mw-load"]
    assert float(load["computed_low"]) == pytest.approx(1080)
    assert load["unit"] == "MW"
    assert (float(load["implied_low"]), float(load["implied_high"])) == pytest.approx((92_593, 925_000), rel=1e-5)
    years = found["be-timeline"]
    assert (float(years["computed_low"]), float(years["computed_high"])) == pytest.approx((4.25, 5.5), abs=0.01)
    assert float(found["four-announcements"]["computed_low"]) == 5


def test_which_claims_are_contested_inside_the_column(asked: Engine) -> None:
    found = rows(asked, "contested-inside-a-document", document="inference-pivot")
    by_claim: dict[str, list[str]] = {}
    for row in found:
        by_claim.setdefault(row["claim"].removeprefix("inference-pivot/"), []).append(
            row["by"].removeprefix("inference-pivot/")
        )
    assert len(found) == 19
    assert by_claim == {
        "cs3-2.2x": ["b200-leads", "benchmark-selected"],
        "cs3-21x": ["benchmark-selected"],
        "cs3-advantage": ["b200-leads", "must-show-mix"],
        "ipo-val": ["counter-exec", "inference-revenue", "must-show-cost"],
        "pivot-real": ["counter-serious", "not-smooth"],
        "prfaas-tput": ["arch-15", "tput-partly-hw"],
        "prfaas-ttft": ["ttft-partly-hw"],
        "runai-precedent": ["wave-outside"],
        "s3-no-hbm": ["lpddr6-liability"],
        "s3-optimised": ["lpddr6-works"],
        "sunrise-cond": ["lpddr6-liability", "sunrise-challenge"],
        "thesis-rewards": ["b200-leads"],
    }
    others = [row for row in found if '"independent analysis" (unnamed)' in row.values()]
    assert keys(others, "by") == ["b200-leads"]
    assert len(others) == 3


def test_who_creates_reduces_or_avoids_dependence(asked: Engine) -> None:
    effects: dict[str, set[str]] = {}
    outright = set()
    for row in rows(asked, "dependence", document="inference-pivot"):
        key = row["claim"].removeprefix("inference-pivot/")
        effects.setdefault(row["effect"], set()).add(key)
        if "said outright" in row.values():
            outright.add(key)
    assert effects == {
        "creates dependence": {"prfaas-h200", "prfaas-h20", "runai-acq", "runai-cuda"},
        "reduces dependence": {
            *("sunrise-reduces-nvidia", "callosum-reduces-nvidia", "wave-outside", "layer-lockin"),
            "cerebras-alternative",
        },
        "avoids": {"s3-no-hbm", "not-hbm-stacks"},
    }
    assert outright == {"sunrise-reduces-nvidia", "callosum-reduces-nvidia"}


def test_all_comparisons_with_factor_baseline_and_workload(asked: Engine) -> None:
    found = {
        row["claim"].removeprefix("inference-pivot/"): row
        for row in rows(asked, "comparisons", document="inference-pivot")
    }
    ends = {claim: (row.get("factor_low"), row.get("factor_high")) for claim, row in found.items()}
    factors = {claim: float(low) for claim, (low, high) in ends.items() if low and low == high}
    assert len(found) == 14
    assert factors == pytest.approx(
        {
            "cs3-21x": 21,
            "cs3-2.2x": 2.2,
            "cs3-2.2x-scoped": 2.2,
            "ipo-premium": 1.6,
            "arch-15": 1.15,
            "prfaas-ttft": 0.36,
            "prfaas-tput": 1.54,
            "prfaas-kv13": 1 / 13,
        },
        rel=1e-4,
    )
    assert {"cs3-200x", "seriesf-triple", "b200-leads", "demand-4-5x", "be-timeline", "be-cost"} == set(found) - set(
        factors
    )
    assert "Llama 3 70B reasoning" in found["cs3-21x"].values()
    assert "DGX B200" in found["cs3-21x"].values()


def test_who_addresses_which_bottleneck(asked: Engine) -> None:
    found = rows(asked, "who-addresses-which-bottleneck", document="inference-pivot")
    assert {(row["subject"], row["bottleneck"]) for row in found} == {
        ("Blue Energy", "Energy / power"),
        ("Blue Energy", "Power density"),
        ("Callosum", "Chip interoperability"),
        ("Callosum chip-interoperability tools", "Vendor lock-in"),
        ("CS-3", "Memory bandwidth"),
        ("heterogeneous caching", "Memory wall"),
    }


def test_which_shifts_the_column_sees(asked: Engine) -> None:
    found = rows(asked, "bottleneck-shifts", document="inference-pivot")
    assert sorted((row["from"], row["to"]) for row in found) == [
        ("GPU supply", "Grid capacity"),
        ("Monolithic serving", "Disaggregated serving"),
        ("Pretraining compute", "Throughput per watt"),
    ]


def test_how_many_claims_fall_under_each_bottleneck(asked: Engine) -> None:
    found = rows(asked, "claims-by-bottleneck", document="inference-pivot")
    assert [(row["bottleneck"], int(row["claims"])) for row in found] == [
        ("Energy / power", 21),
        ("Memory", 20),
        ("Serving architecture", 11),
        ("Compute", 8),
        ("Cost and capital", 7),
        ("Interoperability and software", 7),
        ("Interconnect and network", 3),
    ]


def test_which_memory_the_s3_uses_and_which_it_does_not(asked: Engine) -> None:
    found = rows(asked, "uses-and-does-without", document="inference-pivot", entity="s3", relation="usesMemory")
    assert [(row["part"], row["uses"]) for row in found] == [("LPDDR6", "true"), ("HBM", "false")]


def test_what_falls_due_when(asked: Engine) -> None:
    found = rows(asked, "what-falls-due", document="inference-pivot")
    assert [(row["due"], row["claim"].removeprefix("inference-pivot/")) for row in found] == [
        ("2026-09-30", "tx-start"),
        ("2027-12-31", "analysts-predicted"),
        ("2028-12-31", "frame-100b-when"),
        ("2028-12-31", "tx-gas"),
        ("2029-12-31", "power-story"),
        ("2031-12-31", "tx-nuclear"),
    ]
    assert keys(rows(asked, "what-falls-due", document="inference-pivot", by="2027-12-31")) == [
        "tx-start",
        "analysts-predicted",
    ]


def test_which_claims_are_conditional(asked: Engine) -> None:
    assert keys(rows(asked, "conditional-claims", document="inference-pivot")) == [
        *("be-cond", "callosum-cond", "lpddr6-liability", "orch-consolidation"),
        *("role-cs3", "role-gpu", "role-groq", "sunrise-cond"),
    ]


def test_which_questions_stay_open(asked: Engine) -> None:
    assert keys(rows(asked, "open-questions", document="inference-pivot")) == ["frame-100b-when", "open-question"]


def test_how_many_announcements_are_said_and_described(asked: Engine) -> None:
    [row] = rows(asked, "announcements-counted", document="inference-pivot")
    assert (row["said"], row["described"], row["holds"]) == ("4", "5", "false")


# Checks find what they are for


_PREFIXES = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix qudt: <http://qudt.org/schema/qudt/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def _nonsense() -> Iterator[str]:
    yield "kg:usesHardware a kg:Predicate ; kg:takes 'entity'"
    yield "id:bare a kg:Claim"
    yield "id:nameless a kg:Entity"
    yield 'id:twice a kg:Entity ; skos:prefLabel "One", "Two"'
    yield "id:twice kg:usesHardware id:nameless"
    yield (
        "id:mad a kg:Claim ; rdf:subject id:ghost, id:twice ; rdf:predicate kg:usesHardware ; rdf:object id:nobody ; "
        "kg:status kg:stands, kg:retracted ; kg:affirmed true ; kg:negated true, false ; kg:modality kg:opinion ; "
        "kg:condition 'if' ; kg:reportedIn id:unwritten ; kg:supports id:mad, id:gone ; kg:bottleneck kg:nothing ; "
        "kg:timeEarliest '2026-02-01'^^xsd:date ; kg:timeLatest '2026-01-01'^^xsd:date ; kg:quantity id:figure ; "
        "kg:anchor id:place ; kg:evidence kg:located ; prov:wasGeneratedBy id:nowhere ; kg:key 'mad'"
    )
    yield "id:lost a kg:Claim ; rdf:subject id:twice ; kg:status kg:retracted ; kg:affirmed false ; kg:negated false"
    yield (
        "id:right a kg:Claim ; rdf:subject id:nameless ; rdf:predicate kg:usesHardware ; rdf:object id:twice ; "
        "kg:status kg:stands ; kg:affirmed true ; kg:negated false ; kg:modality kg:asserted ; kg:reportedIn id:doc"
    )
    yield "id:figure a kg:Quantity ; kg:low 5.0 ; kg:high 4.0"
    yield "id:doc a kg:Document"
    yield "id:place a oa:SpecificResource ; oa:hasSource id:elsewhere ; kg:start 5 ; kg:end 5"
    yield "id:record a kg:LogEvent ; kg:ends id:nobody ; kg:ending kg:retracted"


def test_cells_of_answers_are_plain_terms(asked: Engine) -> None:
    answer = asked.query(SHIPPED["documents"].text)
    assert isinstance(answer, Table)
    assert {cell.kind for row in answer.rows for cell in row if isinstance(cell, Cell)} <= {"iri", "literal"}
