"""Calls, requests and command lines that ask for what is not there, and whether one of them is answered."""

import io
import itertools
import json
import os
import select
import shlex
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from bench.faults.base import ROOT, Campaign, Run, Tally
from bench.faults.cases.calls import MISSPELT, ODD_VALUES, QUERIES, wrapper_table
from bench.faults.cases.commands import AT_WORK, IDLE, OPEN
from bench.faults.cases.escapes import STRINGS, tool_call
from bench.faults.cases.requests import RIGHT, WRONG, Asked
from bench.faults.serving import Serving, started
from kg.cli.run import run as run_command

_NOW = datetime(2026, 6, 15, tzinfo=UTC)
_PATIENCE = 60.0
"""Seconds in which an assistant's line has to be answered."""
_OURS = ("Traceback", "a mistake of kg", "pydantic", "errors.pydantic.dev", "Error executing")
"""Words about our own program, which are no business of an assistant."""


def shipped(run: Run) -> Path:
    """Make a workspace of the shipped documents, and return its folder."""
    root = run.folder / "shipped"
    if not root.exists():
        code, said = command(["-q", "demo", str(root)])
        assert code == 0, said
    return root


def command(words: list[str]) -> tuple[int, str]:
    """Run a command of kg in this process, and return its exit code and what it said beside its answer."""
    said, told = io.StringIO(), io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stderr(said), redirect_stdout(told):
        try:
            code = run_command(words, now=lambda: _NOW)
        except SystemExit as ended:
            code = int(ended.code or 0)
    return code, said.getvalue()


class Assistant:
    """A started `kg mcp`, spoken to line by line as an assistant's program does."""

    def __init__(self, root: Path) -> None:
        words = [sys.executable, "-m", "kg", "-C", str(root), "mcp"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, cwd=ROOT, bufsize=0)
        self._numbers = itertools.count(1)
        self._come = b""
        about = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
        assert self.ask("initialize", about), "the server greets"
        self.tell(b'{"jsonrpc": "2.0", "method": "notifications/initialized"}')

    def tell(self, line: bytes) -> None:
        """Send a line."""
        assert self._process.stdin is not None, "asked for above"
        self._process.stdin.write(line + b"\n")

    def ask(self, method: str, parameters: dict[str, Any]) -> dict[str, Any] | None:
        """Send a request, and return its answer, None where none comes."""
        number = next(self._numbers)
        self.tell(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": parameters}).encode())
        return self.answer(number)

    def answer(self, number: int | None) -> dict[str, Any] | None:
        """Return the answer with this id, None where none comes."""
        until = time.monotonic() + _PATIENCE
        assert self._process.stdout is not None, "asked for above"
        while time.monotonic() < until:
            line, sign, rest = self._come.partition(b"\n")
            if sign:
                self._come = rest
                told: dict[str, Any] = json.loads(line)
                if told.get("id") == number and "method" not in told:
                    return told
                continue
            if not select.select([self._process.stdout], [], [], until - time.monotonic())[0]:
                return None
            part = os.read(self._process.stdout.fileno(), 1 << 16)
            if not part:
                return None
            self._come += part
        return None

    def call(self, tool: str, arguments: Any) -> tuple[bool, str] | None:  # noqa: ANN401 (whatever an assistant sends)
        """Call a tool, and return whether it was answered well, and what it said; None where nothing comes."""
        told = self.ask("tools/call", {"name": tool, "arguments": arguments})
        if told is None:
            return None
        if "error" in told:
            return False, str(told["error"]["message"])
        result = told["result"]
        return not result.get("isError"), str(result["content"][0]["text"])

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()


@contextmanager
def assistant(run: Run) -> Iterator[Assistant]:
    """Start `kg mcp` over the shipped documents, and end it."""
    talking = Assistant(shipped(run))
    try:
        yield talking
    finally:
        talking.close()


def misspelt(run: Run) -> Tally:
    """Call tools with arguments that are misspelt, unknown, of another type, or no JSON."""
    tally = Tally()
    cases: list[Any] = [*MISSPELT, *ODD_VALUES, *_lines()]
    with assistant(run) as talking:
        for case in itertools.islice(itertools.cycle(cases), run.trials):
            tally.trials += 1
            if isinstance(case, bytes):
                talking.tell(case)
                number = next(talking._numbers)  # noqa: SLF001 (a line of its own)
                talking.tell(json.dumps({"jsonrpc": "2.0", "id": number, "method": "ping"}).encode())
                tally.faults["a line stopped the server"] += talking.answer(number) is None
                tally.seen["odd lines"] += 1
                continue
            tool, given = (case.tool, case.arguments) if not isinstance(case, tuple) else case
            came = talking.call(tool, given)
            if isinstance(case, tuple):
                judge_odd(tally, f"{tool} {given}", came)
            else:
                judge_misspelt(tally, f"{tool} {given}", came, case.near)
                sound = talking.call(tool, case.sound) if case.sound else (True, "")
                tally.faults[f"{tool} {case.sound}: the sound call is refused"] += sound is None or not sound[0]
        for number, line in enumerate(_requests()):
            talking.tell(line)
            tally.faults[f"no answer to line {number}"] += talking.answer(7000 + number) is None
    return tally


def judge_misspelt(tally: Tally, what: str, came: tuple[bool, str] | None, near: str | None) -> None:
    """Count what became of a call that must be refused with the near name."""
    if came is None:
        tally.faults[f"{what}: no answer"] += 1
        return
    well, said = came
    tally.seen["refused"] += not well
    tally.faults[f"{what}: answered"] += well
    tally.faults[f"{what}: {near} is not named"] += not well and near is not None and near not in said
    tally.faults[f"{what}: more than a sentence"] += "\n" in said and not well
    tally.faults[f"{what}: speaks of our own program"] += not well and any(word in said for word in _OURS)


def judge_odd(tally: Tally, what: str, came: tuple[bool, str] | None) -> None:
    """Count what became of a call with an odd value, which may be answered or refused."""
    tally.faults[f"{what}: no answer"] += came is None
    if came is not None:
        tally.seen["odd values"] += 1
        tally.faults[f"{what}: speaks of our own program"] += not came[0] and any(word in came[1] for word in _OURS)


def _lines() -> tuple[bytes, ...]:
    """Return lines that are no messages, or messages that ask for no answer."""
    return (
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"jsonrpc": "2.0"}',
        b"[" * 100_000,
        b'"\\ud800"',
        b"9" * 5000,
        b"{}",
    )


def _requests() -> tuple[bytes, ...]:
    """Return requests with ids from 7000 on, each of which must be answered in whatever way."""
    found = [tool_call(each.written, number=7000 + number) for number, each in enumerate(STRINGS)]
    number = 7000 + len(found)
    twice = b'{"jsonrpc": "2.0", "id": %d, "method": "tools/call", "params": {"name": "questions", "arguments": {}, '
    found.append(twice % number + b'"arguments": {}}}')
    found.append(b'{"jsonrpc": "2.0", "id": %d, "method": "tools/call", "params": 5}' % (number + 1))
    found.append(b'{"jsonrpc": "2.0", "id": %d, "method": "nothing"}' % (number + 2))
    return tuple(found)


def requested(run: Run) -> Tally:
    """Send requests with parameters that are unknown, misspelt, doubled or empty, and those that clients send."""
    tally = Tally()
    cases = [*((each, True) for each in WRONG), *((each, False) for each in RIGHT)]
    with started(shipped(run), "--workers", "2") as running:
        for asked, wrong in itertools.islice(itertools.cycle(cases), run.trials):
            judge_request(tally, asked, _sent(running, asked), wrong=wrong)
    return tally


def _sent(running: Serving, asked: Asked) -> httpx.Response:
    headers = dict(asked.headers)
    if asked.method == "POST":
        headers["content-type"] = "application/x-www-form-urlencoded"
    return httpx.request(asked.method, f"{running.url}{asked.target}", content=asked.body, headers=headers, timeout=60)


def judge_request(tally: Tally, asked: Asked, came: httpx.Response, *, wrong: bool) -> None:
    """Count what became of a request."""
    what = f"{asked.method} {asked.target} {asked.body.decode()}"
    tally.trials += 1
    tally.seen[str(came.status_code)] += 1
    tally.faults[f"{what}: {came.status_code}"] += came.status_code not in asked.status
    if wrong and asked.near and came.status_code in asked.status:
        tally.faults[f"{what}: {asked.near} is not named"] += asked.near not in came.text
    media = came.headers.get("content-type", "").partition(";")[0]
    if asked.media:
        tally.faults[f"{what} with {dict(asked.headers)}: {media} for {asked.media}"] += media != asked.media


def commanded(run: Run) -> Tally:
    """Run command lines with options that have nothing to act on, and others that must go on working."""
    tally = Tally()
    root = shipped(run)
    cases = [*IDLE, *((None, words) for words in AT_WORK)]
    for number, (option, words) in enumerate(itertools.islice(itertools.cycle(cases), run.trials)):
        if words in OPEN and any(runs in words.split() for runs in ("serve", "mcp")):
            continue
        out = run.folder / f"out{number}"
        out.mkdir()
        code, said = command(["-C", str(root), *shlex.split(words.replace("{out}", str(out)))])
        judge_command(tally, option, words, code, said, left=[each.name for each in out.iterdir()])
    return tally


def judge_command(tally: Tally, option: str | None, words: str, code: int, said: str, *, left: list[str]) -> None:
    """Count what became of a command line; `option` is None where it must be answered."""
    tally.trials += 1
    tally.seen[f"exit code {code}"] += 1
    if option is None:
        tally.faults[f"{words}: exit code {code}, {said[:200]}"] += code != 0
        return
    tally.faults[f"{words}: exit code {code}"] += code not in ({2, 4, 0, 1} if words in OPEN else {2, 4})
    if code in {2, 4}:
        tally.faults[f"{words}: {option} is not named in {said[:200]}"] += option not in said and words not in OPEN
        tally.faults[f"{words}: a file is left"] += bool(left)


def wrapped(run: Run) -> Tally:
    """Ask each form of query in each form of answer through SPARQLWrapper, as its defaults send it."""
    tally = Tally()
    table = wrapper_table()
    with started(shipped(run), "--workers", "2") as running:
        for number in range(run.trials):
            form, wanted, media = table[number % len(table)]
            came = _through_wrapper(running, QUERIES[form], wanted, post=number // len(table) % 2 == 1)
            judge_wrapped(tally, f"{form} as {wanted}", came, media)
    return tally


def _through_wrapper(running: Serving, query: str, wanted: str | None, *, post: bool) -> str:
    """Return the media type of what comes, or the name of what went wrong."""
    from SPARQLWrapper import POST, SPARQLWrapper  # noqa: PLC0415 (a client that nobody here wrote)

    client = SPARQLWrapper(f"{running.url}/sparql")
    if post:
        client.setMethod(POST)
    client.setQuery(query)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if wanted is not None:
            client.setReturnFormat(wanted)
        try:
            media = str(client.query().info()["content-type"]).partition(";")[0]
            client.queryAndConvert()
        except Exception as error:  # noqa: BLE001 (whatever a client makes of an answer)
            return f"{type(error).__name__}: {str(error)[:120]}"
    return media


def judge_wrapped(tally: Tally, what: str, came: str, media: frozenset[str]) -> None:
    """Count what came through SPARQLWrapper."""
    tally.trials += 1
    tally.seen[came if came in media else "something else"] += 1
    tally.faults[f"{what}: {came}"] += came not in media


CAMPAIGNS = (
    Campaign(
        "S11",
        "arguments of an assistant's tools that are misspelt, unknown, odd; lines that are no messages",
        "an error that names the near argument, never an answer; every request is answered",
        len(MISSPELT) + len(ODD_VALUES) + 10,
        misspelt,
    ),
    Campaign(
        "S11h",
        "parameters over HTTP that are misspelt, unknown, doubled; and those that clients send",
        "400 with the near name; what clients send is answered in the form they want",
        len(WRONG) + len(RIGHT),
        requested,
    ),
    Campaign(
        "S11l",
        "command lines with options that have nothing to act on; and some that have",
        "exit code 2 or 4, the option is named, no file is written; the others work",
        len(IDLE) + len(AT_WORK),
        commanded,
    ),
    Campaign(
        "S12",
        "SPARQLWrapper's forms of answers on the four forms of queries, by GET and POST",
        "an answer of that form, where the query has it; else one that fits",
        80,
        wrapped,
    ),
)
