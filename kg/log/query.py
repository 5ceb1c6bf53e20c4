"""A question about types and tags in, SQL and a predicate with the same meaning out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.log.record import NewRecord, Record


@dataclass(frozen=True, slots=True)
class Query:
    """Records of any of the types that bear all of the tags; an empty part asks for nothing, so `Query()` is all."""

    types: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def matches(self, record: Record | NewRecord) -> bool:
        """Tell whether a record is asked for."""
        return (not self.types or record.type in self.types) and set(self.tags) <= set(record.tags)


Queries = Sequence[Query]
"""Any of them; the empty sequence is everything."""


@dataclass(frozen=True, slots=True)
class Condition:
    """An append is refused if a record behind position `after` matches any of `fail_if` (`()`: any record)."""

    fail_if: tuple[Query, ...]
    after: int
    all_new: bool = False
    """Whether it is refused too if any record of the batch is known, so that of several who append it one learns that
    it was the first."""


Parameters = list[str | int]


def _streams(query: Query) -> Iterator[tuple[str, Parameters]]:
    """Yield selects of positions that each run along one index in order, so that a page costs a page."""
    if query.tags:
        first, *others = query.tags
        has_tag = " AND EXISTS (SELECT 1 FROM tags WHERE tag = ? AND position = t.position)" * len(others)
        marks = ",".join("?" * len(query.types))
        has_type = f" AND (SELECT type FROM records WHERE position = t.position) IN ({marks})" if marks else ""  # noqa: S608
        yield f"SELECT position FROM tags AS t WHERE tag = ?{has_tag}{has_type}", [first, *others, *query.types]  # noqa: S608
    else:
        for type_ in query.types:
            yield "SELECT position FROM records WHERE type = ?", [type_]


def where(queries: Queries, *, after: int, limit: int) -> tuple[str, Parameters]:
    """Return a WHERE clause on `position` with its parameters; it holds for at least the first `limit` answers."""
    if not queries or Query() in queries:
        return "position > ?", [after]
    clauses, parameters = [], Parameters()
    for query in queries:
        for select, values in _streams(query):
            clauses.append(f"SELECT * FROM ({select} AND position > ? ORDER BY position LIMIT ?)")  # noqa: S608
            parameters += [*values, after, limit]
    return f"position IN ({' UNION '.join(clauses)})", parameters
