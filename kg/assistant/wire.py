"""Standard input and output in, a conversation with an assistant out: every request gets an answer.

The SDK leaves a line unanswered that it cannot read as a message, and whoever sent it waits for ever. So each line is
read here first: what is no message is answered with an error, and the rest is passed on.
"""

import contextlib
import json
import re
import sys
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, BinaryIO, cast

if TYPE_CHECKING:
    import anyio
    from mcp.server import MCPServer

LONGEST = 4 << 20
"""Bytes of a line; a longer one is no message."""
_PARSE_ERROR, _INVALID_REQUEST = -32700, -32600


_ID = re.compile(rb'"id"\s{0,9}:\s{0,9}(-?[1-9][0-9]{0,17}|0|"[A-Za-z0-9_.:-]{0,100}")\s{0,9}[,}]')


class NoMessageError(Exception):
    """A line is no message; it holds why, the code of JSON-RPC, and the id that the line has, if any."""


def refusal(line: bytes) -> str | None:
    """Return the answer to a line that is no message, or None where it is one, or asks for no answer."""
    try:
        _read(line)
    except NoMessageError as error:
        why, code, name = error.args
        told = {"jsonrpc": "2.0", "id": name, "error": {"code": code, "message": why}}
        return json.dumps(told)  # in ASCII, so that an id of half a pair goes back as the escape that came
    return None


def _read(line: bytes) -> None:
    """Raise NoMessageError where a line is no message."""
    message, is_twice = _parsed(line)
    if not isinstance(message, dict):
        raise NoMessageError("A message is an object, one a line.", _INVALID_REQUEST, None)
    name = message.get("id")
    if not isinstance(name, str | int) or isinstance(name, bool):
        name = None
    try:
        json.dumps(message, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        why = "A text holds half of a pair of surrogates, which is no character."
        raise NoMessageError(why, _INVALID_REQUEST, name) from None
    if is_twice:
        raise NoMessageError("An object has one name twice.", _INVALID_REQUEST, name)
    _check_form(line, name)


def _parsed(line: bytes) -> tuple[Any, bool]:
    """Return what a line holds, and whether an object of it has a name twice, of which readers would see one."""
    if len(line) > LONGEST:
        raise NoMessageError(f"The line is longer than {LONGEST >> 20} MB.", _PARSE_ERROR, _likely(line))
    twice: list[int] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        twice.extend(range(len(pairs) - len(found)))
        return found

    try:
        return json.loads(line.decode(), object_pairs_hook=once), bool(twice)
    except UnicodeDecodeError:
        raise NoMessageError("The line is not UTF-8.", _PARSE_ERROR, _likely(line)) from None
    except RecursionError:
        raise NoMessageError("The message is nested too deeply.", _PARSE_ERROR, _likely(line)) from None
    except ValueError:
        raise NoMessageError("The line is no JSON.", _PARSE_ERROR, _likely(line)) from None


def _likely(line: bytes) -> str | int | None:
    """Return the id that a line which cannot be read seems to have: whoever sent it waits for an answer to that."""
    found = _ID.findall(line)
    if len(found) != 1:
        return None
    name: str | int = json.loads(found[0])
    return name


def _check_form(line: bytes, name: str | int | None) -> None:
    import mcp_types as types  # noqa: PLC0415 (an extra)

    try:
        types.jsonrpc_message_adapter.validate_json(line, by_name=False)
    except Exception:  # noqa: BLE001 (whatever the SDK would not read)
        raise NoMessageError("The object is no JSON-RPC message.", _INVALID_REQUEST, name) from None


class _Out:
    """Standard output for whole lines, of which two never mix."""

    def __init__(self, file: BinaryIO) -> None:
        import anyio  # noqa: PLC0415

        self._file, self._lock = file, anyio.Lock()

    async def write(self, text: str) -> None:
        """Write lines."""
        import anyio  # noqa: PLC0415

        async with self._lock:
            await anyio.to_thread.run_sync(self._put, text.encode("utf-8", "replace"))

    async def flush(self) -> None:
        """Do nothing: each line goes out at once."""

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._file.flush()


async def _messages(file: BinaryIO, out: _Out) -> AsyncIterator[str]:
    """Yield the lines that are messages, and answer the others."""
    import anyio  # noqa: PLC0415

    while line := await anyio.to_thread.run_sync(file.readline, LONGEST + 1):
        whole = line
        while len(whole) > LONGEST and not whole.endswith(b"\n"):
            whole = await anyio.to_thread.run_sync(file.readline, LONGEST + 1)
            if not whole:
                break
        if not line.strip():
            continue
        answer = refusal(line)
        if answer is None:
            yield line.decode()
        else:
            await out.write(f"{answer}\n")


def converse(server: "MCPServer") -> None:
    """Answer over standard input and output until the input ends."""
    import anyio  # noqa: PLC0415
    from mcp.server.stdio import stdio_server  # noqa: PLC0415

    async def main() -> None:
        out = _Out(sys.stdout.buffer)
        lines = cast("anyio.AsyncFile[str]", _messages(sys.stdin.buffer, out))
        inner = server._lowlevel_server  # noqa: SLF001 (the SDK's own command passes it on in the same way)
        with contextlib.redirect_stdout(sys.stderr):
            async with stdio_server(lines, cast("anyio.AsyncFile[str]", out)) as (read, write):
                await inner.run(read, write, inner.create_initialization_options())

    anyio.run(main)
