"""What a parser or a dead process left behind in, an error with a sentence for people out."""

import re
import signal
from collections.abc import Mapping
from typing import Any

from kg.errors import LimitError
from kg.query.errors import QueryTextError

_MESSAGE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_EXPECTED = re.compile(r'"([^"\\]+)"|\b([A-Z]{2,})\b')
_NOT_OFFERED = frozenset({"SERVICE", "LATERAL", "GRAPH"})
_MANY = 8
_LAST_PREFIX = re.compile(r"([\w.-]*):[^\s:]*$")


def syntax_error(message: str, text: str, source: str) -> QueryTextError:
    """Return the error for what Oxigraph's parser says: `error at 3:11: expected one of "}", ['a' ..= 'z']`."""
    match = _MESSAGE.match(message)
    if match is None:
        return QueryTextError(f"This is not SPARQL ({message})", text, 0, source=source)
    line, column, expected = int(match[1]), int(match[2]), match[3]
    offset = sum(len(passed) + 1 for passed in text.split("\n")[: line - 1]) + column - 1
    if "Prefix not found" in expected and (prefix := _LAST_PREFIX.search(text[:offset])):
        return QueryTextError(
            f"The prefix {prefix[1]}: is not declared",
            text,
            prefix.start(),
            source=source,
            next_step=f"Begin the query with PREFIX {prefix[1]}: <…>.",
        )
    words = sorted({word for pair in _EXPECTED.findall(expected) for word in pair if word} - _NOT_OFFERED)
    reasons = [part for part in expected.split(", ") if " " in part and part[0].isalpha()]
    if reasons:
        return QueryTextError(reasons[0][0].upper() + reasons[0][1:], text, offset, source=source)
    hint = f"It could go on with {' '.join(words)}." if 0 < len(words) <= _MANY else "Look at this place and before it."
    return QueryTextError("The query stops making sense here", text, offset, source=source, next_step=hint)


def may_be_damage(header: Mapping[str, Any]) -> bool:
    """Return whether an answer is an error behind which damaged files may stand, so that each has to be looked at."""
    if header["kind"] != "error":
        return False
    said = header.get("message", "")
    return header["error"] == "memory" or "Corruption" in said or "IO error" in said


def crash(code: int, *, seconds: float, memory: int) -> LimitError:
    """Return the error for a worker that ended with exit code `code` (negative: a signal) while it ran a query."""
    if -code in (signal.SIGABRT, signal.SIGKILL):
        return out_of_memory(memory)
    if -code == signal.SIGXCPU:
        return LimitError(f"the query used more than {seconds:g} seconds of processor time")
    return LimitError(
        f"the query ended the process that ran it (code {code})", next_step="Write it with less nesting, or split it."
    )


def out_of_memory(memory: int) -> LimitError:
    """Return the error for a query that needs more than `memory` bytes."""
    return LimitError(
        f"the query needs more than {memory / (1 << 30):.3g} GB of memory",
        next_step="Ask for less at once: leave ORDER BY, DISTINCT or GROUP BY out, or name an entity or a document.",
    )
