"""What each engine took for each case in, the table that people read and what did not go well out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

OURS, IN_MEMORY = "kg", "in memory"
"""Ours over files, behind every command, and with the graph in memory, behind `kg serve --in-memory`."""
STOPPED = "stopped"
ALLOWED = 3.0
"""How many times slower than the best of the others a question may be."""
TOO_QUICK = 0.005
"""Seconds under which a difference between two programs is that of their ways in, not of their engines."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One case in one engine."""

    case: str
    engine: str
    cpu: float | None = None
    """Seconds of the process that answers; None where it did not."""
    wall: float | None = None
    """Seconds until the whole answer was there."""
    first: float | None = None
    """Seconds of CPU when the question was asked for the first time, with its planning."""
    rows: int | None = None
    digest: str = ""
    """A hash over what the rows say."""
    problem: str | None = None
    """Why there is no answer: STOPPED, or what the engine said."""
    limit: float | None = None
    """Seconds of CPU after which it was stopped."""

    @property
    def stopped(self) -> bool:
        """Whether the limit came first."""
        return self.problem == STOPPED


@dataclass(frozen=True, slots=True)
class Compared:
    """One case in all engines, by name."""

    case: str
    found: Mapping[str, Measured]

    @property
    def rows(self) -> int | None:
        """Return the number of rows in ours, or else one that two others agree on."""
        own = self.found[OURS].rows
        counts = [each.rows for each in self.found.values() if each.rows is not None]
        return own if own is not None else next((rows for rows in counts if counts.count(rows) > 1), None)

    def agrees(self, engine: str) -> bool:
        """Whether an engine answered with as many rows."""
        return self.found[engine].rows is not None and self.found[engine].rows == self.rows

    def best(self) -> Measured | None:
        """Return the quickest answer of another engine with as many rows."""
        others = [each for name, each in self.found.items() if name not in (OURS, IN_MEMORY) and self.agrees(name)]
        return min(others, key=lambda each: each.cpu or 0.0, default=None)

    def ratio(self, seconds: float, way: str = OURS) -> float | None:
        """Return our CPU over that of the best; with the limit in place of ours where it stopped us."""
        best, own = self.best(), self.found.get(way)
        if best is None or best.cpu is None or own is None:
            return None
        return (seconds if own.cpu is None else own.cpu) / max(best.cpu, 1e-6)

    def lost(self, seconds: float, way: str = OURS) -> bool:
        """Whether another engine is better by more than is allowed, and by more than its way in."""
        ratio = self.ratio(seconds, way)
        return ratio is not None and ratio > ALLOWED and (self.found[way].cpu or seconds) > TOO_QUICK


def compared(measures: Sequence[Measured]) -> tuple[Compared, ...]:
    """Return the cases in the order in which they were first measured, those that ours was asked."""
    cases: dict[str, dict[str, Measured]] = {}
    for each in measures:
        cases.setdefault(each.case, {})[each.engine] = each
    return tuple(Compared(case, found) for case, found in cases.items() if OURS in found)


def table(cases: Sequence[Compared], engines: Sequence[str], seconds: float) -> Iterator[str]:
    """Yield the lines of a Markdown table: CPU in milliseconds, and how many times the best of the others ours take."""
    ways = [way for way in (OURS, IN_MEMORY) if way in engines] or [OURS]
    yield f"| question | rows | {' | '.join(engines)} | {' | '.join(f'{way} / best' for way in ways)} |"
    yield f"| --- | ---: | {' | '.join('---:' for _ in (*engines, *ways))} |"
    for case in cases:
        cells = [_cell(case, name) for name in engines] + [_ratio(case, seconds, way) for way in ways]
        rows = "" if case.rows is None else f"{case.rows:,}"
        yield f"| {case.case} | {rows} | {' | '.join(cells)} |"


def _cell(case: Compared, engine: str) -> str:
    each = case.found.get(engine)
    if each is None:
        return ""
    if each.stopped:
        return f"> {each.limit or 0:,.0f} s"
    if each.cpu is None:
        return "refused"
    shown = _milliseconds(each.cpu)
    return shown if case.agrees(engine) else f"{shown} ({each.rows:,} rows)"


def _milliseconds(seconds: float) -> str:
    value = seconds * 1000
    return f"{value:.1f}" if value < 10 else f"{value:,.0f}"


def _ratio(case: Compared, seconds: float, way: str) -> str:
    ratio, best = case.ratio(seconds, way), case.best()
    if ratio is None or best is None:
        return ""
    sign = ">" if case.found[way].cpu is None else ""
    shown = f"{sign}{ratio:.1f} {best.engine}"
    return f"**{shown}**" if case.lost(seconds, way) else shown


def remarks(cases: Sequence[Compared], engines: Sequence[str], seconds: float) -> Iterator[str]:
    """Yield what stands below the table: where ours loses, what was refused and why, where rows differ."""
    for way in (OURS, IN_MEMORY):
        lost = [case for case in cases if case.lost(seconds, way)]
        lost.sort(key=lambda case: case.ratio(seconds, way) or 0.0, reverse=True)
        if way in engines:
            yield f"{way}: more than {ALLOWED:g} times the best of the others: {len(lost)} of {len(cases)} cases."
            yield from (f"- {case.case}: {_ratio(case, seconds, way).strip('*')}" for case in lost)
    for engine in engines:
        said: dict[str, list[str]] = {}
        for case in cases:
            each = case.found.get(engine)
            if each and each.cpu is None and each.problem:
                said.setdefault(each.problem, []).append(case.case)
            elif each and not case.agrees(engine):
                said.setdefault(f"another number of rows ({each.rows})", []).append(case.case)
            elif each and case.found[OURS].digest not in ("", each.digest):
                said.setdefault("as many rows, but not the same", []).append(case.case)
        yield from (f"{engine}: {problem}: {', '.join(names)}." for problem, names in said.items())
