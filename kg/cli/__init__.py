"""The words of a command line in, a command's output and its exit code out.

This file stays empty of commands and of heavy imports, so that `kg --help` answers at once: each command imports what
it needs when it runs.
"""

import sys
from datetime import UTC, datetime
from io import TextIOWrapper


def main() -> int:
    """Run `kg` as the shell called it and return its exit code."""
    from kg.cli.run import run  # noqa: PLC0415 (so that importing kg.cli costs nothing)

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that cannot show a character gets its escape, and never an error in the middle of an answer.
            stream.reconfigure(errors="backslashreplace")
    return run(sys.argv[1:], now=lambda: datetime.now(UTC))
