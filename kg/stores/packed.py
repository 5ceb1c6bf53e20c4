"""Plain values in, bytes with a hash behind them out, so that a turned bit is noticed when they are read again."""

import hashlib
import json
from typing import Any


def packed(data: object) -> bytes:
    """Return plain values as JSON with a hash behind it, so that a turned bit in it is noticed."""
    content = json.dumps(data, ensure_ascii=False).encode()
    return content + b"\n" + hash_of(content).encode() + b"\n"


def unpacked(content: bytes) -> Any:  # noqa: ANN401 (JSON may be anything)
    """Return what `packed` was given. Raises ValueError where a bit was turned."""
    data, _, rest = content.partition(b"\n")
    if rest != hash_of(data).encode() + b"\n":
        raise ValueError("is not as it was written")
    return json.loads(data)


def hash_of(content: bytes) -> str:
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(content).hexdigest()
