"""An opened workspace in, the questions that must come back empty out, with what they found."""

from collections.abc import Iterator

from kg.formats import short
from kg.reader import Reader
from kg.table import Table


def run_checks(reader: Reader) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield name, title and what was found of each question of the kind `checks`; nothing found is as it should be."""
    for question in reader.questions():
        if question.folder == "checks":
            answer = reader.query(question.name)
            assert isinstance(answer, Table), "a check answers with rows"
            found = tuple(", ".join(short(cell) for cell in row if cell) for row in answer.rows)
            yield question.name, question.title, found
