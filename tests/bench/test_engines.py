"""Other engines are compared by what their rows say, and a loss is one only against an answer that agrees."""

from pathlib import Path

import pytest

from bench.query.compare import OURS, STOPPED, Measured, compared, remarks, table
from bench.query.engines import Kept, measure
from bench.query.peers.base import RefusedError, StoppedError, in_short
from bench.query.rows import Tsv, digest, plain

LIMIT = 30.0


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<urn:x>", "urn:x"),
        ('"urn:x"', "urn:x"),
        ('"a \\"b\\"\\n"@en', 'a "b"\n'),
        ('"""a"" b"', '"a" b'),
        ('""', ""),
        ("", ""),
        ('"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>', "1.5"),
        ("2.4e+10", "24000000000"),
        ('"2026-01-01"^^<http://www.w3.org/2001/XMLSchema#date>', "2026-01-01"),
        ("true", "1"),
    ],
)
def test_cells_of_every_engine_take_one_form(cell: str, value: str) -> None:
    assert plain(cell) == value


def test_the_same_rows_in_another_order_and_another_writing_are_the_same_answer() -> None:
    one = Tsv(b'?a\t?b\n<urn:x>\t"p"@en\n<urn:y>\t1.0\n').rows()
    other = Tsv(b'"a"\t"b"\n"urn:y"\t1\n"urn:x"\t"p"\n').rows()
    assert len(one) == len(other) == 2
    assert digest(one) == digest(other) != digest(one[:1])


def test_no_rows_and_rows_of_one_empty_cell_are_told_apart() -> None:
    assert len(Tsv(b"?a\n").rows()) == 0
    assert len(Tsv(b"?a\n\n").rows()) == 1


def _measured(engine: str, cpu: float | None, rows: int | None, problem: str | None = None) -> Measured:
    return Measured("a question", engine, cpu=cpu, rows=rows, problem=problem, digest=str(rows))


def test_the_best_is_the_quickest_of_those_that_answer_alike() -> None:
    (case,) = compared(
        [_measured(OURS, 0.4, 7), _measured("right", 0.1, 7), _measured("wrong", 0.01, 6), _measured("slow", 0.9, 7)]
    )
    best = case.best()
    assert best is not None
    assert best.engine == "right"
    assert case.ratio(LIMIT) == pytest.approx(4.0)
    assert case.lost(LIMIT)
    assert list(table([case], ["wrong"], LIMIT))[-1] == "| a question | 7 | 10 (6 rows) | **4.0 right** |"
    assert "wrong: another number of rows (6): a question." in list(remarks([case], ["right", "wrong"], LIMIT))


def test_a_question_that_stops_us_counts_with_the_limit() -> None:
    stopped = Measured("a question", OURS, problem=STOPPED, limit=LIMIT)
    (alone,) = compared([stopped, _measured("unchecked", 3.0, 7)])
    assert alone.ratio(LIMIT) is None
    (case,) = compared([stopped, _measured("right", 3.0, 7), _measured("slow", 5.0, 7)])
    assert case.ratio(LIMIT) == pytest.approx(10.0)
    assert list(table([case], [OURS, "right"], LIMIT))[-1] == "| a question | 7 | > 30 s | 3,000 | **>10.0 right** |"


def test_a_question_that_nobody_else_answers_is_not_lost() -> None:
    (case,) = compared([_measured(OURS, 9.0, 7), _measured("other", None, None, "syntax")])
    assert case.ratio(LIMIT) is None
    assert not case.lost(LIMIT)
    assert "other: syntax: a question." in list(remarks([case], ["other"], LIMIT))


def test_a_millisecond_more_than_nothing_is_no_loss() -> None:
    (case,) = compared([_measured(OURS, 0.004, 1), _measured("other", 0.001, 1)])
    assert case.ratio(LIMIT) == pytest.approx(4.0)
    assert not case.lost(LIMIT)


class _Fake:
    """An engine that answers, or fails, at once."""

    def __init__(self, problem: Exception | None = None) -> None:
        self.problem, self.asked = problem, 0

    def ask(self, _: str, __: float) -> Tsv:
        if self.problem:
            raise self.problem
        self.asked += 1
        return Tsv(b"?a\n1\n2\n")

    def cpu(self) -> float:
        return 0.01 * self.asked


def test_an_engine_is_asked_once_to_warm_up_and_then_for_the_least() -> None:
    engine = _Fake()
    found = measure("a question", "fake", engine, "", rounds=2, seconds=LIMIT)
    assert [found.cpu, found.first] == pytest.approx([0.01, 0.01])
    assert (found.rows, engine.asked) == (2, 9)


def test_what_stops_or_refuses_is_a_problem_and_not_a_time() -> None:
    assert measure("a question", "fake", _Fake(StoppedError()), "", rounds=1, seconds=LIMIT).stopped
    assert measure("a question", "fake", _Fake(), "", rounds=1, seconds=0.005).stopped
    refused = measure("a question", "fake", _Fake(RefusedError("no such thing")), "", rounds=1, seconds=LIMIT)
    assert (refused.cpu, refused.problem) == (None, "no such thing")
    assert in_short(b"\n  Error SP030: line 2 \nSELECT ...") == "Error SP030: line 2"


def test_measures_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "measures.jsonl"
    measured = _measured("right", 0.1, 7)
    Kept(path, fresh=False).put("abc", measured)
    assert Kept(path, fresh=False).get("abc") == measured
    assert Kept(path, fresh=False).get("abd") is None
    assert Kept(path, fresh=True).get("abc") is None
