"""An error in, the answer that tells a client of it out: problem details for HTTP (RFC 9457).

What concerns the server's own files goes to whoever runs it, on standard error; a client learns that it happened.
"""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from kg.contained.process import NotStartedError
from kg.errors import (
    LONGEST,
    BadInputError,
    KgError,
    LimitError,
    LockedError,
    NoWorkspaceError,
    UsageError,
    VerificationError,
    cut,
)
from kg.query.errors import QueryTextError, QuestionFileError, UnknownQuestionError
from kg.server.pool import BusyError

_STATUS: Mapping[type[KgError], int] = {
    UnknownQuestionError: 404,
    QuestionFileError: 500,
    BadInputError: 400,
    UsageError: 400,
    LimitError: 503,
    LockedError: 503,
    NoWorkspaceError: 503,
    VerificationError: 503,
}
"""The first class that fits decides."""
_OURS = (NoWorkspaceError, LockedError, QuestionFileError, NotStartedError, VerificationError)
"""Their sentences name places on this machine."""
_AGAIN = "5"


class RefusedError(Exception):
    """A request that cannot be met as it stands.

    Parameters
    ----------
    status
        The status of HTTP.
    detail
        A whole sentence.
    headers
        What the answer says beside it.

    """

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        self.status, self.detail, self.headers = status, cut(detail, LONGEST), dict(headers or {})
        super().__init__(self.detail)


class BrokenOffError(Exception):
    """A limit was reached after the answer had begun: the connection ends, lest a part be taken for the whole."""


class ClientGoneError(Exception):
    """Nobody waits for the answer any more."""


Told = RefusedError | KgError | BusyError | NotStartedError


def answer_to(error: Told) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of the answer to a request that ended in `error`."""
    headers: dict[str, str] = {}
    more: dict[str, Any] = {}
    match error:
        case RefusedError():
            status, detail, headers = error.status, error.detail, error.headers
        case BusyError():
            status, detail = 503, "All processes that answer are at work. Ask again in a moment."
        case NotStartedError() | NoWorkspaceError() | LockedError():
            status, detail = 503, "The graph cannot be opened at the moment. Whoever runs this server sees why."
        case VerificationError():
            status, detail = 503, "What is stored is damaged, so there is no answer. Whoever runs this server sees why."
        case QuestionFileError():
            status, detail = 500, "The file of this question is broken. Whoever runs this server sees why."
        case _:
            status = next(status for kind, status in _STATUS.items() if isinstance(error, kind))
            detail = _sentence(error)
            if isinstance(error, QueryTextError):
                more = {"line": error.line, "column": error.column, "excerpt": error.excerpt}
    if status == HTTPStatus.SERVICE_UNAVAILABLE and not isinstance(error, LimitError):
        headers = {"retry-after": _AGAIN, **headers}
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    body = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    return status, {**headers, "content-type": "application/problem+json", "cache-control": "no-store"}, body


def told_here(error: Exception) -> str | None:
    """Return what whoever runs the server should read of an error, or None where the client has read it all."""
    if not isinstance(error, _OURS):
        return None
    return error.sentence() if isinstance(error, KgError) else f"the graph cannot be opened ({error})"


def _sentence(error: KgError) -> str:
    sentence = re.sub("^--", "Parameter ", error.sentence())  # an option of the command line is a parameter here
    sentence = sentence[0].upper() + sentence[1:]
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."
