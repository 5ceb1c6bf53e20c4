"""Every line of an assistant gets an answer: what is no message is refused with the id that it has."""

import asyncio
import io
import json

import pytest

from kg.assistant import wire

pytest.importorskip("mcp", reason="the extra `mcp` is not installed")
PING = b'{"jsonrpc": "2.0", "id": 3, "method": "ping"}'


def test_a_message_passes() -> None:
    assert wire.refusal(PING) is None
    assert wire.refusal(b'{"jsonrpc": "2.0", "method": "notifications/initialized"}') is None
    assert wire.refusal(b'{"jsonrpc": "2.0", "id": "\\ud83d\\ude00", "method": "ping"}') is None


@pytest.mark.parametrize(
    ("line", "name", "words"),
    [
        (b"{", None, "no JSON"),
        (b"[]", None, "an object"),
        (b"\xff", None, "not UTF-8"),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "\xed\xa0\x80"}', 7, "not UTF-8"),
        (b'{"id": 7, "x": ' + b"[" * 100_000, 7, "nested too deeply"),
        (b'{"id": 7, "x": ' + b"9" * 5000 + b"}", 7, "no JSON"),
        (b'{"id": 7, "x": {"id": 8, "y": }}', None, "no JSON"),
        (b'{"id": "a", "x": "' + b"x" * wire.LONGEST, "a", "longer than 4 MB"),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "x", "params": {"a": "\\ud800"}}', 7, "half of a pair"),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "x", "params": {"\\udc00": 1}}', 7, "half of a pair"),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "x", "params": {"a": 1, "a": 2}}', 7, "one name twice"),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "x", "params": 5}', 7, "no JSON-RPC message"),
    ],
    ids=range(12),
)
def test_what_is_no_message_is_refused(line: bytes, name: object, words: str) -> None:
    told = json.loads(wire.refusal(line) or "")
    assert told["id"] == name
    assert words in told["error"]["message"]


def test_lines_are_read_one_after_the_other_whatever_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LONGEST", 100)
    answers = io.BytesIO()

    async def main() -> list[str]:
        lines = io.BytesIO(b"\n{\n" + b"x" * 1000 + b"\n" + PING + b"\n" + PING)
        return [each async for each in wire._messages(lines, wire._Out(answers))]

    assert asyncio.run(main()) == [f"{PING.decode()}\n", PING.decode()]
    assert [json.loads(line)["error"]["code"] for line in answers.getvalue().splitlines()] == [-32700, -32700]
