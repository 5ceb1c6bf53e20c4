"""Sentences of a draft against the column and the digest: what agrees, what differs, what stays unclear."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.arithmetic.book import FigureClaim, Frame
from kg.arithmetic.intervals import Printed
from kg.drafts.comparing import Checked, compared
from kg.drafts.judging import check
from kg.drafts.matching import Property
from kg.drafts.matching import facets as facets_of
from kg.drafts.names import Names
from kg.drafts.reading import read_draft
from kg.figures import base, read_figure
from kg.reader import Reader
from kg.resources import folder
from kg.vocab import UNITS

DRAFT = Path("draft.md")


def checked(text: str, reader: Reader) -> list[Checked]:
    return list(check(read_draft(DRAFT, standard_input=text.encode()), reader))


def verdicts(text: str, reader: Reader) -> dict[str, str]:
    return {each.text: each.status for each in checked(text, reader)}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The CS-3 draws 23 kW.", "agrees"),
        ("The CS-3 draws 23,000 watts.", "agrees"),
        ("The CS-3 draws about 23.2 kW.", "agrees"),
        ("The CS-3 draws 32 kW.", "differs"),
        ("The CS-3 draws 23 MW.", "differs"),
        ("The DGX B200 draws 23 kW.", "differs"),
        ("Sunrise is worth more than 10 billion RMB.", "agrees"),
        ("Sunrise is worth 14 billion RMB.", "fits"),
        ("Blue Energy raised $380 million.", "agrees"),
        ("Blue Energy raised $38 million.", "differs"),
        ("Blue Energy raised $38 million from VXI Capital.", "differs"),
        ("Blue Energy raised $38 million from Nvidia.", "unclear"),
        ("PrFaaS cut the time to first token by 64 %.", "agrees"),
        ("PrFaaS cut the time to first token by 46 %.", "differs"),
        ("The PrFaaS throughput is 1.54 times as much.", "agrees"),
        ("Construction of the Blue Energy 1.5 GW project in Texas begins in Q3 2026.", "agrees"),
        ("Construction of the Blue Energy 1.5 GW project in Texas begins in 2028.", "differs"),
        ("PrFaaS cuts the transfer of the KV cache 13-fold.", "agrees"),
        ("PrFaaS cuts the transfer of the KV cache 31-fold.", "differs"),
        ("PrFaaS brings the first token 64 % sooner.", "agrees"),
        ("A request to Llama 3 70B takes about 0.4 Wh.", "differs"),
        ("The CS-3 did not reach 21x the throughput.", "unclear"),
        ("The CS-3 weighs 900 kg.", "unknown"),
        ("Cerebras: the CS-3 is 21 times as fast as the DGX B200.", "unclear"),
        ("Acme draws 5 kW.", "unknown"),
        ("The sunrise came with 10 bn RMB.", "unknown"),
    ],
)
def test_one_figure(reader: Reader, text: str, status: str) -> None:
    assert [each.status for each in checked(text, reader)] == [status], checked(text, reader)


def test_how_much_a_figure_differs_is_said_with_its_sources(reader: Reader) -> None:
    wrong = checked("The CS-3 draws 32 kW.", reader)[0]
    assert wrong.says == "the ledger has 23 kW, 28.1 % less"
    assert {source.claim for source in wrong.sources} == {"inference-pivot/cs3-23kw", "week-17-digest/cs3-power"}
    assert "a scale word had slipped" in checked("The CS-3 draws 23 MW.", reader)[0].says
    assert "one fewer" in checked("Sunrise closed its 8th round.", reader)[0].says


def test_two_things_in_a_sentence_keep_their_figures(reader: Reader) -> None:
    right = "The CS-3 draws 23 kW, the DGX B200 draws 14.3 kW."
    swapped = "The CS-3 draws 14.3 kW, the DGX B200 draws 23 kW."
    assert set(verdicts(right, reader).values()) == {"agrees"}
    assert set(verdicts(swapped, reader).values()) == {"differs"}


def test_what_a_word_points_back_to_is_said(reader: Reader) -> None:
    found = checked("The CS-3 is made by Cerebras.\n\nIts memory bandwidth is 27 PB/s.", reader)
    assert [(each.place, each.status) for each in found] == [("3:25", "agrees")]
    assert "line 1 names" in found[0].says


def test_a_name_in_another_script_is_found_between_its_characters() -> None:
    names = Names([("sunrise", "曦望"), ("long", "曦望科技"), ("lower", "labs"), ("capital", "Sunrise")])
    assert [each.ids for each in names.mentions("据悉曦望完成融资、曦望科技")] == [("sunrise",), ("long",)]
    assert [each.ids for each in names.mentions("Labs at sunrise: Sunrise's, Sunrises, Sunrisely")] == [
        ("lower",),
        ("capital",),
        ("capital",),
    ]


def test_figures_of_the_draft_that_cannot_hold_together(reader: Reader) -> None:
    text = (
        "Against the DGX B200, the CS-3 has 21x the throughput on Llama 3 70B and 2.2 times the performance per watt. "
        "The CS-3 draws 23 kW, the DGX B200 draws 14.3 kW."
    )
    found = checked(text, reader)
    assert [each.status for each in found] == ["cannot hold"] * 4
    assert any("give 13.1x" in each.says for each in found)
    assert all("Alone: agrees" in each.says for each in found)


def test_to_lie_within_a_bound_is_no_agreement_where_another_source_gives_the_figure() -> None:
    claims = [figure("a", "35 bn USD"), figure("b", "up to 48 bn USD")]
    sentence = read_draft(DRAFT, standard_input=b"The offering values it at $15 billion.")[0]
    facets = tuple(facet for claim in claims for facet in facets_of(claim))
    assert compared(sentence.said[0], sentence, Property(facets, 1.0, ())).status == "differs"
    assert compared(sentence.said[0], sentence, Property(facets[1:], 1.0, ())).status == "fits"


def test_an_older_figure_is_told_from_a_later_one() -> None:
    old = replace(figure("a", "8.1 bn USD"), frame=year(2025), time_text="2025")
    new = replace(figure("b", "23 bn USD"), frame=year(2026), time_text="2026")
    sentence = read_draft(DRAFT, standard_input=b"It is worth $8.1 billion.")[0]
    found = compared(sentence.said[0], sentence, Property(tuple(f for c in (old, new) for f in facets_of(c)), 1.0, ()))
    assert (found.status, found.is_plain) == ("agrees", False)
    assert found.says == "the ledger has 8.1 bn USD of 2025, and 23 bn USD of 2026"


def year(number: int) -> Frame:
    return Frame(time=(date(number, 1, 1), date(number, 12, 31)))


def figure(key: str, value: str) -> FigureClaim:
    told = read_figure(value, where=key)
    low, high = (None if end is None else float(end) for end in base(told))
    printed = Printed(value, told.bound, UNITS[told.unit].kind, told.unit, low, high)
    return FigureClaim(f"d/{key}", "d", "offering", "offering", "offeringValuation", "valuation", figure=printed)


def test_a_name_that_two_go_by_is_unclear(reader: Reader) -> None:
    assert verdicts("Cerebras is worth more than $23 billion.", reader)["more than $23 billion"] != "agrees"


def test_the_digest_agrees_with_the_claims_that_were_read_from_it(reader: Reader) -> None:
    found = check(read_draft(folder("events") / "texts" / "week-17-digest.txt"), reader)
    assert [each for each in found if each.status == "differs"] == []
    assert {each.text for each in found if each.status == "cannot hold"} == {
        "21 times", "23 kW", "14.3 kW", "about 2.2 times", "the third quarter of 2026", "by 2031", "two to four years",
    }  # fmt: skip
    assert sum(each.status in {"agrees", "fits", "cannot hold", "contested"} for each in found) > len(found) / 2


def test_numbers_in_names_dates_and_lists_are_no_figures(reader: Reader) -> None:
    assert checked("1. Llama 3 70B came in May 2025 [3], in two parts.", reader) == []


def test_the_order_of_the_sentences_changes_no_verdict(reader: Reader) -> None:
    one, other = "The CS-3 draws 23 kW.", "Sunrise is worth 14 billion RMB."
    assert verdicts(f"{one} {other}", reader) == verdicts(f"{other} {one}", reader)


def test_figures_that_nobody_looks_at_are_said_to_be_there(reader: Reader) -> None:
    found = checked("Nvidia: " + ", ".join(f"{number} kW" for number in range(130)), reader)
    assert found[-1].status == "unclear"
    assert found[-1].says == "only the first 100 figures of a sentence are compared; 30 more stand in this one"
