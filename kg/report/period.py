"""Two days in, the period of a report out; and where the last report of a workspace is remembered.

The ledger does not know of reports. What the last one looked at stands in `reports.json` of the workspace: its day,
and the record that the ledger had reached. A report since then compares with exactly that, so that late news, published
before that day and recorded after it, is new in the next report and lost in none.
"""

import json
import os
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kg.dates import read_when
from kg.errors import BadInputError, quoted
from kg.files import UnreadableError, read_bytes, write_whole
from kg.horizon import PRESENT, Horizon
from kg.workspace import Workspace

_LARGEST = 10_000
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a report, both ends included, and what it is compared with."""

    until: date
    since: date | None = None
    """First day; None where the report is about all that there is."""
    before: Horizon = PRESENT
    """What a reader saw before the period; of no meaning without a first day."""
    past: bool = False
    """Whether only what was published by the last day counts."""
    last: str | None = None
    """When the last report was made, where this one goes on from it."""

    def __post_init__(self) -> None:
        if self.since and self.since > self.until:
            raise BadInputError(
                f"the period begins on {self.since}, after its last day, {self.until}",
                next_step="Give an earlier --since or a later --until.",
            )

    @property
    def eve(self) -> date | None:
        """Return the day before the period."""
        return self.since - _DAY if self.since else None

    def words(self) -> str:
        """Return the period as people say it."""
        return f"{self.since} to {self.until}" if self.since else f"up to {self.until}"

    def option(self) -> str:
        """Return what a command needs behind it to look at the same, with a blank before it."""
        return f" --as-of {self.until}" if self.past else ""


def first_day(text: str) -> date:
    """Return the first day of what people write for a period: a day, month, quarter or year.

    Raises
    ------
    BadInputError
        It names no day.

    """
    day = read_when(text, where="--since").earliest
    if day is None:
        raise BadInputError(
            f"{quoted(text)} has no beginning",
            where="--since",
            next_step="Write it like 2026-05-01, May 2026 or `last`.",
        )
    return day


def since_day(day: date, until: date, horizon: Horizon) -> Period:
    """Return the period from a day of publication on, seen from a horizon."""
    before = Horizon(as_of=day - _DAY, recorded_by=horizon.recorded_by, without=horizon.without)
    return Period(until, day, before, past=horizon.as_of is not None)


@dataclass(frozen=True, slots=True)
class Last:
    """What the last report looked at."""

    day: date
    """The day that it was judged on."""
    past: bool
    """Whether only what was published by that day counted in it."""
    position: int
    made: str

    def period(self, until: date, horizon: Horizon) -> Period:
        """Return the period that goes on from that report."""
        before = Horizon(as_of=self.day if self.past else None, recorded_by=self.position, without=horizon.without)
        since = self.day if self.day == until else self.day + _DAY
        return Period(until, since, before, past=horizon.as_of is not None, last=self.made)


def last(workspace: Workspace) -> Last | None:
    """Return what the last report of a workspace looked at, or None where none is remembered.

    Raises
    ------
    BadInputError
        The file cannot be read as what was written.

    """
    if not os.path.lexists(workspace.reports):
        return None
    try:
        held = json.loads(read_bytes(workspace.reports, _LARGEST, below=workspace.root))
        return Last(date.fromisoformat(held["day"]), bool(held["past"]), int(held["position"]), str(held["made"]))
    except (UnreadableError, ValueError, KeyError, TypeError, RecursionError):
        raise BadInputError(
            "what the last report looked at cannot be read",
            where=str(workspace.reports),
            next_step="Delete the file, and name the day: `--since 2026-05-01`.",
        ) from None


def remember(workspace: Workspace, period: Period, position: int, *, now: datetime) -> bool:
    """Remember a report as the last one and return True, unless one is remembered that reaches further.

    A day to come counts as today, since news will still appear before it. OSError says why the file cannot be written.
    """
    day = min(period.until, now.date())
    try:
        known = last(workspace)
    except BadInputError:
        known = None
    if known and (known.day > day or known.position > position):
        return False
    made = now.isoformat(timespec="seconds").replace("+00:00", "Z")
    held = {"day": day.isoformat(), "past": period.past and day == period.until, "position": position, "made": made}
    write_whole(workspace.reports, json.dumps(held, indent=1) + "\n", below=workspace.root)
    return True
