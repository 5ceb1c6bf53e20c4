"""A log and a horizon in: its assumptions are refused where a claim is not there or two of them cannot both hold.

To assume a claim is to read the log as if it held, whatever disputes, ends or conditions it; to assume it away is to
read the log as if it had never been said, with all that was said about it. `kg/projections/base.py` does both.
"""

from itertools import permutations

from kg.claim import Claim, Reading
from kg.errors import BadInputError, near_misses, quoted
from kg.events import ClaimsLinked
from kg.horizon import Horizon
from kg.known import Known
from kg.log import Log

_WHERE = "--assume"


class ContradictoryAssumptionsError(BadInputError):
    """Two claims are assumed that cannot both hold."""


def check(log: Log, horizon: Horizon) -> None:
    """Refuse assumptions that cannot be made.

    Raises
    ------
    BadInputError
        The ledger has no such claim.
    ContradictoryAssumptionsError
        One claim denies what the other says, or disputes it.

    """
    known = Known(log)
    held = {name: _claim(name, known) for name, _ in horizon.assumed}
    holding = [held[name] for name, holds in horizon.assumed if holds]
    for one, other in permutations(holding, 2):
        if _denies(one.claim, other.claim):
            raise ContradictoryAssumptionsError(
                f"{one.id} denies what {other.id} says, so both cannot hold",
                where=_WHERE,
                next_step="Assume one of them.",
            )
        if _disputes(one, other.id, known):
            raise ContradictoryAssumptionsError(
                f"{one.id} disputes {other.id}, so both cannot hold", where=_WHERE, next_step="Assume one of them."
            )


def _claim(name: str, known: Known) -> Reading:
    if found := known.claim(name):
        return found
    document, _, key = name.partition("/")
    held = known.document(document)
    if held is None:
        hint = near_misses(document, known.names()) or "`kg query documents` lists the documents."
        raise BadInputError(f"there is no document {quoted(document)} in this ledger", where=_WHERE, next_step=hint)
    raise BadInputError(
        f"{document} has no claim {quoted(key)}",
        where=_WHERE,
        next_step=near_misses(key, held.readings) or f"`kg show {document}` lists its claims.",
    )


def _denies(one: Claim, other: Claim) -> bool:
    same = ("subject", "predicate", "objects", "quantity", "states", "when", "baseline", "workload", "qualifiers")
    return one.negated and not other.negated and all(getattr(one, name) == getattr(other, name) for name in same)


def _disputes(one: Reading, other: str, known: Known) -> bool:
    events = known.events(f"claim:{one.id}")
    later = [event.link for event in events if isinstance(event, ClaimsLinked) and event.claim == one.id]
    return any(link.relation == "disputes" and link.to == other for link in (*one.claim.links, *later))
