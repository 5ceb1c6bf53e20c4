"""One claim of an authored file in, the claim as a frozen record out."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kg.authoring.fields import CLAIM_FIELDS
from kg.authoring.form import Form
from kg.authoring.locate import Source
from kg.authoring.nodes import Node
from kg.authoring.notes import Notes
from kg.authoring.places import read_quotes, read_spans
from kg.authoring.problems import Place
from kg.claim import RELATIONS, Claim, Dependence, Link, Second
from kg.errors import near_misses, quoted
from kg.figures import Figure, read_figure
from kg.term import QUALIFIERS
from kg.texts import Span, misfit
from kg.vocab import METRICS, MODALITIES, PREDICATES, QUALIFIER_VALUES, TOPICS

_SHIFT = "bottleneckShift"
_DEPENDENCE = re.compile(r"(creates|reduces|avoids) (\S+)")
_SECOND = re.compile(r"(at|from|after|per) (\S.*)")
_ID_LIKE = re.compile(r"[a-z][a-z0-9._-]*")
# What a predicate takes: the field that gives it, and how an author would fill it in.
_TAKES = {
    "entity": ("object", "an entity", "object: id"),
    "topic": ("object", "a topic", "object: grid-capacity"),
    "quantity": ("value", "a figure", "value: 35 bn USD"),
    "time": ("when", "a time", "when: Q3 2026"),
    "text": ("states", "a plain sentence", "states: a sentence in your own words"),
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a claim needs to know of the document that it stands in."""

    document: str
    voice: str
    keys: Collection[str]
    """Keys of the document's claims."""
    announcements: Collection[str]
    hashed: bool
    """Whether the document names the text that spans point into."""
    source: Source | None
    """The text itself, if the caller has it."""


def read_claim(key: str, node: Node, place: Place, notes: Notes, around: Surroundings) -> Claim:
    """Return the claim; what is wrong with it is noted."""
    form = Form(node, CLAIM_FIELDS, place, notes)
    predicate = _predicate(form)
    quantity = form.figure("value")
    baseline, baseline_quantity = _baseline(form)
    if quantity and quantity.ratio and not form.given("baseline"):
        what = "the figure is a comparison, and nothing says with what"
        notes.warn(form.place_of("value"), what, "Add `baseline` if the source names one.")
    return notes.made(
        Claim,
        place,
        key=key,
        subject=form.entity("subject") or "",
        predicate=predicate,
        objects=_objects(form, predicate),
        quantity=quantity,
        states=form.text("states"),
        negated=form.flag("negated"),
        modality=form.word("modality", MODALITIES, "modality") or "asserted",
        hedges=form.texts("hedge"),
        condition=form.text("condition"),
        attributed_to=form.entities("by") or (around.voice,),
        attribution_inferred=form.flag("by_inferred"),
        spans=_spans(form, around),
        locator=form.text("locator"),
        when=form.when("when"),
        topics=form.words("topics", TOPICS, "topic"),
        links=tuple(_links(form, key, around)),
        metric=form.word("metric", METRICS, "metric"),
        baseline=baseline,
        baseline_quantity=baseline_quantity,
        workload=form.text("workload"),
        shift_from=form.word("shift_from", TOPICS, "topic"),
        shift_to=form.word("shift_to", TOPICS, "topic"),
        dependence=_dependence(form),
        qualifiers=tuple(_qualifiers(form)),
        second=_second(form),
        window=form.text("window"),
        resolution=form.text("resolution"),
        note=form.text("note"),
        confidence=_confidence(form),
    )


def field_name(name: str) -> str:
    """Return a name of the claim model as files spell it: `substituteFor` is `substitute_for` there."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _predicate(form: Form) -> str:
    """Return the predicate after checking that the claim gives what it takes, and nothing that it does not."""
    if not form.given("predicate"):
        if form.readable and not form.given("states"):
            step = "`kg terms WORD` finds a predicate; `states: a plain sentence` does without."
            form.notes.note(form.place, "the claim says nothing: neither `predicate` nor `states` is given", step)
        _refuse(form, {"object", "value", "shift_from", "shift_to"}, "`states` says it in a sentence")
        return "states"
    name = form.word("predicate", PREDICATES, "predicate")
    if name is None:
        return "states"
    shifts = form.given("shift_from"), form.given("shift_to")
    if name == _SHIFT and any(shifts):
        if not all(shifts):
            step = "Write both `shift_from: topic` and `shift_to: topic`."
            form.notes.note(form.place_of("predicate"), "a shift goes from one topic to another", step)
        _refuse(form, {"object", "value", "states"}, "`bottleneckShift` takes `shift_from` and `shift_to`")
        return name
    wanted, what, example = _TAKES[PREDICATES[name].takes]
    if not form.given(wanted):
        others = [other for other in ("object", "value", "states") if form.given(other)]
        found = f", not `{others[0]}`" if others else ""
        step = f"Write `{example}`, or choose another predicate with `kg terms WORD`."
        form.notes.note(form.place_of("predicate"), f"{name} takes {what}{found}", step)
        return name
    _refuse(form, {"object", "value", "states", "shift_from", "shift_to"} - {wanted}, f"{name} takes {what}")
    return name


def _refuse(form: Form, fields: Collection[str], reason: str) -> None:
    for other in sorted(fields):
        if form.given(other):
            step = f"Delete `{other}`, make it a claim of its own, or choose another predicate."
            form.notes.note(form.place_of(other), f"{reason}, so `{other}` has no place here", step)


def _objects(form: Form, predicate: str) -> tuple[str, ...]:
    if PREDICATES[predicate].takes == "topic":
        return form.words("object", TOPICS, "topic")
    return form.entities("object")


def _baseline(form: Form) -> tuple[str | None, Figure | None]:
    text = form.text("baseline")
    if text is None:
        return None, None
    place = form.place_of("baseline")
    if _ID_LIKE.fullmatch(text):
        return (text if form.notes.is_reference(text, place) else None), None
    return None, form.notes.attempt(read_figure, text, place)


def _spans(form: Form, around: Surroundings) -> tuple[Span, ...]:
    found: list[Span] = []
    at, quote = form.node("at"), form.node("quote")
    if at is not None:
        place = form.place_of("at")
        if not around.hashed:
            step = "Run `kg fmt --text FILE`, or write `locator` where there is no text."
            form.notes.note(place, "`at` points into a text, and the document has no `text:`", step)
        for span, here in read_spans(at, place, form.notes.problems):
            found.append(span)
            if around.source and (problem := misfit(around.source.text, span)):
                form.notes.note(here, problem, "Run `kg fmt --text FILE`.")
    if quote is not None and around.source is None:
        step = "Run `kg fmt --text FILE`, which puts the place of the words in its stead."
        form.notes.note(form.place_of("quote"), "a quote stands here, and quotes do not enter the ledger", step)
    elif quote is not None and around.source is not None:
        quotes = read_quotes(quote, form.place_of("quote"), form.notes.problems)
        located = (words.locate(around.source, form.notes.problems) for words in quotes)
        found += [span for span in located if span]
    return tuple(found)


def _links(form: Form, key: str, around: Surroundings) -> Iterator[Link]:
    for relation in RELATIONS:
        name = field_name(relation)
        for text in form.texts(name):
            place = form.place_of(name)
            document, slash, other = text.rpartition("/")
            if not form.notes.is_name(other, place) or (slash and not form.notes.is_name(document, place)):
                continue
            if document not in ("", around.document):
                yield Link(relation=relation, to=text)
            elif other == key:
                form.notes.note(place, f"the claim {relation} itself", "Name another claim.")
            elif other not in around.keys:
                form.notes.note(place, f"this document has no claim {quoted(other)}", _no_claim(other, around))
            else:
                yield Link(relation=relation, to=f"{around.document}/{other}")


def _no_claim(key: str, around: Surroundings) -> str:
    if key in around.announcements:
        return "That is an announcement; name one of its claims."
    return near_misses(key, around.keys) or "Write `document/key` for a claim of another document."


def _dependence(form: Form) -> Dependence | None:
    text = form.text("dependence")
    if text is None:
        return None
    place = form.place_of("dependence")
    match = _DEPENDENCE.fullmatch(text)
    if match is None:
        step = "Write creates, reduces or avoids, and an entity: `reduces nvidia`."
        form.notes.note(place, f"{quoted(text)} is no effect on dependence", step)
        return None
    effect, on = match.groups()
    return Dependence.model_validate({"effect": effect, "on": on}) if form.notes.is_reference(on, place) else None


def _second(form: Form) -> Second | None:
    text = form.text("second")
    if text is None:
        return None
    place = form.place_of("second")
    match = _SECOND.fullmatch(text)
    if match is None:
        step = "Write at, from, after or per, and a figure: `at 1 M requests/s`."
        form.notes.note(place, f"{quoted(text)} is no second figure", step)
        return None
    quantity = form.notes.attempt(read_figure, match[2], place)
    return Second.model_validate({"relation": match[1], "quantity": quantity}) if quantity else None


def _qualifiers(form: Form) -> Iterator[tuple[str, str]]:
    for qualifier in QUALIFIERS:
        name = field_name(qualifier)
        if qualifier in QUALIFIER_VALUES:
            found = form.words(name, QUALIFIER_VALUES[qualifier], f"{name} called")
        elif qualifier in ("substituteFor", "members"):
            found = form.entities(name)
        else:
            found = form.texts(name)
        yield from ((qualifier, word) for word in found)


def _confidence(form: Form) -> float | None:
    text = form.text("confidence")
    if text is None:
        return None
    if re.fullmatch(r"0(\.[0-9]+)?|1(\.0+)?", text):
        return float(text)
    form.notes.note(
        form.place_of("confidence"), f"{quoted(text)} is no confidence", "Write a number from 0 to 1, such as 0.8."
    )
    return None
