"""The shipped questions, and their answers as rows of plain text."""

from kg.formats import short
from kg.query.catalogue import questions
from kg.query.engine import Engine
from kg.query.params import bind
from kg.resources import folder
from kg.table import Table

SHIPPED = {question.name: question for question in questions([folder("queries")])}


def ask(engine: Engine, name: str, **given: str | list[str]) -> list[dict[str, str]]:
    """Return the rows of an answer, ids and labels as people see them; empty places are left out."""
    answer = engine.query(bind(SHIPPED[name].text, given, source=name), source=name)
    assert isinstance(answer, Table)
    return [
        {column: short(cell) for column, cell in zip(answer.columns, row, strict=True) if cell} for row in answer.rows
    ]
