"""The command that serves a workspace to assistants over standard input and output."""

import typer

from kg.cli.asked import asked


def mcp(context: typer.Context) -> None:
    r"""Serve this workspace to an assistant (Model Context Protocol).

    Read-only, over standard input and output: an assistant's program starts this command and asks through it. Answers
    are capped and carry quotes, sources and status. Needs the extra `mcp`.

    \b
    Examples:
      kg mcp                                   started by the assistant
      claude mcp add news -- kg -C my-ledger mcp
    """
    from kg.assistant.desk import Desk  # noqa: PLC0415
    from kg.assistant.server import server  # noqa: PLC0415
    from kg.assistant.wire import converse  # noqa: PLC0415

    converse(server(Desk(asked(context).find())))
