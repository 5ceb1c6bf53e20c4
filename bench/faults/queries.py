"""Hostile queries, with the screen and without it, and what becomes of the process that asked and of its data."""

import itertools
import json
import os
import random
import resource
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from bench.faults.base import Campaign, Run, Tally
from bench.faults.serving import at_work, children
from bench.faults.worlds import world
from kg.errors import BadInputError, KgError, LimitError
from kg.prefixes import PREFIXES
from kg.query.catalogue import questions
from kg.query.engine import Engine, Limits
from kg.query.errors import ParameterError
from kg.query.lexer import tokens
from kg.query.params import bind
from kg.query.screen import MAX_BYTES
from kg.resources import folder as shipped
from kg.stores.oxigraph import snapshots
from kg.table import Table

QUICK = Limits(seconds=1.0, memory=1 << 30)
_GRACE = 1.5
"""Seconds beyond the deadline in which a stopped query must have come back."""
_MOST_GROWTH = 200 << 20
SHAPES: dict[str, tuple[str, str, str]] = {
    "braces": ("SELECT * { ", "{ ", "} "),
    "parentheses": ("SELECT * { FILTER(", "(", ")"),
    "negations": ("SELECT * { FILTER(", "!", ""),
    "IF": ("SELECT * { FILTER(", "IF(true,1,", ")"),
    "sums": ("SELECT * { FILTER(1", "+1", ""),
    "sub-selects": ("SELECT * { ", "{ SELECT * { ", "} } "),
    "NOT EXISTS": ("SELECT * { ", "FILTER NOT EXISTS { ", "} "),
    "paths": ("SELECT * { ?s ", "(", ")*"),
    "OPTIONAL": ("SELECT * { ", "OPTIONAL { ", "} "),
    "triple terms": ("SELECT * { ?s ?p ", "<<( ?s ?p ", ")>> "),
    "disjunctions": ("SELECT * { FILTER(true", "||true", ""),
    "UNION": ("SELECT * { {} ", "UNION {} ", ""),
}
"""What stands before, what is repeated, and what closes each repetition."""
_CORES = {")*": "<x:p>", ")": "true", ")>> ": "?o "}
"""What stands innermost, by what closes around it."""
DEPTHS = (10, 100, 1000, 5000, MAX_BYTES)


@contextmanager
def asked(run: Run, limits: Limits = QUICK) -> Iterator[Engine]:
    """Open an engine over a small world."""
    place = run.folder / "world"
    place.mkdir()
    workspace = world(place, documents=40)
    with Engine(snapshots(workspace.snapshots)[-1], limits) as engine:
        yield engine


def unscreened(engine: Engine, text: str) -> None:
    """Hand a text to the worker as it is, past the screen."""
    request = {"query": text, "prefixes": PREFIXES, "rows": engine.limits.rows, "bytes": engine.limits.bytes}
    header, _ = engine._exchange(json.dumps(request).encode())  # noqa: SLF001 (the worker is to hold by itself)
    if header["kind"] == "error":
        raise BadInputError(f"{header['error']}: {header.get('message', '')[:200]}")


def tried(tally: Tally, what: str, ask: Callable[[], object]) -> None:
    """Ask, and count what came back; anything but an answer or an error of ours is a fault."""
    try:
        ask()
        tally.seen[f"{what}: answered"] += 1
    except KgError as error:
        tally.seen[f"{what}: {type(error).__name__}"] += 1
    except Exception as error:  # noqa: BLE001 (this is what the campaign looks for)
        tally.faults[f"{what}: {type(error).__name__}"] += 1


def still_answers(engine: Engine, tally: Tally) -> None:
    """Ask something harmless."""
    try:
        answer = engine.query("SELECT ?s { ?s a kg:Claim } LIMIT 1")
        tally.faults["the next query is not answered"] += not (isinstance(answer, Table) and answer.rows)
    except KgError:
        tally.faults["the next query is not answered"] += 1


def nestings(number: int) -> Iterator[str]:
    """Return so many queries that are nested in each shape, ever deeper."""
    for (before, repeated, closing), depth in itertools.islice(itertools.product(SHAPES.values(), DEPTHS), number):
        size = max(1, (MAX_BYTES - len(before) - 8) // (len(repeated) + len(closing)))
        count = min(depth, size)
        core = _CORES.get(closing, "true" if repeated == "!" else "")
        end = ")" * before.count("FILTER(") + (" ?o" if closing == ")*" else "")
        yield f"{before}{repeated * count}{core}{closing * count}{end} }}"


def nested(run: Run) -> Tally:
    """Ask queries that are nested in each shape."""
    tally = Tally()
    with asked(run) as engine:
        for text in nestings(run.trials):
            tried(tally, "screened", partial(engine.query, text))
            tried(tally, "past the screen", partial(unscreened, engine, text))
            tally.trials += 1
            still_answers(engine, tally)
    return tally


_THIRTY = " ".join(map(str, range(30)))
ENDLESS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "SELECT (COUNT(*) AS ?n) { ?a (<x:p>|!<x:p>)* ?b . ?c (<x:p>|!<x:p>)* ?d . ?e ?f ?g }",
    "SELECT * { " + " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(150)) + " }",
    "SELECT * { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(30)))} }}" for n in range(8))
    + " FILTER(?v0 > 99) }",
    "SELECT (GROUP_CONCAT(?c) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
)


def endless(run: Run) -> Tally:
    """Ask queries that would run for hours; each must stop at its deadline and leave no process behind."""
    tally = Tally()
    with asked(run) as engine:
        for number in range(run.trials):
            text = ENDLESS[number % len(ENDLESS)]
            ask = partial(unscreened, engine, text) if number % 2 else partial(engine.query, text)
            begun = time.monotonic()
            tried(tally, "endless", ask)
            tally.trials += 1
            tally.faults["it ran beyond its deadline"] += time.monotonic() - begun > QUICK.seconds + _GRACE
            tally.faults["a process still works on it"] += _busy_children() > 0
        still_answers(engine, tally)
    return tally


def _busy_children() -> int:
    """Return how many children of this process want a processor, at each of three looks."""
    wanting = set(children(os.getpid()))
    for _ in range(3):
        wanting = {child for child in wanting if at_work(child)}
        time.sleep(0.03)
    return len(wanting)


def outward(run: Run) -> Tally:
    """Ask queries that would reach the network or read a file; a listener counts who comes."""
    tally, came = Tally(), list[object]()
    secret = run.folder / "secret.ttl"
    secret.write_text("<x:secret> <x:is> <x:out> .")
    with socket.create_server(("127.0.0.1", 0)) as server, asked(run) as engine:
        port = server.getsockname()[1]
        threading.Thread(target=listen, args=(server, came), daemon=True).start()
        for text in itertools.islice(itertools.cycle(outward_texts(port, secret)), run.trials):
            tried(tally, "screened", lambda text=text: _without_secret(engine.query(text), tally))  # type: ignore[misc]
            tried(tally, "past the screen", partial(unscreened, engine, text))
            tally.trials += 1
        time.sleep(0.2)
        tally.faults["something connected"] += len(came)
        still_answers(engine, tally)
        server.close()
    return tally


def listen(server: socket.socket, came: list[object]) -> None:
    """Note who comes, until the server is closed."""
    with suppress(OSError):  # until it is closed
        while True:
            connection, address = server.accept()
            came.append(address)
            connection.close()


def _without_secret(answer: object, tally: Tally) -> None:
    tally.faults["a file was read"] += "x:secret" in str(answer)


def outward_texts(port: int, secret: Path) -> Iterator[str]:
    """Return queries that would reach the network or read a file."""
    http, file = f"http://127.0.0.1:{port}/", secret.as_uri()
    for address in (http, file):
        yield f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"
        yield f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}"
        yield f"SELECT * {{ sErViCe<{address}>{{?s ?p ?o}} }}"
        yield f"PREFIX x: <{address}> SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}"
        yield f"BASE <{address}> SELECT * {{ SERVICE <> {{ ?s ?p ?o }} }}"
        yield f"SELECT * {{ SERVICE #x\n <{address}> {{ ?s ?p ?o }} }}"
        yield f"SELECT * {{ \\u0053ERVICE <{address}> {{ ?s ?p ?o }} }}"
        yield f"SELECT * {{ OPTIONAL {{ SERVICE <{address}> {{ ?s ?p ?o }} }} }}"
        yield f"SELECT * {{ BIND(<{address}> AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}"
        yield f"SELECT * {{ VALUES ?e {{ <{address}> }} SERVICE SILENT ?e {{ ?s ?p ?o }} }}"
        yield f"ASK {{ FILTER EXISTS {{ SERVICE <{address}> {{ ?s ?p ?o }} }} }}"
        yield f"SELECT * FROM <{address}> {{ ?s ?p ?o }}"  # noqa: S608  SPARQL
        yield f"SELECT * FROM NAMED <{address}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"  # noqa: S608  SPARQL
        yield f"LOAD <{address}>"
        yield f"LOAD SILENT <{address}> INTO GRAPH <x:g>"
        yield f"CONSTRUCT FROM <{address}> WHERE {{ ?s ?p ?o }}"
        yield f"DESCRIBE <{address}>"
        yield f"SELECT * {{ GRAPH <{address}> {{ ?s ?p ?o }} }}"
        yield f"SELECT (1SERVICE:x AS ?a) {{ SERVICE <{address}> {{}} }}"
        yield f"SELECT * {{ {{ SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }} }} }}"


BOMBS = (
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g LIMIT 1",
    "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?c ?d ?f ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }",
    "SELECT ?a ?d ?g (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a ?c ?d ?f ?g ?i",
    "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
)


def bombs(run: Run) -> Tally:
    """Ask queries that want more memory than there is."""
    tally = Tally()
    with asked(run, Limits(seconds=20.0, memory=256 << 20)) as engine:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
        for number in range(run.trials):
            try:
                engine.query(BOMBS[number % len(BOMBS)])
                tally.faults["a bomb was answered"] += 1
            except LimitError:
                tally.seen["stopped at a limit"] += 1
            tally.trials += 1
            still_answers(engine, tally)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
        tally.faults["this process has grown"] += after - before > _MOST_GROWTH
    return tally


CHANGES = (
    "INSERT DATA { <x:s> <x:p> <x:o> }",
    "DELETE WHERE { ?s ?p ?o }",
    "DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "DROP SILENT ALL",
    "CREATE GRAPH <x:g>",
    "COPY DEFAULT TO <x:g>",
    "MOVE DEFAULT TO <x:g>",
    "ADD DEFAULT TO <x:g>",
    "SELECT * { ?s ?p ?o } ; CLEAR ALL",
)


def changes(run: Run) -> Tally:
    """Ask for changes, by themselves, behind a query, in a comment's shadow and in other letters."""
    tally = Tally()
    with asked(run) as engine:
        before = dataset_of(engine)
        forms: Iterator[Callable[[str], str]] = itertools.cycle(
            (str, str.lower, "# x\n{}".format, "SELECT * {{ }}\n;\n{}".format)
        )
        for number in range(run.trials):
            text = next(forms)(CHANGES[number % len(CHANGES)])
            tried(tally, "screened", partial(engine.query, text))
            tried(tally, "past the screen", partial(unscreened, engine, text))
            tally.trials += 1
        tally.faults["the dataset is another one"] += dataset_of(engine) != before
        still_answers(engine, tally)
    return tally


def dataset_of(engine: Engine) -> str:
    """Return the hash of what an engine asks."""
    import pyoxigraph as ox  # noqa: PLC0415 (beside the engine's own process)

    from kg.stores.oxigraph import dataset_hash  # noqa: PLC0415

    return dataset_hash(ox.Store.read_only(str(engine.snapshot)))


PIECES = (
    *('"', "'", "\\", "}", "{", ">", "<", ";", "#", "\n", "?x", "\u202e"),
    *("@en", "^^", "SERVICE", "a", "/", ".", "0", "-", " "),
)
_SAMPLES = {"id": "ash", "topic": "energy", "term": "madeBy", "date": "2026-01-01", "boolean": "yes"}


def injected(run: Run) -> Tally:
    """Give every parameter of every shipped question strings that would change the query if they could."""
    tally, chance = Tally(), random.Random(run.draw)
    found = [(q, p) for q in questions([shipped("queries")]) for p in q.parameters]
    for number in range(run.trials):
        question, parameter = found[number % len(found)]
        hostile = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 30)))
        given = {p.name: _SAMPLES.get(p.type, "1") for p in question.parameters if p.required}
        plain = bind(question.text, given | {parameter.name: _SAMPLES.get(parameter.type, "1")}, source=question.name)
        tally.trials += 1
        try:
            bound = bind(question.text, given | {parameter.name: hostile}, source=question.name)
        except (ParameterError, BadInputError):
            tally.seen["refused as no value"] += 1
            continue
        tally.seen["one value"] += 1
        shape = [[(t.kind, t.depth) for t in tokens(text, source="x")] for text in (plain, bound)]
        tally.faults["the query has another shape"] += shape[0] != shape[1]
    return tally


def huge(run: Run) -> Tally:
    """Ask for ten million rows."""
    tally = Tally()
    with asked(run, Limits(seconds=60.0, rows=100_000)) as engine:
        for _ in range(run.trials):
            answer = engine.query("SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f }")
            tally.trials += 1
            cut = isinstance(answer, Table) and answer.truncated and len(answer.rows) == engine.limits.rows
            tally.faults["not cut at the limit, or not said"] += not cut
            still_answers(engine, tally)
    return tally


CAMPAIGNS = (
    Campaign(
        "Q1",
        "twelve shapes of nesting up to 64 kB, screened and not",
        "an answer or one sentence; the next query is answered",
        60,
        nested,
    ),
    Campaign(
        "Q2",
        "cross products, paths, 150 patterns, screened and not",
        "stopped at the deadline; no process goes on",
        30,
        endless,
    ),
    Campaign(
        "Q3",
        "SERVICE, LOAD, FROM in twenty guises, to the network and to files, screened and not",
        "no connection, no file read",
        40,
        outward,
    ),
    Campaign(
        "Q4",
        "ORDER BY, DISTINCT, GROUP BY and GROUP_CONCAT over a cross product",
        "stopped at a limit; this process does not grow",
        20,
        bombs,
    ),
    Campaign("Q5", "update verbs, screened and not", "refused or without effect; the same dataset", 40, changes),
    Campaign(
        "Q6",
        "hostile strings in every parameter of every shipped question",
        "one value in a query of the same shape, or refused",
        1000,
        injected,
    ),
    Campaign("Q7", "a result of ten million rows", "cut at the limit and marked", 3, huge),
)
