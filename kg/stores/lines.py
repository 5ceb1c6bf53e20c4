"""Statements in, a stream of N-Triples out that is made while it is read."""

import io
from collections.abc import Iterable, Iterator

Statement = tuple[str, str, str]


class Lines(io.RawIOBase):
    """A stream of N-Triples lines made while it is read, so that a bulk load holds none of them."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._parts = ("".join([f"{s} {p} {o} .\n" for s, p, o in block]) for block in _blocks(statements))
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Fill `buffer` with the next bytes."""
        while not self._rest:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._rest = memoryview(part.encode())
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def _blocks(statements: Iterable[Statement], size: int = 2000) -> Iterator[list[Statement]]:
    block: list[Statement] = []
    for statement in statements:
        block.append(statement)
        if len(block) == size:
            yield block
            block = []
    if block:
        yield block
