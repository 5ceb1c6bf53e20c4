"""Authored files in, events in the log and a report of what was new, known, changed or refused out.

Each document is one atomic batch. A file that is refused leaves no trace, and the others go on; a disk that is full or
failing stops everything, since no later file would fare better. The graph catches up once, at the end.
"""

import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from kg.acts import event_of
from kg.alike import Pair
from kg.authoring import ActsFile, AuthoredFile, DocumentFile, EntityFile, in_order, read_file, read_string
from kg.bounded import bounded
from kg.claim import spans_of
from kg.errors import BadInputError, KgError, LimitError
from kg.events import Event
from kg.grammar import refused_at
from kg.known import Known
from kg.log import Condition, ConditionFailedError, KeyTakenError, Log, Query
from kg.pipeline import CaughtUp, append, attach, catch_up, check_fits
from kg.planning import Change, Plan, plan_document, plan_entities
from kg.resolution.hints import look_alikes
from kg.texts import check_seen, read_text_file, text_hash
from kg.workspace import Workspace, is_inside

SUFFIXES = frozenset({".yaml", ".yml", ".json"})
_TRIES = 10
_SECONDS = 30.0
"""Processor time in which a file has to be read."""
_MOST_NAMES = 200
Status = Literal["new", "known", "changed", "revised", "refused"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    name: str
    """Id of the document, or path of a file of entities or acts."""
    status: Status
    plan: Plan | None = None
    error: KgError | None = None
    """Why the file was refused, or why its text could not be attached although it was recorded."""
    text_attached: bool = False


@dataclass(slots=True)
class IngestReport:
    """What became of all files, and how far the graph came."""

    outcomes: list[Outcome] = field(default_factory=list)
    alike: list[Pair] = field(default_factory=list)
    """Declared entities that look like others; nothing is merged for it."""
    caught_up: CaughtUp | None = None
    behind: KgError | None = None
    """Why the graph could not catch up with what was recorded."""
    stopped: LimitError | None = None
    """Why the files behind the last outcome were not tried."""

    def refused(self) -> list[Outcome]:
        """Return the files that were refused."""
        return [outcome for outcome in self.outcomes if outcome.status == "refused"]


def ingest(
    workspace: Workspace,
    log: Log,
    paths: Sequence[Path],
    *,
    now: Callable[[], datetime],
    revise: str | None = None,
    dry_run: bool = False,
    standard_input: str | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> IngestReport:
    """Take in files and folders.

    Parameters
    ----------
    workspace, log
        Where to, and its opened log.
    paths
        Files, folders (searched for YAML and JSON files), and `-` for `standard_input`.
    now
        The clock.
    revise
        Reason for reading changed things anew; without it a changed document is refused.
    dry_run
        Plan only: nothing is written, and the report holds the events that would be.
    standard_input
        Text that stands for the path `-`.
    progress
        Called with the name of each file before it is taken in, its number, and how many there are.

    Raises
    ------
    BadInputError
        A path does not exist, or a folder holds nothing to take in.

    """
    report = IngestReport()
    files = list(_read(paths, standard_input, report))
    ordered = in_order(files)
    known = Known(log)
    for number, file in enumerate(ordered, start=1):
        name = file.document.id if isinstance(file, DocumentFile) else str(file.path)
        if progress:
            progress(name, number, len(ordered))
        try:
            text = _text_beside(file)
            plan = plan_file(file, known, revise) if dry_run else take_in(file, log, now=now, revise=revise)
            refusal = _refusal(plan, revise)
            outcome = Outcome(name, _status(plan, revise), plan, refusal)
            if dry_run and not refusal:
                known.expect(*plan.events)
            elif text is not None and not refusal:
                outcome = _with_text(outcome, workspace, log, text)
        except KgError as error:
            outcome = Outcome(name, "refused", error=error)
        report.outcomes.append(outcome)
        if isinstance(outcome.error, LimitError):
            report.stopped = outcome.error
            break
    if not dry_run:
        try:
            report.caught_up = catch_up(workspace, log)
            report.alike = look_alikes(_recorded(report), workspace.search, Known(log))
        except KgError as error:
            report.behind = error
    return report


def expand(paths: Iterable[Path]) -> Iterator[Path]:
    """Return the files that `paths` mean, folders searched through, each once; the insides of workspaces are passed by.

    Raises
    ------
    BadInputError
        A path does not exist, is no regular file, or a folder holds no YAML or JSON file.

    """
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            named = (p for p in path.rglob("*") if p.suffix in SUFFIXES and (p.is_symlink() or not p.is_dir()))
            found = sorted(p for p in named if not is_inside(p))
            if not found:
                raise BadInputError(
                    "the folder holds no YAML or JSON file", where=str(path), next_step="`kg new` writes a first one."
                )
        elif path.is_file() or str(path) == "-":
            found = [path]
        else:
            problem = "is not a regular file" if path.exists() else "does not exist"
            raise BadInputError(f"the path {problem}", where=str(path), next_step="Name a file or a folder.")
        for file in found:
            if file not in seen:
                seen.add(file)
                yield file


def _read(paths: Iterable[Path], standard_input: str | None, report: IngestReport) -> Iterator[AuthoredFile]:
    named = tuple(paths)
    for path in list(expand(named)):
        try:
            with bounded(seconds=_SECONDS, where=str(path)):
                if str(path) == "-":
                    file = read_string(standard_input or "", "standard input")
                else:
                    file = read_file(path, link=path in named)
            yield file
        except KgError as error:
            report.outcomes.append(Outcome(str(path), "refused", error=error))


def take_in(file: AuthoredFile, log: Log, *, now: Callable[[], datetime], revise: str | None = None) -> Plan:
    """Plan one file and append its events; plan again where another process wrote of the same things meanwhile.

    Nothing is appended where the log knows everything in it, nor where it changes known things without a reason.

    Raises
    ------
    BadInputError
        The file does not fit what the ledger holds.
    LockedError
        Other processes kept writing of the same things.

    """
    for attempt in range(_TRIES):
        head = log.head().position
        plan = plan_file(file, Known(log), revise)
        if not plan.events or (plan.changes and not revise):
            return plan
        try:
            plan.positions = append(log, plan.events, now=now(), condition=_untouched(file, plan, head))
        except (ConditionFailedError, KeyTakenError):
            if attempt == _TRIES - 1 or log.head().position == head:
                raise
        else:
            return plan
    raise AssertionError("the last attempt returns or raises")


def plan_file(file: AuthoredFile, known: Known, revise: str | None = None) -> Plan:
    """Return what taking in a file of any kind would do. Raises BadInputError as `take_in` does."""
    with refused_at(str(file.path)):
        match file:
            case DocumentFile():
                return plan_document(file, known, revise=revise)
            case EntityFile():
                return plan_entities(file, known, revise=revise)
            case ActsFile():
                return _plan_acts(file, known)


def _plan_acts(file: ActsFile, known: Known) -> Plan:
    plan = Plan(str(file.path))
    ahead = known.fork()
    for act in file.acts:
        event = event_of(act, ahead)
        held = next((other for other in ahead.events(event.tags()[0]) if other.key() == event.key()), None)
        if held is None:
            plan.events.append(event)
            plan.new.append(event.key())
            ahead.expect(event)
        elif held == event:
            plan.unchanged += 1
        else:
            raise BadInputError(
                "this is recorded already, with another reason or day",
                where=act.place,
                next_step="What is recorded stays: write the act as it was, or delete it from the file.",
            )
    return plan


def _untouched(file: AuthoredFile, plan: Plan, head: int) -> Condition:
    """Say what another process must not have recorded since `head`: the same, or more of documents and entities here.

    A name in two roles counts, since it cannot be a document and an entity. Acts, which may form chains through any
    document, and files that declare very many entities are planned again after any record.
    """
    tags = (tag.partition(":") for event in plan.events for tag in event.tags())
    names = {name for kind, _, name in tags if kind in {"document", "declares"}}
    if isinstance(file, ActsFile) or len(names) > _MOST_NAMES:
        return Condition((), after=head, all_new=True)
    roles = itertools.product(("document", "declares"), sorted(names))
    return Condition(tuple(Query(tags=(f"{role}:{name}",)) for role, name in roles), after=head, all_new=True)


def _recorded(report: IngestReport) -> Iterator[Event]:
    for outcome in report.outcomes:
        if outcome.plan and outcome.plan.positions:
            yield from outcome.plan.events


def _status(plan: Plan, revise: str | None) -> Status:
    if plan.changes:
        return "revised" if revise else "changed"
    return "new" if plan.events else "known"


def _refusal(plan: Plan, revise: str | None) -> KgError | None:
    if not plan.changes or revise:
        return None
    count = len(plan.changes)
    return BadInputError(
        "one known thing reads otherwise now" if count == 1 else f"{count} known things read otherwise now",
        where=plan.name,
        next_step="If the file is right: `kg ingest --revise REASON`.",
    )


def _with_text(outcome: Outcome, workspace: Workspace, log: Log, text: str) -> Outcome:
    """Attach the text of a document that is recorded by now, whatever comes of its text."""
    try:
        attached = attach(workspace, log, outcome.name, text_hash(text), text, looked_at=True)
    except KgError as error:
        return replace(outcome, error=error)
    return replace(outcome, text_attached=attached)


def _text_beside(file: AuthoredFile) -> str | None:
    """Return the text that lies beside a document's file as `texts/<id>.txt`, if there is one and it fits."""
    if not isinstance(file, DocumentFile):
        return None
    beside = Path(file.path).parent / "texts" / f"{file.document.id}.txt"
    if not os.path.lexists(beside):
        return None
    text = read_text_file(beside, link=False)
    check_fits(file.document.id, file.document.text_hash, text)
    check_seen(spans_of(file.claims), text)
    return text


__all__ = ["Change", "IngestReport", "Outcome", "expand", "ingest"]
