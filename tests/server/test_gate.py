"""Who may ask: names of this server, pages that were allowed; and what the log says of them."""

import time
from collections.abc import Iterator

import httpx
import pytest

from kg.server.gate import Door
from tests.server.served import Fixed, Served, served

ALLOWED = "https://page.example"


@pytest.fixture(scope="module")
def guarded(hand_made: Fixed) -> Iterator[Served]:
    door = Door(hosts=frozenset({"ledger.example"}), origins=frozenset({ALLOWED}))
    with served(hand_made, door=door) as running:
        yield running


def asked(running: Served, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.get(f"{running.url}/sparql", params={"query": "ASK {}"}, headers=named)


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:8737", "127.0.0.1:1", "[::1]", "[::1]:8737", "ledger.example", "Ledger.example:443"],
)
def test_names_of_this_server_are_let_in(guarded: Served, host: str) -> None:
    assert asked(guarded, host=host).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8737",
        "127.0.0.1.evil.example",
        "localhost.evil",
        "10.0.0.1",
        "127.0.0.1:x",
        "[::2]",
        ":80",
    ],
)
def test_foreign_names_are_not(guarded: Served, host: str) -> None:
    response = asked(guarded, host=host)
    assert response.status_code == 403
    assert "Host" in response.json()["detail"]


def test_every_address_is_a_name_where_other_machines_may_come() -> None:
    door = Door(addresses=True)
    assert door.knows("10.0.0.1:8737")
    assert door.knows("[fe80::1]:8737")
    assert not door.knows("evil.example")


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://page.example", f"{ALLOWED}.evil", "https://page.example:444"]
)
def test_pages_of_other_origins_may_not_ask(guarded: Served, origin: str) -> None:
    response = asked(guarded, origin=origin)
    assert response.status_code == 403
    assert "access-control-allow-origin" not in response.headers


def test_pages_that_were_allowed_and_our_own_may(guarded: Served) -> None:
    response = asked(guarded, origin=ALLOWED)
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (200, ALLOWED)
    assert "origin" in response.headers["vary"]
    assert "etag" in response.headers["access-control-expose-headers"]
    assert asked(guarded, origin=guarded.url).status_code == 200
    assert "access-control-allow-origin" not in asked(guarded).headers


def test_an_allowed_page_reads_errors_too(guarded: Served) -> None:
    broken = httpx.get(f"{guarded.url}/sparql?query=x", headers={"origin": ALLOWED})
    assert (broken.status_code, broken.headers["access-control-allow-origin"]) == (400, ALLOWED)


def test_a_preflight(guarded: Served) -> None:
    wanted = {"origin": ALLOWED, "access-control-request-method": "POST"}
    allowed = httpx.options(f"{guarded.url}/sparql", headers=wanted)
    assert (allowed.status_code, allowed.headers["access-control-allow-methods"]) == (204, "GET, HEAD, POST")
    assert "content-type" in allowed.headers["access-control-allow-headers"]
    assert httpx.options(f"{guarded.url}/sparql", headers={**wanted, "origin": "https://evil"}).status_code == 403


def test_what_a_foreign_page_sends_behind_a_persons_back(guarded: Served) -> None:
    hidden = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors"}
    assert asked(guarded, **hidden).status_code == 403
    assert asked(guarded, **{**hidden, "sec_fetch_mode": "navigate"}).status_code == 200


def test_the_log_has_a_line_for_each_request_and_no_query(guarded: Served) -> None:
    before = len(guarded.log)
    httpx.get(f"{guarded.url}/sparql", params={"query": "ASK { <x:secret> ?p ?o }"})
    until = time.monotonic() + 5  # the line comes when the answer has gone
    while len(guarded.log) == before and time.monotonic() < until:
        time.sleep(0.01)
    line = guarded.log[before]
    assert line.startswith("127.0.0.1 GET /sparql 200 ")
    assert "secret" not in line


def test_no_answer_names_the_program_that_serves(guarded: Served) -> None:
    response = asked(guarded)
    assert "server" not in response.headers
    assert response.headers["x-content-type-options"] == "nosniff"
