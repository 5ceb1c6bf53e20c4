"""An id in, what kind of thing it is and all that is said directly of it out."""

from dataclasses import dataclass
from typing import Literal

from kg.views.values import Asking, Named, Values, local, short, texts, values

Kind = Literal["entity", "document", "announcement", "claim", "record", "erased"]
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("Claim", "claim"),
    ("ReportedEvent", "announcement"),
    ("Document", "document"),
    ("ErasedDocument", "erased"),
    ("LogEvent", "record"),
    ("Entity", "entity"),
)
_GENERAL = frozenset({"Entity", "Document", "ErasedDocument", "Claim", "LogEvent", "ReportedEvent"})


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that has an id in the graph."""

    id: str
    kind: Kind
    classes: tuple[Named, ...]
    """Without the one that the kind says already."""
    held: Values
    """Its properties by their short names."""

    @property
    def label(self) -> str:
        """Return the name that people know it by."""
        for name in ("prefLabel", "title", "label"):
            if name in self.held:
                return self.held[name][0].id
        return self.id


def thing(reader: Asking, name: str) -> Thing | None:
    """Return the thing whose id is `name`, or None if the graph has none."""
    held = values((key, value, label) for key, value, label in texts(reader.table("views/thing", thing=name)))
    types = {local(each.id): each for each in held.get("type", ())}
    for word, kind in _KINDS:
        if word in types:
            classes = tuple(each for key, each in types.items() if key not in _GENERAL)
            return Thing(name, kind, classes, held)
    return None


def names(reader: Asking) -> dict[str, list[str]]:
    """Return the ids of entities and documents by each of their names in lower case, and by the ids themselves."""
    found: dict[str, list[str]] = {}
    for node, name in sorted(texts(reader.table("views/names"))):
        for word in (name.casefold(), short(node)):
            if short(node) not in found.setdefault(word, []):
                found[word].append(short(node))
    return found
