"""Two ids were judged to name two things, however alike they look: they cannot be merged until that is undone."""

from typing import ClassVar

from kg.events.base import Event
from kg.grammar import Count, Label, Name, Sentence


class EntitiesKeptApart(Event):
    """Two entities that are not the same."""

    type: ClassVar[str] = "entities-kept-apart"
    one: Name
    """Ids of the two, the one that sorts first here, since neither comes before the other."""
    other: Name
    because: Sentence
    author: Label = "editor"
    nth: Count = 1
    """Which such judgement of these two this is, so that one that was undone can be made again."""

    def key(self) -> str:
        """Return one key for each time that two entities are kept apart."""
        key = f"apart/{self.one}/{self.other}"
        return key if self.nth == 1 else f"{key}/{self.nth}"

    def tags(self) -> tuple[str, ...]:
        """Return the judgement itself, and both entities."""
        return (f"judgement:{self.key()}", f"entity:{self.one}", f"entity:{self.other}")

    def keeps_apart(self) -> tuple[str, str]:
        """Return the two."""
        return (self.one, self.other)

    def reason(self) -> str | None:
        """Return what tells them apart."""
        return self.because
