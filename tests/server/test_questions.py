"""Shipped questions as resources: the same answers as from the command line, with times and near misses."""

import csv
import io
from collections.abc import Iterator

import httpx
import pytest

from kg.formats import render
from kg.opening import open_reader
from kg.workspace import Workspace
from tests.server.served import Served


@pytest.fixture(scope="module")
def client(ledger: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=ledger.url, timeout=30) as client:
        yield client


def test_the_list_names_every_question_with_its_parameters(client: httpx.Client) -> None:
    listed = client.get("/questions").json()["questions"]
    contested = next(each for each in listed if each["name"] == "contested")
    assert contested["href"] == "/questions/contested"
    assert "document" in {each["name"] for each in contested["parameters"]}
    rows = list(csv.DictReader(io.StringIO(client.get("/questions", headers={"accept": "text/csv"}).text)))
    assert [row["name"] for row in rows] == [each["name"] for each in listed]


@pytest.mark.parametrize("form", ["json", "csv", "tsv", "jsonl", "md", "sparql-json", "sparql-xml"])
def test_an_answer_is_the_one_of_the_command_line(client: httpx.Client, filled: Workspace, form: str) -> None:
    with open_reader(filled) as reader:
        expected = render(reader.query("contested", document="orchid-launch"), form)
    response = client.get("/questions/contested", params={"document": "orchid-launch", "format": form})
    assert response.status_code == 200
    assert response.text == expected
    assert "orchid-launch/speed" in expected


def test_the_header_chooses_the_form(client: httpx.Client) -> None:
    assert client.get("/questions/contested").headers["content-type"] == "application/json"
    in_csv = client.get("/questions/contested", headers={"accept": "text/csv"})
    assert in_csv.headers["content-type"] == "text/csv; charset=utf-8"
    assert client.get("/questions/contested", headers={"accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/questions/contestd", 404, "Did you mean contested"),
        ("/questions/contested?documnt=x", 400, "Did you mean document?"),
        ("/questions/contested?document=no%20id", 400, "is not"),
        ("/questions/contested?format=xlsx", 400, "Nothing writes the format 'xlsx'"),
        ("/questions/contested?as-of=never", 400, "never"),
        ("/questions/..%2f..%2fkg", 404, ""),
    ],
)
def test_what_cannot_be_answered_says_what_to_write(
    client: httpx.Client, address: str, status: int, words: str
) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert words in response.json()["detail"]


def test_a_past_view_is_asked_with_a_parameter(client: httpx.Client) -> None:
    now = client.get("/questions/documents").json()
    then = client.get("/questions/documents?as-of=2026-05-31").json()
    assert len(then) == len(now) - 1
    recorded = client.get("/questions/documents?recorded-by=2026-09-01")
    assert recorded.json() == []
    assert client.get("/questions/documents?without=wire-nine-report").json() == then


def test_an_empty_answer_names_the_ids_that_nothing_has(client: httpx.Client) -> None:
    answer = client.get("/questions/contested?entity=orchidd&entity=id:birch&document=orchid-launch")
    assert (answer.status_code, answer.json()) == (200, [])
    assert answer.headers["kg-unknown"] == "entity=orchidd, entity=id%3Abirch"
    assert "kg-unknown" not in client.get("/questions/contested?document=wire-nine-report").headers
    assert "kg-unknown" not in client.get("/questions/documents?as-of=2020-01-01").headers


def test_a_day_of_judgement_is_said(client: httpx.Client) -> None:
    assert client.get("/questions/overdue").headers["kg-judged-on"] == "2026-11-01"
    assert client.get("/questions/overdue?as-of=2026-07-01").headers["kg-judged-on"] == "2026-07-01"
    assert "kg-judged-on" not in client.get("/questions/overdue?on=2026-12-24").headers


def test_an_answer_that_is_known_is_not_sent_again(client: httpx.Client) -> None:
    tag = client.get("/questions/contested").headers["etag"]
    known = client.get("/questions/contested", headers={"if-none-match": tag})
    assert (known.status_code, known.content) == (304, b"")
    assert client.head("/questions/contested").headers["etag"] == tag
