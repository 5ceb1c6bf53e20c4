"""Who says which claim in, who says most, how it can be checked and how it fared out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.analyses.base import Analysis, Column, Finding, Given, Parameter
from kg.network import read_network
from kg.views.values import Asking

if TYPE_CHECKING:
    from kg.network import Network

_PLACED = frozenset({"quoted", "located"})
_COLUMNS = (
    Column("source", "source"),
    Column("claims", "claims"),
    Column("share", "share of all", "of all claims, in percent; a claim of two sources counts for both"),
    Column("documents", "documents", "documents in which the source speaks"),
    Column("placed", "with a place in a text", "claims whose words have a place, so that they can be looked up"),
    Column("corrected", "corrected", "claims that were wrong when said"),
    Column("superseded", "superseded", "claims that were right when said and that their source replaced"),
    Column("retracted", "retracted", "claims that were withdrawn"),
    Column("disputed", "disputed by others", "claims that a source other than this one disputes"),
    Column("confirmed", "confirmed by others", "claims that another source supports or repeats in another document"),
    Column("inferred", "speaker inferred", "claims whose speaker we worked out"),
    Column("unnamed", "without a name"),
)


class Said(NamedTuple):
    """A claim as one source makes it."""

    source: str
    claim: str
    document: str
    status: str
    evidence: str
    unnamed: bool = False
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Bearing:
    """Which claims others dispute or confirm, and by which source."""

    disputes: frozenset[tuple[str, str]] = frozenset()
    confirms: frozenset[tuple[str, str]] = frozenset()


def tally(said: Iterable[Said], bearing: Bearing, *, least: int = 1) -> Finding:
    """Return each source with how much it says and how that fared, those that say most first.

    Parameters
    ----------
    said
        The claims, once for each source.
    bearing
        Pairs of claims: the one that speaks and the one that it speaks of.
    least
        Show only sources with this many claims; the counts stay those of all.

    """
    ordered = sorted(set(said))
    if not ordered:
        return Finding("Who says what", "There are no claims.", _COLUMNS, ())
    speakers: dict[str, frozenset[str]] = {}
    for each in ordered:
        speakers[each.claim] = speakers.get(each.claim, frozenset()) | {each.source}
    disputed, confirmed = _by_others(bearing.disputes, speakers), _by_others(bearing.confirms, speakers)
    counts = Counter(each.source for each in ordered)
    total = len(speakers)
    of: dict[str, list[Said]] = {}
    for each in ordered:
        of.setdefault(each.source, []).append(each)
    shown = sorted((name for name in of if counts[name] >= least), key=lambda name: (-counts[name], name))
    rows = tuple(
        (
            name,
            counts[name],
            f"{100 * counts[name] / total:.0f} %",
            len({each.document for each in of[name]}),
            sum(each.evidence in _PLACED for each in of[name]),
            *(
                sum(each.status == word for each in of[name]) or None
                for word in ("corrected", "superseded", "retracted")
            ),
            sum((name, each.claim) in disputed for each in of[name]) or None,
            sum((name, each.claim) in confirmed for each in of[name]) or None,
            sum(each.inferred for each in of[name]) or None,
            True if all(each.unnamed for each in of[name]) else None,
        )
        for name in shown
    )
    placed = len({each.claim for each in ordered if each.evidence in _PLACED})
    nameless = len({each.claim for each in ordered if each.unnamed})
    first = max(counts, key=lambda name: (counts[name], name))
    documents = {each.document for each in ordered}
    return Finding(
        "Who says what",
        f"{total} claims of {len(counts)} sources stand in {len(documents)} documents. {first} alone makes "
        f"{counts[first]} of them; by how the claims are spread, the ledger is as concentrated as "
        f"{equal(counts):.1f} equal sources. {placed} claims have a place in a text, and {nameless} rest on sources "
        "without a name.",
        _COLUMNS,
        rows,
        claims=tuple(
            sorted({claim for _, claim in disputed | confirmed} | {s.claim for s in ordered if s.status != "stands"})
        ),
        uncertainty="A source that is never corrected may be right, or may never look back. Disputes and confirmations "
        "are only those that somebody recorded. Other sources may still go back to the same origin.",
        judged_on=f"{total} claims in {len(documents)} documents, those that no longer stand among them",
        notes=(f"Sources with fewer than {least} claims are counted and not shown.",) if len(shown) < len(of) else (),
    )


def equal(counts: Mapping[str, int]) -> float:
    """Return how many equal parts would be as concentrated as these (one over the Herfindahl-Hirschman index)."""
    total = sum(counts.values())
    return total**2 / sum(count**2 for count in counts.values())


def _by_others(pairs: Iterable[tuple[str, str]], speakers: Mapping[str, frozenset[str]]) -> set[tuple[str, str]]:
    """Return source and claim for each claim on which a claim of other sources, in another document, bears."""
    return {
        (name, target)
        for source, target in pairs
        for name in speakers.get(target, ())
        if name not in speakers.get(source, {name}) and source.partition("/")[0] != target.partition("/")[0]
    }


def said(net: "Network") -> tuple[Said, ...]:
    """Return the edges of `source-edges` as claims of sources, by their names."""
    return tuple(
        Said(
            net.nodes[source]["label"],
            about["claim"],
            document,
            about["relation"],
            about["evidence"],
            "unnamed" in about,
            about.get("inferred") == "true",
        )
        for source, document, about in net.edges(data=True)
    )


def _run(asking: Asking, given: Given) -> Finding:
    contest = read_network(asking, "contest-edges")
    ties = {(source, target, about["relation"]) for source, target, about in contest.edges(data=True)}
    bearing = Bearing(
        frozenset((s, t) for s, t, relation in ties if relation == "disputes"),
        frozenset((s, t) for s, t, relation in ties if relation in {"supports", "restates"}),
    )
    least = given["least"]
    assert isinstance(least, int)
    return tally(said(read_network(asking, "source-edges")), bearing, least=least)


SOURCES = Analysis(
    "sources",
    "Who says what",
    "Who says most, how much of it can be looked up, and whose claims were corrected, disputed or confirmed?",
    _run,
    (Parameter("least", "count", "only sources with at least this many claims", 5),),
)
