"""What is left of an erased document in, that it was erased, when and why, out."""

from kg.views.history import add_history, history
from kg.views.history import as_data as history_as_data
from kg.views.layout import Page, warn
from kg.views.shown import Reading, Shown
from kg.views.thing import Thing


def erased(reader: Reading, thing: Thing) -> Shown:
    """Return the view of a document whose claims were erased: its id, and the record of the erasure."""
    records = history(reader, thing.id)

    def data() -> dict[str, object]:
        return {"id": thing.id, "kind": "erased document", "history": history_as_data(records)}

    page = Page()
    page.heading(thing.id, "erased document")
    page.add(warn("ERASED"), "  with its text and its claims; only the id is left", indent=2)
    add_history(page, records)
    return Shown(page, data)
