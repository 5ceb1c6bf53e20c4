"""One mapping of an authored file in, its fields as checked values out; what is wrong is noted, and reading goes on.

Every getter returns a harmless stand-in for a value that is missing or wrong. The file as a whole is refused in the
end, so the stand-ins go nowhere; in exchange an author sees all problems at once.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from datetime import date

from kg.authoring.fields import Field
from kg.authoring.nodes import Mapping, Node, Scalar, Sequence
from kg.authoring.notes import FEW, Notes
from kg.authoring.problems import Place
from kg.dates import When, read_when
from kg.errors import BadInputError, near_misses, quoted
from kg.figures import Figure, read_figure

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNFOLDED = 4
"""How many times as long as it may be a value may stand in the file, before white space is folded."""
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}


class Form:
    """A mapping with known fields."""

    def __init__(self, node: Node, fields: tuple[Field, ...], place: Place, notes: Notes) -> None:
        self.place, self.notes = place, notes
        self._fields = {field.name: field for field in fields}
        self._items: dict[str, tuple[Scalar, Node]] = {}
        self.readable = isinstance(node, Mapping)
        if not isinstance(node, Mapping):
            self.notes.note(place, "fields stand here in the form `name: value`", self._offer(""))
            return
        for key, value in node.items:
            self._items[key.text] = (key, value)
            if key.text not in self._fields:
                self.notes.note(
                    self.place_of(key.text), f"there is no field {quoted(key.text)} here", self._offer(key.text)
                )
        for wanted in fields:
            if wanted.required and wanted.name not in self._items:
                self.notes.note(place, f"`{wanted.name}` is missing", wanted.means)

    def given(self, name: str) -> bool:
        """Return whether the author wrote the field, with a value or without."""
        assert name in self._fields, f"{name} is in no table of fields"
        return name in self._items

    def place_of(self, name: str) -> Place:
        """Return the place of a field, or of the mapping if the field is not given."""
        return self.place.inside(name, self._items[name][0].line) if name in self._items else self.place

    def node(self, name: str) -> Node | None:
        """Return the value of a field, or None if it is not given or empty (which is noted)."""
        if not self.given(name):
            return None
        value = self._items[name][1]
        empty = value.missing or not value.text.strip() if isinstance(value, Scalar) else not value.items
        if empty:
            self.notes.note(self.place_of(name), f"`{name}` has no value", "Write one, or delete the line.")
            return None
        return value

    def text(self, name: str) -> str | None:
        """Return one value as a line of text."""
        return next((text for text, _ in self._each(name, single=True)), None)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return one value or a list of them."""
        return tuple(text for text, _ in self._each(name))

    def label(self, name: str) -> str | None:
        """Return one value as a line of text that can stand as a name or title: all of it can be seen."""
        return next((text for text, place in self._each(name, single=True) if self.notes.is_label(text, place)), None)

    def labels(self, name: str) -> tuple[str, ...]:
        """Return one name or a list of them."""
        return tuple(text for text, place in self._each(name) if self.notes.is_label(text, place))

    def name(self, name: str) -> str | None:
        """Return an id of the file's own."""
        return next((text for text, place in self._each(name, single=True) if self.notes.is_name(text, place)), None)

    def entity(self, name: str) -> str | None:
        """Return the id of an entity and remember that it was named."""
        return next(iter(self._named(name, single=True)), None)

    def entities(self, name: str) -> tuple[str, ...]:
        """Return the ids of one entity or several and remember that they were named."""
        return tuple(self._named(name))

    def word(self, name: str, known: Collection[str], what: str) -> str | None:
        """Return a word of the closed list `known`."""
        for text, place in self._each(name, single=True):
            if self.notes.is_known(text, known, what, place):
                return text
        return None

    def words(self, name: str, known: Collection[str], what: str) -> tuple[str, ...]:
        """Return one word of the closed list `known` or several."""
        return tuple(text for text, place in self._each(name) if self.notes.is_known(text, known, what, place))

    def flag(self, name: str) -> bool:
        """Return true or false; false where the field is not given."""
        for text, place in self._each(name, single=True):
            if text.lower() not in _TRUTH:
                self.notes.note(place, f"{quoted(text)} is neither true nor false", "Write `true` or `false`.")
            return _TRUTH.get(text.lower(), False)
        return False

    def day(self, name: str) -> str | None:
        """Return a day as an ISO date."""
        for text, place in self._each(name, single=True):
            if parse_day(text) is not None:
                return text
            self.notes.note(place, f"{quoted(text)} is not a day", "Write it as YYYY-MM-DD, such as 2026-05-14.")
        return None

    def figure(self, name: str) -> Figure | None:
        """Return a figure as people write it."""
        for text, place in self._each(name, single=True):
            return self.notes.attempt(read_figure, text, place)
        return None

    def when(self, name: str) -> When | None:
        """Return a time, from one text or from {text, from, to}."""
        value = self.node(name) if self.given(name) else None
        if isinstance(value, Mapping):
            return self._between(value, self.place_of(name))
        for text, place in self._each(name, single=True):
            return self.notes.attempt(read_when, text, place)
        return None

    def entries(self, name: str) -> Iterator[tuple[str, Node, Place]]:
        """Yield key, value and place of each entry of a mapping whose keys are ids."""
        value = self.node(name)
        if value is None:
            return
        place = self.place_of(name)
        if not isinstance(value, Mapping):
            self.notes.note(place, f"`{name}` holds entries in the form `key: {{…}}`", "Give each of them a key.")
            return
        if self._too_many(value, name):
            return
        for key, entry in value.items:
            here = place.inside(key.text, key.line)
            if self.notes.is_name(key.text, here):
                yield key.text, entry, here

    def _each(self, name: str, *, single: bool = False) -> Iterator[tuple[str, Place]]:
        """Yield the text of one value or of each in a list, as one line in NFC, with its place."""
        value = self.node(name)
        if value is None:
            return
        listed = isinstance(value, Sequence)
        if self._too_many(value, name):
            return
        for item in value.items if isinstance(value, Sequence) and not single else (value,):
            place = Place(self.place.file, item.line, self.place_of(name).field)
            if not isinstance(item, Scalar):
                allowed = "one value" if single or listed else "one value or a list of values"
                self.notes.note(place, f"`{name}` takes {allowed}", "Take the inner brackets or fields away.")
            elif listed and (item.missing or not item.text.strip()):
                self.notes.note(place, f"a value is missing in the list of `{name}`", "Write one, or delete the entry.")
            elif (line := self._line(item.text, name, place)) is not None:
                yield line, place

    def _line(self, text: str, name: str, place: Place) -> str | None:
        """Return `text` as one line in NFC, or None after noting that it is too long to be a value of this field."""
        longest = self._fields[name].longest
        if len(text) <= _UNFOLDED * longest:
            if not self.notes.is_readable(text, place):
                return None
            text = " ".join(unicodedata.normalize("NFC", text).split())
            if len(text) <= longest:
                return text
        self.notes.note(place, f"`{name}` has at most {longest:,} characters, not {len(text):,}", "Say it in fewer.")
        return None

    def _too_many(self, value: Node, name: str) -> bool:
        """Return whether a field has more values than it may, noting it if so."""
        most = self._fields[name].most
        if isinstance(value, Scalar) or len(value.items) <= most:
            return False
        what = f"`{name}` takes at most {most:,} values, not {len(value.items):,}"
        self.notes.note(self.place_of(name), what, "Split it.")
        return True

    def _named(self, name: str, *, single: bool = False) -> Iterator[str]:
        for text, place in self._each(name, single=single):
            if self.notes.is_reference(text, place):
                yield text

    def _between(self, value: Mapping, place: Place) -> When | None:
        inner = Form(value, WHEN_FIELDS, place, self.notes)
        first, last = (parse_day(inner.day(end) or "") for end in ("from", "to"))
        text = inner.text("text") or ""
        if not (inner.given("from") or inner.given("to")):
            return _readable(text)
        if first and last and last < first:
            self.notes.note(place, f"the time ends on {last} before it starts on {first}", "Exchange `from` and `to`.")
            return None
        return When(earliest=first, latest=last, text=text)

    def _offer(self, name: str) -> str:
        close = near_misses(name, self._fields)
        listed = f"Fields here: {', '.join(self._fields)}."
        return close or (listed if len(self._fields) <= FEW else "docs/authoring.md lists the fields.")


WHEN_FIELDS = (
    Field("text", "text", "The time as the source has it.", required=True),
    Field("from", "day", "First possible day."),
    Field("to", "day", "Last possible day."),
)


def _readable(text: str) -> When:
    """Return the time that `text` says, or one without bounds where it says none ("for two years")."""
    try:
        return read_when(text, where="")
    except BadInputError:
        return When(earliest=None, latest=None, text=text)


def parse_day(text: str) -> date | None:
    """Return the day that an ISO date names, or None."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
