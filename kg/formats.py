"""An answer in, text in the form that somebody asked for out; every door of the program writes its answers here.

`auto` is a table on a terminal and JSON when piped (Turtle for a graph). In `table`, `md`, `csv`, `tsv`, `json` and
`jsonl` an IRI of ours is written as its id (`inference-pivot/ipo-val`, `kg:planned`); the `sparql-` forms and the
graph forms are those of the W3C, with whole IRIs. Everything is UTF-8 without a byte order mark.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial

from kg import ids, w3c
from kg.characters import in_json, on_one_line
from kg.errors import UsageError, near_misses, quoted
from kg.prefixes import PREFIXES
from kg.table import Answer, Boolean, Cell, Row, Table, Triples
from kg.terminal import layout

_JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_LOCAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?")
_LONG_FRACTION = re.compile(r"-?[0-9]+\.[0-9]{7,}")
_SHOWN_DIGITS = 6
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKDOWN = re.compile(r"([\\|`*\[\]])")


def render(
    answer: Answer, form: str = "auto", *, width: int | None = None, headings: Mapping[str, str] | None = None
) -> str:
    """Return `answer` as text.

    Parameters
    ----------
    answer
        A table, a yes or no, or triples.
    form
        One of `FORMS`, or `auto`.
    width
        How many columns the terminal has that shows the text, or None for a pipe or a file, where nothing is wrapped.
    headings
        Words for columns, by name, for the two forms that people read (`table` and `md`).

    Raises
    ------
    UsageError
        There is no such form, or not for this kind of answer.

    """
    if form == "auto":
        form = "turtle" if isinstance(answer, Triples) else "json" if width is None else "table"
    if form not in FORMS:
        what = "a table cannot be written as text" if form == "text" else f"nothing writes the format {quoted(form)}"
        raise UsageError(what, next_step=near_misses(form, FORMS) or _offer(FORMS))
    if isinstance(answer, Triples):
        _check(form, GRAPH_FORMS, "a graph")
        return w3c.graph(answer, form)
    if isinstance(answer, Boolean):
        _check(form, TABLE_FORMS, "a yes or no")
        return _boolean(answer, form)
    _check(form, TABLE_FORMS, "a table")
    if form == "table":
        return _for_people(_headed(answer, headings or {}), width)
    if form == "md":
        return _markdown(_headed(answer, headings or {}))
    return TABLE_FORMS[form](answer)


def short(cell: Cell) -> str:
    """Return a cell as people write it: an id, a prefixed name, a number, a date, a text."""
    if cell.kind != "iri":
        return f"_:{cell.value}" if cell.kind == "blank" else cell.value
    if cell.value.startswith(ids.ID):
        return cell.value.removeprefix(ids.ID)
    for prefix, namespace in PREFIXES.items():
        local = cell.value.removeprefix(namespace)
        if local != cell.value and _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
    return cell.value


def _check(form: str, forms: Iterable[str], what: str) -> None:
    if form not in forms:
        raise UsageError(f"{what} cannot be written as {form}", next_step=_offer(forms))


def _offer(forms: Iterable[str]) -> str:
    return f"There are {', '.join(forms)}."


def _headed(table: Table, headings: Mapping[str, str]) -> Table:
    return Table(tuple(headings.get(column, column) for column in table.columns), table.rows)


def _for_people(table: Table, width: int | None) -> str:
    rows = list(table.rows)
    cells = [tuple("" if cell is None else on_one_line(_rounded(cell)) for cell in row) for row in rows]
    text = layout(tuple(map(on_one_line, table.columns)), cells, _numbers(table.columns, rows), width)
    return text if rows else f"{text}(no rows)\n"


def _numbers(columns: tuple[str, ...], rows: list[Row]) -> list[bool]:
    """Tell for each column whether it holds numbers only."""
    return [bool(rows) and all((c := row[n]) is None or c.is_number for row in rows) for n in range(len(columns))]


def _rounded(cell: Cell) -> str:
    """Return a cell for people; a number with a long fraction is rounded, since 13.055944055944055944 tells no more."""
    if cell.is_number and _LONG_FRACTION.fullmatch(cell.value):
        number = Decimal(cell.value)
        return ids.plain(round(number, max(0, _SHOWN_DIGITS - 1 - number.adjusted())))
    return short(cell)


def _json_value(cell: Cell | None) -> str:
    if cell is None:
        return "null"
    bare = (cell.is_number and _JSON_NUMBER.fullmatch(cell.value)) or cell.datatype == f"{ids.XSD}boolean"
    return cell.value if bare else _json_text(short(cell))


def _json_text(text: str) -> str:
    """Return a JSON string as UTF-8, with escapes for what nobody would see: another way to write the same."""
    return in_json(json.dumps(text, ensure_ascii=False))


def _json_objects(table: Table) -> Iterator[str]:
    keys = [_json_text(column) for column in table.columns]
    for row in table.rows:
        pairs = (f"{key}: {_json_value(cell)}" for key, cell in zip(keys, row, strict=True))
        yield f"{{{', '.join(pairs)}}}"


def _json(table: Table) -> str:
    objects = ",\n ".join(_json_objects(table))
    return f"[{objects}]\n"


def _jsonl(table: Table) -> str:
    return "".join(f"{line}\n" for line in _json_objects(table))


def _csv(table: Table, delimiter: str = ",") -> str:
    lines = [[harmless(column) for column in table.columns]]
    lines += [["" if cell is None else _spreadsheet(cell) for cell in row] for row in table.rows]
    # The csv module leaves a carriage return unquoted where lines end in a line feed.
    special = re.compile(f'[{delimiter}"\r\n]')
    return "".join(delimiter.join(_field(cell, special) for cell in line) + "\n" for line in lines)


def _field(text: str, special: re.Pattern[str]) -> str:
    if not special.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _tsv(table: Table) -> str:
    return _csv(table, delimiter="\t")


def _spreadsheet(cell: Cell) -> str:
    return cell.value if cell.is_number else harmless(short(cell))


def harmless(text: str) -> str:
    """Return `text` with an apostrophe before it where a spreadsheet would run it as a formula, as OWASP advises."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _markdown(table: Table) -> str:
    rows = list(table.rows)
    rule = ("---:" if number else "---" for number in _numbers(table.columns, rows))
    cells = (("" if cell is None else _escaped(_rounded(cell)) for cell in row) for row in rows)
    lines = ((_escaped(column) for column in table.columns), rule, *cells)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", on_one_line(text)).replace("<", "&lt;")


def _boolean(answer: Boolean, form: str) -> str:
    if form == "table":
        return "yes\n" if answer.value else "no\n"
    if form in ("json", "jsonl", "sparql-csv", "sparql-tsv"):
        return f"{json.dumps(answer.value)}\n"
    if form in ("sparql-json", "sparql-xml"):
        return w3c.yes_or_no(answer, form)
    return render(Table.of(("answer",), ((answer.value,),)), form)


TABLE_FORMS: Mapping[str, Callable[[Table], str]] = {
    "table": lambda table: _for_people(table, None),
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "tsv": _tsv,
    "md": _markdown,
    **{form: partial(w3c.results, form=form) for form in w3c.RESULT_FORMS},
}
GRAPH_FORMS = tuple(w3c.GRAPH_FORMS)
FORMS = (*TABLE_FORMS, *GRAPH_FORMS)
