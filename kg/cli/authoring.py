"""Commands for writing files: a first draft, spans in the place of quotes, words of the vocabulary, a schema."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.asked import asked, standard_input
from kg.cli.output import as_json, put, put_answer, put_file, say
from kg.errors import quoted

SECONDS = 30.0
"""Processor time for one file."""
TextFile = Annotated[
    Path | None, typer.Option("--text", metavar="FILE", help="The article's words, as plain text in UTF-8.")
]


def new(context: typer.Context, *, text: TextFile = None) -> None:
    r"""Write a first draft of a file for an article's text.

    The draft has every field that describes a document, and a stub for each sentence with a figure.

    \b
    Example:
      kg new --text articles/cerebras-prices.txt -o events/cerebras-prices.yaml
    """
    from kg.authoring import skeleton  # noqa: PLC0415
    from kg.bounded import bounded  # noqa: PLC0415
    from kg.errors import UsageError  # noqa: PLC0415
    from kg.texts import read_text_file  # noqa: PLC0415

    if text is None:
        raise UsageError("`kg new` needs the article's text", next_step="Say `--text FILE`.")
    around = asked(context)
    with bounded(seconds=SECONDS, where=str(text)):
        draft = skeleton(read_text_file(text), text.name, today=around.now().date())
    put(around, draft)


def fmt(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Files to format; - reads standard input.")],
    *,
    text: TextFile = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 where something would change.")
    ] = False,
) -> None:
    r"""Tidy files, and replace quotes by the places of their words.

    With --text, each `quote:` gives way to `at:` with start, end and a short hash, so that no sentence of the article
    is left in the file. Formatting a formatted file changes nothing.

    \b
    Examples:
      kg fmt events/cerebras-prices.yaml --text articles/cerebras-prices.txt
      kg fmt --check events/*.yaml
    """
    from kg.authoring import format_text  # noqa: PLC0415
    from kg.authoring.source import LARGEST_FILE, read_source  # noqa: PLC0415
    from kg.bounded import bounded  # noqa: PLC0415
    from kg.files import read_bytes  # noqa: PLC0415
    from kg.texts import read_text_file  # noqa: PLC0415

    around = asked(context)
    words = read_text_file(text) if text else None
    changed = []
    for path in files:
        if str(path) == "-":
            with bounded(seconds=SECONDS, where="standard input"):
                tidy = format_text(standard_input(), words, "standard input")
            put(around, tidy)
            continue
        with bounded(seconds=SECONDS, where=str(path)):
            tidy = format_text(read_source(path), words, str(path))
        if tidy.encode() != read_bytes(path, LARGEST_FILE):
            changed.append(path)
            if not check:
                put_file(path.resolve(), tidy, force=True)  # a link that was named stays one
    for path in changed:
        say(around, f"{'would change' if check else 'changed'}: {path}")
    if not changed:
        say(around, "nothing to change")
    if changed and check:
        raise typer.Exit(1)


def terms(
    context: typer.Context,
    word: Annotated[str, typer.Argument(metavar="WORD", help="A word or several, in any case.")],
) -> None:
    r"""Find the words that a file may use: predicates, units, entities.

    \b
    Examples:
      kg terms valuation
      kg terms "memory bandwidth"
      kg terms MW
    """
    from kg.authoring import find_terms  # noqa: PLC0415
    from kg.cli.opening import known_entities  # noqa: PLC0415
    from kg.table import Table  # noqa: PLC0415

    around = asked(context)
    hits = find_terms(word, known_entities(around))
    rows = [(hit.kind, hit.name, hit.label, hit.comment) for hit in hits]
    if hits and hits[0].near:
        say(around, f"nothing is called {quoted(word)}; these are similar")
    put_answer(around, Table.of(("kind", "name", "label", "comment"), rows))
    if not hits:
        say(around, f"nothing is called {quoted(word)} or similar; for what no predicate says there is `states`")
        raise typer.Exit(1)


def schema(context: typer.Context) -> None:
    r"""Print the JSON Schema of the files, for editors.

    \b
    Example:
      kg schema -o claimledger.schema.json
    """
    from kg.authoring import json_schema  # noqa: PLC0415

    put(asked(context), as_json(json_schema()))
