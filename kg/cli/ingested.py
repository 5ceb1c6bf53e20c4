"""The report of an ingest in, a page for people and plain values for programs out."""

from kg.errors import KgError
from kg.ingest import IngestReport, Outcome
from kg.planning import Change
from kg.views.layout import Page, Piece, faint, warn
from kg.views.shown import Shown

_MOST_FIELDS = 12
_MOST_ALIKE = 10


def shown(report: IngestReport, *, dry_run: bool) -> Shown:
    """Return the view of a report; known files that lost nothing are counted and not listed."""
    page = Page()
    for outcome in report.outcomes:
        if outcome.status != "known" or outcome.error or (outcome.plan and outcome.plan.vanished):
            _add(page, outcome, dry_run=dry_run)
    for pair in report.alike[:_MOST_ALIKE]:
        page.add(f"looks like one: {pair.one} and {pair.other}; {pair.reason}", hang=9)
    if report.alike:
        page.add(f"{_count(len(report.alike), 'pair')} to judge, nothing was merged; `kg duplicates` lists them")
    page.blank()
    page.add(_total(report, dry_run=dry_run))

    def data() -> dict[str, object]:
        return {
            "dry_run": dry_run,
            "position": report.caught_up.position if report.caught_up else None,
            "alike": [{"one": pair.one, "other": pair.other, "reason": pair.reason} for pair in report.alike],
            "files": [_values(outcome) for outcome in report.outcomes],
        }

    return Shown(page, data)


def _add(page: Page, outcome: Outcome, *, dry_run: bool) -> None:
    status = outcome.status
    loud = status in {"refused", "changed"}
    parts: list[Piece | str] = [(warn if loud else Piece)(f"{status:<8} "), outcome.name]
    if outcome.plan and outcome.plan.events:
        parts.append(faint(f"  {_count(len(outcome.plan.events), 'event')}{' to record' if dry_run else ' recorded'}"))
    if outcome.text_attached:
        parts.append(faint("  text attached"))
    page.add(*parts, hang=9)
    if outcome.error and status != "changed":
        for line in outcome.error.sentence().split("\n"):
            page.add(line, indent=9, hang=2)
    if outcome.plan:
        for change in outcome.plan.changes:
            _add_change(page, change)
        if status == "changed" and isinstance(outcome.error, KgError) and outcome.error.next_step:
            page.add(outcome.error.next_step, indent=9)
        if outcome.plan.vanished:
            page.add(f"no longer in the file, kept in the ledger: {', '.join(outcome.plan.vanished)}", indent=9, hang=2)


def _add_change(page: Page, change: Change) -> None:
    page.add(change.id, indent=9)
    gone = [line for line in change.before if line not in change.after]
    come = [line for line in change.after if line not in change.before]
    for sign, lines in (("-", gone), ("+", come)):
        for line in lines[:_MOST_FIELDS]:
            page.add(warn(f"{sign} ") if sign == "-" else f"{sign} ", line, indent=11, hang=2)


def _total(report: IngestReport, *, dry_run: bool) -> str:
    counts: dict[str, int] = {}
    for outcome in report.outcomes:
        counts[outcome.status] = counts.get(outcome.status, 0) + 1
    said = ", ".join(f"{number} {status}" for status, number in counts.items())
    end = "" if report.caught_up is None else f"; the graph shows all {report.caught_up.position} records"
    return f"{_count(len(report.outcomes), 'file')}: {said}{end if not dry_run else '; nothing was recorded'}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _values(outcome: Outcome) -> dict[str, object]:
    plan = outcome.plan
    return {
        "name": outcome.name,
        "status": outcome.status,
        "events": len(plan.events) if plan else 0,
        "new": plan.new if plan else [],
        "unchanged": plan.unchanged if plan else 0,
        "changes": [{"id": c.id, "before": c.before, "after": c.after} for c in plan.changes] if plan else [],
        "vanished": plan.vanished if plan else [],
        "text_attached": outcome.text_attached,
        "error": outcome.error.sentence() if outcome.error else None,
    }
