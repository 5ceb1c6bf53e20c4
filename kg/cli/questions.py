"""Commands for questions: run one by its name or in SPARQL of one's own, and list those that there are."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.asked import Asked, asked, standard_input
from kg.cli.opening import read
from kg.cli.output import put, put_answer, put_page, say
from kg.cli.pairs import pairs
from kg.errors import BadInputError, NoWorkspaceError, UsageError, quoted

if TYPE_CHECKING:
    from kg.query.catalogue import Question
    from kg.reader import Reader

NO = 1


def query(
    context: typer.Context,
    question: Annotated[
        str | None, typer.Argument(metavar="NAME|FILE|-", help="A question, a file of SPARQL, or - for standard input.")
    ] = None,
    values: Annotated[list[str] | None, typer.Argument(metavar="K=V", help="Parameters, as with -p.")] = None,
    *,
    param: Annotated[list[str] | None, typer.Option("-p", "--param", metavar="K=V", help="A parameter.")] = None,
    about: Annotated[
        bool, typer.Option("--help-params", help="Say what the question asks and takes; run nothing.")
    ] = False,
    text: Annotated[
        bool, typer.Option("--show", help="Print the SPARQL with the parameters in it; run nothing.")
    ] = False,
    timeout: Annotated[
        float | None, typer.Option("--timeout", min=0.1, metavar="SECONDS", help="Stop after so long; default 30.")
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit 1 if the answer is no or empty.")] = False,
) -> None:
    r"""Run a question by its name, or SPARQL of your own.

    \b
    Examples:
      kg query                                   the list
      kg query contested
      kg query contested document=inference-pivot -f csv
      kg query my-question.rq
      echo 'SELECT ?c WHERE { ?c a kg:Company }' | kg query -
    """
    from kg.query.params import bind  # noqa: PLC0415
    from kg.views.unknown import is_empty, unknown  # noqa: PLC0415

    around = asked(context)
    if question is None:
        queries(context)
        return
    given = pairs([*(values or ()), *(param or ())])
    with read(around, seconds=timeout) as reader:
        found, sparql, source = meant(around, reader, question, given)
        if about:
            _put_about(context, found, question)
            return
        if text:
            put(around, bind(sparql, given, source=source) if given else sparql)
            return
        answer = reader.ask(sparql, given, source=source)
        empty = is_empty(answer)
        sentences = unknown(reader, found, given) if found and empty else ()
    put_answer(around, answer, found.columns if found else None)
    for sentence in sentences:
        say(around, f"kg: {sentence}")
    if found and found.note and around.output is None and sys.stdout.isatty():
        say(around, f"\n{found.note}")
    if exit_code and empty:
        raise typer.Exit(NO)


def meant(
    around: Asked, reader: "Reader", question: str, given: dict[str, tuple[str, ...]]
) -> tuple["Question | None", str, str]:
    """Return the question that was named, or None for SPARQL of one's own, with its text and what to call it in errors.

    Where a question needs the day of judgement and none was given, that of `--as-of`, or today, is put among `given`.
    """
    from kg.query.catalogue import day_of_judgement  # noqa: PLC0415

    own = _own_text(question)
    found = None if own else reader.question(question)
    source = str(found.path) if found else "query" if any(map(str.isspace, question)) else question
    if found and (judged := day_of_judgement(found, given)):
        given[judged] = (around.horizon.today(around.now()).isoformat(),)
        say(around, f"kg: judged on {given[judged][0]}")
    return found, own or (found.text if found else ""), source


def _own_text(question: str) -> str | None:
    """Return SPARQL that the user brought: standard input, a file (`@file` too), or words on the command line."""
    if question == "-":
        return standard_input()
    path = Path(question.removeprefix("@"))
    if question.startswith("@") or path.suffix in {".rq", ".sparql"}:
        from kg.files import UnreadableError, read_bytes  # noqa: PLC0415
        from kg.query.screen import MAX_BYTES  # noqa: PLC0415 (only for a file of one's own)

        try:
            return read_bytes(path, MAX_BYTES).decode()
        except (UnreadableError, UnicodeDecodeError) as error:
            what = f"it {error}" if isinstance(error, UnreadableError) else str(error)
            raise BadInputError(
                f"the query cannot be read ({what})", where=str(path), next_step="Name a file of SPARQL in UTF-8."
            ) from None
    return question if any(char.isspace() or char == "{" for char in question) else None


def _put_about(context: typer.Context, found: "Question | None", name: str) -> None:
    from kg.views.layout import Page, faint  # noqa: PLC0415

    if found is None:
        raise UsageError(
            f"{quoted(name)} is a query of your own", next_step="--help-params tells about questions by name."
        )
    page = Page()
    page.heading(found.title, f"{found.folder} · {found.name}")
    page.add(found.question, indent=2)
    if found.note:
        page.add(found.note, indent=2)
    if found.parameters:
        page.heading("Parameters")
    for each in found.parameters:
        default = "needed" if each.required else "any" if each.default == "UNDEF" else f"default {each.default}"
        page.field(each.name, found.about.get(each.name, ""), faint(f"  {each.type}, {default}"))
    data = {
        "name": found.name,
        "kind": found.folder,
        "title": found.title,
        "question": found.question,
        "note": found.note,
        "tags": list(found.tags),
        "parameters": [
            {"name": p.name, "type": p.type, "default": p.default, "about": found.about.get(p.name)}
            for p in found.parameters
        ],
    }
    put_page(asked(context), page, lambda: data)


def queries(context: typer.Context) -> None:
    r"""List the questions that can be asked by name.

    \b
    Examples:
      kg queries
      kg query contested --help-params
    """
    from kg.query.catalogue import KINDS, questions  # noqa: PLC0415
    from kg.resources import folder  # noqa: PLC0415
    from kg.views.layout import Page, faint  # noqa: PLC0415

    around = asked(context)
    folders = [folder("queries")]
    with suppress(NoWorkspaceError):
        folders.append(around.find().queries)
    found = questions(folders)
    titles = dict(
        zip(
            KINDS,
            ("Questions for people", "Questions that feed analyses", "Questions that must come back empty"),
            strict=True,
        )
    )
    width = max((len(question.name) for question in found), default=0) + 2
    page = Page()
    for kind, title in titles.items():
        chosen = [question for question in found if question.folder == kind]
        if chosen:
            page.heading(title)
        for question in chosen:
            takes = f"  takes {', '.join(p.name for p in question.parameters)}" if question.parameters else ""
            page.add(question.name.ljust(width), question.question, faint(takes), indent=2, hang=width)
    page.blank()
    page.add("`kg query NAME` runs one; `kg query NAME --help-params` tells what it takes.")
    listed = [
        {"name": q.name, "kind": q.folder, "question": q.question, "parameters": [p.name for p in q.parameters]}
        for q in found
    ]
    put_page(around, page, lambda: {"questions": listed})
