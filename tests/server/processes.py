"""Looks at processes from outside: whether one runs, what it uses, which children it has."""

import os
import time
from pathlib import Path


def runs(pid: int) -> bool:
    """Return whether a process is there and is not just waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(pid: int) -> list[int]:
    """Return the ids of the children of a process."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, task.read_text().split())
        except OSError:
            continue
    return found


def ticks(pid: int) -> int:
    """Return the processor time of a process in hundredths of a second, 0 where it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def busy(pids: list[int], seconds: float = 0.3) -> float:
    """Return the share of a core that processes use together, measured now."""
    before = {pid: ticks(pid) for pid in pids}
    time.sleep(seconds)
    used = sum(max(0, ticks(pid) - before[pid]) for pid in pids)
    return used / os.sysconf("SC_CLK_TCK") / seconds


def memory(pid: int) -> int:
    """Return how many bytes of memory a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
