"""A draft and a ledger in, for each figure of the draft whether it agrees, differs, is unknown or cannot hold out."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from kg.drafts.comparing import SMALL_COUNT, Checked, compared
from kg.drafts.context import Context, Contexts, Ledger
from kg.drafts.evidence import name, stems
from kg.drafts.matching import Property, candidates, likeliest
from kg.drafts.reading import MOST_SAID, Said, Sentence
from kg.drafts.together import together

_DENIED = re.compile(
    r"\b(?:not(?! only)|no longer|never|denie[sd])\b[^.;:]{0,40}$|n['\u2019]t\b[^.;:]{0,40}$", re.IGNORECASE
)
_MOST = 4
"""Properties that are named where several may be meant."""


def check(sentences: Sequence[Sentence], ledger: Ledger) -> tuple[Checked, ...]:
    """Return what the ledger says of each figure of a draft, from top to bottom.

    A time is looked at only where the words around it name what it is the time of; so is a small number.
    """
    contexts = Contexts(ledger, sentences)
    found = [
        checked for at, each in enumerate(sentences) for checked in (*_of_sentence(each, contexts, at), *_beyond(each))
    ]
    return tuple(together(found, contexts.book))


def _of_sentence(one: Sentence, contexts: Contexts, at: int) -> Iterator[Checked]:
    names = contexts.mentions(at)
    said = [each for each in one.said if not any(each.start < name.end and name.start < each.end for name in names)]
    matched = [(each, *_match(each, one, contexts, at)) for each in said]
    taken = {}
    for each, found, _ in matched:
        judged = [compared(each, one, option) for option in found]
        at_best = _settled(judged)
        if at_best is not None and judged[at_best].status == "agrees":
            taken[_key(found[at_best])] = each.start
    for each, options, context in matched:
        others = {key for key, start in taken.items() if start != each.start}
        lost = [p for p in options if _key(p) in others and compared(each, one, p).status != "agrees"]
        found, near = _match(each, one, contexts, at, without=others) if lost else (options, context)
        if checked := _checked(each, one, found, near):
            strange = _strangers(found, near, contexts, at)
            yield (
                _of_another_deal(checked, each, one, near, contexts, at=at, strange=strange)
                if near and strange
                else checked
            )


def _beyond(one: Sentence) -> Iterator[Checked]:
    """Yield, for a sentence with very many figures, that those behind the first hundred are not compared."""
    if one.beyond:
        first = one.beyond[0]
        says = (
            f"only the first {MOST_SAID} figures of a sentence are compared; {len(one.beyond)} more stand in this one"
        )
        yield Checked(*one.place(first.start), first.text, "unclear", says=says)


def _key(one: Property) -> tuple[str, str, str]:
    return one.claim.subject, one.claim.predicate, one.facets[0].part


def _match(
    each: Said, one: Sentence, contexts: Contexts, at: int, without: Collection[tuple[str, str, str]] = ()
) -> tuple[tuple[Property, ...], Context | None]:
    """Return what a figure may be a figure of, and where that was found, without what other figures repeat."""
    first: tuple[tuple[Property, ...], Context | None] = ((), None)
    for context in contexts.of(at):
        every = candidates(each, one, context)
        found = likeliest([option for option in every if _key(option) not in without])
        if found and found[0].named:
            return found, context
        if not context.line or not contexts.mentions(at):
            first = first if first[0] else (found, context)
    return first


def _checked(each: Said, one: Sentence, found: Sequence[Property], context: Context | None) -> Checked | None:
    """Return what is said of a figure; None for a time or a small number of which no word says what it is."""
    line, column = one.place(each.start)
    base = Checked(line, column, each.text, "unknown")
    named = any(option.named for option in found)
    if (each.when and not any(map(_is_called, found))) or (not named and _is_small(each)):
        return None
    if not found or context is None:
        return replace(base, says="the ledger has no such figure of what is spoken of here")
    before = f"; it is taken to speak of what line {context.line} names" if context.line else ""
    if _DENIED.search(one.text[: each.start]):
        return replace(
            base, status="unclear", about=found[0].label, says="the sentence denies it, so it is not compared"
        )
    judged = [compared(each, one, option) for option in found]
    settled = _settled(judged)
    result = judged[settled] if settled is not None else _several(base, found, judged, named=named)
    if result.status == "differs" and (other := _another(each, one, found, context)):
        result = replace(result, status="unclear", says=f"{result.says}; it would go with {other.label}")
    elif result.status == "differs" and context.line and not context.points_back:
        result = replace(result, status="unclear", says=f"it may speak of something else; if not, {result.says}")
    elif result.status == "differs" and not named:
        result = replace(result, status="unclear", says=f"only the unit speaks for it; if it is meant, {result.says}")
    return None if each.when and result.status == "fits" else replace(result, says=f"{result.says}{before}")


def _strangers(found: Sequence[Property], context: Context | None, contexts: Contexts, at: int) -> tuple[str, ...]:
    """Return, if all that a figure may be a figure of are deals or projects, who is named and has no part in them."""
    if context is None or not all(context.near[option.claim.subject].own for option in found):
        return ()
    names = tuple(contexts.stranger(at, option.claim.subject) for option in found)
    return names if all(names) else ()


def _of_another_deal(
    checked: Checked,
    each: Said,
    one: Sentence,
    context: Context,
    contexts: Contexts,
    *,
    at: int,
    strange: Sequence[str],
) -> Checked:
    """Return what was said of a figure, as unclear where it may be one of another deal."""
    if checked.status != "differs":
        return checked
    says = f"the sentence also names {strange[0]}, which has no part in that; if it is meant, {checked.says}"
    for other in candidates(each, one, context):
        subject = other.claim.subject
        theirs = context.near[subject].own and not contexts.stranger(at, subject)
        if theirs and compared(each, one, other).status != "differs":
            says += f"; it would go with {other.label}"
            break
    return replace(checked, status="unclear", says=says)


def _is_called(option: Property) -> bool:
    """Whether the sentence has half of the words by which a property is called."""
    label = stems(name(option.claim.predicate))
    return 2 * len(label & set(option.named)) >= len(label)


def _another(each: Said, one: Sentence, found: Sequence[Property], context: Context) -> Property | None:
    """Return another property of the same metric that a figure goes with, of the same thing or of a part of it."""
    metrics = {option.claim.metric for option in found}
    subjects = {option.claim.subject for option in found}
    for other in candidates(each, one, context):
        elsewhere = other.claim.subject not in subjects and not context.near[other.claim.subject].own
        if other in found or elsewhere or other.claim.metric not in metrics:
            continue
        if compared(each, one, other).status != "differs":
            return other
    return None


def _settled(judged: Sequence[Checked]) -> int | None:
    """Return the number of the reading that counts: the only one, or the best where the figure is right in all."""
    statuses = [each.status for each in judged]
    if len(judged) == 1 or (judged and set(statuses) <= {"agrees", "fits"}):
        return statuses.index("agrees") if "agrees" in statuses else 0
    return None


def _is_small(each: Said) -> bool:
    figure = each.figure
    return figure is not None and figure.unit == "NUM" and (figure.high or figure.low or 0) < SMALL_COUNT


def _several(base: Checked, found: Sequence[Property], judged: Sequence[Checked], *, named: bool) -> Checked:
    options = [f"{p.label} ({j.status}: {j.sources[0].printed})" for p, j in zip(found, judged, strict=True)]
    more = f" and {len(options) - _MOST} more" if len(options) > _MOST else ""
    listed = "; ".join(options[:_MOST]) + more
    if not named and all(each.status == "differs" for each in judged):
        return replace(base, says=f"none of the {len(found)} figures of its kind is this one: {listed}")
    sources = tuple(source for each in judged for source in each.sources)
    if all(each.status == "differs" for each in judged):
        return replace(base, status="differs", says=f"whichever it may be: {listed}", sources=sources)
    return replace(base, status="unclear", says=f"it may be one of {len(found)}: {listed}", sources=sources)
