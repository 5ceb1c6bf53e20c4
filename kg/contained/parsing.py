"""Foreign bytes and the module of a parser in, what it read out of them out, or one sentence why it could not.

One process serves all files that are parsed in the same way; it starts with the first, and ends with this one.
"""

import atexit
import signal
from collections.abc import Mapping
from typing import Any

from kg.contained.worker import EndedError, Job, NotStartedError, OverdueError, Worker
from kg.errors import BadInputError, LimitError

_STOPPED = "Take out what is unusual in it, or split it."


class Parser:
    """A parser that runs in a process of its own; threads may share it.

    Parameters
    ----------
    module
        Its module of work, as `kg.contained.process.Job` names it.
    library
        The one package that it needs beside the standard library.
    seconds, memory
        How long one text may take, and how many bytes.

    """

    def __init__(self, module: str, library: str, *, seconds: float, memory: int) -> None:
        self._seconds = seconds
        self._worker = Worker(Job(module, library, memory))
        atexit.register(self._worker.close)

    def parse(self, body: bytes, *, where: str) -> tuple[Mapping[str, Any], bytearray]:
        """Return header and body of what the parser made of `body`; `where` is the file named in errors.

        Raises
        ------
        BadInputError
            The parser failed in a way that it has no sentence for.
        LimitError
            It took too long or too much memory, crashed, or could not be started.

        """
        try:
            header, answer = self._worker.exchange({}, body, seconds=self._seconds)
        except NotStartedError as error:
            raise _not_started(error, where) from None
        except OverdueError:
            what = f"reading this took more than {self._seconds:g} seconds and was stopped"
            raise LimitError(what, where=where, next_step=_STOPPED) from None
        except EndedError as error:
            raise self._ended(error.code, where) from None
        if header["kind"] != "error":
            return header, answer
        if header["error"] == "memory":
            raise self._too_large(where)
        raise BadInputError(f"this cannot be read ({header['message']})", where=where, next_step=_STOPPED)

    def in_force(self) -> tuple[str, ...]:
        """Return in words what the kernel holds the parser to. Raises LimitError if it does not start."""
        try:
            return self._worker.in_force()
        except NotStartedError as error:
            raise _not_started(error, None) from None

    def _ended(self, code: int, where: str) -> LimitError:
        if -code in (signal.SIGABRT, signal.SIGKILL):
            return self._too_large(where)
        what = f"reading this ended the process that read it (code {code})"
        return LimitError(what, where=where, next_step=_STOPPED)

    def _too_large(self, where: str) -> LimitError:
        memory = self._worker.job.memory / (1 << 30)
        return LimitError(f"reading this takes more than {memory:.3g} GB of memory", where=where, next_step=_STOPPED)


def _not_started(error: NotStartedError, where: str | None) -> LimitError:
    said = f" ({error})" if str(error) else ""
    return LimitError(f"the process that reads files did not start{said}", where=where, next_step="Run `kg doctor`.")
