"""An answer, a page or a text in; bytes on standard output or in a file out. Talk goes to standard error."""

import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from kg.characters import in_json, on_one_line
from kg.cli.asked import Asked
from kg.errors import BadInputError, UsageError

if TYPE_CHECKING:
    from kg.analyses import Analysis
    from kg.pictures import Picture
    from kg.table import Answer
    from kg.views.layout import Page

_WIDEST_PAGE = 100


def color(asked: Asked, stream: TextIO) -> bool:
    """Return whether colours may be written to `stream`."""
    wanted = not asked.no_color and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and stream.isatty()


def say(asked: Asked, text: str) -> None:
    """Tell the person something that is not the answer."""
    if not asked.quiet:
        sys.stderr.write("".join(f"{on_one_line(line)}\n" for line in text.split("\n")))


def put(asked: Asked, text: str) -> None:
    """Write a whole answer to standard output, or to the file that was named.

    Raises
    ------
    BadInputError
        The file is there already and nobody said `--force`, or it cannot be written.

    """
    if asked.output is None:
        sys.stdout.write(text)
        return
    put_file(asked.output, text, force=asked.force)
    say(asked, f"written to {asked.output}")


def put_bytes(asked: Asked, content: bytes) -> None:
    """Write bytes to standard output, or to the file that was named. Raises as `put` does."""
    if asked.output is None:
        sys.stdout.buffer.write(content)
        return
    put_file(asked.output, content, force=asked.force)
    say(asked, f"written to {asked.output}")


def put_file(path: Path, content: str | bytes, *, force: bool) -> None:
    """Write a file so that it is there whole or not at all, text as UTF-8. Raises as `put` does."""
    from kg.files import MisplacedError, write_whole  # noqa: PLC0415 (only for a file)

    try:
        write_whole(path, content, replace=force)
    except FileExistsError:
        raise BadInputError(
            "the file is there already", where=str(path), next_step="Name another, or add --force."
        ) from None
    except MisplacedError:
        raise
    except OSError as error:
        raise BadInputError(
            f"the file cannot be written ({error.strerror})", where=str(path), next_step="Name another place."
        ) from None


def put_page(asked: Asked, page: "Page", data: Callable[[], Mapping[str, object]]) -> None:
    """Write a page as text, or its content as JSON where that was asked for."""
    form = asked.form if asked.form != "md" or asked.format == "md" else "text"  # a page is fit for a file of notes
    if form in {"json", "jsonl"}:
        put(asked, as_json(data(), indent=form == "json"))
        return
    if form not in {"auto", "text", "table"}:
        raise UsageError(f"a page cannot be written as {form}", next_step="Ask for `-f json` or `-f text`.")
    shown = color(asked, sys.stdout) and asked.output is None
    put(asked, page.text(width=page_width(), color=shown))


def put_members(asked: Asked, title: str, members: Sequence["Analysis | Picture"], hint: str) -> None:
    """Write what an open set holds, such as all analyses: names, what each asks, and what it takes."""
    from kg.views.layout import Page, faint  # noqa: PLC0415 (only for such lists)

    width = max((len(each.name) for each in members), default=0) + 2
    page = Page()
    page.heading(title)
    for each in members:
        takes = f"  takes {', '.join(p.name for p in each.parameters)}" if each.parameters else ""
        page.add(each.name.ljust(width), each.question, faint(takes), indent=2, hang=width)
    page.blank()
    page.add(hint)
    listed = [
        {"name": each.name, "question": each.question, "parameters": [p.name for p in each.parameters]}
        for each in members
    ]
    put_page(asked, page, lambda: {title.lower(): listed})


def put_answer(asked: Asked, answer: "Answer", headings: Mapping[str, str] | None = None) -> None:
    """Write what a question answered in the form that was asked for: a table on a terminal, JSON when piped."""
    from kg.formats import render  # noqa: PLC0415 (only for answers)

    on_terminal = asked.output is None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if on_terminal else None
    put(asked, render(answer, asked.form, width=width, headings=headings))
    if getattr(answer, "truncated", False):
        say(asked, "kg: there is more than the limit allows; ask for less at once")


def as_json(data: object, *, indent: bool = True) -> str:
    """Return plain values as JSON in UTF-8, with a line end."""
    import json  # noqa: PLC0415 (only for this form)

    return in_json(json.dumps(data, ensure_ascii=False, indent=2 if indent else None)) + "\n"


def page_width() -> int:
    """Return how wide a page is: the terminal's width up to 100 columns, and 100 where there is none."""
    return min(shutil.get_terminal_size((_WIDEST_PAGE, 24)).columns, _WIDEST_PAGE)


def progress(asked: Asked) -> Callable[[str], None]:
    """Return a function that shows one changing line on a terminal, and does nothing elsewhere; "" clears it."""
    if asked.quiet or asked.no_progress or not sys.stderr.isatty():
        return lambda _: None

    def show(text: str) -> None:
        from kg.views.layout import shortened  # noqa: PLC0415

        sys.stderr.write(f"\r\x1b[K{shortened(text, page_width() - 1)}")
        sys.stderr.flush()

    return show


def version_of(package: str) -> str | None:
    """Return the version of an installed package, or None where it is not installed as one."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 (reads the disk)

    try:
        return version(package)
    except PackageNotFoundError:
        return None
