"""What a look-up costs over HTTP: our endpoint beside the same framework and engine bare, and beside other servers.

Run from the top folder: `python -m bench.server [--claims 60000] [--seconds 4] [--rounds 3]`. It needs `wrk`. Each
request asks for another claim, six rows in JSON; eight connections; the rounds of all servers are interleaved, and the
median counts. CPU is that of the server's processes together for each request. The target is that ours answers at
least 0.7 times as many requests as the bare one, which has no limits, no screen and one process.

`--endpoint PYTHON` adds rdflib-endpoint, with an interpreter that has it; `--virtuoso URL` a Virtuoso that holds the
file that `--write FILE` writes.
"""

import argparse
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.query.overhead import lines, snapshot
from kg.ids import ID

_CONNECTIONS = 8
_LUA = """
local n = 0
request = function()
  n = (n + 7919) % {claims}
  local claim = string.format("{id}doc%d/claim-%d", math.floor(n / 20), n)
  local query = "SELECT%20%3Fp%20%3Fo%20%7B%20%3C" .. claim .. "%3E%20%3Fp%20%3Fo%20%7D"
  return wrk.format("GET", "{path}?query=" .. query, {{["Accept"] = "application/sparql-results+json"}})
end
"""
_BARE = """
import sys
import pyoxigraph as ox, uvicorn
from starlette.responses import Response
from starlette.routing import Route, Router

store = ox.Store.read_only(sys.argv[1])

async def sparql(request):
    found = store.query(request.query_params["query"])
    return Response(found.serialize(format=ox.QueryResultsFormat.JSON), media_type="application/sparql-results+json")

app = Router([Route("/sparql", sparql)])
uvicorn.run(app, port=int(sys.argv[2]), http="h11", log_level="critical", access_log=False)
"""
_OURS = """
import sys
from pathlib import Path
from bench.server import serve_snapshot

serve_snapshot(Path(sys.argv[1]), int(sys.argv[2]))
"""
_RDFLIB = """
import sys
import uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint

data = Dataset(store="Oxigraph", default_union=True)
data.parse(sys.argv[1], format="nt")
uvicorn.run(SparqlEndpoint(graph=data, path="/sparql"), port=int(sys.argv[2]), log_level="critical", access_log=False)
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    name: str
    url: str
    pid: int | None


def serve_snapshot(folder: Path, port: int) -> None:
    """Serve a snapshot as `kg serve` serves that of a workspace."""
    from datetime import UTC, datetime  # noqa: PLC0415 (in a process of its own)

    from kg.horizon import Horizon  # noqa: PLC0415
    from kg.query.engine import Limits  # noqa: PLC0415
    from kg.server.app import application  # noqa: PLC0415
    from kg.server.gate import Door  # noqa: PLC0415
    from kg.server.graphs import Graph  # noqa: PLC0415
    from kg.server.pool import Pool  # noqa: PLC0415
    from kg.server.services import Services  # noqa: PLC0415
    from kg.server.serving import listening, serve  # noqa: PLC0415

    class Fixed:
        def present(self) -> Graph:
            return Graph(folder, 1, "bench")

        def past(self, horizon: Horizon) -> Graph:
            return Graph(folder, 1, horizon.key, horizon)

        def close(self) -> None:
            pass

    limits = Limits(bytes=1 << 30)
    pool = Pool(2, memory=limits.memory, patience=10)
    services = Services(Fixed(), pool, limits, lambda: datetime.now(UTC), (), print)
    app = application(services, Door(), log=lambda _: None)
    serve(app, listening("127.0.0.1", port), begin=lambda: pool.warm(folder), end=pool.close)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def _started(name: str, path: str, *command: str, port: int) -> Iterator[Server]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        url = f"http://127.0.0.1:{port}{path}"
        try:
            _wait(url, process)
            yield Server(name, url, process.pid)
        finally:
            process.kill()


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit(f"{url} did not start")
        try:
            if httpx.get(url, params={"query": "ASK {}"}, timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise SystemExit(f"{url} does not answer")


def _family(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += _family(int(child))
    return found


def _processor_time(pid: int | None) -> float:
    if pid is None:
        return 0.0
    total = 0
    for each in _family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def measured(server: Server, script: Path, seconds: int) -> tuple[float, float, float]:
    """Return requests a second, milliseconds of processor time for each, and the middle latency in milliseconds."""
    before = _processor_time(server.pid)
    command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", str(script), server.url]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    used = _processor_time(server.pid) - before
    number = int(_found(r"(\d+) requests in", told))
    assert "Non-2xx" not in told, told
    return number / seconds, used * 1000 / number, _milliseconds(_found(r"50%\s+(\S+)", told))


def _found(pattern: str, told: str) -> str:
    match = re.search(pattern, told)
    assert match is not None, told
    return match[1]


def _milliseconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]  # wrk writes it so
    return float(number) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit]


def _servers(stack: ExitStack, folder: Path, arguments: argparse.Namespace) -> Iterator[Server]:
    def run(name: str, path: str, *command: str) -> Server:
        port = _free_port()
        words = [each.replace("PORT", str(port)) for each in command]
        return stack.enter_context(_started(name, path, *words, port=port))

    place = str(folder / "snapshot")
    yield run("Starlette and pyoxigraph, bare", "/sparql", sys.executable, "-c", _BARE, place, "PORT")
    yield run("kg serve", "/sparql", sys.executable, "-c", _OURS, place, "PORT")
    oxigraph = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if oxigraph:
        bound = "127.0.0.1:PORT"
        yield run("oxigraph serve-read-only", "/query", oxigraph, "serve-read-only", "-l", place, "-b", bound)
    if arguments.endpoint:
        yield run("rdflib-endpoint", "/sparql", arguments.endpoint, "-c", _RDFLIB, str(folder / "claims.nt"), "PORT")
    if arguments.virtuoso:
        yield Server("Virtuoso", arguments.virtuoso, None)


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=60_000)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--endpoint", metavar="PYTHON")
    parser.add_argument("--virtuoso", metavar="URL")
    parser.add_argument("--write", metavar="FILE", type=Path)
    arguments = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not installed")
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)
        snapshot(folder, arguments.claims)
        for path in filter(None, (folder / "claims.nt", arguments.write)):
            path.write_text("\n".join(lines(arguments.claims)) + "\n")
        servers = list(_servers(stack, folder, arguments))
        found: dict[str, list[tuple[float, float, float]]] = {server.name: [] for server in servers}
        for _ in range(arguments.rounds):
            for server in servers:
                script = folder / "wrk.lua"
                path = "/" + server.url.split("/", 3)[3]
                script.write_text(_LUA.format(claims=arguments.claims, id=ID.replace(":", "%%3A"), path=path))
                found[server.name].append(measured(server, script, arguments.seconds))
    bare = statistics.median(each[0] for each in found[servers[0].name])
    print("| server | requests/s | of the bare one | p50 ms | CPU ms a request |\n| --- | ---: | ---: | ---: | ---: |")
    for name, rounds in found.items():
        rate, used, latency = (statistics.median(each[n] for each in rounds) for n in range(3))
        shown = f"{used:.3f}" if used else "not seen"
        print(f"| {name} | {rate:,.0f} | {rate / bare:.2f} | {latency:.2f} | {shown} |")


if __name__ == "__main__":
    main()
