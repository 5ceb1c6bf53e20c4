"""An authored judgement and what the log knows in, its event out, or one sentence why it cannot be.

What is recorded already is returned as it was asked for, so that a file of acts can be taken in again; whether it says
the same is for the caller to see.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kg.authoring import Act
from kg.claim import Entity
from kg.errors import BadInputError, near_misses, quoted
from kg.events import EntitiesKeptApart, EntitiesMerged, Event, JudgementUndone
from kg.known import Known
from kg.resolution.judgements import Judged, Judgements

_EDITOR = "editor"


def merge(act: Act, known: Known) -> EntitiesMerged:
    """Return the event of an act that merges two entities.

    Raises
    ------
    BadInputError
        One of them is unknown or folded already, they are of different classes, kept apart, or one and the same.

    """
    keep, fold = _entity(act.keep, known, act.place), _entity(act.fold, known, act.place)
    event = EntitiesMerged(keep=keep.id, fold=fold.id, because=act.reason, author=act.author or _EDITOR, nth=act.nth)
    judgements = known.judgements()
    if judgements.find(event.key()):
        return event
    _check_two(keep.id, fold.id, "merged with", act.place)
    if keep.cls != fold.cls:
        raise BadInputError(
            f"{keep.id} is a {keep.cls} and {fold.id} a {fold.cls}, which cannot be one thing",
            where=act.place,
            next_step="Mend the class in the file that declares it, if that is wrong.",
        )
    for name in (fold.id, keep.id):
        _check_unfolded(name, judgements, act.place)
    if apart := judgements.apart(keep.id, fold.id):
        raise BadInputError(
            f"{_named(apart)} keeps {keep.id} and {fold.id} apart: {_because(apart)}",
            where=act.place,
            next_step=f"If that was wrong: `kg undo {_handle(apart)} --reason …` first.",
        )
    _check_turn(event.nth, times("merge", keep.id, fold.id, judgements), act.place)
    return event


def keep_apart(act: Act, known: Known) -> EntitiesKeptApart:
    """Return the event of an act that keeps two entities apart.

    Raises
    ------
    BadInputError
        One of them is unknown, they are one and the same, or merged.

    """
    one, other = sorted(_entity(name, known, act.place).id for name in (act.one, act.other))
    event = EntitiesKeptApart(one=one, other=other, because=act.reason, author=act.author or _EDITOR, nth=act.nth)
    judgements = known.judgements()
    if judgements.find(event.key()):
        return event
    _check_two(one, other, "kept apart from", act.place)
    if judgements.read_as(one) == judgements.read_as(other):
        merged = judgements.folding(one) or judgements.folding(other)
        assert merged, "whatever is read as another was folded by a merge that counts"
        raise BadInputError(
            f"{one} and {other} are read as one entity, {judgements.read_as(one)}, by {_named(merged)}",
            where=act.place,
            next_step=f"If that was wrong: `kg undo {_handle(merged)} --reason …` first.",
        )
    _check_turn(event.nth, times("apart", one, other, judgements), act.place)
    return event


def undo(act: Act, known: Known) -> JudgementUndone:
    """Return the event of an act that takes a judgement back.

    Raises
    ------
    BadInputError
        There is no such record, or it judges nothing, or it was undone before.

    """
    judgements = known.judgements()
    judged = _judged(act.record or "", judgements, act.place)
    pair = judged.event.merges() or judged.event.keeps_apart()
    if pair is None:
        raise BadInputError(
            f"{_named(judged)} undoes another record, and is not undone itself",
            where=act.place,
            next_step="Judge anew: `kg merge` or `kg keep-apart`.",
        )
    event = JudgementUndone(
        judgement=judged.event.key(), entities_judged=pair, because=act.reason, author=act.author or _EDITOR
    )
    before = judgements.undone.get(event.judgement)
    if before and before.event != event:
        raise BadInputError(
            f"{_named(judged)} was undone before, by {_named(before)}: {_because(before)}", where=act.place
        )
    return event


ACTS: Mapping[str, Callable[[Act, Known], Event]] = MappingProxyType(
    {"merge": merge, "keep-apart": keep_apart, "undo": undo}
)


def times(kind: str, one: str, other: str, judgements: Judgements) -> int:
    """Return which time a judgement of the same two would be: the number of the one that counts, or the next.

    `kind` is `merge` or `apart`, as in the keys of the events.
    """
    nth = 1
    while (held := judgements.find(_key(kind, one, other, nth))) and held.event.key() in judgements.undone:
        nth += 1
    return nth


def _key(kind: str, one: str, other: str, nth: int) -> str:
    return f"{kind}/{one}/{other}" if nth == 1 else f"{kind}/{one}/{other}/{nth}"


def _entity(name: str | None, known: Known, where: str) -> Entity:
    assert name, "the reader of acts asks for the fields that an act needs"
    found = known.entity(name)
    if found is None:
        what = "is a document, no entity" if known.document(name) else "is no entity that anybody declared"
        hint = near_misses(name, known.names()) or "Declare it in a file under `entities:` first."
        raise BadInputError(f"{quoted(name)} {what}", where=where, next_step=hint)
    return found


def _check_two(one: str, other: str, verb: str, where: str) -> None:
    if one == other:
        raise BadInputError(f"{one} cannot be {verb} itself", where=where, next_step="Name two entities.")


def _check_unfolded(name: str, judgements: Judgements, where: str) -> None:
    if name in judgements.canonical:
        merged, kept = judgements.folding(name), judgements.read_as(name)
        by = _named(merged) if merged else "an earlier record"
        undo_it = f", or `kg undo {_handle(merged)} --reason …` first" if merged else ""
        raise BadInputError(
            f"{name} is read as {kept}, by {by}", where=where, next_step=f"Name {kept} instead{undo_it}."
        )


def _check_turn(nth: int, right: int, where: str) -> None:
    """Refuse a number that leaves some out, or that stands for a time while the one before still counts."""
    if nth != right:
        raise BadInputError(
            f"`nth` is {nth}, and {right} is the next for these two",
            where=where,
            next_step=f"Write `nth: {right}`." if right > 1 else "Delete the line.",
        )


def _judged(record: str, judgements: Judgements, where: str) -> Judged:
    for judged in judgements.held:
        if record in {str(judged.position), judged.event.key()}:
            return judged
    keys = [judged.event.key() for judged in judgements.held if not judged.event.undoes()]
    what = f"record {record}" if record.isdigit() else repr(record)
    raise BadInputError(
        f"{what} is neither a merge nor a keeping apart, and nothing else can be undone",
        where=where,
        next_step=near_misses(record, keys) or "`kg log --type entities-merged --type entities-kept-apart` lists them.",
    )


def _named(judged: Judged) -> str:
    return f"record {judged.position}" if judged.position else f"`{judged.event.key()}`"


def _because(judged: Judged) -> str:
    return (judged.event.reason() or "").rstrip(".")


def _handle(judged: Judged) -> str:
    return str(judged.position) if judged.position else judged.event.key()
