"""What was said of the figures of a draft in, a page or a table out."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

from kg.drafts.comparing import WRONG, Checked, Status
from kg.drafts.context import Ledger
from kg.table import Table
from kg.views.layout import Page, faint, mark, strong, warn

_ORDER: tuple[Status, ...] = ("cannot hold", "differs", "contested", "unclear", "unknown", "fits", "agrees")
_WORDS = {
    "cannot hold": "cannot hold together with another figure of the draft",
    "differs": "differs from the ledger",
    "contested": "agrees with one source and not with another",
    "unclear": "may mean several things",
    "unknown": "unknown to the ledger",
    "fits": "fits, but the ledger only gives a bound",
    "agrees": "agrees",
}
_WIDTH, _MOST = 13, 4
_LONGEST_QUOTE = 200
Words = Callable[[str], tuple[str, ...]]
"""What gives the words that a claim came from."""
HEADINGS = {"place": "at", "figure": "figure", "verdict": "verdict", "about": "of", "says": "found", "claims": "claims"}


def page(found: Sequence[Checked], ledger: Ledger, *, name: str) -> Page:
    """Return a page: what was found in a line, then each figure with its place, the worst first."""
    shown, words = Page(), cache(ledger.words)
    shown.heading(f"{name}: {summary(found)}")
    for status in _ORDER:
        some = [each for each in found if each.status == status]
        if some:
            shown.heading(f"{_WORDS[status].capitalize()} ({len(some)})")
        for each in some:
            _add(shown, each, words)
    return shown


def summary(found: Sequence[Checked]) -> str:
    """Return how many figures came out how: `9 figures: 1 cannot hold, 2 differ …`."""
    counts = Counter(each.status for each in found)
    several = {status: words if counts[status] > 1 else one for status, (one, words) in _SHORT.items()}
    told = [f"{counts[status]} {several.get(status, status)}" for status in _ORDER if counts[status]]
    return f"{len(found)} figure{'' if len(found) == 1 else 's'}: {', '.join(told)}"


_SHORT: dict[Status, tuple[str, str]] = {
    "cannot hold": ("cannot hold", "cannot hold together"),
    "differs": ("differs", "differ"),
    "fits": ("fits a bound", "fit a bound"),
    "agrees": ("agrees", "agree"),
}


def _add(shown: Page, each: Checked, words_of: Words) -> None:
    figure = warn(each.text) if each.status in WRONG else strong(each.text)
    shown.add(each.place.ljust(_WIDTH), figure, f"  {each.about}" if each.about else "", indent=2, hang=_WIDTH)
    if not each.is_plain:
        shown.add(each.says, indent=2 + _WIDTH, hang=1)
    for source in each.sources[:_MOST]:
        shown.add(faint(f"{source.printed}  {source.claim}"), indent=2 + _WIDTH, hang=1)
        if each.status in WRONG and (words := _quoted(words_of, source.claim)):
            shown.add(mark(f"»{words}«"), indent=4 + _WIDTH, hang=1)

    if len(each.sources) > _MOST:
        shown.add(faint(f"and {len(each.sources) - _MOST} more"), indent=2 + _WIDTH)


def _quoted(words_of: Words, claim: str) -> str:
    words = " … ".join(words_of(claim))
    return words if len(words) <= _LONGEST_QUOTE else ""


def table(found: Sequence[Checked]) -> Table:
    """Return one row a figure."""
    rows = [
        (each.place, each.text, each.status, each.about, each.says, ", ".join(s.claim for s in each.sources[:_MOST]))
        for each in found
    ]
    return Table.of(HEADINGS, rows)


def data(found: Sequence[Checked], ledger: Ledger, *, name: str) -> dict[str, object]:
    """Return everything as plain values, with the words of each source where its text is attached."""
    counts = Counter(each.status for each in found)
    words = cache(ledger.words)  # the figures of a draft come from few claims
    figures = [
        {
            "line": each.line,
            "column": each.column,
            "figure": each.text,
            "verdict": each.status,
            "about": each.about,
            "found": each.says,
            "sources": [
                {"claim": s.claim, "figure": s.printed, "agrees": s.agrees, "words": list(words(s.claim))}
                for s in each.sources
            ],
        }
        for each in found
    ]
    return {"draft": name, "counts": {status: counts[status] for status in _ORDER}, "figures": figures}
