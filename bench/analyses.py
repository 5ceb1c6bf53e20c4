"""Exposure of everything to one vendor, with arrays and with a plain worklist, at two sizes in one run.

`python bench/analyses.py` prints a table. Networks are generated: skewed towards a few suppliers, 3 % of the edges
run backwards and so make cycles. CPU seconds. Making arrays or rows is
told apart from solving, since one model is asked for many vendors; solving with arrays is the median of three.
"""

import random
import time
from collections import deque
from collections.abc import Callable
from statistics import median
from typing import TypeAlias, TypeVar

from kg.dependence.model import Level, Model, Need, Option, Substitute
from kg.dependence.solve import Solver

SIZES = (10_000, 100_000)
VENDOR = "n0"
STEP = 1e-13
Row: TypeAlias = tuple[float, list[tuple[str, float]], list[tuple[str, float]]]
Rows: TypeAlias = dict[str, list[Row]]
Result = TypeVar("Result")


def generate(size: int, seed: int = 0) -> Model:
    """Return about 3.4 needs for each of `size` nodes, with one to three suppliers and some stand-ins."""
    draw = random.Random(seed)
    needs = []
    for owner in range(1, size):
        for number in range(draw.choice((2, 3, 4, 5))):
            suppliers = {_supplier(draw, owner, size) for _ in range(draw.randint(1, 3))} - {owner}
            if not suppliers:
                continue
            options = tuple(Option(f"n{s}") for s in sorted(suppliers))
            instead = (Substitute(f"n{draw.randrange(size)}", Level.sure(0.5)),) if draw.random() < 0.2 else ()
            needs.append(Need(f"n{owner}", f"need-{number}", options, instead, Level.sure(draw.uniform(0.3, 1))))
    return Model.of(needs)


def _supplier(draw: random.Random, owner: int, size: int) -> int:
    if draw.random() < 0.03:
        return draw.randrange(size)
    return int(owner * draw.random() ** 3)


def prepare(model: Model) -> tuple[Rows, dict[str, list[str]]]:
    """Return the needs of each owner as plain numbers, and who rests on whom; what arrays are for the solver."""
    rows: Rows = {
        owner: [
            (
                need.criticality.point,
                [(o.supplier, q * o.strength.point) for o, q in zip(need.options, need.shares(), strict=True)],
                [(a.supplier, a.readiness.point) for a in need.substitutes],
            )
            for need in needs
        ]
        for owner, needs in model.by_owner.items()
    }
    resting: dict[str, set[str]] = {}
    for owner, needs in rows.items():
        for supplier in {s for _, options, instead in needs for s, _ in (*options, *instead)}:
            resting.setdefault(supplier, set()).add(owner)
    return rows, {supplier: sorted(owners) for supplier, owners in resting.items()}


def worklist(rows: Rows, resting: dict[str, list[str]], nodes: tuple[str, ...], vendor: str) -> dict[str, float]:
    """Return the same exposures by working on whatever a change touches, in plain Python."""
    lost = dict.fromkeys(nodes, 0.0) | {vendor: 1.0}
    waiting = deque(resting.get(vendor, ()))
    queued = set(waiting)
    while waiting:
        owner = waiting.popleft()
        queued.discard(owner)
        worst = max(_loss(row, lost) for row in rows[owner])
        if owner != vendor and worst - lost[owner] > STEP:
            lost[owner] = worst
            more = [other for other in resting.get(owner, ()) if other not in queued]
            queued.update(more)
            waiting.extend(more)
    return lost


def _loss(row: Row, lost: dict[str, float]) -> float:
    critical, options, instead = row
    loss = critical * sum(q * lost[s] for s, q in options)
    for stand_in, ready in instead:
        loss *= 1 - ready * (1 - lost[stand_in])
    return loss


def cost(work: Callable[[], Result], times: int = 1) -> tuple[float, Result]:
    """Return the median of the CPU seconds, and the result."""
    taken = []
    for _ in range(times - 1):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    began = time.process_time()
    result = work()
    return median([*taken, time.process_time() - began]), result


def main() -> None:
    """Measure and print."""
    print("nodes    needs    made: arrays  rows   solved: arrays  worklist  quicker: solving  all   largest difference")
    solving = []
    for size in SIZES:
        model = generate(size)
        solver = Solver(model)
        _, _ = model.nodes, model.by_owner
        first, _ = cost(lambda: solver.losses([VENDOR]))  # noqa: B023 (called at once)
        quick, exposure = cost(lambda: solver.exposure(VENDOR), 3)  # noqa: B023
        preparing, (rows, resting) = cost(lambda: prepare(model))  # noqa: B023
        slow, plain = cost(lambda: worklist(rows, resting, model.nodes, VENDOR))  # noqa: B023
        apart = max(abs(plain[name] - value) for name, value in exposure.items())
        making = max(0.0, first - quick)
        solving.append(quick)
        print(
            f"{size:<8,} {len(model.needs):<8,} {making:<13.3f} {preparing:<6.2f} {quick:<15.4f} {slow:<9.2f} "
            f"{slow / quick:<17.0f} {(slow + preparing) / (quick + making):<5.1f} {apart:.1e}"
        )
    print(f"solving ten times the size costs {solving[1] / solving[0]:.1f} times as much")


if __name__ == "__main__":
    main()
