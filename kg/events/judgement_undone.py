"""A judgement of who is who was taken back: what it changed is as it was, and both records stay."""

from typing import ClassVar

from kg.events.base import Event
from kg.grammar import Judgement, Label, Name, Sentence


class JudgementUndone(Event):
    """A merge, or a keeping apart, that no longer counts."""

    type: ClassVar[str] = "judgement-undone"
    judgement: Judgement
    """Key of the event that is undone; a key is the same in every copy of a ledger, a position is not."""
    entities_judged: tuple[Name, Name]
    """Ids of the two entities that it spoke of."""
    because: Sentence
    author: Label = "editor"

    def key(self) -> str:
        """Return one key a judgement: what is undone stays so, and is judged anew under a new key."""
        return f"undo/{self.judgement}"

    def tags(self) -> tuple[str, ...]:
        """Return this judgement, the one that it undoes, and both entities."""
        one, other = self.entities_judged
        return (f"judgement:{self.key()}", f"judgement:{self.judgement}", f"entity:{one}", f"entity:{other}")

    def undoes(self) -> str:
        """Return the key of the event that no longer counts."""
        return self.judgement

    def reason(self) -> str | None:
        """Return why it was wrong."""
        return self.because
