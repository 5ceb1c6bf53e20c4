"""What an analysis takes and what a finding gives, without a workspace."""

from datetime import date

import pytest

from kg.analyses import UnknownAnalysisError, analysis
from kg.analyses.base import Analysis, AnalysisParameterError, Column, Finding, Given, Parameter, UnknownNodeError
from kg.views.finding import page
from kg.views.values import Asking

PARAMETERS = (
    Parameter("vendor", "id", "whose loss is asked about", required=True),
    Parameter("today", "day", "the day that is judged on", date(2026, 11, 25)),
    Parameter("show", "text", "what is shown", "conflicts", choices=("conflicts", "agrees")),
    Parameter("tolerance", "number", "what is let pass", 0.5),
    Parameter("most", "count", "rows", 10),
    Parameter("assumed", "yes or no", "whether assumptions count", default=False),
)


def run(_: Asking, given: Given) -> Finding:
    return Finding("Title", "It is so.", (Column("vendor", "vendor"),), ((given["vendor"],),))


KIND = Analysis("kind", "Title", "Who?", run, PARAMETERS)
FINDING = Finding(
    "Who says what",
    "Two documents differ.",
    (Column("who", "who", "who says it"), Column("when", "since"), Column("share", "share"), Column("held", "holds")),
    (("ash", date(2026, 4, 22), 0.25, True), ("birch", None, 2, False)),
    claims=("d1/c",),
    events=("d1/round",),
    uncertainty="One of them may be out of date.",
    judged_on="two claims of one document",
    notes=("Nothing was left out.",),
)


def test_what_people_write_becomes_values() -> None:
    written = {"vendor": "nvidia", "today": ("2026-05-14",), "tolerance": "2", "most": "3", "assumed": "yes"}
    assert KIND.given(written) == {
        "vendor": "nvidia",
        "today": date(2026, 5, 14),
        "show": "conflicts",
        "tolerance": 2.0,
        "most": 3,
        "assumed": True,
    }


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ({}, "needs a value for vendor (whose loss is asked about). Add `vendor=nvidia`"),
        ({"vendr": "x"}, "takes no parameter 'vendr'. Did you mean vendor?"),
        ({"vendor": ("a", "b")}, "vendor has more than one value. Give one, or run it for each."),
        ({"vendor": " "}, "' ' is no id. Write it like nvidia."),
        ({"vendor": "x", "today": "tomorrow"}, "'tomorrow' is no day. Write it like 2026-05-14."),
        ({"vendor": "x", "show": "agree"}, "'agree' is no value of show. Did you mean agrees?"),
        ({"vendor": "x", "show": "?"}, "There are conflicts, agrees."),
        ({"vendor": "x", "tolerance": "much"}, "'much' is no number"),
        ({"vendor": "x", "tolerance": "inf"}, "'inf' is no number"),
        ({"vendor": "x", "most": "1.5"}, "'1.5' is no whole number"),
        ({"vendor": "x", "most": "-3"}, "'-3' is no whole number from 0 to 10,000"),
        ({"vendor": "x", "most": "99999999999999999999"}, "is no whole number from 0 to 10,000"),
        ({"vendor": "x", "assumed": "perhaps"}, "neither yes nor no"),
    ],
)
def test_a_wrong_parameter_is_said_in_one_sentence(written: dict[str, str], sentence: str) -> None:
    with pytest.raises(AnalysisParameterError) as caught:
        KIND.given(written)
    assert sentence in str(caught.value)


def test_an_unknown_name_has_near_misses() -> None:
    with pytest.raises(UnknownAnalysisError, match="no analysis called 'nothing-like-it'"):
        analysis("nothing-like-it")
    assert "Did you mean nvidia?" in str(UnknownNodeError("nvidea", ["nvidia", "amd"], parameter="vendor"))


def test_a_finding_is_plain_values() -> None:
    data = FINDING.data()
    assert data["rows"] == [
        {"who": "ash", "when": "2026-04-22", "share": 0.25, "held": True},
        {"who": "birch", "when": None, "share": 2, "held": False},
    ]
    assert (data["claims"], data["events"]) == (["d1/c"], ["d1/round"])
    assert FINDING.headings() == {"who": "who", "when": "since", "share": "share", "held": "holds"}
    assert FINDING.table().columns == ("who", "when", "share", "held")


def test_a_row_of_another_length_is_our_mistake() -> None:
    with pytest.raises(AssertionError):
        Finding("t", "e", (Column("a", "a"),), ((1, 2),))


def test_the_page_says_all_and_leaves_empty_places_out() -> None:
    text = page(FINDING).text(width=80, color=False)
    assert "Who says what" in text
    assert "since  2026-04-22" in text
    assert text.count("since") == 1
    for part in ("One of them may be out of date.", "two claims of one document", "d1/c, d1/round", "Nothing was left"):
        assert part in text
