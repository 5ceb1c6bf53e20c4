"""The campaigns against slow clients and wide answers are shown what they look for, and have to count it."""

import httpx
import pytest

from bench.faults import doors, slow
from bench.faults.base import Run, Tally
from bench.faults.cases.requests import Asked
from bench.faults.serving import Serving
from bench.faults.slow import KINDS, Client
from kg.cli import idle
from tests.faults.test_endpoint_judges import faults

pytestmark = pytest.mark.campaign


def test_s4_sees_who_keeps_a_connection_and_who_got_a_part_for_the_whole() -> None:
    tally = Tally()
    slow.judged(Client(KINDS[0], 1, closed_after=None), tally)
    assert faults(tally) == {"a client that takes nothing keeps its connection"}
    slow.judged(Client(KINDS[3], 1, closed_after=1.0, tail=b"0\r\n\r\n"), tally)
    assert "a part was ended as if it were the whole" in faults(tally)
    fine = Tally()
    slow.judged(Client(KINDS[4], 1, closed_after=None), fine)
    slow.judged(Client(KINDS[0], 1, closed_after=11.0), fine)
    assert not faults(fine)


def test_s4_sees_that_others_are_not_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow, "_WATCHED", 0.5)
    monkeypatch.setattr(slow, "_IN_TIME", 0.0)
    monkeypatch.setattr(slow, "_asked_beside", lambda _: (lambda: (False, "503"),))
    monkeypatch.setattr(slow, "memory", lambda _: 0)
    monkeypatch.setattr(slow, "in_files", lambda _: 2 << 30)
    tally = Tally()
    slow._beside(_nobody(), [], tally)
    assert faults(tally) == {
        "another client was not answered: 503",
        "another client waited longer than a second",
        "the temporary files have no bound",
    }


def _nobody() -> Serving:
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    with subprocess.Popen([sys.executable, "-c", ""], text=True) as gone:
        gone.wait()
    return Serving("http://127.0.0.1:9", gone, Path())


def test_s11_sees_a_wider_answer_a_missing_name_and_silence() -> None:
    for came, words in (
        ((True, "{}"), "x: answered"),
        ((False, "no"), "x: limit is not named"),
        ((False, "limit\n"), "x: more than a sentence"),
        ((False, "limit Traceback"), "x: speaks of our own program"),
        (None, "x: no answer"),
    ):
        tally = Tally()
        doors.judge_misspelt(tally, "x", came, "limit")
        assert faults(tally) == {words}
    tally = Tally()
    doors.judge_odd(tally, "x", None)
    doors.judge_odd(tally, "x", (False, "pydantic"))
    assert faults(tally) == {"x: no answer", "x: speaks of our own program"}


def test_s11h_sees_an_answer_for_a_refusal_and_another_form() -> None:
    tally = Tally()
    doors.judge_request(tally, Asked("/a", near="as-of"), httpx.Response(200), wrong=True)
    doors.judge_request(tally, Asked("/b", near="as-of"), httpx.Response(400, text="no"), wrong=True)
    right = Asked("/c", status=frozenset({200}), media="text/csv")
    doors.judge_request(tally, right, httpx.Response(200, headers={"content-type": "text/turtle"}), wrong=False)
    assert faults(tally) == {"GET /a : 200", "GET /b : as-of is not named", "GET /c  with {}: text/turtle for text/csv"}


def test_s11l_sees_an_option_that_is_ignored(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    tally = Tally()
    doors.judge_command(tally, "--x", "a --x", 0, "", left=[])
    doors.judge_command(tally, "--x", "b --x", 2, "no", left=["file"])
    doors.judge_command(tally, None, "c", 1, "", left=[])
    assert len(faults(tally)) == 4
    monkeypatch.setattr(idle, "check", lambda _: None)
    monkeypatch.setattr(doors, "IDLE", (("--force", "show nvidia --force"),))
    assert any("exit code 0" in each for each in faults(doors.commanded(Run(1, 1, tmp_path_factory.mktemp("x")))))


def test_s12_sees_another_form() -> None:
    tally = Tally()
    doors.judge_wrapped(tally, "ASK as csv", "text/html", frozenset({"text/csv"}))
    doors.judge_wrapped(tally, "ASK as csv", "text/csv", frozenset({"text/csv"}))
    assert (tally.trials, faults(tally)) == (2, {"ASK as csv: text/html"})
