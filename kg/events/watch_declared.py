"""Somebody is expected to speak: their silence in a named scope becomes something to notice."""

from typing import ClassVar

from kg.events.base import Detail, Event, Remark
from kg.grammar import Day, Name, Phrase, Sentence


class WatchDeclared(Event):
    """Whom we watch, where, since when."""

    type: ClassVar[str] = "watch-declared"
    who: Name
    scope: Phrase
    since: Day
    """First day of the watch, as an ISO date."""
    because: Sentence
    until: Day | None = None

    def key(self) -> str:
        """Return one key for each watch of one actor in one scope from one day."""
        return f"watch/{self.who}/{self.since}/{self.content_hash()[:16]}"

    def tags(self) -> tuple[str, ...]:
        """Return the watched actor."""
        return (f"entity:{self.who}",)

    def remarks(self) -> tuple[Remark, ...]:
        """Return the watch as a remark about the actor."""
        details = [
            Detail(name="scope", kind="text", value=self.scope),
            Detail(name="since", kind="day", value=self.since),
        ]
        details += [Detail(name="until", kind="day", value=self.until)] if self.until else []
        return (Remark(kind="Watch", about=self.who, details=tuple(details)),)

    def reason(self) -> str | None:
        """Return why they are expected to speak."""
        return self.because
