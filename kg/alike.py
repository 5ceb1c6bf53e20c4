"""Names of entities in, pairs that could be the same thing out, each with its reason; a suggestion and never more.

A likeness of names decides nothing: NuScale and Nscale are 96 % alike, and one builds reactors, the other data centres.
Names that differ in their digits or single letters (H100 and H200, Series A and Series B) are different names here.
"""

import heapq
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from kg.lengths import LABEL

LEAST = 92.0
"""From this score on, of 100, two names count as similar."""
_LOOK_ALIKES = str.maketrans(
    "аеіїорсухѕјһԁԛԝкмтвнгьαικνορτυχωβεηı01lɡɑ",  # noqa: RUF001 (letters that look like others are what this is about)
    "aeiiopcyxsjhdqwkmtbhrbaikvoptuxwbenioiiga",
)
"""Letters of other scripts, and digits, that a reader takes for Latin ones; `l`, `1` and `I` look the same."""
_SHORTEST = 4
"""Shorter names are all alike."""
_MOST_IN_GROUP = 50
_WINDOW = 200
"""Neighbours by the alphabet with which a name of a very large block is compared."""
_LARGE = 400


@dataclass(frozen=True, slots=True)
class Known:
    """An entity by its names, the one that people know it by first."""

    id: str
    cls: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two entities that could be one, the id that sorts first first."""

    one: str
    other: str
    score: float
    """How alike the names are, of 100."""
    reason: str


@lru_cache(maxsize=200_000)
def folded(name: str) -> str:
    """Return a name as it is compared: full-width and ligatures unfolded, case, spaces and marks between words gone."""
    name = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name[:LABEL]).casefold())
    return "".join(char for char in name if char.isalnum() or char in "+#")


@lru_cache(maxsize=200_000)
def seen(name: str) -> str:
    """Return a name as an eye sees it: accents gone, letters of other scripts as the Latin ones that they look like."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", folded(name)) if not unicodedata.combining(char))
    return bare.translate(_LOOK_ALIKES).replace("rn", "m").replace("vv", "w")


def spelled(name: str) -> str:
    """Return a name word by word in the Latin letters that it shows, so that an index of words finds the other one."""
    shown = "".join(char for char in unicodedata.normalize("NFKC", name[:LABEL]) if unicodedata.category(char) != "Cf")
    return "".join(char if char.isascii() else char.casefold().translate(_LOOK_ALIKES) for char in shown)


def why(one: Known, other: Known) -> str | None:
    """Return why two entities look the same, by equal or look-alike names only, or None where they do not."""
    for make in (folded, seen):
        names = {made: name for name in one.names if (made := make(name))}
        for name in other.names:
            if (held := names.get(make(name))) is not None:
                return _reason(held, name, one, other)
    return None


def alike(
    entities: Collection[Known],
    *,
    least: float = LEAST,
    limit: int = 20,
    judged: Callable[[str, str], bool] = lambda one, other: False,  # noqa: ARG005 (nobody has judged)
) -> list[Pair]:
    """Return pairs of entities of one class that could be the same, the most alike first.

    Equal names come first, then look-alike ones, then similar ones. Similar names are looked for among those that
    begin or end alike, so that time grows little faster than the number of names and memory not at all; a pair that
    differs at both ends is not found. Of a name that more than fifty entities share, the pairs with the first of them
    are given.

    Parameters
    ----------
    entities
        All entities.
    least
        Score from which similar names count, of 100.
    limit
        Most pairs.
    judged
        Whether somebody has decided about a pair already; such pairs are left out.

    """
    by_id = {entity.id: entity for entity in entities}
    names = [(name, entity) for entity in entities for name in dict.fromkeys(entity.names)]
    found: dict[tuple[str, str], Pair] = {}
    for make, score in ((folded, 100.0), (seen, 99.0)):
        for one, other in _sharing(names, make):
            if len(found) < limit and (one, other) not in found and not judged(one, other):
                reason = why(by_id[one], by_id[other]) or ""
                found[one, other] = Pair(one, other, score, reason)
    pairs = sorted(found.values(), key=lambda pair: (-pair.score, pair.one, pair.other))
    if len(pairs) < limit:
        similar = _similar(names, least, lambda one, other: (one, other) in found or judged(one, other))
        pairs += _best(similar, limit - len(pairs))
    return pairs


def _sharing(names: Iterable[tuple[str, Known]], make: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    groups: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for name, entity in names:
        if made := make(name):
            groups[entity.cls, made][entity.id] = None
    for group in groups.values():
        ids = sorted(group)
        yield from combinations(ids, 2) if len(ids) <= _MOST_IN_GROUP else ((ids[0], other) for other in ids[1:])


def _similar(names: Iterable[tuple[str, Known]], least: float, known: Callable[[str, str], bool]) -> Iterator[Pair]:
    from rapidfuzz.distance import JaroWinkler  # noqa: PLC0415 (only where names are compared)
    from rapidfuzz.process import extract  # noqa: PLC0415

    blocks: dict[tuple[str, str, str], list[tuple[str, str, Known]]] = defaultdict(list)
    for name, entity in names:
        key = folded(name)
        if len(key) >= _SHORTEST:
            for part in (key[:2], f"…{key[-3:]}"):
                blocks[entity.cls, _distinct(name), part].append((key, name, entity))
    for (_, _, part), block in blocks.items():
        large = len(block) > _LARGE
        # Of a large block only neighbours are compared, so where it is of names that end alike, they are put in order
        # from their ends.
        backwards = large and part.startswith("…")
        block.sort(key=lambda each: (each[0][::-1] if backwards else each[0], each[2].id))
        keys = [key for key, _, _ in block]
        window = _WINDOW if large else len(block)
        for number, (key, name, entity) in enumerate(block):
            start = number + 1
            others = keys[start : start + window]
            for _, score, at in extract(
                key, others, scorer=JaroWinkler.normalized_similarity, score_cutoff=least / 100, limit=None
            ):
                other_key, other_name, other = block[start + at]
                one, two = sorted((entity.id, other.id))
                if other_key != key and one != two and not known(one, two):
                    yield Pair(one, two, round(score * 100, 1), f"similar names: {name!r} and {other_name!r}")


def _distinct(name: str) -> str:
    """Return the digits and single letters of a name: where they differ, the names are meant to differ."""
    words = unicodedata.normalize("NFKC", name).casefold().replace("-", " ").replace(".", " ").split()
    single = "".join(sorted(word for word in words if len(word) == 1 and word.isalpha()))
    return single + "".join(char for word in words for char in word if char.isdigit())


def _best(pairs: Iterable[Pair], limit: int) -> Sequence[Pair]:
    """Return the best pairs, each pair of ids once, holding few of them at a time."""
    best: dict[tuple[str, str], Pair] = {}

    def order(pair: Pair) -> tuple[float, str, str, str]:
        return (-pair.score, pair.one, pair.other, pair.reason)

    for pair in pairs:
        held = best.get((pair.one, pair.other))
        if held is None or order(pair) < order(held):
            best[pair.one, pair.other] = pair
        if len(best) > limit * 4:
            best = {(each.one, each.other): each for each in heapq.nsmallest(limit, best.values(), key=order)}
    return heapq.nsmallest(limit, best.values(), key=order)


def _reason(held: str, name: str, one: Known, other: Known) -> str:
    if folded(held) != folded(name):
        return f"look-alike characters: {held!r} and {name!r}{_foreign(held) or _foreign(name)}"
    if held == one.names[0] and name == other.names[0]:
        return f"same name: {held!r}" + (f" and {name!r}" if held != name else "")
    if held == one.names[0] or name == other.names[0]:
        owner, named = (other, name) if held == one.names[0] else (one, held)
        return f"{owner.id} is also called {named!r}, which is the other's name"
    return f"both are also called {held!r}"


def _foreign(name: str) -> str:
    for char in name:
        if not char.isascii() and char.isalpha():
            return f" ({char} is {unicodedata.name(char, 'no Latin letter').lower()})"
    return ""
