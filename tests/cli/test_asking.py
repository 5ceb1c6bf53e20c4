"""Commands that ask: show, search, query, queries, cite."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import Kg

PAGES = {
    "entity": "orchid",
    "claim-quoted": "orchid-launch/speed",
    "claim-conditional": "orchid-launch/shipping",
    "claim-reported": "wire-nine-report/measured-speed",
    "document": "orchid-launch",
    "announcement": "orchid-launch/launch",
    "record": "8",
    "several": "Fern",
    "topic": "hbm-supply",
}


@pytest.mark.parametrize("name", PAGES)
def test_show(kg: Kg, golden: Callable[[str, str], None], name: str) -> None:
    shown = kg("show", PAGES[name])
    assert (shown.code, shown.err) == (0, "")
    golden(f"show/{name}.txt", shown.out)


@pytest.mark.parametrize("name", PAGES)
def test_show_as_json_is_one_object(kg: Kg, name: str) -> None:
    assert isinstance(json.loads(kg("show", PAGES[name], "-f", "json").out), dict)


def test_show_finds_by_name_in_any_case(kg: Kg) -> None:
    assert kg("show", "LARCH semiconductor").out == kg("show", "larch").out
    assert kg("show", "event/8").out == kg("show", "8").out


def test_an_id_goes_before_a_name(kg: Kg) -> None:
    # "fern" is the id of a chip and in the names of a chip and a street
    assert json.loads(kg("show", "fern", "-f", "json").out)["kind"] == "entity"
    assert {each["id"] for each in json.loads(kg("show", "Fern", "-f", "json").out)["matches"]} == {
        "fern",
        "fern-street",
    }


def test_a_denied_claim_is_clearly_denied(kg: Kg) -> None:
    shown = kg("show", "orchid-launch/no-hbm").out
    assert shown.startswith("does NOT hold: Orchid — uses memory — HBM")
    assert json.loads(kg("show", "orchid-launch/no-hbm", "-f", "json").out)["negated"] is True
    assert "does NOT hold: Orchid — uses memory — HBM" in kg("cite", "orchid-launch/no-hbm").out


def test_the_words_are_marked_inside_their_paragraph(kg: Kg) -> None:
    flowing = " ".join(kg("show", "orchid-launch/speed").out.split())
    assert "its new chip Orchid »serves four times as many tokens as the older Fern« on the same model." in flowing


def test_a_changed_text_is_never_quoted(kg: Kg, ledger: Path) -> None:
    text = ledger / "documents" / "orchid-launch" / "text.txt"
    text.write_text(text.read_text().replace("four times", "nine times"))
    shown = json.loads(kg("show", "orchid-launch/speed", "-f", "json", at=ledger).out)
    assert (shown["evidence"], shown["words"]) == ("located", [])
    assert "other words stand at" in " ".join(kg("show", "orchid-launch/speed", at=ledger).out.split())
    assert "NOT the recorded text" in kg("show", "orchid-launch", at=ledger).out


def test_evidence_is_graded(kg: Kg) -> None:
    shown = json.loads(kg("show", "orchid", "-f", "json").out)
    grades = {claim["id"]: claim["evidence"] for claim in shown["claims"]}
    assert grades["orchid-launch/speed"] == "quoted"
    assert grades["wire-nine-report/measured-speed"] == "reported"


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("orchyd", "Did you mean orchid"),
        ("orchid-launch/sped", "Did you mean speed"),
        ("nothing-like-it", "kg search"),
        ("999", "kg log"),
        ("event/999", "kg log"),
        ("", "names nothing"),
        ("a/b/c", "no"),
        ("orchid-launch/launch/x", ""),
        ("<script>", ""),
    ],
)
def test_an_unknown_thing_is_one_sentence_with_what_is_close(kg: Kg, word: str, hint: str) -> None:
    done = kg("show", word)
    assert (done.code, done.out) == (4, "")
    assert hint in done.err
    assert done.err.count("\n") == 1


def test_what_could_disturb_a_terminal_is_shown_as_an_escape(kg: Kg, ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "turned.yaml").write_text(
        'entities:\n  turned: {class: Company, label: "Rotor evil", note: "bell \\u202Ehere"}\n',
        encoding="utf-8",
    )
    assert kg("ingest", "turned.yaml", at=ledger).code == 0
    shown = kg("show", "turned", at=ledger).out
    assert "\u202e" not in shown
    assert "\\u202e" in shown


def test_search_finds_names_statements_texts(kg: Kg) -> None:
    found = {(hit["kind"], hit["id"]) for hit in json.loads(kg("search", "orchid", "board").out)}
    assert ("passage", "orchid-launch") in found
    found = {(hit["kind"], hit["id"]) for hit in json.loads(kg("search", "larch").out)}
    assert {("entity", "larch"), ("document", "orchid-launch")} <= found


@pytest.mark.parametrize(
    ("figure", "claim"),
    [
        ("$120m", "orchid-launch/last-round"),
        ("0.9 kW", "orchid-launch/power"),
        ("4x", "orchid-launch/speed"),
        ("300 % higher", "orchid-launch/speed"),
    ],
)
def test_search_finds_a_figure_in_whatever_unit(kg: Kg, figure: str, claim: str) -> None:
    assert json.loads(kg("search", figure).out)[0]["id"] == claim


def test_search_that_finds_nothing_says_so(kg: Kg) -> None:
    done = kg("search", "zebra")
    assert (done.code, json.loads(done.out)) == (1, [])
    assert "nothing holds 'zebra'" in done.err


def test_query_by_name_with_parameters_in_both_forms(kg: Kg) -> None:
    short = kg("query", "contested", "document=orchid-launch")
    long = kg("query", "contested", "--param", "document=orchid-launch")
    assert short.out == long.out
    assert {row["claim"] for row in json.loads(short.out)} == {"orchid-launch/speed", "orchid-launch/power"}


def test_query_of_ones_own(kg: Kg, tmp_path: Path) -> None:
    text = "SELECT ?c WHERE { ?c a kg:Chip } ORDER BY ?c"
    (tmp_path / "chips.rq").write_text(text)
    expected = [{"c": "fern"}, {"c": "orchid"}]
    for words, stdin in (([text], None), (["chips.rq"], None), (["@chips.rq"], None), (["-"], text)):
        assert json.loads(kg("query", *words, stdin=stdin).out) == expected


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "md", "jsonl", "sparql-json"])
def test_query_in_each_form(kg: Kg, form: str) -> None:
    assert "orchid" in kg("query", "SELECT ?c WHERE { ?c a kg:Chip }", "-f", form).out


def test_a_question_of_the_workspace_stands_beside_the_shipped_ones(kg: Kg, ledger: Path) -> None:
    (ledger / "queries").mkdir()
    (ledger / "queries" / "chips.rq").write_text(
        "#+ summary: Chips\n#+ question: Which chips are there?\nSELECT ?c WHERE { ?c a kg:Chip }\n"
    )
    listed = json.loads(kg("queries", "-f", "json", at=ledger).out)["questions"]
    assert {"name": "chips", "kind": "answers", "question": "Which chips are there?", "parameters": []} in listed
    assert len(json.loads(kg("query", "chips", at=ledger).out)) == 2


def test_query_without_a_name_lists_the_questions(kg: Kg) -> None:
    assert kg("query").out == kg("queries").out
    assert "contested" in kg("queries").out


def test_queries_are_listed_without_a_workspace(kg: Kg) -> None:
    assert kg("queries", at=None).code == 0


def test_help_params_and_show_run_nothing(kg: Kg) -> None:
    assert "document" in kg("query", "contested", "--help-params").out
    assert "orchid-launch>" in kg("query", "contested", "document=orchid-launch", "--show").out


def test_an_empty_answer_says_which_id_nothing_has(kg: Kg) -> None:
    ran = kg("query", "contested", "document=orchid-launhc")
    assert (ran.code, json.loads(ran.out)) == (0, [])
    assert ran.err.startswith("kg: parameter document: nothing here has the id or name 'orchid-launhc'. Did you mean")
    assert not kg("query", "contested", "entity=hbm").err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["contestd"], "Did you mean contested"),
        (["contested", "docment=x"], "Did you mean document"),
        (["contested", "document=Not An Id"], "is not an id"),
        (["SELECT ?c WHERE { ?c a kg:Chip "], "column 32"),
        (["SELECT * WHERE { SERVICE <http://x> { ?s ?p ?o } }"], "SERVICE"),
        (["missing.rq"], "cannot be read"),
    ],
)
def test_a_wrong_query_is_exit_code_4_with_a_place(kg: Kg, words: list[str], hint: str) -> None:
    done = kg("query", *words)
    assert (done.code, done.out) == (4, "")
    assert hint in done.err
    assert all(line.startswith("kg: ") for line in done.err.splitlines())


def test_a_query_that_takes_too_long_is_exit_code_7(kg: Kg) -> None:
    slow = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    done = kg("query", slow, "--timeout", "0.3")
    assert done.code == 7
    assert "stopped after 0.3 seconds" in done.err


def test_exit_code_tells_an_empty_answer_where_asked(kg: Kg) -> None:
    nobody = "SELECT ?p WHERE { ?p a kg:Person }"
    assert kg("query", nobody).code == 0
    assert kg("query", nobody, "--exit-code").code == 1
    assert kg("query", "ASK { ?p a kg:Person }", "--exit-code").code == 1
    assert kg("query", "ASK { ?p a kg:Chip }", "--exit-code").code == 0


@pytest.mark.parametrize("style", ["text", "markdown", "bibtex", "csl-json"])
def test_cite(kg: Kg, golden: Callable[[str, str], None], style: str) -> None:
    golden(f"cite/{style}.txt", kg("cite", "orchid-launch/speed", "--style", style).out)


def test_cite_as_json_has_all_parts(kg: Kg) -> None:
    cited = json.loads(kg("cite", "orchid-launch/speed", "-f", "json").out)
    assert cited["words"] == ["serves four times as many tokens as the older Fern"]
    assert (cited["said_by"], cited["recorded_on"], cited["status"]) == ("Larch Semiconductor", "2026-06-15", "stands")


def test_only_a_claim_can_be_cited(kg: Kg) -> None:
    done = kg("cite", "orchid-launch")
    assert done.code == 4
    assert "is a document" in done.err
