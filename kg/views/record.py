"""A record of the ledger in, what it says and what it brought out."""

from kg.views.layout import Page, faint
from kg.views.phrases import spaced
from kg.views.shown import Reading, Shown
from kg.views.thing import Thing
from kg.views.values import Named, short, texts

_OWN = frozenset({"type", "position", "recordType", "recordedAt", "reason"})


def record(reader: Reading, thing: Thing) -> Shown:
    """Return the view of a record."""
    brought = [
        {"id": short(part), "kind": kind, "title": title or None}
        for part, kind, title, _, _ in texts(reader.table("views/parts", thing=thing.id))
    ]
    undone = [
        (how, int(position), reason) for how, position, reason in texts(reader.table("views/undone", thing=thing.id))
    ]
    held = {name: values for name, values in thing.held.items() if name not in _OWN}
    own = {name: thing.held[name][0].id for name in _OWN - {"type"} if name in thing.held}

    def data() -> dict[str, object]:
        return {
            "id": thing.id,
            "kind": "record",
            "position": int(own["position"]),
            "type": own["recordType"],
            "recorded_at": own["recordedAt"],
            "reason": own.get("reason"),
            "details": {name: [value.id for value in values] for name, values in held.items()},
            "brought": brought,
            "judged": [{"how": how, "position": position, "reason": reason} for how, position, reason in undone],
        }

    page = Page()
    page.heading(f"Record {own['position']}: {own['recordType']}", thing.id)
    page.field("recorded", own["recordedAt"])
    if "reason" in own:
        page.field("because", own["reason"])
    for name, values in sorted(held.items()):
        page.field(spaced(name.removeprefix("background")).strip(), ", ".join(map(_named, values)))
    for how, position, reason in undone:
        page.field(how, f"record {position}: {reason}")
    if brought:
        page.heading("Brought")
        for each in brought:
            title = f"  {each['title']}" if each["title"] else ""
            page.add(f"{each['kind']} {each['id']}", faint(title), indent=2, hang=4)
    return Shown(page, data)


def _named(value: Named) -> str:
    return value.id if value.label == value.id else f"{value.label} ({value.id})"
