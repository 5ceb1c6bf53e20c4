"""Authored files in, events in the log and a report of what was new, known, changed or refused out.

Each document is one atomic batch. A file that is refused leaves no trace, and the others go on. The graph catches up
once, at the end.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from kg.acts import event_of
from kg.authoring import ActsFile, AuthoredFile, DocumentFile, EntityFile, in_order, read_file, read_string
from kg.errors import BadInputError, KgError
from kg.events import Event
from kg.known import Known
from kg.log import Condition, ConditionFailedError, Log, Query
from kg.pipeline import CaughtUp, append, attach, catch_up
from kg.planning import Change, Plan, plan_document, plan_entities
from kg.texts import read_text_file
from kg.workspace import Workspace

SUFFIXES = frozenset({".yaml", ".yml", ".json"})
_TRIES = 3
Status = Literal["new", "known", "changed", "revised", "refused"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    name: str
    """Id of the document, or path of a file of entities or acts."""
    status: Status
    plan: Plan | None = None
    error: KgError | None = None
    text_attached: bool = False


@dataclass(slots=True)
class IngestReport:
    """What became of all files, and how far the graph came."""

    outcomes: list[Outcome] = field(default_factory=list)
    caught_up: CaughtUp | None = None

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
    known = Known(log)
    ordered = in_order(files)
    for number, file in enumerate(ordered, start=1):
        name = file.document.id if isinstance(file, DocumentFile) else str(file.path)
        if progress:
            progress(name, number, len(ordered))
        try:
            plan = _take_in(file, log, known, now=now, revise=revise, dry_run=dry_run)
            attached = not dry_run and _attach_beside(file, workspace, plan)
            report.outcomes.append(Outcome(name, _status(plan, revise), plan, _refusal(plan, revise), attached))
        except KgError as error:
            report.outcomes.append(Outcome(name, "refused", error=error))
        if not dry_run:
            known = Known(log)
    if not dry_run:
        report.caught_up = catch_up(workspace, log)
    return report


def expand(paths: Iterable[Path]) -> Iterator[Path]:
    """Return the files that `paths` mean, folders searched through, each once.

    Raises
    ------
    BadInputError
        A path does not exist, is no regular file, or a folder holds no YAML or JSON file.

    """
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES and p.is_file())
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
    for path in list(expand(paths)):
        try:
            yield read_string(standard_input or "", "standard input") if str(path) == "-" else read_file(path)
        except KgError as error:
            report.outcomes.append(Outcome(str(path), "refused", error=error))


def _take_in(
    file: AuthoredFile, log: Log, known: Known, *, now: Callable[[], datetime], revise: str | None, dry_run: bool
) -> Plan:
    """Plan one file and append its events; plan again where another process wrote the same document meanwhile."""
    for attempt in range(_TRIES):
        head = log.head().position
        plan = _plan(file, known, revise)
        if dry_run:
            for event in plan.events:
                known.expect(event)
            return plan
        if not plan.events or (plan.changes and not revise):
            return plan
        try:
            append(log, plan.events, now=now(), condition=_untouched(file, head))
        except ConditionFailedError:
            if attempt == _TRIES - 1:
                raise
            known = Known(log)
        else:
            return plan
    raise AssertionError("the last attempt returns or raises")


def _plan(file: AuthoredFile, known: Known, revise: str | None) -> Plan:
    match file:
        case DocumentFile():
            return plan_document(file, known, revise=revise)
        case EntityFile():
            return plan_entities(file, known, revise=revise)
        case ActsFile():
            return _plan_acts(file, known)


def _plan_acts(file: ActsFile, known: Known) -> Plan:
    plan = Plan(str(file.path))
    for act in file.acts:
        event = event_of(act, known)
        if _recorded(event, known):
            plan.unchanged += 1
        else:
            plan.events.append(event)
            plan.new.append(event.key())
    return plan


def _recorded(event: Event, known: Known) -> bool:
    return any(other.key() == event.key() for other in known.events(event.tags()[0]))


def _untouched(file: AuthoredFile, head: int) -> Condition | None:
    if not isinstance(file, DocumentFile):
        return None
    return Condition(fail_if=(Query(tags=(f"document:{file.document.id}",)),), after=head)


def _status(plan: Plan, revise: str | None) -> Status:
    if plan.changes:
        return "revised" if revise else "changed"
    return "new" if plan.events else "known"


def _refusal(plan: Plan, revise: str | None) -> KgError | None:
    if not plan.changes or revise:
        return None
    return BadInputError(
        f"{len(plan.changes)} known things read otherwise now",
        where=plan.name,
        next_step="If the file is right: `kg ingest --revise REASON`.",
    )


def _attach_beside(file: AuthoredFile, workspace: Workspace, plan: Plan) -> bool:
    """Attach the text that lies beside a document's file as `texts/<id>.txt`, if there is one."""
    if not isinstance(file, DocumentFile) or not file.path or (plan.changes and not plan.events):
        return False
    beside = Path(file.path).parent / "texts" / f"{file.document.id}.txt"
    if not beside.is_file():
        return False
    return attach(workspace, file.document.id, file.document.text_hash, read_text_file(beside))


__all__ = ["Change", "IngestReport", "Outcome", "expand", "ingest"]
