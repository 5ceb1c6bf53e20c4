"""The tools: each takes words and answers with plain JSON. To add one, write a function and name it in `TOOLS`.

A docstring here is what the assistant reads, so it says what a tool is for, when to use which, and what comes back.
Every tool that reads claims takes `as_of` (a day) and `recorded_by` (an instant).
"""

from collections.abc import Callable, Mapping

from kg.assistant.arguments import by_name
from kg.assistant.desk import Desk, Json, capped, plainly, trimmed
from kg.errors import BadInputError, quoted
from kg.notebook import records
from kg.table import Boolean, Table

_STANDS = "stands"


def search(desk: Desk, text: str, limit: int = 20, as_of: str = "", recorded_by: str = "") -> dict[str, Json]:
    """Find entities, claims, documents and passages by words or by a figure ("$22bn", "2.2x", "14.3 kW").

    Start here when you do not know an id. Each hit has a kind, an id and a line of text; give the id to `show`.
    """
    from kg.views.search import found  # noqa: PLC0415

    with desk.reader(as_of, recorded_by) as reader:
        hits = [{"kind": kind, "id": name, "text": line} for kind, name, line in found(reader, text, limit=limit + 1)]
    return desk.answer(**capped(hits, most=limit, narrower="Give more words, or a higher limit."))


def show(desk: Desk, thing: str, as_of: str = "", recorded_by: str = "") -> dict[str, Json]:
    """Show all that the ledger has of one thing: an entity, a claim, an announcement, a document or a topic.

    `thing` is an id or a name. A claim comes with its source, date, status, place in the text and, where the text is
    attached, its quote, and with the claims that dispute or support it.
    """
    from kg.views.show import show as view  # noqa: PLC0415

    with desk.reader(as_of, recorded_by) as reader:
        data = plainly(view(reader, thing).data)
    return desk.answer(**trimmed(data, narrower="Ask `claims` for one document, or `show` one claim by its id."))


def claims(
    desk: Desk, thing: str, *, document: str = "", ended: bool = False, as_of: str = "", recorded_by: str = ""
) -> dict[str, Json]:
    """List the claims about one thing, each as a sentence with who said it, where, when, its status and its quote.

    Only claims that stand, unless `ended` asks for corrected, superseded and retracted ones too. A claim that stands is
    what a source says and not a fact: look at `disputed_by`.
    """
    from kg.views.claims import claims_around  # noqa: PLC0415
    from kg.views.phrases import sentence  # noqa: PLC0415
    from kg.views.show import look_up  # noqa: PLC0415

    with desk.reader(as_of, recorded_by) as reader:
        (found, *others) = look_up(reader, thing)
        if others:
            several = ", ".join(each.id for each in (found, *others))
            raise BadInputError(f"{quoted(thing)} is a name of several things", next_step=f"Give an id: {several}.")
        held = claims_around(reader, found.id)
        told = [
            {
                "id": claim.id,
                "says": sentence(claim),
                "said_by": [str(each) for each in claim.said_by],
                "put_as": claim.modality.label,
                "document": claim.document.label,
                "published": claim.published,
                "status": claim.status.label,
                "quote": list(reader.words(claim.id)),
                "disputed_by": [each.claim for each in claim.borne_on_by if each.relation == "disputes"],
            }
            for claim in sorted(held.values(), key=lambda each: (each.published_latest, each.id))
            if (ended or claim.status.id == _STANDS) and document in {"", claim.document.id}
        ]
    return desk.answer(**capped(told, narrower="Give `document`, or `show` one claim by its id."))


def cite(desk: Desk, claim: str, as_of: str = "", recorded_by: str = "") -> dict[str, Json]:
    """Return a ready footnote for a claim: who says it, where, when, in which words, and its status."""
    from kg.views.cite import citation, written  # noqa: PLC0415

    with desk.reader(as_of, recorded_by) as reader:
        found = citation(reader, claim)
    return desk.answer(claim=found.claim, footnote=written(found, "text"), quote=list(found.words), status=found.status)


def questions(desk: Desk) -> dict[str, Json]:
    """List the ready questions and analyses with what they ask and which parameters they take."""
    from kg.analyses import ANALYSES  # noqa: PLC0415

    with desk.reader() as reader:
        asked = [
            {"name": q.name, "asks": q.question, "parameters": {p.name: q.about.get(p.name, "") for p in q.parameters}}
            for q in reader.questions()
            if q.folder == "answers"
        ]
    found = [
        {"name": a.name, "asks": a.question, "parameters": {p.name: p.about for p in a.parameters}} for a in ANALYSES
    ]
    return desk.answer(questions=asked, analyses=found)


def ask(
    desk: Desk,
    question: str,
    *,
    parameters: Mapping[str, str] | None = None,
    limit: int = 50,
    as_of: str = "",
    recorded_by: str = "",
) -> dict[str, Json]:
    """Answer a ready question by its name (`questions` lists them), such as `contested` with `entity`: `cerebras`.

    Where there are no rows, `notes` say which of the given ids is unknown: then nothing was learnt about it. Questions
    about what is due are judged on the day `on`, or on `as_of`, or today.
    """
    from datetime import UTC, datetime  # noqa: PLC0415

    from kg.query.catalogue import day_of_judgement  # noqa: PLC0415
    from kg.views.unknown import is_empty, unknown  # noqa: PLC0415

    with desk.reader(as_of, recorded_by) as reader:
        given: dict[str, tuple[str, ...]] = {name: (value,) for name, value in by_name(parameters or {}).items()}
        found = reader.question(question)
        if judged := day_of_judgement(found, given):
            given[judged] = (reader.horizon.today(datetime.now(UTC)).isoformat(),)
            desk.told.append(f"judged on {given[judged][0]}")
        answer = reader.ask(question, given)
        if is_empty(answer):
            desk.told += unknown(reader, found, given)
    assert isinstance(answer, Table), "ready questions answer with tables"
    return desk.answer(**_rows(answer, limit))


def analyze(
    desk: Desk, analysis: str, parameters: Mapping[str, str] | None = None, as_of: str = "", recorded_by: str = ""
) -> dict[str, Json]:
    """Run an analysis by its name (`questions` lists them) and return its finding.

    A finding has an explanation, rows, the claims it rests on and what is uncertain; say the last along with the first.
    """
    from datetime import UTC, datetime  # noqa: PLC0415

    from kg.analyses import analysis as named  # noqa: PLC0415

    known = named(analysis)
    written = dict(parameters or {})
    with desk.reader(as_of, recorded_by) as reader:
        if any(each.name == "today" for each in known.parameters):
            written.setdefault("today", reader.horizon.today(datetime.now(UTC)).isoformat())
        data = known.run(reader, known.given(written)).data()
    return desk.answer(**trimmed(data, narrower="Give parameters that narrow it."))


def sparql(desk: Desk, query: str, limit: int = 50, as_of: str = "", recorded_by: str = "") -> dict[str, Json]:
    """Run a SPARQL 1.1 query (SELECT, ASK, CONSTRUCT, DESCRIBE); read-only, 20 seconds at most.

    Ask `vocabulary` for the words first. Prefixes kg:, id:, bn:, rdf:, rdfs:, skos:, prov:, dcterms:, qudt: and xsd:
    need not be declared. Claims are `?c a kg:Claim ; rdf:subject ?s ; rdf:predicate ?p ; kg:status kg:stands`.
    """
    if not any(char.isspace() or char == "{" for char in query):
        raise BadInputError(f"{quoted(query)} is no query", next_step="`ask` takes the names of ready questions.")
    with desk.reader(as_of, recorded_by) as reader:
        answer = reader.query(query)
    if isinstance(answer, Table):
        return desk.answer(**_rows(answer, limit))
    if isinstance(answer, Boolean):
        return desk.answer(answer=answer.value)
    lines = answer.ntriples.decode().splitlines()
    return desk.answer(**capped(lines, most=limit, narrower="Add LIMIT, or ask for fewer triples."))


def changes(desk: Desk, since: str, until: str = "") -> dict[str, Json]:
    """Tell what is new, changed, ended or newly contested between two days (what sources had published by each)."""
    from kg.views.diff import diff  # noqa: PLC0415

    with desk.reader(since) as earlier, desk.reader(until) as later:
        shown, _ = diff(earlier, later, (since, until or "now"))
        data = plainly(shown.data)
    return desk.answer(**trimmed(data, narrower="Take a shorter time."))


def vocabulary(_: Desk, word: str) -> dict[str, Json]:
    """Find the words of the graph for SPARQL: classes, predicates, modalities, topics, units, metrics.

    `word` is plain English, such as "valuation" or "made by". Small on purpose: ask for what you need.
    """
    from kg.authoring.terms import find_terms  # noqa: PLC0415

    hits = [
        {"kind": hit.kind, "name": hit.name, "label": hit.label, "about": hit.comment, "near": hit.near}
        for hit in find_terms(word)
    ]
    return capped(hits, most=30, narrower="Give a more telling word.")


def _rows(answer: Table, limit: int) -> dict[str, Json]:
    rows = [{name: value if _json(value) else str(value) for name, value in row.items()} for row in records(answer)]
    return capped(rows, most=limit, narrower="Add parameters or LIMIT, or ask for a higher limit (100 at most).")


def _json(value: object) -> bool:
    return value is None or isinstance(value, bool | int | float | str)


TOOLS: tuple[Callable[..., dict[str, Json]], ...] = (
    search,
    show,
    claims,
    cite,
    questions,
    ask,
    analyze,
    changes,
    sparql,
    vocabulary,
)
