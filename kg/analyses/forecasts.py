"""Plans and forecasts in, what became of each by a day out, and how often each speaker's came true.

A passed date alone breaks no promise: a forecast is overdue until a record of the ledger says what became of it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.analyses.base import Analysis, Column, Finding, Given, Parameter, Value, check_document
from kg.chances import rate
from kg.table import Table
from kg.views.values import Asking, short

FEWEST = 5
"""Promises that were kept or not, below which no rate is given."""
SOON = 31
"""Days before its date from which a forecast counts as due."""
UNDATED = "open, no date"
_SETTLED = {
    "kept": "kept",
    "kept-late": "kept late",
    "missed": "missed",
    "slipped": "slipped",
    "cannot-tell": "overdue",
}
_ORDER = ("overdue", "due", "slipped", "missed", "kept late", "kept", "open", UNDATED, "replaced")
_COLUMNS = (
    Column("says", "says", "what is foreseen, about whom"),
    Column("state", "state", "open, due, overdue, kept, kept late, missed, slipped, or replaced by its source"),
    Column("due", "due", "the last day of its time"),
    Column("days", "days late", "days past its date, or between its date and what settled it"),
    Column("slipped", "slipped by (days)", "days by which its date moved, all moves together"),
    Column("said_by", "said by"),
    Column("hedge", "hedged", "the words that weaken it"),
    Column("condition", "on condition that"),
    Column("reason", "because", "what the record of its outcome says"),
    Column("record", "record of speaker", "kept of all that were kept or not, each promise of this speaker once"),
    Column("claim", "claim"),
)


@dataclass(frozen=True, slots=True)
class Forecast:
    """One forecast, with what is recorded of it."""

    claim: str
    about: str
    says: str
    said_by: tuple[str, ...]
    due: date | None = None
    published: date | None = None
    stands: bool = True
    hedges: tuple[str, ...] = ()
    condition: str = ""
    outcome: str = ""
    settled: date | None = None
    shown_by: str = ""
    later: date | None = None
    """The date that it was moved to."""
    reason: str = ""
    records: tuple[str, ...] = field(default=())

    def state(self, day: date) -> str:
        """Return what has become of it by a day."""
        if self._settled(day):
            return _SETTLED[self.outcome]
        if not self.stands:
            return "replaced"
        if self.due is None:
            return UNDATED
        if self.due < day:
            return "overdue"
        return "due" if (self.due - day).days <= SOON else "open"

    def days(self, day: date) -> int | None:
        """Return how many days late it is or was; None where it is not."""
        if self.due is None:
            return None
        ends = {"overdue": day, "kept late": self.settled}.get(self.state(day))
        return (ends - self.due).days if ends and ends > self.due else None

    def _settled(self, day: date) -> bool:
        if not self.outcome or (self.settled and self.settled > day):
            return False
        # That it cannot be told closes nothing: its date decides, as if nobody had looked.
        return self.outcome != "cannot-tell"


def slip(forecast: Forecast, by_claim: Mapping[str, Forecast], day: date) -> int:
    """Return by how many days the date of a forecast moved up to a day, over all later dates that records name."""
    total, seen = 0, set[str]()
    now: Forecast | None = forecast
    while now and now.claim not in seen and now.state(day) == "slipped" and now.due and now.later:
        seen.add(now.claim)
        total += (now.later - now.due).days
        now = by_claim.get(now.shown_by)
    return total


def judge(forecasts: Sequence[Forecast], day: date, *, state: str | None = None) -> Finding:
    """Return the state of each forecast on a day, those that need a look first.

    Parameters
    ----------
    forecasts
        The forecasts, each once.
    day
        The day that is judged on. What was published or settled after it is not known yet.
    state
        Show only this state; the counts stay those of all. Without one, forecasts with no date are counted only.

    """
    known = sorted((f for f in forecasts if f.published is None or f.published <= day), key=lambda f: f.claim)
    by_claim = {f.claim: f for f in known}
    records = {name: _record(name, known, day) for f in known for name in f.said_by}
    shown = sorted(
        (f for f in known if _wanted(f.state(day), state)),
        key=lambda f: (_ORDER.index(f.state(day)), f.due or date.max, f.claim),
    )
    counts = Counter(f.state(day) for f in known)
    told = ", ".join(f"{counts[each]} {each}" for each in _ORDER if counts[each])
    return Finding(
        "What became of plans and forecasts",
        f"On {day}, of {len(known)} claims that plan or foresee something: {told}. Overdue means that the date passed "
        "and no record says what became of it; it does not mean missed."
        if known
        else f"By {day} no claim plans or foresees anything.",
        _COLUMNS,
        tuple(_row(f, by_claim, records, day) for f in shown),
        claims=tuple(sorted({c for f in shown for c in (f.claim, f.shown_by if f.outcome else "") if c})),
        events=tuple(sorted({record for f in shown for record in f.records})),
        uncertainty="Outcomes are read by people, from the documents that are here. Rates are means of a Jeffreys "
        f"interval (90 %) and are given from {FEWEST} promises on."
        if known
        else "",
        judged_on=f"{len(known)} claims of {len({f.claim.partition('/')[0] for f in known})} documents, on {day}; "
        f"due means within {SOON} days",
        notes=(
            *(f"{name}: {told}" for name, told in sorted(records.items()) if told),
            *(("`state=open` lists those with no date too.",) if counts[UNDATED] and state is None else ()),
        ),
    )


def _wanted(state: str, asked: str | None) -> bool:
    return state != UNDATED if asked is None else state == asked or (asked == "open" and state == UNDATED)


def _row(f: Forecast, by_claim: Mapping[str, Forecast], records: Mapping[str, str], day: date) -> tuple[Value, ...]:
    told = f.outcome and (f.settled is None or f.settled <= day)
    return (
        f"{f.about}: {f.says}",
        f.state(day),
        f.due,
        f.days(day),
        slip(f, by_claim, day) or None,
        ", ".join(f.said_by),
        ", ".join(f.hedges),
        f.condition,
        ("cannot tell: " if f.outcome == "cannot-tell" else "") + f.reason if told else None,
        "; ".join(records[name] for name in f.said_by if records[name]),
        f.claim,
    )


def _record(name: str, forecasts: Iterable[Forecast], day: date) -> str:
    """Return how many promises of a speaker were kept, in words; a promise told by several documents counts once."""
    best: dict[tuple[str, str, date | None], str] = {}
    for f in forecasts:
        if name in f.said_by and f.state(day) in {"kept", "kept late", "missed", "slipped"}:
            best.setdefault((f.about, f.says, f.due), f.state(day))
    kept = sum(state == "kept" for state in best.values())
    return kept_rate(kept, len(best) - kept)


def kept_rate(kept: int, broken: int) -> str:
    """Return how many of a speaker's promises were kept in time, with an interval where they are enough to have one."""
    total = kept + broken
    if not total:
        return ""
    if total < FEWEST:
        return f"{kept} of {total} kept in time; too few for a rate"
    mean, low, high = rate(kept, broken)
    return f"{kept} of {total} kept in time, a rate of {mean:.2f} ({low:.2f} to {high:.2f})"


def forecasts(table: Table) -> tuple[Forecast, ...]:
    """Return the rows of the question `forecast-edges` as forecasts; the latest record of a claim counts."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in table.rows:
        held = {name: short(cell.value) for name, cell in zip(table.columns, row, strict=True) if cell}
        rows[held["claim"]].append(held)
    return tuple(_forecast(claim, told) for claim, told in rows.items())


def _forecast(claim: str, rows: Sequence[Mapping[str, str]]) -> Forecast:
    last = max(rows, key=lambda row: (row.get("settled", ""), row.get("record", "")))
    return Forecast(
        claim,
        last["target_label"],
        last["says"],
        tuple(sorted({row["source_label"] for row in rows})),
        _day(last.get("due")),
        _day(last.get("published")),
        last["status"] == "stands",
        tuple(sorted({row["hedge"] for row in rows if "hedge" in row})),
        last.get("condition", ""),
        last.get("outcome", ""),
        _day(last.get("settled")),
        last.get("shown_by", ""),
        _day(last.get("shown_due")),
        last.get("reason", ""),
        tuple(sorted({row["record"] for row in rows if "record" in row})),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _run(asking: Asking, given: Given) -> Finding:
    day, state, document = given["today"], given["state"], given["document"]
    assert isinstance(day, date), "the parameter is needed"
    only = {"document": str(document)} if document else {}
    known = forecasts(asking.table("forecast-edges", **only))
    if document and not known:
        check_document(asking, str(document))
    return judge(known, day, state=str(state) if state else None)


FORECASTS = Analysis(
    "forecasts",
    "Plans and forecasts",
    "Which plans and forecasts are due, overdue, kept, missed or moved, and how often do their speakers keep them?",
    _run,
    (
        Parameter("today", "day", "the day that is judged on", required=True),
        Parameter(
            "state",
            "text",
            "only those in this state",
            choices=("open", "due", "overdue", "kept", "kept late", "missed", "slipped", "replaced"),
        ),
        Parameter("document", "id", "only forecasts of this document"),
    ),
)
