"""What a section of a report is: a name, a title, and a function from the material to blocks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kg.report.blocks import Block, Text
from kg.report.material import Material


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report. It reads the material and nothing else, and says so where there is nothing to say."""

    name: str
    title: str
    write: Callable[[Material], tuple[Block, ...]]
    glance: Callable[[Material], Text]
    """The line of the first screen that leads here; empty where nothing is worth one."""
    analyses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names of the analyses that it rests on, each with what it is told of the period beside its last day: `since` (the
    day before it) or `weeks`. Where one is not there, neither is the section. One that needs more is run by the section
    itself (`Material.find`)."""
    title_of_all: str = ""
    """Another title for a report that is about all that there is and no period."""

    def called(self, held: Material) -> str:
        """Return the title."""
        return self.title if held.period.since or not self.title_of_all else self.title_of_all
