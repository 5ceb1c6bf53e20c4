"""A query in, the same query out with its plain lists looked up row by row instead of read from end to end.

Oxigraph joins a pattern row by row and a sub-select by hashing all of it. Reading a list costs a twentieth of as many
look-ups, so a question about everything is written with sub-selects that only list: `{ SELECT ?claim ?word WHERE
{ ?claim kg:modality ?word } }`. Where a document or an entity leaves few rows, the look-ups are the quicker way, and
without its SELECT such a sub-select is the same group of patterns (SPARQL 1.1, section 18.2.4.4: a projection to all
variables changes nothing).
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise, takewhile

from kg.query.lexer import Token, tokens


@lru_cache(maxsize=128)
def looked_up(text: str, *, source: str = "query") -> str:
    """Return `text` without the SELECT of each sub-select that names all of its variables and does nothing else.

    Lines keep their numbers.
    """
    parts: list[str] = []
    at = 0
    for start, end in sorted(_wrappings(tuple(tokens(text, source=source)))):
        parts += text[at:start], "\n" * text.count("\n", start, end)
        at = end
    return "".join((*parts, text[at:]))


def _wrappings(found: tuple[Token, ...]) -> Iterator[tuple[int, int]]:
    """Yield the places of what stands around the patterns of each plain list."""
    closing = _closing(found)
    for n, (bracket, word) in enumerate(pairwise(found)):
        if bracket.text != "{" or word.text.upper() != "SELECT":
            continue
        variables = tuple(takewhile(lambda token: token.kind == "variable", found[n + 2 :]))
        after = n + 2 + len(variables)
        opens = after + any(token.text.upper() == "WHERE" for token in found[after : after + 1])
        if opens not in closing:
            continue
        closes = closing[opens]
        named = {token.text[1:] for token in variables}
        used = {token.text[1:] for token in found[opens:closes] if token.kind == "variable"}
        if used <= named and closing.get(n) == closes + 1:
            yield word.start, found[opens].end
            yield found[closes].start, found[closes].end


def _closing(found: tuple[Token, ...]) -> dict[int, int]:
    """Return for each opening bracket which token closes it."""
    opened: list[int] = []
    closing = {}
    for n, token in enumerate(found):
        if token.kind == "open":
            opened.append(n)
        elif token.kind == "close" and opened:
            closing[opened.pop()] = n
    return closing
