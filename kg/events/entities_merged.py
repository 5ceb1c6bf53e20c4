"""Two ids were judged to name one thing: what speaks of the one speaks of the other from now on."""

from typing import ClassVar

from kg.events.base import Event
from kg.grammar import Count, Label, Name, Sentence


class EntitiesMerged(Event):
    """One entity was folded into another; the records that name it stay as they are."""

    type: ClassVar[str] = "entities-merged"
    keep: Name
    """Id of the entity that stays."""
    fold: Name
    """Id of the entity that is read as the other one."""
    because: Sentence
    author: Label = "editor"
    nth: Count = 1
    """Which merge of these two this is, so that a merge that was undone can be made again."""

    def key(self) -> str:
        """Return one key for each time that one entity is folded into one other."""
        key = f"merge/{self.keep}/{self.fold}"
        return key if self.nth == 1 else f"{key}/{self.nth}"

    def tags(self) -> tuple[str, ...]:
        """Return the judgement itself, and both entities."""
        return (f"judgement:{self.key()}", f"entity:{self.keep}", f"entity:{self.fold}")

    def merges(self) -> tuple[str, str]:
        """Return the entity kept and the one folded into it."""
        return (self.keep, self.fold)

    def reason(self) -> str | None:
        """Return why they are held to be the same."""
        return self.because
