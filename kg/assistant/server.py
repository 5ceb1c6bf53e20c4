"""A desk in, a server of the Model Context Protocol out: read-only tools, two resources and one prompt."""

import functools
import inspect
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kg.assistant.arguments import check
from kg.assistant.desk import Desk, Json
from kg.assistant.tools import TOOLS, show
from kg.errors import KgError, near_misses
from kg.extras import load

if TYPE_CHECKING:
    from mcp.server import MCPServer

_INSTRUCTIONS = """\
A ledger of claims from news: who says what, since when, in which words. A claim is never a fact. When you use one, say
who said it and when, give its id, and say if it is disputed or ended; give figures as they are printed. `search` finds
ids, `show` and `claims` give claims with sources and quotes, `ask` and `analyze` answer ready questions (`questions`
lists them), `cite` writes footnotes. `as_of` looks back to what sources had published by a day. If something is not in
the ledger, say so; nothing here tells that it is not so."""
_BRIEF = """\
Write a brief of at most 300 words about {topic}, from the ledger alone.

1. `search` for it, `show` what you find, and read `claims` about it.
2. Run `ask contested` and `analyze arithmetic` where they concern it.
3. Every sentence with a figure or a claim ends with the id of the claim in brackets; say who says it. Name what is
   disputed, by whom, and what would settle it. End with the footnotes that `cite` gives.
4. If the ledger has little, say what is missing instead of filling it in."""


def server(desk: Desk) -> "MCPServer":
    """Return a server whose tools work at `desk`.

    Raises
    ------
    MissingExtraError
        The package `mcp` is not installed.

    """
    load("mcp.server", extra="mcp", purpose="the server for assistants")
    from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError  # noqa: PLC0415
    from mcp.server.mcpserver.prompts.base import UserMessage  # noqa: PLC0415
    from mcp.types import ToolAnnotations  # noqa: PLC0415

    found = _closed()("claimledger", title="claimledger", instructions=_INSTRUCTIONS, log_level="WARNING")
    only_reads = ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    lock = threading.Lock()
    for tool in TOOLS:
        found.add_tool(_bound(tool, desk, lock), annotations=only_reads)

    @found.resource("kg://entity/{name}", title="An entity", mime_type="application/json")
    def entity(name: str) -> dict[str, Json]:
        """Give all that the ledger has of an entity, by its id."""
        try:
            return _bound(show, desk, lock)(name)
        except ToolError as error:  # a resource has a class of mistakes of its own; any other is logged as ours
            raise ResourceNotFoundError(str(error)) from None

    @found.resource("kg://schema", title="The vocabulary", mime_type="text/turtle")
    def schema() -> str:
        """Give the ontology in Turtle: classes, predicates and modalities with what each means."""
        from kg.resources import text  # noqa: PLC0415

        return text("ontology", "kg.ttl")

    @found.prompt(title="A brief with sources")
    def sourced_brief(topic: str) -> list[UserMessage]:
        """Write a short brief in which every claim names its source."""
        return [UserMessage(_BRIEF.format(topic=topic))]

    return found


def _closed() -> "type[MCPServer]":
    """Return the SDK's server with arguments closed: it would leave those out of account that it does not know."""
    from mcp.server import MCPServer  # noqa: PLC0415 (an extra)
    from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError  # noqa: PLC0415
    from mcp.shared.exceptions import MCPError  # noqa: PLC0415
    from mcp.types import INVALID_PARAMS, Tool  # noqa: PLC0415

    tools = {tool.__name__: _as_seen(tool) for tool in TOOLS}

    class Closed(MCPServer):
        """A server that refuses what its tools and prompts do not take."""

        async def list_tools(self) -> list[Tool]:
            """List the tools, their schemas closed."""
            listed = await super().list_tools()
            for each in listed:
                each.input_schema = {**each.input_schema, "additionalProperties": False}
            return listed

        async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:  # noqa: ANN401 (as the SDK has it)
            """Call a tool with arguments that it takes."""
            if name not in tools:
                hint = near_misses(name[:60], tools) or f"There are {', '.join(tools)}."
                raise ToolError(f"There is no tool {name[:60]!r}. {hint}")
            try:
                check(tools[name], arguments)
            except KgError as error:
                raise ToolError(error.sentence()) from None
            try:
                return await super().call_tool(name, arguments, context)
            except UnexpectedToolError:
                raise
            except ToolError as error:  # before the sentence the SDK says that a tool was executed
                raise ToolError(str(error).removeprefix(f"Error executing tool {name}: ")) from None

        async def get_prompt(self, name: str, arguments: dict[str, Any] | None = None, context: Any = None) -> Any:  # noqa: ANN401 (as the SDK has it)
            """Return a prompt with arguments that it takes."""
            if name == "sourced_brief" and (arguments or {}).keys() != {"topic"}:
                raise MCPError(code=INVALID_PARAMS, message="sourced_brief takes one argument: topic.")
            return await super().get_prompt(name, arguments, context)

    return Closed


def _as_seen(tool: Callable[..., dict[str, Json]]) -> Callable[..., dict[str, Json]]:
    """Return something with the signature that an assistant sees."""

    @functools.wraps(tool)
    def seen() -> dict[str, Json]:
        raise NotImplementedError

    told = inspect.signature(tool)
    seen.__signature__ = told.replace(parameters=[*told.parameters.values()][1:])  # type: ignore[attr-defined]
    return seen


def _bound(tool: Callable[..., dict[str, Json]], desk: Desk, lock: threading.Lock) -> Callable[..., dict[str, Json]]:
    """Return a tool as an assistant sees it: without the desk, one call at a time, mistakes in one sentence."""
    from mcp.server.mcpserver.exceptions import ToolError  # noqa: PLC0415

    @functools.wraps(tool)
    def run(*args: Json, **kwargs: Json) -> dict[str, Json]:
        with lock:
            try:
                return tool(desk, *args, **kwargs)
            except KgError as error:
                raise ToolError(error.sentence()) from None

    told = inspect.signature(tool)
    at_desk, *parameters = told.parameters.values()
    run.__signature__ = told.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {name: kind for name, kind in tool.__annotations__.items() if name != at_desk.name}
    del run.__wrapped__  # whoever follows it would find the desk again
    return run
