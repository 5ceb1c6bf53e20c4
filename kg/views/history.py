"""A thing's id in, what the ledger recorded about it out, oldest first."""

from dataclasses import asdict, dataclass

from kg.views.layout import Page, faint, warn
from kg.views.phrases import spaced
from kg.views.values import Asking, local, short, texts


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that concerns one thing."""

    position: int
    type: str
    recorded_at: str
    how: tuple[str, ...]
    """What it did to the thing: `brought`, `ended`, `linked` …"""
    reason: str | None
    details: tuple[tuple[str, str], ...]

    def detail(self, name: str) -> str | None:
        """Return a detail by its name, or None."""
        return next((value for key, value in self.details if key == name), None)


def history(reader: Asking, name: str) -> tuple[Entry, ...]:
    """Return the records that brought, read anew, ended, linked or remarked on a thing."""
    found: dict[int, Entry] = {}
    for position, how, kind, recorded_at, reason, key, value in texts(reader.table("views/history", thing=name)):
        old = found.get(int(position))
        hows = dict.fromkeys((*(old.how if old else ()), how))
        detail = ((local(key), short(value)),) if key else ()
        details = dict.fromkeys((*(old.details if old else ()), *detail))
        found[int(position)] = Entry(int(position), kind, recorded_at, tuple(hows), reason or None, tuple(details))
    return tuple(found[position] for position in sorted(found))


def ended(entries: tuple[Entry, ...]) -> Entry | None:
    """Return the first record that ended a thing, by itself or with its document, or None where it stands."""
    return next((entry for entry in entries if {"ended", "ended with its document"} & set(entry.how)), None)


def add_ending(page: Page, entries: tuple[Entry, ...]) -> None:
    """Add a line to the page of a document or announcement that was withdrawn."""
    if entry := ended(entries):
        word = (entry.detail("ending") or "ended").upper()
        on = entry.detail("endedOn")
        when = f"{f' on {on}' if on else ''}, recorded {entry.recorded_at[:10]}"
        page.field("status", warn(word), f"{when}: {entry.reason}")


def add_history(page: Page, entries: tuple[Entry, ...]) -> None:
    """Add the records to a page."""
    if not entries:
        return
    page.heading("In the ledger", "position · day recorded · record")
    for entry in entries:
        head = f"{entry.position:>6}  {entry.recorded_at[:10]}  {entry.type}"
        details = "; ".join(f"{spaced(name)} {value}" for name, value in entry.details)
        page.add(head, faint(f"  {details}" if details else ""), indent=2, hang=8)
        if entry.reason:
            page.add(f"because {entry.reason}", indent=10, hang=2)


def as_data(entries: tuple[Entry, ...]) -> list[dict[str, object]]:
    """Return the records as plain values."""
    return [asdict(entry) | {"details": dict(entry.details)} for entry in entries]
