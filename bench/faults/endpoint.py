"""Hostile queries and clients over HTTP, and what becomes of the server that is asked."""

import itertools
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import httpx

from bench.faults.base import Campaign, Run, Tally
from bench.faults.queries import BOMBS, CHANGES, ENDLESS, PIECES, listen, nestings, outward_texts
from bench.faults.serving import MOST_GROWTH, Serving, is_idle, memory, serving, still_answers
from kg.log import SqliteLog
from kg.stores.oxigraph import snapshots
from kg.workspace import Workspace

_SECONDS = 1.0
_GRACE = 2.5
"""Seconds beyond the deadline in which an answer must have come, on a machine with other work."""
_BROKEN = "broken off"


def outcome(ask: Callable[[], httpx.Response]) -> str:
    """Return the status of an answer, or that it was broken off."""
    try:
        return str(ask().status_code)
    except httpx.RemoteProtocolError:
        return _BROKEN


def counted(tally: Tally, what: str, allowed: str) -> None:
    """Count an outcome; one that is not in `allowed` (first digits, or words) is a fault."""
    tally.trials += 1
    tally.seen[what] += 1
    tally.faults[f"{what} instead of {allowed}"] += not any(what.startswith(each) for each in allowed.split("|"))


def nested(run: Run) -> Tally:
    """Ask queries that are nested in each shape, ever deeper."""
    tally = Tally()
    with serving(run, "--seconds", "4") as running:
        for text in nestings(run.trials):
            counted(tally, outcome(lambda text=text: running.ask(text)), "2|4|503")  # type: ignore[misc]
            still_answers(running, tally)
    return tally


def endless(run: Run) -> Tally:
    """Ask queries that would run for hours, one after the other."""
    tally = Tally()
    with serving(run, "--seconds", str(_SECONDS)) as running:
        for number in range(run.trials):
            begun = time.monotonic()
            what = outcome(lambda number=number: running.ask(ENDLESS[number % len(ENDLESS)]))  # type: ignore[misc]
            counted(tally, what, "2|413|503")
            tally.faults["it ran beyond its deadline"] += time.monotonic() - begun > _SECONDS + _GRACE
            tally.faults["a core is not idle after the deadline"] += not is_idle(running)
        still_answers(running, tally)
    return tally


def crowd(run: Run) -> Tally:
    """Ask as many heavy queries at once as there are trials, and small ones in between."""
    tally = Tally()
    with serving(run, "--seconds", "2") as running:
        before = memory(running.pid)
        texts = [(ENDLESS[0], BOMBS[0], BOMBS[1])[number % 3] for number in range(run.trials)]
        with ThreadPoolExecutor(run.trials) as pool:
            found = list(pool.map(lambda text: outcome(lambda: running.ask(text)), texts))
        for what in found:
            counted(tally, what, "503")
        tally.faults["a core is not idle after the deadline"] += not is_idle(running)
        tally.faults["the server has grown"] += memory(running.pid) - before > MOST_GROWTH
        still_answers(running, tally)
    return tally


def left(run: Run) -> Tally:
    """Ask heavy queries and leave at once."""
    tally, chance = Tally(), random.Random(run.draw)
    with serving(run, "--seconds", "30") as running:
        for _ in range(run.trials):
            with suppress(httpx.TimeoutException):
                httpx.post(f"{running.url}/sparql", data={"query": ENDLESS[0]}, timeout=chance.uniform(0.05, 0.4))
                tally.faults["an endless query was answered"] += 1
            tally.trials += 1
            tally.faults["a core works for nobody"] += not is_idle(running)
        still_answers(running, tally)
    return tally


def outward(run: Run) -> Tally:
    """Ask queries that would reach the network or read a file; a listener counts who comes."""
    tally, came = Tally(), list[object]()
    secret = run.folder / "secret.ttl"
    secret.write_text("<x:secret> <x:is> <x:out> .")
    with socket.create_server(("127.0.0.1", 0)) as server, serving(run) as running:
        threading.Thread(target=listen, args=(server, came), daemon=True).start()
        port = server.getsockname()[1]
        for text in itertools.islice(itertools.cycle(outward_texts(port, secret)), run.trials):
            answer = running.ask(text)
            counted(tally, str(answer.status_code), "2|4")
            tally.faults["a file was read"] += "x:out" in answer.text
        for parameter in ("default-graph-uri", "named-graph-uri"):
            for address in (f"http://127.0.0.1:{port}/", secret.as_uri()):
                data = {"query": "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", parameter: address}
                answer = httpx.post(f"{running.url}/sparql", data=data, timeout=60)
                tally.faults["a file was read"] += "x:out" in answer.text
        time.sleep(0.2)
        tally.faults["something connected"] += len(came)
        still_answers(running, tally)
        server.close()
    return tally


def bombs(run: Run) -> Tally:
    """Ask queries that want more memory than there is."""
    tally = Tally()
    with serving(run, "--seconds", "20", "--memory", "0.25") as running:
        running.ask("ASK {}")
        before = memory(running.pid)
        for number in range(run.trials):
            what = outcome(lambda number=number: running.ask(BOMBS[number % len(BOMBS)]))  # type: ignore[misc]
            counted(tally, what, "503")
            still_answers(running, tally)
        tally.faults["the server has grown"] += memory(running.pid) - before > MOST_GROWTH
    return tally


def changes(run: Run) -> Tally:
    """Ask for changes in every way in which one could be sent."""
    tally = Tally()
    with serving(run) as running:
        before = _state(running)
        ways = itertools.cycle(_ways(running))
        for number in range(run.trials):
            answer = next(ways)(CHANGES[number % len(CHANGES)])
            counted(tally, str(answer.status_code), "4")
        tally.faults["the ledger or the graph is another one"] += _state(running) != before
        still_answers(running, tally)
    return tally


def _state(running: Serving) -> tuple[str, ...]:
    workspace = Workspace(running.root)
    with SqliteLog(workspace.log, mode="read") as log:
        return log.head().chain, *(path.name for path in snapshots(workspace.snapshots))


def _ways(running: Serving) -> Iterator[Callable[[str], httpx.Response]]:
    def sent(
        method: str, path: str, media: str | None = None, name: str | None = None
    ) -> Callable[[str], httpx.Response]:
        headers = {"content-type": media} if media else {}
        at = f"{running.url}{path}"

        def send(text: str) -> httpx.Response:
            if method == "GET":
                return httpx.get(at, params={name or "query": text})
            content = {"data": {name: text}} if name else {"content": text.encode()}
            return httpx.request(method, at, headers=headers, **content)

        return send

    form = "application/x-www-form-urlencoded"
    for name in ("query", "update"):
        yield sent("GET", "/sparql", name=name)
        yield sent("POST", "/sparql", name=name)
    for media in ("application/sparql-update", "application/sparql-query", "text/plain", form, "text/turtle", None):
        yield sent("POST", "/sparql", media)
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        yield sent(method, "/store?default", "text/turtle")
        yield sent(method, "/sparql", "application/sparql-update")
    yield sent("PUT", "/questions/contested", "application/sparql-query")


_PARAMETERS = ("document", "company", "entity", "since", "topic", "on", "as-of", "recorded-by", "without", "format")


def injected(run: Run) -> Tally:
    """Give parameters of shipped questions strings that would change the query if they could."""
    tally, chance = Tally(), random.Random(run.draw)
    with serving(run) as running, httpx.Client(base_url=running.url, timeout=60) as client:
        before = _state(running)
        listed = client.get("/questions").json()["questions"]
        for number in range(run.trials):
            question = listed[number % len(listed)]
            names = [each["name"] for each in question["parameters"]] or list(_PARAMETERS)
            hostile = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 30)))
            answer = client.get(question["href"], params={chance.choice(names): hostile})
            counted(tally, str(answer.status_code), "200|400")
        tally.faults["the ledger or the graph is another one"] += _state(running) != before
        still_answers(running, tally)
    return tally


def huge(run: Run) -> Tally:
    """Ask for ten million rows and read what comes."""
    tally = Tally()
    with serving(run, "--seconds", "2") as running:
        running.ask("ASK {}")
        before = memory(running.pid)
        for _ in range(run.trials):
            size, most = 0, before
            try:
                text = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
                with httpx.stream("POST", f"{running.url}/sparql", data={"query": text}, timeout=60) as answer:
                    for part in answer.iter_raw():
                        size += len(part)
                        most = max(most, memory(running.pid))
                counted(tally, "ended well", _BROKEN)
            except httpx.RemoteProtocolError:
                counted(tally, _BROKEN, _BROKEN)
            tally.seen["megabytes that had come"] += size >> 20
            tally.faults["the server grew with the answer"] += most - before > MOST_GROWTH
            still_answers(running, tally)
    return tally


CAMPAIGNS = (
    Campaign(
        "Q1s",
        "twelve shapes of nesting up to 64 kB, over HTTP",
        "2xx, 4xx or 503 with a sentence; the same server answers the next query",
        60,
        nested,
    ),
    Campaign(
        "Q2s",
        "cross products, paths, 150 patterns, over HTTP",
        "503 at the deadline; cores idle 2 s after; the same server answers",
        30,
        endless,
    ),
    Campaign(
        "Q2t",
        "heavy queries and memory bombs all at once, over HTTP",
        "503; cores idle after the deadline; the server does not grow and answers",
        45,
        crowd,
    ),
    Campaign("Q2u", "clients that leave while their query runs", "the core is free again within 2 s", 30, left),
    Campaign(
        "Q3s",
        "SERVICE, LOAD, FROM in twenty guises and foreign graphs as parameters, over HTTP",
        "no connection, no file read",
        40,
        outward,
    ),
    Campaign(
        "Q4s",
        "ORDER BY, DISTINCT, GROUP BY and GROUP_CONCAT over a cross product, over HTTP",
        "503 at a limit; the server does not grow; the next query is answered",
        20,
        bombs,
    ),
    Campaign(
        "Q5s",
        "updates by every method, content type and parameter",
        "4xx; the same ledger and graph",
        40,
        changes,
    ),
    Campaign("Q6s", "hostile strings in parameters of questions, over HTTP", "200 or 400", 1000, injected),
    Campaign(
        "Q7s",
        "a result without end, read as it comes",
        "the connection is broken off at the limit; the server does not grow",
        3,
        huge,
    ),
)
