"""What a view gives: the same content as plain values for programs and as a page for people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.table import Table
from kg.texts import Texts
from kg.views.layout import Page


class Reading(Protocol):
    """What views need of an opened workspace."""

    texts: Texts

    def table(self, question: str, /, **parameters: str | Sequence[str]) -> Table:
        """Return the table that a named question answers."""

    def read_as(self, name: str) -> str:
        """Return the id under which an entity is read."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A view of one thing."""

    page: Page
    data: Callable[[], Mapping[str, object]]
    """Plain JSON values, made when somebody asks for them."""
