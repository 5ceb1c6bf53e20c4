"""The name of one of the questions behind the endpoint's own descriptions in, its text out."""

from functools import cache

from kg.query.catalogue import read_question
from kg.resources import folder


@cache
def text_of(name: str) -> str:
    """Return the text of the view `name`, which takes no parameters."""
    return read_question(folder("queries") / "views" / f"{name}.rq", "views").text
