"""When silence is surprising, and when nothing can be told of it."""

from datetime import date, timedelta

import pytest

from kg.analyses.absences import Printed, Watch, judge

DAY = date(2026, 4, 26)
WATCH = Watch("event/1", "langchain", "LangChain", "weekly column", date(2026, 4, 20))


def column(days_ago: int, *who: str) -> Printed:
    day = DAY - timedelta(days=days_ago)
    return Printed(f"d{days_ago}", day, frozenset({"column"}), dict.fromkeys(who, (f"d{days_ago}/c",)))


def found(printed: list[Printed], **more: object) -> dict[str, object]:
    finding = judge([WATCH], printed, DAY, **more)  # type: ignore[arg-type]  # options by name
    return dict(zip([c.name for c in finding.columns], finding.rows[0], strict=True))


def test_without_earlier_weeks_there_is_no_baseline() -> None:
    assert found([column(0)])["found"] == "no baseline: cannot tell"
    assert str(found([])["found"]).startswith("cannot tell: nothing")


@pytest.mark.parametrize(("mentions", "words"), [(14, "silent, not notable"), (40, "silent, and notable")])
def test_a_silent_week_after_twelve(mentions: int, words: str) -> None:
    before = [column(7 * (1 + number % 12), "langchain") for number in range(mentions)]
    row = found([column(0), *before])
    assert (row["found"], row["weeks"], row["mentions"]) == (words, 12, mentions)
    if mentions == 14:
        assert (row["chance"], row["bits"]) == (0.3414, 1.55)


def test_who_is_mentioned_is_not_silent_and_another_body_of_news_does_not_count() -> None:
    assert found([column(0, "langchain"), column(7)])["found"] == "spoken of"
    post = Printed("p", DAY, frozenset({"post"}), {"langchain": ("p/c",)})
    assert found([column(0), column(7), post])["found"] == "silent, not notable"
    assert found([column(0), column(7), post], ledger=True)["found"] == "spoken of"


def test_nobody_watched_is_one_sentence() -> None:
    finding = judge([WATCH], [], date(2026, 1, 1))
    assert finding.explanation == "Nobody is watched in the days from 2025-12-26 to 2026-01-01."


def test_the_order_of_documents_changes_nothing() -> None:
    printed = [column(0), column(7, "langchain"), column(15)]
    assert judge([WATCH], printed, DAY) == judge([WATCH], printed[::-1], DAY)
