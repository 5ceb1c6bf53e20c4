"""Rows of the questions `figures`, `figure-ties` and `views/formulas` in, a book of claims out."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from kg.arithmetic.book import Book, FigureClaim, Frame, Tie
from kg.arithmetic.intervals import Printed
from kg.table import Table
from kg.views.values import Asking, local, short

Row = Mapping[str, str]
Rates = Mapping[str, tuple[str, float]]
"""What one unit of a currency is worth in another: `{"CNY": ("USD", 0.14)}`."""


def book(figures: Table, ties: Table, formulas: Table, *, rates: Rates | None = None) -> Book:
    """Return the claims of three answers as a book; `rates` turn amounts of one currency into another."""
    claims = {claim.id: claim for claim in (_claim(row, rates or {}) for row in _rows(figures))}
    made: dict[str, dict[str, list[str]]] = {}
    for row in _rows(formulas):
        made.setdefault(row["source"], {}).setdefault(row["relation"], []).append(row["target"])
    return Book(claims.values(), (_tie(row) for row in _rows(ties)), made)


def read_book(asking: Asking, *, rates: Rates | None = None, **only: str) -> Book:
    """Return the claims of a graph, or those of `document`, as a book."""
    return book(
        asking.table("figures", **only),
        asking.table("figure-ties", **only),
        asking.table("views/formulas"),
        rates=rates,
    )


def _rows(table: Table) -> Iterator[Row]:
    """Return the rows as short texts by column, empty places left out."""
    for row in table.rows:
        yield {name: short(cell.value) for name, cell in zip(table.columns, row, strict=True) if cell}


def _claim(row: Row, rates: Rates) -> FigureClaim:
    second = _printed(row, "second_", rates)
    return FigureClaim(
        id=row["claim"],
        document=row["document"],
        subject=row["source"],
        label=row["source_label"],
        predicate=row["relation"],
        metric=row["target"],
        modality=row["modality"],
        cls=row["source_class"],
        figure=_printed(row, "", rates),
        ratio=row.get("ratio", ""),
        baseline=row.get("baseline", ""),
        baseline_figure=_printed(row, "baseline_", rates),
        second=(row["second_relation"], second) if second else None,
        frame=Frame(
            level=row.get("level", ""),
            aspect=row.get("aspect", ""),
            workload=row.get("workload", ""),
            time=_time(row),
        ),
        framing=row.get("framing", ""),
        time_text=row.get("time", ""),
    )


def _printed(row: Row, prefix: str, rates: Rates) -> Printed | None:
    if f"{prefix}printed" not in row:
        return None
    low, high = (float(row[f"{prefix}{end}"]) if f"{prefix}{end}" in row else None for end in ("low", "high"))
    name, kind = local(row[f"{prefix}unit"]), row[f"{prefix}kind"]
    if kind.removeprefix("Money.") in rates and kind.startswith("Money."):
        to, rate = rates[kind.removeprefix("Money.")]
        kind, name = f"Money.{to}", f"CCY_{to}"
        low, high = (None if end is None else end * rate for end in (low, high))
    return Printed(row[f"{prefix}printed"], row[f"{prefix}bound"], kind, name, low, high)


def _time(row: Row) -> tuple[date | None, date | None]:
    earliest, latest = (date.fromisoformat(row[end]) if end in row else None for end in ("earliest", "latest"))
    return earliest, latest


def _tie(row: Row) -> Tie:
    return Tie(
        row["source"],
        row["relation"],
        row["target"],
        row["document"],
        row.get("claim", ""),
        row.get("kind", ""),
        _time(row),
    )


def documents(claims: Iterable[FigureClaim]) -> int:
    """Return how many documents claims stand in."""
    return len({claim.document for claim in claims})
