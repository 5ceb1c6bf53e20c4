"""Days, names and assumptions in, a horizon out: how much of the ledger a reader looks at.

There are two axes. `as_of` leaves what sources had published by a day, whenever we learnt it: what a reader of the news
could have known. `recorded_by` leaves what this ledger had recorded by an instant or by a position: what we could have
answered. `without` leaves out single records or documents, whenever they came, and `assumed` reads single claims as
holding or as never said. What that means is decided on the write side (`kg/selection.py`, `kg/projections/base.py`).
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from kg.dates import read_when
from kg.errors import BadInputError, check_whole, quoted

_POSITION = re.compile(r"(?:event/|#)?(\d{1,15})")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}")
_KEY_DIGITS = 16
_TRUTH = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Horizon:
    """What a reader looks at; the one without any bound is the present, and false."""

    as_of: date | None = None
    """Last day of publication."""
    recorded_by: datetime | int | None = None
    """Last instant of recording, in UTC, or last position of the log."""
    without: tuple[str, ...] = ()
    """Positions of records, and ids of documents or announcements, that are left out."""

    assumed: tuple[tuple[str, bool], ...] = ()
    """Ids of claims, each with whether it is taken as holding or as never said; sorted."""

    def __bool__(self) -> bool:
        return self != Horizon()

    @property
    def key(self) -> str:
        """Return a short name that no other horizon has, for a folder of its own."""
        return hashlib.sha256(self.words().encode()).hexdigest()[:_KEY_DIGITS]

    def words(self) -> str:
        """Return the horizon as people say it: `as of 2026-05-01, without 12`."""
        parts = []
        if self.as_of:
            parts.append(f"as of {self.as_of.isoformat()}")
        if isinstance(self.recorded_by, datetime):
            parts.append(f"recorded by {self.recorded_by.astimezone(UTC).isoformat().replace('+00:00', 'Z')}")
        elif self.recorded_by is not None:
            parts.append(f"recorded up to {self.recorded_by}")
        parts += [f"without {name}" for name in self.without]
        parts += [f"assuming {name}" if holds else f"as if {name} had never been said" for name, holds in self.assumed]
        return ", ".join(parts) or "the present"

    def today(self, now: datetime) -> date:
        """Return the day on which things are judged as due: that of the horizon, or else today."""
        return self.as_of or now.date()


PRESENT = Horizon()
"""Everything that the log holds."""


def read_horizon(
    as_of: str | date | None = None,
    recorded_by: str | datetime | int | None = None,
    without: Sequence[str] = (),
    assume: Sequence[str] = (),
) -> Horizon:
    """Return the horizon that people write.

    Parameters
    ----------
    as_of
        A day, or a month, quarter or year, which means its last day: `2026-05-01`, `May 2026`, `Q2 2026`.
    recorded_by
        A day, meaning its end; an instant, in UTC unless it says otherwise: `2026-05-01T12:00`; or the position of a
        record: `120`.
    without
        Positions of records (`12`), ids of documents or of announcements.
    assume
        Claims that are taken as holding, whatever attacks them, or as never said: `week/price=true`, `week/cost=false`.

    Raises
    ------
    BadInputError
        One of them cannot be read, or a claim is assumed both ways.

    """
    given = {"--as-of": (as_of,), "--recorded-by": (recorded_by,), "--without": without, "--assume": assume}
    for option, texts in given.items():
        for text in texts:
            check_whole(str(text), where=option)
    names = tuple(sorted({_name(name) for name in without}))
    return Horizon(as_of=_day(as_of), recorded_by=_instant(recorded_by), without=names, assumed=_assumed(assume))


def read_moment(text: str, *, recorded: bool) -> Horizon:
    """Return the horizon of a moment: a day of publication (with `recorded`, of recording), an instant, a position.

    Raises
    ------
    BadInputError
        It is none of these.

    """
    on_record = recorded or _POSITION.fullmatch(text.strip()) or _INSTANT.match(text.strip())
    try:
        return read_horizon(recorded_by=text) if on_record else read_horizon(text)
    except BadInputError as error:  # whoever named a moment gave no option
        raise BadInputError(error.what, next_step=error.next_step) from None


def _day(value: str | date | None) -> date | None:
    if value is None or isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    latest = read_when(value, where="--as-of").latest
    if latest is None:
        raise BadInputError(
            f"{quoted(value)} has no end", where="--as-of", next_step="Write it like 2026-05-01, May 2026 or Q2 2026."
        )
    return latest


def _instant(value: str | datetime | int | None) -> datetime | int | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, int):
        return value
    if found := _POSITION.fullmatch(value.strip()):
        return int(found[1])
    try:
        day = date.fromisoformat(value.strip())
    except ValueError:
        pass
    else:
        return datetime.combine(day, time.max, tzinfo=UTC)
    try:
        instant = datetime.fromisoformat(value.strip())
    except ValueError:
        raise BadInputError(
            f"{quoted(value)} is no instant and no record",
            where="--recorded-by",
            next_step="Write it like 2026-05-01, 2026-05-01T12:00 or, for a position of the log, 120.",
        ) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _name(value: str) -> str:
    found = _POSITION.fullmatch(value.strip())
    if not value.strip():
        raise BadInputError("an empty word names no record", where="--without", next_step="Name a record: `kg log`.")
    return found[1].lstrip("0") or "0" if found else value.strip()


def _assumed(texts: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    found: dict[str, bool] = {}
    for text in texts:
        claim, _, word = (part.strip() for part in text.partition("="))
        if "/" not in claim or word not in _TRUTH:
            raise BadInputError(
                f"{quoted(text, 80)} is no assumption",
                where="--assume",
                next_step="Write it like document/key=true or =false.",
            )
        if found.setdefault(claim, _TRUTH[word]) is not _TRUTH[word]:
            raise BadInputError(
                f"{claim} is assumed to hold and never to have been said", where="--assume", next_step="Choose one."
            )
    return tuple(sorted(found.items()))
