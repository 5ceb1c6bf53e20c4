"""What a campaign against faults is: a case with what is expected, trials in, a tally out.

Each file of this folder holds the campaigns of one kind of fault and names them in its `CAMPAIGNS`; `__main__.py` lists
the files. A campaign counts what it saw and what must not be; it never stops at the first fault.
"""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Tally:
    """What a campaign has counted."""

    trials: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    """What happened, by a few words: where the kills fell, what was refused; no faults."""
    faults: Counter[str] = field(default_factory=Counter)
    """What must not be."""

    @property
    def failures(self) -> int:
        """Return how many faults there were."""
        return self.faults.total()


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a campaign."""

    trials: int
    draw: int
    """Seed of all chance, so that a run can be repeated."""
    folder: Path
    """An empty folder for whatever the trials leave behind."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """One case: a fault, what is expected of it, and how it is tried."""

    case: str
    """Short name of the case, such as `D3`; a letter behind tells apart several ways of trying it."""
    fault: str
    """What is done to the program, in a few words."""
    expected: str
    """What must hold afterwards, in a few words."""
    trials: int
    """Trials of a full run; the fewest, where a campaign tries all there are."""
    run: Callable[[Run], Tally]
    needs: tuple[str, ...] = ()
    """Names in `NEEDS`; where one is not met, tests skip and the command says so."""


def _tool(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


@cache
def _traces() -> bool:
    """Tell whether this user may trace a child, which some containers forbid."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], check=False, capture_output=True).returncode == 0


@cache
def _mounts() -> bool:
    """Tell whether a file can be mounted as an ext4 disk, which needs root and a kernel with loop devices."""
    if os.geteuid() or not sys.platform.startswith("linux") or shutil.which("mkfs.ext4") is None:
        return False
    return subprocess.run(["losetup", "--find"], check=False, capture_output=True).returncode == 0


NEEDS: Mapping[str, Callable[[], bool]] = {
    "root": lambda: os.geteuid() == 0,
    "a C compiler": _tool("cc"),
    "strace": _traces,
    "faketime": _tool("faketime"),
    "graphviz": _tool("dot"),
    "a loop device": _mounts,
}


def order(case: str) -> tuple[str, int, str]:
    """Return where a case stands among the others: `D2` before `D10`, `D1b` behind `D1`."""
    letter, number, rest = re.fullmatch(r"([A-Z])(\d+)([a-z]?)", case).groups()  # type: ignore[union-attr]  # a case is so
    return letter, int(number), rest


def missing(campaign: Campaign) -> tuple[str, ...]:
    """Return what the campaign needs and this machine does not offer."""
    return tuple(name for name in campaign.needs if not NEEDS[name]())
