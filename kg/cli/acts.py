"""Commands that record what later happened to a claim, or what we know beside the sources; each needs a reason."""

import json
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from kg.cli.asked import Asked, asked
from kg.cli.opening import caught_up, written
from kg.cli.output import put, say
from kg.cli.pairs import pairs

Claim = Annotated[str, typer.Argument(metavar="CLAIM", help="Id of the claim, document/key.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a sentence; it is recorded.")]
On = Annotated[str | None, typer.Option("--on", metavar="DAY", help="The day on which the source did so.")]
By = Annotated[str, typer.Option("--by", metavar="CLAIM", help="Id of the claim that takes its place.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the event as JSON and record nothing.")]
Author = Annotated[str | None, typer.Option("--author", metavar="NAME", help="Who says so; default: editor.")]


def correct(
    context: typer.Context, claim: Claim, *, by: By, reason: Reason, on: On = None, dry_run: DryRun = False
) -> None:
    r"""Record that a source corrected a claim: it was wrong.

    \b
    Example:
      kg correct week/price --by correction/price --reason "The paper printed a correction."
    """
    record_act(asked(context), {"act": "correct", "claim": claim, "by_claim": by, "reason": reason, "on": on}, dry_run)


def supersede(
    context: typer.Context, claim: Claim, *, by: By, reason: Reason, on: On = None, dry_run: DryRun = False
) -> None:
    r"""Record that a claim is no longer so: there is newer news.

    \b
    Example:
      kg supersede filing/price-range --by upsize/price-range --reason "The range was raised."
    """
    record_act(
        asked(context), {"act": "supersede", "claim": claim, "by_claim": by, "reason": reason, "on": on}, dry_run
    )


def retract(
    context: typer.Context,
    target: Annotated[str, typer.Argument(metavar="CLAIM|DOCUMENT", help="Id of a claim, or of a whole document.")],
    *,
    reason: Reason,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    r"""Record that a source withdrew a claim or a document.

    \b
    Example:
      kg retract some-article --reason "The publisher took it down."
    """
    what = "claim" if "/" in target else "document"
    record_act(asked(context), {"act": "retract", what: target, "reason": reason, "on": on}, dry_run)


def link(
    context: typer.Context,
    claim: Claim,
    relation: Annotated[
        str, typer.Argument(metavar="RELATION", help="supports, disputes, qualifies, restates or derived_from.")
    ],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Id of the other claim.")],
    *,
    reason: Reason,
    dry_run: DryRun = False,
) -> None:
    r"""Record how one claim bears on another, as our reading.

    \b
    Example:
      kg link later/speed disputes earlier/speed --reason "Same chip, same workload, another figure."
    """
    record_act(
        asked(context), {"act": "link", "claim": claim, "relation": relation, "to": other, "reason": reason}, dry_run
    )


def resolve(
    context: typer.Context,
    claim: Claim,
    outcome: Annotated[str, typer.Argument(metavar="OUTCOME", help="kept, kept-late, missed, slipped or cannot-tell.")],
    *,
    reason: Reason,
    by: Annotated[str | None, typer.Option("--by", metavar="CLAIM", help="Id of the claim that shows it.")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="The day of the outcome.")] = None,
    dry_run: DryRun = False,
) -> None:
    r"""Record how a plan, target or forecast came out.

    \b
    Example:
      kg resolve filing/listing kept --by pricing/first-day --reason "Trading began." --on 2026-05-14
    """
    act = {"act": "resolve", "claim": claim, "outcome": outcome, "by_claim": by, "on": on, "reason": reason}
    record_act(asked(context), act, dry_run)


def background(
    context: typer.Context,
    subject: Annotated[str, typer.Argument(metavar="SUBJECT", help="Id of an entity.")],
    predicate: Annotated[str, typer.Argument(metavar="PREDICATE", help="A predicate between entities.")],
    other: Annotated[str, typer.Argument(metavar="OBJECT", help="Id of the other entity.")],
    *,
    reason: Reason,
    author: Author = None,
    dry_run: DryRun = False,
) -> None:
    r"""Record what is generally known; answers that use it say so.

    \b
    Example:
      kg background h200 madeBy nvidia --reason "Nvidia's own product."
    """
    act = {"act": "background", "subject": subject, "predicate": predicate, "object": other, "reason": reason}
    record_act(asked(context), act | {"author": author}, dry_run)


def assess(
    context: typer.Context,
    claim: Claim,
    *,
    statement: Annotated[str, typer.Option("--statement", metavar="TEXT", help="What is assumed.")],
    author: Annotated[str, typer.Option("--author", metavar="NAME", help="Whose assumption it is.")],
    reason: Reason,
    more: Annotated[list[str] | None, typer.Option("--set", metavar="K=V", help="The same for measures.")] = None,
    dry_run: DryRun = False,
) -> None:
    r"""Record an assumption about a claim, under a name.

    --set says it so that analyses can count with it: readiness, criticality, share or chance of what the claim says, as
    a number from 0 to 1, a percentage, a range of them, or a word of the closed list; or a need read out of the claim,
    by owner, need, supplier and in_place_of, as in a file of acts.

    \b
    Examples:
      kg assess week/price --statement "Before new money." --reason "As in the last round." --author ada
      kg assess week/alternative --set readiness=port --statement "Ports." --reason "Its guide." --author ada
    """
    act = {"act": "assess", "claim": claim, "statement": statement, "author": author, "reason": reason}
    further = {name: values[-1] for name, values in pairs(more or ()).items()}
    record_act(asked(context), further | act, dry_run)


def watch(
    context: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", help="Id of the entity that is expected to speak.")],
    *,
    scope: Annotated[str, typer.Option("--scope", metavar="TEXT", help="About what.")],
    since: Annotated[str, typer.Option("--since", metavar="DAY", help="First day of the watch.")],
    reason: Reason,
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Last day of the watch.")] = None,
    dry_run: DryRun = False,
) -> None:
    r"""Record who is expected to speak, so that silence is noticed.

    \b
    Example:
      kg watch langchain --scope orchestration --since 2026-04-20 --reason "Said nothing in April."
    """
    act = {"act": "watch", "who": who, "scope": scope, "since": since, "until": until, "reason": reason}
    record_act(asked(context), act, dry_run)


def record_act(around: Asked, act: Mapping[str, Any], dry_run: bool) -> None:
    """Record one act; it goes through the reader of files of acts, so that it is checked as one written there."""
    from kg.authoring import read_string  # noqa: PLC0415
    from kg.cli.events import as_line  # noqa: PLC0415
    from kg.ingest import plan_file, take_in  # noqa: PLC0415
    from kg.known import Known  # noqa: PLC0415

    given = {name: value for name, value in act.items() if value is not None}
    file = read_string(json.dumps({"acts": [given]}), "command line")
    with written(around) as (workspace, log):
        plan = plan_file(file, Known(log)) if dry_run else take_in(file, log, now=around.now)
        if not plan.events:
            say(around, "nothing new: it is recorded already")
            return
        (event,) = plan.events
        if dry_run:
            put(around, as_line(event))
            return
        caught_up(around, workspace, log)
    (position,) = plan.positions
    say(around, f"recorded as {position}: {event.type} (`kg show {position}`)")


COMMANDS = (
    ("correct", correct),
    ("supersede", supersede),
    ("retract", retract),
    ("resolve", resolve),
    ("link", link),
    ("assess", assess),
    ("background", background),
    ("watch", watch),
)
