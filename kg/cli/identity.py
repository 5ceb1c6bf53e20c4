"""Commands that say who is who: merge two entities, keep two apart, undo either, and look for candidates."""

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.acts import Author, DryRun, Reason, record_act
from kg.cli.asked import asked
from kg.cli.output import put_answer, say

if TYPE_CHECKING:
    from kg.cli.asked import Asked

NO = 1


def merge(
    context: typer.Context,
    keep: Annotated[str, typer.Argument(metavar="KEEP", help="Id of the entity that stays.")],
    fold: Annotated[str, typer.Argument(metavar="FOLD", help="Id of the entity that is the same one.")],
    *,
    reason: Reason,
    author: Author = None,
    dry_run: DryRun = False,
) -> None:
    r"""Record that two entities are one; what speaks of FOLD speaks of KEEP.

    \b
    Example:
      kg merge run-ai runai --reason "Two spellings of the same firm."
    """
    act = {"act": "merge", "keep": keep, "fold": fold, "reason": reason, "author": author}
    _judge(asked(context), act, ("merge", keep, fold), dry_run=dry_run)


def keep_apart(
    context: typer.Context,
    one: Annotated[str, typer.Argument(metavar="A", help="Id of an entity.")],
    other: Annotated[str, typer.Argument(metavar="B", help="Id of one that it could be taken for.")],
    *,
    reason: Reason,
    author: Author = None,
    dry_run: DryRun = False,
) -> None:
    r"""Record that two entities are not the same, however alike.

    \b
    Example:
      kg keep-apart nuscale nscale --reason "One builds reactors, the other data centres."
    """
    first, second = sorted((one, other))
    act = {"act": "keep-apart", "one": one, "other": other, "reason": reason, "author": author}
    _judge(asked(context), act, ("apart", first, second), dry_run=dry_run)


def undo(
    context: typer.Context,
    record: Annotated[str, typer.Argument(metavar="RECORD", help="Position of the merge or keeping apart: 12.")],
    *,
    reason: Reason,
    author: Author = None,
    dry_run: DryRun = False,
) -> None:
    r"""Take back a merge or a keeping apart; both records stay.

    \b
    Example:
      kg undo 12 --reason "They are two firms of one name."
    """
    act = {"act": "undo", "record": record.removeprefix("event/"), "reason": reason, "author": author}
    record_act(asked(context), act, dry_run)


def duplicates(
    context: typer.Context,
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="Most pairs.")] = 20,
    least: Annotated[
        float, typer.Option("--least", min=50, max=100, metavar="SCORE", help="How alike names must be, of 100.")
    ] = 92,
) -> None:
    r"""List entities that could be the same, to be judged by you.

    Nothing is merged by itself. A pair that was judged before, by merge or keep-apart, is not listed again.

    \b
    Examples:
      kg duplicates
      kg duplicates --least 85 --limit 100 -f csv
    """
    from kg.cli.opening import read  # noqa: PLC0415
    from kg.table import Cell, Table  # noqa: PLC0415
    from kg.views.duplicates import duplicates as found  # noqa: PLC0415

    around = asked(context)
    with read(around) as reader:
        pairs = found(reader, least=least, limit=limit)
    rows = [(Cell.node(pair.one), Cell.node(pair.other), pair.score, pair.reason) for pair in pairs]
    put_answer(around, Table.of(("one", "other", "score", "reason"), rows))
    if not pairs:
        say(around, "no two entities look the same that nobody has judged")
        raise typer.Exit(NO)
    first = pairs[0]
    say(
        around,
        f"if they are one: `kg merge {first.one} {first.other} --reason …`; "
        f"if not: `kg keep-apart {first.one} {first.other} --reason …`",
    )


def _judge(around: "Asked", act: dict[str, str | None], judged: tuple[str, str, str], *, dry_run: bool) -> None:
    """Record a judgement as the next one of these two, where earlier ones were undone."""
    from kg.cli.opening import written  # noqa: PLC0415
    from kg.known import Known  # noqa: PLC0415
    from kg.resolution.judging import times  # noqa: PLC0415

    with written(around) as (_, log):
        nth = times(*judged, Known(log).judgements())
    record_act(around, act | ({"nth": nth} if nth > 1 else {}), dry_run)


COMMANDS = (("merge", merge), ("keep-apart", keep_apart), ("undo", undo), ("duplicates", duplicates))
