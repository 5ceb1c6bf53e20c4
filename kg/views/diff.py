"""Two readers of one ledger in, what the later one sees otherwise out, in words: new, changed, ended, now contested.

The two may differ in the day, in what was recorded, or in what is left out; nothing here knows which is the later one
by date. Each claim falls into one part: it is new, gone, read otherwise, or has another status.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from kg.views.claims import ClaimView, claims_around
from kg.views.layout import Page, faint, strong, warn
from kg.views.phrases import counted, names, sentence
from kg.views.shown import Reading, Shown
from kg.views.values import Asking, short, texts

_MOST = 8
"""Claims of one document, or things of one part, that a page lists; programs get all."""
_RANKS = ("disputed", "differs", "qualified")
_Part = TypeVar("_Part")
_Which = Literal[0, 1]
Contest = tuple[str, str, str]
"""A claim, what is done to it (`disputed`, `qualified`, `differs`), and the claim that does it."""


@dataclass(frozen=True, slots=True)
class State:
    """What one reader sees."""

    claims: Mapping[str, tuple[str, str, str]]
    """Content, status and document of each claim."""
    contests: frozenset[Contest]
    things: Mapping[str, tuple[str, ...]]
    """Names of each entity and document."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a second reader sees otherwise than a first, by ids in order."""

    documents: tuple[str, ...]
    """Documents that are new."""
    documents_gone: tuple[str, ...]
    entities: tuple[str, ...]
    entities_gone: tuple[str, ...]
    new: tuple[str, ...]
    """Claims, by document and key."""
    gone: tuple[str, ...]
    changed: tuple[str, ...]
    """Claims that we read otherwise."""
    ended: tuple[tuple[str, str, str], ...]
    """Claims of another status, with both statuses."""
    contested: tuple[Contest, ...]
    settled: tuple[Contest, ...]
    """What is not contested any more."""

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)


def state(reader: Asking, *, figures: bool = True) -> State:
    """Return what a reader sees; three questions over all claims, and one over all pairs of figures of one thing.

    Parameters
    ----------
    reader
        What is looked at.
    figures
        Whether figures that differ count as contests; without them it costs less.

    """
    claims = {
        short(claim): (content, short(status), short(document))
        for claim, content, status, document in texts(reader.table("views/states"))
    }
    contests = {(short(claim), relation, short(by)) for claim, relation, by in texts(reader.table("views/disputes"))}
    if figures:
        contests |= {
            (short(row["claim"]), "differs", short(row["other"])) for row in _rows(reader, "conflicting-figures")
        }
    things: dict[str, set[str]] = {}
    for thing, name in texts(reader.table("views/names")):
        things.setdefault(short(thing), set()).add(name)
    return State(claims, frozenset(contests), {thing: tuple(sorted(held)) for thing, held in things.items()})


def _rows(reader: Asking, question: str) -> Iterable[Mapping[str, str]]:
    table = reader.table(question)
    return (dict(zip(table.columns, row, strict=True)) for row in texts(table))


def difference(before: State, after: State) -> Difference:
    """Return what `after` has otherwise than `before`."""
    old, new = before.claims, after.claims
    both = sorted(old.keys() & new.keys())
    in_documents = ({document for _, _, document in state_.claims.values()} for state_ in (before, after))
    earlier, later = (held & kept.things.keys() for held, kept in zip(in_documents, (before, after), strict=True))
    return Difference(
        documents=tuple(sorted(later - earlier)),
        documents_gone=tuple(sorted(earlier - later)),
        entities=tuple(sorted(after.things.keys() - before.things.keys() - later)),
        entities_gone=tuple(sorted(before.things.keys() - after.things.keys() - earlier)),
        new=tuple(sorted(new.keys() - old.keys())),
        gone=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(claim for claim in both if old[claim][0] != new[claim][0]),
        ended=tuple((claim, old[claim][1], new[claim][1]) for claim in both if old[claim][1] != new[claim][1]),
        contested=_in_order(after.contests - before.contests),
        settled=_in_order(before.contests - after.contests),
    )


def _in_order(contests: Iterable[Contest]) -> tuple[Contest, ...]:
    """Return disputes first, then figures that differ, then what only qualifies."""
    return tuple(sorted(contests, key=lambda each: (_RANKS.index(each[1]), each)))


@dataclass(slots=True)
class _Telling:
    """Both readers and what was looked up in them; documents are read once."""

    first: Reading
    second: Reading
    held: dict[tuple[int, str], dict[str, ClaimView]]

    def claim(self, name: str, which: _Which = 1) -> ClaimView | None:
        document = name.partition("/")[0]
        if (which, document) not in self.held:
            self.held[which, document] = claims_around((self.first, self.second)[which], document)
        found = self.held[which, document]
        if name not in found:  # a document of very many claims
            found |= claims_around((self.first, self.second)[which], name)
        return found.get(name)

    def says(self, name: str, which: _Which = 1) -> str:
        claim = self.claim(name, which)
        return sentence(claim) if claim else name


def diff(first: Reading, second: Reading, titles: tuple[str, str]) -> tuple[Shown, bool]:
    """Return the view of what the second reader sees otherwise than the first, and whether that is anything.

    Parameters
    ----------
    first, second
        Two readers of one ledger.
    titles
        What each looks at, in words: `as of 2026-05-01`.

    """
    after = state(second)
    before = state(first)
    found = difference(before, after)
    telling = _Telling(first, second, {})
    page = Page()
    since, until = (title.removeprefix("as of ") for title in titles)
    page.heading(f"From {since} to {until}")
    if not found:
        page.add("Nothing is otherwise.", indent=2)
    _add_new(page, found, after, telling)
    _add_part(page, "Read otherwise", found.changed, lambda name: _add_changed(page, name, telling))
    _add_part(page, "Another status", found.ended, lambda each: _add_ended(page, each, telling))
    old = [each for each in found.contested if each[0] in before.claims]
    _add_part(page, "Now contested", old, lambda each: _add_contest(page, each, telling))
    fresh = len(found.contested) - len(old)
    if fresh:
        page.blank()
        page.add(f"{counted(fresh, 'contest')} about claims that are new themselves", indent=2)
    _add_part(page, "Not contested any more", found.settled, lambda each: _add_contest(page, each, telling, which=0))
    _add_part(page, "Not there any more", found.gone, lambda name: _add_claim(page, name, telling, which=0))
    return Shown(page, lambda: _data(found, titles, telling)), bool(found)


def _add_new(page: Page, found: Difference, after: State, telling: _Telling) -> None:
    by_document: dict[str, list[str]] = {}
    for name in found.new:
        by_document.setdefault(name.partition("/")[0], []).append(name)
    if by_document:
        page.heading("New", f"{counted(len(found.documents), 'document')}, {counted(len(found.new), 'claim')}")
    for document, claims in by_document.items():
        title = next(iter(after.things.get(document, ())), document)
        where = "" if document in found.documents else "  in a document that was there"
        page.add(strong(title), faint(f"  {counted(len(claims), 'claim')}{where}"), indent=2, right=faint(document))
        for name in claims[:_MOST]:
            _add_claim(page, name, telling, indent=4)
        _add_more(page, len(claims), indent=4)
    for title, things, held in (
        ("New names", found.entities, after.things),
        ("Names not there any more", found.entities_gone, {}),
    ):
        if things:
            page.heading(title, counted(len(things), "entity").replace("entitys", "entities"))
            page.add(", ".join(next(iter(held.get(name, ())), name) for name in things[: 5 * _MOST]), indent=2, hang=2)
            _add_more(page, len(things), shown=5 * _MOST)


def _add_part(page: Page, title: str, things: Iterable[_Part], add: Callable[[_Part], None]) -> None:
    listed = list(things)
    if not listed:
        return
    page.heading(title, str(len(listed)))
    for each in listed[: 2 * _MOST]:
        add(each)
    _add_more(page, len(listed), shown=2 * _MOST)


def _add_more(page: Page, count: int, *, shown: int = _MOST, indent: int = 2) -> None:
    if count > shown:
        page.add(faint(f"and {count - shown:,} more; `-f json` lists all"), indent=indent)


def _add_claim(page: Page, name: str, telling: _Telling, *, which: _Which = 1, indent: int = 2) -> None:
    claim = telling.claim(name, which)
    said = f"  {names(claim.said_by)}" if claim else ""
    page.add(telling.says(name, which), faint(said), indent=indent, hang=2, right=faint(name))


def _add_changed(page: Page, name: str, telling: _Telling) -> None:
    page.add(telling.says(name), indent=2, hang=2, right=faint(name))
    page.add(faint("before  "), telling.says(name, 0), indent=4, hang=8)


def _add_ended(page: Page, each: tuple[str, str, str], telling: _Telling) -> None:
    name, was, now = each
    page.add(
        warn(now.upper()),
        f"  {telling.says(name)}",
        faint("" if was == "stands" else f"  {was} before"),
        indent=2,
        hang=2,
        right=faint(name),
    )
    claim = telling.claim(name)
    for other in claim.borne_on_by if claim else ():
        if other.relation in {"corrects", "supersedes"}:
            page.add(faint("by      "), telling.says(other.claim), indent=4, hang=8, right=faint(other.claim))


def _add_contest(page: Page, each: Contest, telling: _Telling, *, which: _Which = 1) -> None:
    claim, relation, by = each
    page.add(telling.says(claim, which), indent=2, hang=2, right=faint(claim))
    how = "differs from" if relation == "differs" else f"{relation} by"
    page.add(faint(how.ljust(14)), telling.says(by, which), indent=4, hang=14, right=faint(by))


def _data(found: Difference, titles: tuple[str, str], telling: _Telling) -> Mapping[str, object]:
    def contests(all_of: tuple[Contest, ...]) -> list[dict[str, str]]:
        return [{"claim": claim, "relation": relation, "by": by} for claim, relation, by in all_of]

    return {
        "from": titles[0],
        "to": titles[1],
        "documents": {"new": list(found.documents), "gone": list(found.documents_gone)},
        "entities": {"new": list(found.entities), "gone": list(found.entities_gone)},
        "new": [{"claim": name, "says": telling.says(name)} for name in found.new],
        "gone": [{"claim": name, "says": telling.says(name, 0)} for name in found.gone],
        "changed": [
            {"claim": name, "says": telling.says(name), "before": telling.says(name, 0)} for name in found.changed
        ],
        "ended": [{"claim": name, "was": was, "is": now, "says": telling.says(name)} for name, was, now in found.ended],
        "contested": contests(found.contested),
        "settled": contests(found.settled),
    }
