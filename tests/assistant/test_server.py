"""What an assistant sees: tools with their parameters, answers with sources and caps, mistakes as sentences."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from kg.assistant import server
from kg.assistant.desk import MOST_BYTES, Desk, capped, trimmed
from kg.assistant.tools import TOOLS
from kg.ingest import ingest
from kg.log import SqliteLog
from kg.workspace import Workspace, create
from tests.cli.running import CORPUS

mcp = pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

if TYPE_CHECKING:
    from mcp import Client
    from pydantic import BaseModel

T = TypeVar("T")
Call = Callable[..., dict[str, Any]]
NOW = datetime(2026, 6, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = create(tmp_path_factory.mktemp("assistant") / "ledger")
    with SqliteLog(made.log, mode="create") as log:
        ingest(made, log, [CORPUS], now=lambda: NOW)
    return made


def talk(workspace: Workspace, do: Callable[["Client"], Awaitable[T]]) -> T:
    """Return what one conversation with the server gives."""

    async def conversation() -> T:
        async with mcp.Client(server.server(Desk(workspace))) as client:
            return await do(client)

    return asyncio.run(conversation())


def said(content: "BaseModel") -> str:
    """Return the text of a part of an answer."""
    return str(content.model_dump()["text"])


@pytest.fixture
def call(workspace: Workspace) -> Call:
    def called(tool: str, /, **given: object) -> dict[str, Any]:
        result = talk(workspace, lambda client: client.call_tool(tool, given))
        text = said(result.content[0])
        return {"error": text} if result.is_error else dict(json.loads(text))

    return called


def test_the_tools_are_read_only_say_what_they_do_and_look_back(workspace: Workspace) -> None:
    tools = {tool.name: tool for tool in talk(workspace, lambda client: client.list_tools()).tools}
    assert set(tools) == {tool.__name__ for tool in TOOLS}
    for name, tool in tools.items():
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        assert tool.description
        assert not {"desk", "_"} & set(tool.input_schema["properties"])
        if name not in {"questions", "changes", "vocabulary"}:
            assert {"as_of", "recorded_by"} <= set(tool.input_schema["properties"])


def test_no_text_names_a_tool_that_is_not_there() -> None:
    names = {tool.__name__ for tool in TOOLS}
    for words in (server._INSTRUCTIONS, server._BRIEF):
        said = {part.split()[0] for part in words.split("`")[1::2]}
        assert said - names <= {"as_of"}


def test_a_hit_leads_to_a_claim_with_its_source_and_words(call: Call) -> None:
    hits = call("search", text="Orchid")["rows"]
    assert {"kind": "entity", "id": "orchid", "text": "Orchid"} in [
        {**hit, "text": hit["text"].split(" · ")[0]} for hit in hits
    ]
    claims = call("claims", thing="orchid-launch")["rows"]
    speed = next(claim for claim in claims if claim["id"] == "orchid-launch/speed")
    assert speed["quote"]
    assert speed["said_by"]
    assert speed["status"] == "stands"
    assert speed["disputed_by"]


def test_the_past_is_read_through_the_same_tools(call: Call) -> None:
    assert call("claims", thing="orchid-launch")["rows"]
    before = call("claims", thing="orchid-launch", as_of="2020-01-01")
    assert "orchid-launch" in before["error"]


def test_questions_analyses_and_sparql_answer_with_rows(call: Call) -> None:
    known = call("questions")
    assert "contested" in {each["name"] for each in known["questions"]}
    assert "arithmetic" in {each["name"] for each in known["analyses"]}
    assert call("ask", question="contested", parameters={"document": "orchid-launch"})["rows"]
    assert call("analyze", analysis="contested")["explanation"]
    assert call("analyze", analysis="forecasts", parameters={})["rows"]
    assert call("sparql", query="ASK { ?claim a kg:Claim }")["answer"] is True
    rows = call("sparql", query="SELECT (COUNT(?c) AS ?claims) WHERE { ?c a kg:Claim }")["rows"]
    assert rows[0]["claims"] > 3
    triples = call("sparql", query="CONSTRUCT WHERE { ?c a kg:Claim }", limit=2)
    assert (len(triples["rows"]), triples["truncated"]) == (2, True)


def test_an_empty_answer_says_which_id_is_unknown_and_a_day_of_judgement_is_said(call: Call) -> None:
    nothing = call("ask", question="contested", parameters={"entity": "orchidd"})
    assert nothing["rows"] == []
    (note,) = nothing["notes"]
    assert "parameter entity: nothing here has the id or name 'orchidd'" in note
    assert "Did you mean orchid" in note
    assert "notes" not in call("ask", question="contested", parameters={"document": "orchid-launch"})
    assert call("ask", question="overdue", as_of="2026-07-01")["notes"] == ["judged on 2026-07-01"]


def test_footnotes_changes_and_words_of_the_vocabulary(call: Call) -> None:
    cited = call("cite", claim="orchid-launch/speed")
    assert cited["quote"][0] in cited["footnote"]
    assert call("changes", since="2020-01-01")["new"]
    assert {"kind": "predicate", "name": "hasValuation"}.items() <= call("vocabulary", word="valuation")["rows"][
        0
    ].items()


@pytest.mark.parametrize(
    ("tool", "given", "sentence"),
    [
        ("show", {"thing": "orchidd"}, "Did you mean orchid"),
        ("ask", {"question": "contestedd"}, "contested"),
        ("ask", {"question": "contested", "parameters": {"documents": "x"}}, "takes no parameter 'documents'"),
        ("analyze", {"analysis": "arithmetics"}, "arithmetic"),
        ("sparql", {"query": "SELECT * WHERE { ?s ?p }"}, "line 1, column 25"),
        ("sparql", {"query": "contested"}, "is no query"),
        ("sparql", {"query": "DROP ALL"}, "DROP would change the graph"),
        ("sparql", {"query": "SELECT * WHERE { SERVICE <http://127.0.0.1> { ?s ?p ?o } }"}, "SERVICE"),
        ("search", {"text": "x", "as_of": "soon"}, "soon"),
        ("cite", {"claim": "orchid"}, "only a claim can be cited"),
    ],
)
def test_a_mistake_is_one_sentence(call: Call, tool: str, given: dict[str, object], sentence: str) -> None:
    error = call(tool, **given)["error"]
    assert sentence in error
    assert "\n" not in error


def test_a_resource_that_is_not_there_is_one_sentence_and_no_traceback(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    async def refused(client: "Client") -> str:
        with pytest.raises(mcp.MCPError) as caught:
            await client.read_resource("kg://entity/orchit")
        return str(caught.value)

    assert talk(workspace, refused) == "nothing here has the id or name 'orchit'. Did you mean orchid?"
    assert not caplog.records


def test_an_entity_and_the_vocabulary_are_resources_and_a_brief_is_a_prompt(workspace: Workspace) -> None:
    entity = talk(workspace, lambda client: client.read_resource("kg://entity/orchid"))
    assert json.loads(said(entity.contents[0]))["id"] == "orchid"
    schema = talk(workspace, lambda client: client.read_resource("kg://schema"))
    assert "kg:Claim" in said(schema.contents[0])
    brief = talk(workspace, lambda client: client.get_prompt("sourced_brief", {"topic": "Orchid"}))
    assert "about Orchid" in said(brief.messages[0].content)


def test_the_command_speaks_over_standard_input_and_output(workspace: Workspace) -> None:
    command = mcp.StdioServerParameters(
        command=sys.executable, args=["-m", "kg", "-C", str(workspace.root), "mcp"], env=dict(os.environ)
    )

    async def conversation() -> str:
        async with mcp.Client(command) as client:
            result = await client.call_tool("show", {"thing": "orchid"})
            return said(result.content[0])

    assert json.loads(asyncio.run(conversation()))["id"] == "orchid"


def test_without_a_workspace_the_command_says_so(tmp_path: Path) -> None:
    ran = subprocess.run([sys.executable, "-m", "kg", "mcp"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 3
    assert "no workspace" in ran.stderr


def test_nothing_is_written(call: Call, workspace: Workspace) -> None:
    before = {path: path.read_bytes() for path in Path(workspace.root).rglob("*") if path.is_file()}
    call("claims", thing="orchid-launch")
    call("search", text="Orchid")
    assert {path: path.read_bytes() for path in Path(workspace.root).rglob("*") if path.is_file()} == before


def test_rows_are_capped_by_number_and_size_and_that_is_said() -> None:
    assert capped([1, 2], narrower="Ask less.") == {"rows": [1, 2], "truncated": False}
    found = capped(list(range(5)), most=3, narrower="Ask less.")
    assert (found["rows"], found["left_out"], found["narrower"]) == ([0, 1, 2], 2, "Ask less.")
    long = capped(["x" * (MOST_BYTES // 2)] * 5, narrower="Ask less.")
    assert len(long["rows"]) == 1  # type: ignore[arg-type]
    assert capped(["x" * (MOST_BYTES * 2)], narrower="")["truncated"] is False


def test_a_long_page_is_cut_where_it_is_longest() -> None:
    page = {"id": "x", "claims": ["y" * 1000] * 100, "names": ["z"] * 3}
    found = trimmed(page, narrower="Ask less.")
    assert found["names"] == ["z"] * 3
    assert found["truncated"] is True
    assert found["shown"] == {"claims": "25 of 100"}
    assert len(json.dumps(found)) <= MOST_BYTES
    assert trimmed({"id": "x"}, narrower="")["truncated"] is False
