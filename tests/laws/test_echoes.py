"""The law of echoes: whatever a stranger wrote, what is said of it is short, and nothing hides in it."""

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.authoring import read_string
from kg.characters import hidden_in
from kg.cli.run import run
from kg.errors import LONGEST, KgError
from kg.ingest import ingest
from kg.log import SqliteLog
from kg.reader import Reader
from kg.workspace import create
from tests.cli.running import CORPUS, NOW

bounded = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MAY_BREAK = {None, "\u00ad", "\u200b"}
"""Places to break a line, which may stand in a text as they are."""
NAMES = st.text(st.characters(exclude_characters="\x00"), min_size=1, max_size=20)
WORDS = NAMES | st.sampled_from(
    [
        "\u202e" * 3000,
        "a" * 5000,
        "\x1b[2J\x07",
        "one\ntwo: three",
        "\udc80" * 300,
        "\U000e0041" * 900,
        "9" * 4000,
        "{" * 700,
    ]
)
COMMANDS = (
    ["{}"],
    ["--{}"],
    ["--format", "{}", "status"],
    ["show", "{}"],
    ["search", "{}"],
    ["query", "{}"],
    ["query", "SELECT * {{ ?s ?p {} }}"],
    ["query", "contested", "document={}"],
    ["query", "contested", "{}=x"],
    ["query", "contested", "{}"],
    ["cite", "{}"],
    ["cite", "orchid-launch/speed", "--style", "{}"],
    ["analyze", "{}"],
    ["analyze", "contested", "{}=1"],
    ["draw", "{}"],
    ["check", "{}"],
    ["terms", "{}"],
    ["log", "--type", "{}"],
    ["report", "--since", "{}"],
    ["diff", "{}", "{}"],
    ["query", "contested", "--as-of", "{}"],
    ["query", "contested", "--recorded-by", "{}"],
    ["query", "contested", "--without", "{}"],
    ["query", "contested", "--assume", "{}"],
    ["export", "{}"],
    ["export", "csv", "--entity", "{}"],
    ["ingest", "{}"],
    ["attach", "{}", "no-such-file"],
    ["attach", "orchid-launch", "{}"],
    ["retract", "{}", "--reason", "r"],
    ["merge", "{}", "{}", "--reason", "r"],
    ["completion", "{}"],
)
FIELDS = ("document", "title", "kind", "voice", "published", "url", "language", "text", "summary", "{}")
CLAIM = (
    "subject",
    "predicate",
    "object",
    "value",
    "when",
    "states",
    "modality",
    "quote",
    "at",
    "supports",
    "topics",
    "{}",
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = create(tmp_path_factory.mktemp("echoes") / "ledger")
    with SqliteLog(workspace.log, mode="create") as log:
        ingest(workspace, log, [CORPUS], now=lambda: NOW)
    return workspace.root


@pytest.fixture(scope="module")
def reader(ledger: Path) -> Iterator[Reader]:
    with kg.open(ledger) as opened:
        yield opened


def hold(said: str) -> None:
    """Hold every line that was said to the law."""
    said.encode()
    for line in said.split("\n"):
        assert len(line) <= LONGEST + len("kg: ")
        assert hidden_in(line) in MAY_BREAK


@bounded
@given(command=st.sampled_from(COMMANDS), word=WORDS)
def test_what_a_command_says_on_standard_error(ledger: Path, command: list[str], word: str) -> None:
    said = io.StringIO()
    with redirect_stderr(said), redirect_stdout(io.StringIO()):
        code = run(["-C", str(ledger), *(part.replace("{}", word) for part in command)], now=lambda: NOW)
    assert code != 70, said.getvalue()[:LONGEST]
    hold(said.getvalue())


@settings(max_examples=150, deadline=None)
@given(field=st.sampled_from(FIELDS), claim=st.sampled_from(CLAIM), word=WORDS, other=WORDS)
def test_what_is_said_of_an_authored_file(field: str, claim: str, word: str, other: str) -> None:
    head = {"document": "d", "title": "T", "kind": "article", "voice": "ash", "published": "2026-05-14"}
    said_of = {"subject": "ash", "states": "So."} | {claim.replace("{}", other): other}
    content = head | {field.replace("{}", word): word, "claims": {"c": said_of, other: said_of}}
    try:
        read_string(json.dumps(content), f"{word}.json", text="Some words.")
    except KgError as error:
        hold(error.sentence())


@bounded
@given(word=WORDS)
def test_what_is_said_of_parameters_and_queries(reader: Reader, word: str) -> None:
    for ask in (
        lambda: reader.query(word),
        lambda: reader.query("contested", document=word),
        lambda: reader.query(f"SELECT * {{ ?s ?p '{word}' }}"),
        lambda: reader.search(word),
        lambda: reader.analyze("contested", document=word),
    ):
        try:
            ask()
        except KgError as error:
            hold(error.sentence())
