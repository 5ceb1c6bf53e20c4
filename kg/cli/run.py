"""Arguments and a clock in, the exit code of one command out; every error becomes one sentence on standard error."""

import errno
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime

import typer

from kg.characters import on_one_line, unpaired_in
from kg.cli.frame import ReaderGoneError, app
from kg.errors import BadInputError, KgError, UsageError, cut, cut_inside, quoted

INTERRUPTED = 130
CLOSED_PIPE = 141
UNEXPECTED = 70
"""What `sysexits.h` calls a mistake inside the program."""
_MOST_OF_A_MISTAKE = 400


def run(arguments: Sequence[str], *, now: Callable[[], datetime]) -> int:
    """Run one command and return its exit code.

    Parameters
    ----------
    arguments
        The words after `kg`.
    now
        The clock: what a command records as the time of recording, and judges as today, comes from here.

    """
    debug = "--debug" in arguments
    try:
        _check_letters(arguments)
        code = _called(arguments, now)
        sys.stdout.flush()
    except typer.TyperException as error:
        return _misused(error)
    except KgError as error:
        _say("\n".join(filter(None, (error.sentence(), getattr(error, "excerpt", "")))), debug=debug)
        return error.exit_code
    except (BrokenPipeError, ReaderGoneError):
        _let_go_of_stdout()
        return CLOSED_PIPE
    except (KeyboardInterrupt, typer.Abort):
        sys.stderr.write("kg: interrupted\n")
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 (the last place where anything unforeseen can be said calmly)
        said = cut(str(error), _MOST_OF_A_MISTAKE)
        _say(f"a mistake of kg itself: {type(error).__name__}: {said}. `--debug` shows where.", debug=debug)
        return UNEXPECTED
    return code if isinstance(code, int) else 0


def _check_letters(arguments: Sequence[str]) -> None:
    """Refuse words that are no UTF-8: Python holds their bytes as half characters, which no answer can be written with.

    Raises
    ------
    UsageError
        There is one; the sentence shows it.

    """
    for word in filter(unpaired_in, arguments):
        raise UsageError(
            f"{quoted(word)} is not UTF-8 text",
            next_step="Write it in UTF-8; a file with such a name has to be renamed first.",
        )


def _called(arguments: Sequence[str], now: Callable[[], datetime]) -> object:
    try:
        return app(list(arguments), prog_name="kg", standalone_mode=False, obj=now)
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
        step = "Name a file or folder with a shorter one."
        raise BadInputError("the name is too long", where=str(error.filename), next_step=step) from None


def _say(sentence: str, *, debug: bool) -> None:
    sys.stderr.write("".join(f"kg: {on_one_line(line)}\n" for line in sentence.split("\n")))
    if debug:
        traceback.print_exc()


def _misused(error: typer.TyperException) -> int:
    """Say what is wrong with the words of the command line; a call without any words shows the help."""
    context = getattr(error, "ctx", None)
    message = error.format_message()
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(f"{message}\n")
    else:
        path = context.command_path if context else "kg"
        end = "" if message.endswith(("?", ".")) else "."
        sys.stderr.write(f"kg: {cut_inside(message, _MOST_OF_A_MISTAKE)}{end} See `{path} --help`.\n")
    return error.exit_code


def _let_go_of_stdout() -> None:
    """Point standard output at nothing, so that Python's own flush at the end does not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
