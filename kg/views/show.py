"""A word in, the view of what it names out: an id, a name, a topic, or a position of the ledger."""

from kg.errors import BadInputError, near_misses, quoted
from kg.ids import check_name
from kg.views.claim import claim
from kg.views.claims import claims_around
from kg.views.document import announcement, announcements_in, document
from kg.views.entity import entity
from kg.views.erased import erased
from kg.views.layout import Page, faint
from kg.views.record import record
from kg.views.shown import Reading, Shown
from kg.views.thing import Thing, names, thing
from kg.views.topic import topic
from kg.vocab import TOPICS


def show(reader: Reading, word: str) -> Shown:
    """Return the view of what `word` names.

    Parameters
    ----------
    reader
        An opened workspace.
    word
        An id (`nvidia`, `inference-pivot`, `inference-pivot/ipo-val`, `event/12`), a position (`12`), a topic
        (`grid-capacity`), or a name or alias in any case (`Run:ai`). A name of several things gives a list of them.

    Raises
    ------
    BadInputError
        Nothing has this id or name; the sentence names what is close.

    """
    try:
        found = look_up(reader, word)
    except BadInputError:
        if name := _topic(word.strip().removeprefix("bn:")):
            return topic(reader, name)
        raise
    if len(found) == 1:
        return _view(reader, found[0])
    page = Page()
    page.add(f"{quoted(word)} is a name of {len(found)} things:")
    for each in found:
        page.add(f"{each.label}", faint(f"  {each.id}"), indent=2)
    return Shown(page, lambda: {"word": word, "matches": [{"id": each.id, "label": each.label} for each in found]})


def look_up(reader: Reading, word: str) -> list[Thing]:
    """Return what `word` names, looked up as a position, as an id, then as a name. Raises as `show` does."""
    word = word.strip()
    if not word:
        raise BadInputError("an empty word names nothing", next_step="`kg show nvidia` shows an entity, for example.")
    if _can_be_id(word):
        found = thing(reader, f"event/{word}" if word.isascii() and word.isdigit() else reader.read_as(word))
        if found:
            return [found]
    known = names(reader)
    named = [each for name in known.get(word.casefold(), ()) if (each := thing(reader, name))]
    if not named:
        raise _unknown(reader, word, known)
    return named


def _topic(word: str) -> str | None:
    named = (name for name, term in TOPICS.items() if word.casefold() in {name, term.label.casefold()})
    return next(named, None)


def _can_be_id(word: str) -> bool:
    try:
        for part in word.split("/"):
            check_name(part, where=word)
    except BadInputError:
        return False
    return word.count("/") <= 1


def _unknown(reader: Reading, word: str, known: dict[str, list[str]]) -> BadInputError:
    head, _, key = word.partition("/")
    if head == "event" or word.isdigit():
        return BadInputError(f"the ledger has no record {key or word}", next_step="`kg log` lists the records.")
    document_there = thing(reader, head) if key and _can_be_id(head) else None
    if document_there and document_there.kind == "erased":
        return BadInputError(f"{head} was erased with its claims", next_step=f"`kg show {head}` tells when and why.")
    if document_there and document_there.kind == "document":
        keys = {name.partition("/")[2] for name in _inside(reader, head)}
        hint = near_misses(key, keys) or f"`kg show {head}` lists what is in it."
        return BadInputError(f"{head} has no claim or announcement {quoted(key)}", next_step=hint)
    hint = near_misses(head if key else word, known) or f"`kg search {quoted(word)}` looks in statements and texts too."
    return BadInputError(f"nothing here has the id or name {quoted(word)}", next_step=hint)


def _inside(reader: Reading, name: str) -> list[str]:
    return [*claims_around(reader, name), *(each.id for each in announcements_in(reader, name))]


def _view(reader: Reading, found: Thing) -> Shown:
    match found.kind:
        case "entity":
            return entity(reader, found)
        case "claim":
            return claim(reader, found)
        case "announcement":
            return announcement(reader, found)
        case "document":
            return document(reader, found)
        case "erased":
            return erased(reader, found)
        case "record":
            return record(reader, found)
