"""The command that answers SPARQL over HTTP."""

import sys
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from kg.cli.asked import asked
from kg.cli.opening import read
from kg.cli.output import say
from kg.errors import UsageError, quoted

if TYPE_CHECKING:
    from kg.server.gate import Door

PORT = 8737
INTERRUPTED = 130
_EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 (what people write who want it)


def serve(
    context: typer.Context,
    *,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, metavar="N", help="0 takes any free one.")] = PORT,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; other machines cannot reach 127.0.0.1.")
    ] = "127.0.0.1",
    allow_origin: Annotated[
        list[str] | None,
        typer.Option("--allow-origin", metavar="URL", help="A site whose pages may ask; repeatable."),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="A name under which clients know this server; repeatable."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, max=64, metavar="N", help="Queries at a time; default one a core.")
    ] = None,
    memory: Annotated[
        float, typer.Option("--memory", min=0.05, metavar="GB", help="Memory that one query may take.")
    ] = 2.0,
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.1, metavar="S", help="Stop a query after so long.")
    ] = 30.0,
    in_memory: Annotated[
        bool,
        typer.Option("--in-memory", help="Hold the graph in memory, once for each worker, for quicker answers."),
    ] = False,
) -> None:
    r"""Answer SPARQL over HTTP, for other tools; it only reads.

    What is recorded meanwhile shows without a restart. It runs until Ctrl-C.

    \b
    Examples:
      kg serve
      kg serve --port 8080 --allow-origin https://yasgui.org
      curl http://127.0.0.1:8737/sparql --data-urlencode 'query=SELECT ?c { ?c a kg:Company }'
      curl 'http://127.0.0.1:8737/questions/contested?format=csv'
    """
    import os  # noqa: PLC0415 (only for this command, like what follows)
    import signal  # noqa: PLC0415

    from kg.query.engine import Limits  # noqa: PLC0415
    from kg.resources import folder  # noqa: PLC0415
    from kg.server.app import application  # noqa: PLC0415
    from kg.server.pool import Pool  # noqa: PLC0415
    from kg.server.services import Services  # noqa: PLC0415
    from kg.server.serving import listening  # noqa: PLC0415
    from kg.server.serving import serve as answer_requests  # noqa: PLC0415
    from kg.watching import Watched  # noqa: PLC0415

    around = asked(context)
    door = _door(host, allow_host or [], allow_origin or [])
    workspace = around.find()
    with read(around):
        pass  # brings the graph up to the log, and says why where that cannot be
    limits = Limits(seconds=seconds, memory=int(memory * 2**30), bytes=1 << 30)
    pool = Pool(
        workers or max(2, os.cpu_count() or 2),
        memory=limits.memory,
        patience=min(10.0, seconds),
        in_memory=in_memory,
        say=lambda text: say(around, f"kg: {text}"),
    )
    graphs = Watched(workspace, say=lambda text: say(around, f"kg: {text}"), on_leave=pool.leave)
    services = Services(
        graphs,
        pool,
        limits,
        around.now,
        (folder("queries"), workspace.queries),
        lambda text: say(around, f"kg: {text}"),
    )
    with listening(host, port) as listener:
        at = listener.getsockname()
        name = f"[{at[0]}]" if ":" in at[0] else at[0]

        async def begin() -> None:
            await pool.warm(graphs.present().folder)
            say(around, f"kg: answers at http://{name}:{at[1]}/sparql, {_until()}")

        def end() -> None:
            pool.close()
            graphs.close()

        app = application(services, door, log=lambda line: say(around, line))
        ended_by = answer_requests(app, listener, begin=begin, end=end)
    if ended_by == signal.SIGINT:
        raise typer.Exit(INTERRUPTED)


def _until() -> str:
    return "until Ctrl-C" if sys.stderr.isatty() else "until it is told to stop"


def _door(host: str, names: list[str], sites: list[str]) -> "Door":
    from kg.server.gate import Door  # noqa: PLC0415 (only for this command)

    origins = set()
    for site in sites:
        parts = urlsplit(site)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/") or parts.query:
            raise UsageError(
                f"{quoted(site)} is no origin", next_step="Write it like https://example.org, without a path."
            )
        origins.add(f"{parts.scheme}://{parts.netloc}".lower())
    literal = f"[{host}]" if ":" in host else host
    hosts = {name.lower() for name in (*names, literal)}
    return Door(frozenset(hosts), frozenset(origins), addresses=host in _EVERYWHERE)
