"""The analyses: each looks for one pattern in the graph and says what it rests on.

To add one, write a file of this folder with an `Analysis` and name it in `ANALYSES`. `base.py` says what it is made
of; an analysis reads through named questions (`queries/networks/`) and writes nothing.
"""

from collections.abc import Mapping, Sequence

from kg.analyses.absences import ABSENCES
from kg.analyses.arithmetic import ARITHMETIC
from kg.analyses.base import Analysis, Finding, UnknownAnalysisError
from kg.analyses.bottlenecks import BOTTLENECKS
from kg.analyses.chokepoints import CHOKEPOINTS
from kg.analyses.contested import CONTESTED
from kg.analyses.dependence import DEPENDENCE
from kg.analyses.forecasts import FORECASTS
from kg.analyses.funding import FUNDING
from kg.analyses.precedents import PRECEDENTS
from kg.analyses.shifts import SHIFTS
from kg.analyses.sources import SOURCES
from kg.errors import near_misses, quoted
from kg.views.values import Asking

ANALYSES: tuple[Analysis, ...] = (
    ARITHMETIC,
    ABSENCES,
    BOTTLENECKS,
    CHOKEPOINTS,
    CONTESTED,
    DEPENDENCE,
    FORECASTS,
    FUNDING,
    PRECEDENTS,
    SHIFTS,
    SOURCES,
)


def analysis(name: str) -> Analysis:
    """Return the analysis called `name`.

    Raises
    ------
    UnknownAnalysisError
        There is none.

    """
    names = {each.name: each for each in ANALYSES}
    if name not in names:
        raise UnknownAnalysisError(
            f"there is no analysis called {quoted(name)}",
            next_step=near_misses(name, names) or "`kg analyze` lists them all.",
        )
    return names[name]


def analyze(asking: Asking, name: str, written: Mapping[str, str | Sequence[str]]) -> Finding:
    """Return what the analysis called `name` finds, with parameters as people write them.

    Raises
    ------
    UnknownAnalysisError, AnalysisParameterError
        The name or a parameter is not right.

    """
    found = analysis(name)
    return found.run(asking, found.given(written))


__all__ = ["ANALYSES", "Analysis", "Finding", "UnknownAnalysisError", "analysis", "analyze"]
