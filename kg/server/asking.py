"""A request over HTTP in, what it asks for out: its parameters, the graph it means, the text of its query."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from kg.errors import LimitError, near_misses
from kg.horizon import read_horizon
from kg.query.screen import MAX_BYTES
from kg.server.background import in_thread
from kg.server.graphs import Graph
from kg.server.problems import ClientGoneError, RefusedError
from kg.server.services import Services

FORM = "application/x-www-form-urlencoded"
LARGEST_BODY = 4 * MAX_BYTES
"""Bytes; every byte of a query may take three in a form."""
TIME = ("as-of", "recorded-by", "without")
"""Parameters that choose what of the ledger counts, on every resource that asks."""
_MOST_FIELDS = 1000
_LONGEST_NAME = 40
_CLOSE = {"connection": "close"}
"""Sent where the rest of a request is not read."""


@dataclass(frozen=True, slots=True)
class Given:
    """The parameters of a request, each with all its values."""

    values: Mapping[str, Sequence[str]]

    def one(self, name: str) -> str | None:
        """Return the value of a parameter that may stand once, None where it does not."""
        found = self.values.get(name, ())
        if len(found) > 1:
            raise RefusedError(400, f"The parameter {name} stands {len(found)} times; one is needed.")
        return found[0] if found else None

    def only(self, *known: str, also: Iterable[str] = ()) -> None:
        """Refuse parameters that are not known, or say nothing: who misspells one would get a wider answer.

        Parameters
        ----------
        known
            Parameters that this resource takes.
        also
            Others that clients send and that change nothing.

        """
        for name, values in self.values.items():
            if name not in known and name not in also:
                takes = f"It takes {', '.join(known)}." if known else "It takes none."
                hint = " ".join(filter(None, (near_misses(name[:_LONGEST_NAME], known), takes)))
                raise RefusedError(400, f"There is no parameter {name[:_LONGEST_NAME]!r} here. {hint}")
            if name in TIME and "" in values:
                raise RefusedError(400, f"The parameter {name} is empty. Leave it out, or give it a value.")

    def all(self, name: str) -> tuple[str, ...]:
        """Return all values of a parameter."""
        return tuple(self.values.get(name, ()))


def given(*encoded: bytes) -> Given:
    """Return the parameters in parts of a request that are encoded as forms are, an address's query for instance."""
    values: dict[str, list[str]] = {}
    for part in encoded:
        try:
            pairs = parse_qsl(
                part.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
            )
        except UnicodeError:
            raise RefusedError(400, "The parameters are not percent-encoded UTF-8.") from None
        except ValueError:
            raise RefusedError(413, f"There are more than {_MOST_FIELDS} parameters.") from None
        for name, value in pairs:
            values.setdefault(name, []).append(value)
    return Given(values)


def base_of(request: Request) -> str:
    """Return the address of this endpoint as the client names it, without a path."""
    return f"{request.scope['scheme']}://{request.headers.get('host', 'localhost')}"


async def body_of(request: Request) -> bytes:
    """Return the body of a request, up to the size that a query may have."""
    announced = request.headers.get("content-length", "0")
    body = bytearray()
    if not (announced.isdigit() and int(announced) > LARGEST_BODY):
        try:
            async for part in request.stream():
                body += part
                if len(body) > LARGEST_BODY:
                    break
        except ClientDisconnect:
            raise ClientGoneError from None
        if len(body) <= LARGEST_BODY:
            return bytes(body)
    raise RefusedError(
        413, f"The request is larger than {LARGEST_BODY // 1024} kB; a query may have {MAX_BYTES // 1024} kB.", _CLOSE
    )


def content_type(request: Request) -> str:
    """Return the media type of a body, after a look at its character set."""
    media, *parameters = (piece.strip() for piece in request.headers.get("content-type", "").split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip(' "').lower() not in {"utf-8", "us-ascii"}:
            raise RefusedError(415, "A query is read as UTF-8 only.", _CLOSE)
    return media.lower()


async def graph_of(services: Services, asked: Given) -> Graph:
    """Return the graph that a request means: that of the present, or of a past view.

    Raises
    ------
    BadInputError
        A time cannot be read, or a record that is left out is not there.
    LimitError
        The past view is still being made.

    """
    horizon = read_horizon(asked.one("as-of"), asked.one("recorded-by"), asked.all("without"))
    if not horizon:
        return services.graphs.present()
    making = in_thread(lambda: services.graphs.past(horizon))
    try:
        async with asyncio.timeout(services.limits.seconds):
            return await asyncio.shield(making)
    except TimeoutError:
        making.add_done_callback(lambda done: done.exception())
        raise LimitError(
            f"the view {horizon.words()} is still being made", next_step="Ask again in a moment; it is kept then."
        ) from None
