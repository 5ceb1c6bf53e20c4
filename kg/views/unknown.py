"""A question, what it was given and its answer in, sentences out about why the answer may be empty."""

from collections.abc import Mapping, Sequence

from kg.errors import BadInputError
from kg.query.catalogue import Question
from kg.table import Answer, Boolean, Table
from kg.views.show import look_up
from kg.views.shown import Reading


def is_empty(answer: Answer) -> bool:
    """Return whether an answer is a table without rows, or no."""
    return (isinstance(answer, Table) and not answer.rows) or (isinstance(answer, Boolean) and not answer.value)


def unknown(reader: Reading, question: Question, given: Mapping[str, Sequence[str]]) -> list[str]:
    """Return a sentence, with near misses, for each id that was given and that nothing in the ledger has."""
    sentences = []
    for parameter in question.parameters:
        for value in given.get(parameter.name, ()) if parameter.type == "id" else ():
            try:
                look_up(reader, value)
            except BadInputError as error:
                sentences.append(f"parameter {parameter.name}: {error.sentence()}")
    return sentences
