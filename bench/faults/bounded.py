"""Input on which a reader works hardest, and what it costs at a size and at twice that size.

The law: up to its cap, twice the input takes at most 2.6 times the processor time; beyond the cap there is one sentence
at once. Each reader of `readers.py` gets its own worst inputs (`inputs.py`), those of `cases/`, and short
pieces of text, repeated.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from statistics import median

from bench.faults.base import Campaign, Run, Tally
from bench.faults.cases.worst import NAMES, TEXTS, Names
from bench.faults.cases.worst_asked import HEADERS, OPTIONS, QUERIES, REQUESTS, SEGMENTS
from bench.faults.cases.worst_files import DRAFTS, FILES, sound_document
from bench.faults.inputs import OWN, PIECES, repeated
from bench.faults.measuring import Cost, cost
from bench.faults.readers import BY_CASE, CUT, READERS, Read, ledger

MOST_TIMES = 2.6
"""How much more processor time twice the input may take."""
_NOISE = 0.25
"""Seconds below which nobody can tell a slope from the noise of a machine."""
_STEEP = "more than 2.6 times the time"
_MEMORY = 1 << 30
_AT_ONCE = 5.0
"""Seconds for a refusal of what is far beyond any cap; most of them go into reading it."""
_LONGEST = 20_000
"""Characters of a refusal, which may list fifty problems."""
_FAR = 20
"""How many times the size is far beyond the cap of whatever has one."""
SIZES = {
    "an authored file": 200_000,
    "an authored file and the ledger": 100_000,
    "an authored file and its text": 200_000,
    "a text": 500_000,
    "a text to draft from": 100_000,
    "a draft in Markdown": 40_000,
    "a draft in plain text": 40_000,
    "a value": 500_000,
    "a sentence with figures": 20_000,
    "a sentence with times": 20_000,
    "names of entities": 60_000,
    "newly declared names": 10_000,
    "links between files": 30_000,
    "a word among others": 60_000,
    "a query": 30_000,
    "a question file": 60_000,
    "a file of settings": 30_000,
    "a segment": 200_000,
}
"""Characters of the smaller input, by reader; of those that take a word or a line, a few hundred."""
UNCAPPED = frozenset({"a value", "a sentence with figures", "a sentence with times", "names of entities"})
"""Readers without a cap of their own, since whoever calls them has one."""
_WORD = 250


@dataclass(frozen=True, slots=True)
class Input:
    """An input of any size for one reader."""

    reader: str
    name: str
    make: Callable[[int], str]
    """The input of about so many characters."""
    size: int = 0
    """Characters of the smaller one, where they are not those of the reader."""
    far: int = 0
    """Characters with which a refusal is tried; none where the reader takes as much as there is."""


def worst_inputs() -> tuple[tuple[Input, ...], tuple[Input, ...]]:
    """Return the inputs of all readers: their own and those of others who have not seen them, then the pieces."""
    own = [Input(*each) for each in OWN]
    pieces = [Input(name, f"{piece!r} repeated", partial(repeated, piece)) for piece in PIECES for name in READERS]
    return (*own, *_of_others()), tuple(pieces)


def _of_others() -> Iterator[Input]:
    for each in (*TEXTS, *DRAFTS, *FILES, *QUERIES, *HEADERS, *REQUESTS, *OPTIONS, *SEGMENTS):
        reader = next((BY_CASE[begin] for begin in BY_CASE if each.reader.startswith(begin)), None)
        if reader:
            make = partial(_beside, each.make) if reader == "an authored file and its text" else each.make
            yield Input(reader, each.name, make, each.cap // 2, each.beyond)
    for names in NAMES:
        yield Input("names of entities", names.name, partial(_a_line_each, names), 2_000)


def _beside(make: Callable[[int], str], size: int) -> str:
    return make(size) + CUT + sound_document()


def _a_line_each(names: Names, count: int) -> str:
    return "\n".join(names.make(count))


def measured(read: Read, make: Callable[[int], str], size: int) -> Cost:
    """Return what it costs to read an input of a size."""
    text = make(size)
    return cost(lambda: read(text), before=lambda: read(make(max(size // 50, 20))))


def judged(small: Cost, large: Cost) -> str | None:
    """Return what is wrong with the costs at a size and at twice that size, or None."""
    for each in (small, large):
        if not each.refused and each.ended != "done":
            return each.ended[:60]
        if each.refused and len(each.ended) >= _LONGEST:
            return "a refusal of many words"
    if large.memory > _MEMORY:
        return "more than 1 GB"
    if large.seconds > _NOISE and large.seconds > MOST_TIMES * small.seconds:
        return _STEEP
    return None


def judge(read: Read, worst: Input, tally: Tally) -> None:
    """Measure one input at a size, at twice the size and far beyond, and count what is wrong."""
    tally.trials += 1
    size = worst.size or SIZES.get(worst.reader, _WORD)
    said = judged(*(measured(read, worst.make, times * size) for times in (1, 2)))
    if said == _STEEP:
        runs = [tuple(measured(read, worst.make, times * size) for times in (1, 2)) for _ in range(3)]
        said = judged(*(_typical(costs) for costs in zip(*runs, strict=True)))
    beyond = 0 if worst.reader in UNCAPPED else worst.far or (0 if worst.reader in SIZES else _FAR * size)
    if beyond and not said:
        far = measured(read, worst.make, beyond)
        said = "not at once" if far.refused and far.seconds > _AT_ONCE else judged(far, far)
    if said:
        tally.faults[f"{worst.reader}, {worst.name}: {said}"] += 1
    else:
        tally.seen[worst.reader] += 1


def _typical(costs: tuple[Cost, ...]) -> Cost:
    return Cost(median(each.seconds for each in costs), costs[0].memory, costs[0].ended)


def _chosen(run: Run) -> Iterator[Input]:
    """Return as many inputs as there are trials, in an order of chance; the pieces come last."""
    own, pieces = map(list, worst_inputs())
    chance = random.Random(run.draw)
    chance.shuffle(own)
    chance.shuffle(pieces)
    yield from islice([*own, *pieces], run.trials)


def bounded(run: Run) -> Tally:
    """Read the worst inputs."""
    tally = Tally()
    ledger()
    for worst in _chosen(run):
        judge(READERS[worst.reader], worst, tally)
    return tally


CAMPAIGNS = (
    Campaign(
        "S3",
        "the worst inputs of each reader of foreign text, at a size, twice the size and far beyond",
        "twice the input takes at most 2.6 times the processor time, up to the cap; then one sentence at once",
        500,
        bounded,
    ),
)
