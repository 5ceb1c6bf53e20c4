from datetime import date
from textwrap import dedent

import pytest

from kg.authoring import AuthoringError, DocumentFile, read_string
from kg.claim import Claim, Dependence, Entity, Link
from kg.texts import span_of, text_hash

HEAD = """\
document: acme-prices
title: Acme prices its chip
kind: article
publisher: example-news
published: 2026-05-14
"""
TEXT = "Acme asks 12 USD, Beta says. Acme asks 12 USD again."


def document(source: str, text: str | None = None) -> DocumentFile:
    file = read_string(source, "x.yaml", text=text)
    assert isinstance(file, DocumentFile)
    return file


def claim(body: str, rest: str = "") -> Claim:
    """Return the claim whose fields are `body`, in a document that has a text."""
    inside = "".join(f"    {line}\n" for line in dedent(body).strip().splitlines())
    source = f"{HEAD}text: sha256:{'0' * 64}\nclaims:\n  it:\n{inside}  other: {{subject: acme, states: It is said.}}\n"
    return document(source + rest).claims[0].claim


def problems(source: str, text: str | None = None) -> list[str]:
    with pytest.raises(AuthoringError) as caught:
        read_string(source, "x.yaml", text=text)
    assert str(caught.value).count("\n") == len(caught.value.problems) - 1, "one problem a line"
    return [problem.sentence() for problem in caught.value.problems]


def problem(body: str) -> str:
    """Return the only problem of a claim whose fields are `body`."""
    inside = "".join(f"    {line}\n" for line in dedent(body).strip().splitlines())
    source = f"{HEAD}text: sha256:{'0' * 64}\nclaims:\n  it:\n{inside}  other: {{subject: acme, states: It is said.}}\n"
    (only,) = problems(source)
    return only


def test_a_document_is_read_with_everything_in_it() -> None:
    file = document(
        HEAD.replace("published: 2026-05-14", "published: 2026-05-14 to 2026-05-16")
        + dedent(f"""\
            published_note: the page gives no day
            author: [jane-doe, john-doe]
            url: https://example.org/acme?a=1
            read_on: 2026-05-20
            language: de-CH
            voice: jane-doe
            summary: >
              Acme says
              what its chip costs.
            text: {text_hash(TEXT)}
            entities:
              acme: {{class: Company, label: Acme, aliases: [Acme Corp, the firm], note: makes chips}}
            claims:
              own: {{subject: acme, states: Acme is early., modality: opinion, at: 0-9 0123456789ab}}
            announcements:
              pricing:
                title: Acme sets a price
                type: historic
                on: 2026-05-13
                about: [acme]
                missing: the volume
                claims:
                  price: {{subject: acme, predicate: offerPrice, value: 12 USD, by: beta, locator: paragraph 2}}
            """)
    )
    info = file.document
    assert (info.id, info.title, info.kind, info.voice) == (
        "acme-prices",
        "Acme prices its chip",
        "article",
        "jane-doe",
    )
    assert (info.publisher, info.authors, info.language) == ("example-news", ("jane-doe", "john-doe"), "de-CH")
    assert (info.url, info.read_on) == ("https://example.org/acme?a=1", "2026-05-20")
    assert (info.published.earliest, info.published.latest) == (date(2026, 5, 14), date(2026, 5, 16))
    assert info.published_note == "the page gives no day"
    assert info.summary == "Acme says what its chip costs."
    assert info.text_hash == text_hash(TEXT)
    assert file.entities == (
        Entity(id="acme", cls="Company", label="Acme", aliases=("Acme Corp", "the firm"), note="makes chips"),
    )
    (occurrence,) = file.occurrences
    assert (occurrence.key, occurrence.title, occurrence.type) == ("pricing", "Acme sets a price", "historic")
    assert occurrence.on is not None
    assert (occurrence.on.earliest, occurrence.about, occurrence.missing) == (
        date(2026, 5, 13),
        ("acme",),
        "the volume",
    )
    assert [(reading.id, reading.occurrence) for reading in file.claims] == [
        ("acme-prices/own", None),
        ("acme-prices/price", "pricing"),
    ]
    assert file.claims[1].claim.attributed_to == ("beta",)
    assert file.claims[0].claim.attributed_to == ("jane-doe",)
    places = [(name, str(place)) for name, place in file.references if name == "beta"]
    assert places == [("beta", "x.yaml:28 announcements.pricing.claims.price.by")]
    assert {name for name, _ in file.references} == {"example-news", "jane-doe", "john-doe", "acme", "beta"}


def test_the_publisher_speaks_where_nobody_else_is_named() -> None:
    file = document(HEAD + "claims:\n  a: {subject: acme, states: It is said.}\n")
    assert file.claims[0].claim.attributed_to == ("example-news",)


def test_every_field_of_a_claim_is_read() -> None:
    read = claim("""
        subject: acme
        predicate: relativeThroughput
        value: 21x
        negated: yes
        modality: benchmarked
        hedge: [perhaps, may well]
        condition: if it ships
        by: [beta, gamma]
        by_inferred: true
        at: [0-9 0123456789ab, 12-20 ba9876543210]
        locator: page 3
        when: Q3 2026
        topics: [gpu-supply, latency]
        supports: other
        disputes: [acme-prices/other]
        qualifies: another-document/key
        restates: another-document/key
        derived_from: [other, another-document/key]
        metric: throughput
        baseline: b200
        workload: Llama 3 70B
        dependence: reduces nvidia
        role: validates
        category: memory
        share: about half
        criticality: major
        substitute_for: h100
        readiness: drop-in
        level: chip
        aspect: [peak, per-user]
        milestone: priced
        members: [acme, beta]
        framing: only
        second: at 1 M requests/s
        window: until 2027
        resolution: a filing
        note: said twice
        confidence: 0.8
        """)
    assert read.quantity is not None
    assert (read.quantity.text, read.quantity.ratio) == ("21x", "timesAsMuch")
    assert (read.negated, read.modality, read.hedges) == (True, "benchmarked", ("perhaps", "may well"))
    assert (read.condition, read.attributed_to, read.attribution_inferred) == ("if it ships", ("beta", "gamma"), True)
    assert [(span.start, span.end, span.words_hash) for span in read.spans] == [
        (0, 9, "0123456789ab"),
        (12, 20, "ba9876543210"),
    ]
    assert read.when is not None
    assert (read.when.earliest, read.when.latest) == (date(2026, 7, 1), date(2026, 9, 30))
    assert (read.locator, read.topics) == ("page 3", ("gpu-supply", "latency"))
    assert read.links == (
        Link(relation="supports", to="acme-prices/other"),
        Link(relation="disputes", to="acme-prices/other"),
        Link(relation="qualifies", to="another-document/key"),
        Link(relation="restates", to="another-document/key"),
        Link(relation="derivedFrom", to="acme-prices/other"),
        Link(relation="derivedFrom", to="another-document/key"),
    )
    assert (read.metric, read.baseline, read.workload) == ("throughput", "b200", "Llama 3 70B")
    assert read.dependence == Dependence(effect="reduces", on="nvidia")
    assert read.qualifiers == (
        ("role", "validates"),
        ("category", "memory"),
        ("share", "about half"),
        ("criticality", "major"),
        ("substituteFor", "h100"),
        ("readiness", "drop-in"),
        ("level", "chip"),
        ("aspect", "peak"),
        ("aspect", "per-user"),
        ("milestone", "priced"),
        ("members", "acme"),
        ("members", "beta"),
        ("framing", "only"),
    )
    assert read.second is not None
    assert (read.second.relation, read.second.quantity.text) == ("at", "1 M requests/s")
    assert (read.window, read.resolution, read.note, read.confidence) == ("until 2027", "a filing", "said twice", 0.8)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{subject: a, predicate: usesHardware, object: [h100, h200]}", {"objects": ("h100", "h200")}),
        ("{subject: a, predicate: addressesBottleneck, object: latency}", {"objects": ("latency",)}),
        ("{subject: a, states: 'It is:  so'}", {"predicate": "states", "states": "It is: so"}),
        ("{subject: a, predicate: states, states: It is so}", {"predicate": "states", "states": "It is so"}),
        (
            "{subject: a, predicate: bottleneckShift, shift_from: gpu-supply, shift_to: grid-capacity}",
            {"objects": (), "shift_from": "gpu-supply", "shift_to": "grid-capacity"},
        ),
    ],
)
def test_a_predicate_gets_what_it_takes(body: str, expected: dict[str, object]) -> None:
    source = f"{HEAD}claims:\n  it: {body}\n"
    read = document(source).claims[0].claim
    assert {name: getattr(read, name) for name in expected} == expected


@pytest.mark.parametrize("written", ["over 10 years", "about 10,000 USD/kW", "10"])
def test_a_baseline_that_is_no_id_is_a_figure(written: str) -> None:
    read = claim(f"subject: a\npredicate: deploymentTime\nvalue: 2 years\nbaseline: {written}")
    assert read.baseline is None
    assert read.baseline_quantity is not None
    assert read.baseline_quantity.text == written


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("{text: this week, from: 2026-04-20, to: 2026-04-26}", date(2026, 4, 20), date(2026, 4, 26)),
        ("{text: since the spring, from: 2026-03-01}", date(2026, 3, 1), None),
        ("{text: for two years before publication}", None, None),
        ("{text: May 2026}", date(2026, 5, 1), date(2026, 5, 31)),
    ],
)
def test_a_time_can_be_given_with_its_days(written: str, earliest: date | None, latest: date | None) -> None:
    when = claim(f"subject: a\nstates: b\nwhen: {written}").when
    assert when is not None
    assert (when.earliest, when.latest) == (earliest, latest)


def test_a_comparison_with_nothing_is_a_warning_and_no_error() -> None:
    file = document(HEAD + "claims:\n  a: {subject: acme, predicate: relativeThroughput, value: 21x}\n")
    (warning,) = file.warnings
    assert warning.sentence().startswith("x.yaml:7 claims.a.value: the figure is a comparison")


def test_with_the_text_at_hand_quotes_become_places() -> None:
    file = document(HEAD + "claims:\n  a: {subject: acme, states: b, quote: Beta says}\n", text=TEXT)
    (span,) = file.claims[0].claim.spans
    assert TEXT[span.start : span.end] == "Beta says"


def test_with_the_text_at_hand_places_and_quotes_are_checked() -> None:
    head = f"{HEAD}text: {text_hash(TEXT)}\nclaims:\n  a: {{subject: acme, states: b, "
    assert "the quote stands in the text 2 times" in problems(head + "quote: 12 USD}", text=TEXT)[0]
    assert "other words stand at 1-9" in problems(head + "at: 1-9 0123456789ab}", text=TEXT)[0]
    assert "the given text is another one" in problems(head + "note: x}", text=TEXT + " More.")[0]


CLAIMS_WITH_ONE_PROBLEM = {
    "NO": ("subject: a\npredicate: offerPrice\nvalue: NO", "x.yaml:11 claims.it.value: ", "'NO'"),
    "12:30": ("subject: a\npredicate: offerPrice\nvalue: 12:30", "x.yaml:11 claims.it.value: ", "Write"),
    "unit": (
        "subject: a\npredicate: offerPrice\nvalue: 12 florbs",
        "x.yaml:11 claims.it.value: 'florbs' is no unit",
        "FLOPS",
    ),
    "currency": ("subject: a\npredicate: offerPrice\nvalue: 12 USE", "x.yaml:11 claims.it.value: ", "Did you mean"),
    "empty": ("subject: a\npredicate: offerPrice\nvalue:", "x.yaml:11 claims.it.value: `value` has no value", "delete"),
    "unknown field": (
        "subject: a\nstates: b\nmodalty: asserted",
        "x.yaml:11 claims.it.modalty: there is no field 'modalty' here",
        "Did you mean modality?",
    ),
    "span backwards": (
        "subject: a\nstates: b\nat: 153-117 1f0c9a2b7e44",
        "x.yaml:11 claims.it.at: the span 153-117 ends before it starts",
        "117-153",
    ),
    "no span": ("subject: a\nstates: b\nat: here", "x.yaml:11 claims.it.at: `at` is not START-END HASH", "kg fmt"),
    "quote left in": (
        "subject: a\nstates: b\nquote: exact words",
        "x.yaml:11 claims.it.quote: a quote stands here, and quotes do not enter the ledger",
        "kg fmt --text FILE",
    ),
    "undeclared key": (
        "subject: a\nstates: b\nsupports: othr",
        "x.yaml:11 claims.it.supports: this document has no claim 'othr'",
        "Did you mean other?",
    ),
    "unlike any key": ("subject: a\nstates: b\nsupports: [zzz]", "x.yaml:11 claims.it.supports: ", "document/key"),
    "itself": ("subject: a\nstates: b\nrestates: acme-prices/it", "x.yaml:11 claims.it.restates: the claim", "another"),
    "odd link": ("subject: a\nstates: b\nrestates: a/B", "x.yaml:11 claims.it.restates: 'B' cannot be an id", "a-z"),
    "no subject": ("states: b", "x.yaml:8 claims.it: `subject` is missing", "Entity that the claim is about"),
    "odd subject": ("subject: The Firm\nstates: b", "x.yaml:9 claims.it.subject: 'The Firm' cannot be an id", "a-z"),
    "says nothing": ("subject: a", "x.yaml:8 claims.it: the claim says nothing", "kg terms WORD"),
    "unknown predicate": (
        "subject: a\npredicate: offerPrize\nvalue: 1 USD",
        "x.yaml:10 claims.it.predicate: there is no predicate 'offerPrize'",
        "Did you mean offerPrice",
    ),
    "predicate like no other": (
        "subject: a\npredicate: qqqq\nvalue: 1 USD",
        "x.yaml:10 claims.it.predicate: there is no predicate 'qqqq'",
        "`kg terms qqqq`",
    ),
    "entity wanted": (
        "subject: a\npredicate: madeBy\nvalue: 1 USD",
        "x.yaml:10 claims.it.predicate: madeBy takes an entity, not `value`",
        "object: id",
    ),
    "figure wanted": (
        "subject: a\npredicate: offerPrice\nobject: b",
        "x.yaml:10 claims.it.predicate: offerPrice takes a figure, not `object`",
        "value: 35 bn USD",
    ),
    "time wanted": (
        "subject: a\npredicate: listingDate",
        "x.yaml:10 claims.it.predicate: listingDate takes a time",
        "Q3",
    ),
    "topic wanted": (
        "subject: a\npredicate: constrainedBy\nobject: b",
        "x.yaml:11 claims.it.object: there is no topic",
        "",
    ),
    "half a shift": (
        "subject: a\npredicate: bottleneckShift\nshift_from: latency",
        "x.yaml:10 claims.it.predicate: a shift goes from one topic to another",
        "shift_to: topic",
    ),
    "too much": (
        "subject: a\npredicate: offerPrice\nvalue: 1 USD\nobject: b",
        "x.yaml:12 claims.it.object: offerPrice takes a figure, so `object` has no place here",
        "Delete `object`",
    ),
    "sentence and figure": (
        "subject: a\nstates: b\nvalue: 1 USD",
        "x.yaml:11 claims.it.value: `states` says it",
        "Delete",
    ),
    "modality": ("subject: a\nstates: b\nmodality: aserted", "x.yaml:11 claims.it.modality: there is no", "asserted"),
    "topic": ("subject: a\nstates: b\ntopics: [gpu-suply]", "x.yaml:11 claims.it.topics: there is no", "gpu-supply"),
    "qualifier": ("subject: a\nstates: b\nlevel: chips", "x.yaml:11 claims.it.level: there is no level called", "chip"),
    "closed list": ("subject: a\nstates: b\ncriticality: x", "x.yaml:11 ", "Choose from essential, major, minor."),
    "flag": ("subject: a\nstates: b\nnegated: nope", "x.yaml:11 claims.it.negated: 'nope' is neither", "`true` or"),
    "time": ("subject: a\nstates: b\nwhen: this week", "x.yaml:11 claims.it.when: 'this week' depends", "from: "),
    "time backwards": (
        "subject: a\nstates: b\nwhen: {text: t, from: 2026-05-02, to: 2026-05-01}",
        "x.yaml:11 claims.it.when: the time ends on 2026-05-01 before",
        "Exchange",
    ),
    "day": (
        "subject: a\nstates: b\nwhen: {text: t, to: 2026-02-30}",
        "x.yaml:11 claims.it.when.to: '2026-02-30'",
        "YYYY",
    ),
    "dependence": ("subject: a\nstates: b\ndependence: less nvidia", "x.yaml:11 ", "`reduces nvidia`"),
    "second": ("subject: a\nstates: b\nsecond: 1 M requests/s", "x.yaml:11 ", "`at 1 M requests/s`"),
    "confidence": ("subject: a\nstates: b\nconfidence: 80%", "x.yaml:11 ", "from 0 to 1"),
    "list for one": ("subject: [a, b]\nstates: b", "x.yaml:9 claims.it.subject: `subject` takes one value", "brackets"),
    "null in a list": (
        "subject: a\nstates: b\nhedge: [a, ~]",
        "x.yaml:11 claims.it.hedge: a value is missing",
        "delete",
    ),
    "no fields": ("just words", "x.yaml:8 claims.it: fields stand here in the form", "docs/authoring.md"),
}


@pytest.mark.parametrize(
    ("body", "start", "step"),
    CLAIMS_WITH_ONE_PROBLEM.values(),
    ids=CLAIMS_WITH_ONE_PROBLEM.keys(),
)
def test_each_mistake_in_a_claim_gives_one_sentence_with_place_and_next_step(body: str, start: str, step: str) -> None:
    sentence = problem(body)
    assert sentence.startswith(start)
    assert step in sentence
    assert sentence.endswith((".", "?"))


DOCUMENTS_WITH_ONE_PROBLEM = {
    "no document": (
        "title: x\nkind: post\npublisher: a\npublished: 2026-01-01",
        "x.yaml:1: `document` is missing",
        "Id",
    ),
    "odd id": (HEAD.replace("acme-prices", "Acme/1"), "x.yaml:1 document: 'Acme/1' cannot be an id", "lower-case"),
    "kind": (HEAD.replace("article", "artikel"), "x.yaml:3 kind: there is no kind of document", "article"),
    "no speaker": (HEAD.replace("publisher: example-news\n", ""), "x.yaml:1: nobody speaks", "`publisher`, or `voice`"),
    "range": (
        HEAD.replace("05-14", "05-14 to 2026-05-20"),
        "x.yaml:5 published: `published` is a range, and nothing says why",
        "published_note",
    ),
    "month": (HEAD.replace("2026-05-14", "May 2026"), "x.yaml:5 published: `published` is a range", "published_note"),
    "no days": (HEAD.replace("2026-05-14", "{text: once}"), "x.yaml:5 published: `published` names no days", "a day"),
    "unread page": (HEAD + "url: https://example.org/a", "x.yaml:6 url: `url` is given without the day", "read_on"),
    "no url": (HEAD + "url: www.example.org\nread_on: 2026-01-01", "x.yaml:6 url: ", "https://"),
    "script": (HEAD + "url: javascript:alert(1)\nread_on: 2026-01-01", "x.yaml:6 url: ", "https://"),
    "language": (HEAD + "language: English", "x.yaml:6 language: 'English' cannot be a `language`", "`en`"),
    "hash": (HEAD + "text: sha256:12", "x.yaml:6 text: ", "kg fmt --text FILE"),
    "no text": (
        HEAD + "claims:\n  a: {subject: b, states: c, at: 1-2 0123456789ab}",
        "x.yaml:7 claims.a.at: `at` points into a text, and the document has no `text:`",
        "locator",
    ),
    "class": (
        HEAD + "entities: {a: {class: Compny, label: A}}",
        "x.yaml:6 entities.a.class: there is no class",
        "Company",
    ),
    "own id": (
        HEAD + "entities: {acme-prices: {class: Company, label: A}}",
        "x.yaml:6 entities: 'acme-prices' is the document's own id",
        "another",
    ),
    "list of claims": (HEAD + "claims: [a, b]", "x.yaml:6 claims: `claims` holds entries in the form", "a key"),
    "no claims": (HEAD + "claims:", "x.yaml:6 claims: `claims` has no value", "delete the line"),
    "odd key": (HEAD + "claims: {A b: {subject: a, states: b}}", "x.yaml:6 claims.A b: 'A b' cannot be an id", "a-z"),
    "type": (
        HEAD + "announcements: {a: {title: b, type: rumour}}",
        "x.yaml:6 announcements.a.type: there is no type of event 'rumour'",
        "Choose from announcement, historic.",
    ),
    "link to an announcement": (
        HEAD + "claims: {c: {subject: a, states: b, supports: d}}\nannouncements: {d: {title: x}}",
        "x.yaml:6 claims.c.supports: this document has no claim 'd'",
        "That is an announcement",
    ),
    "key used twice": (
        HEAD + "claims:\n  a: {subject: b, states: c}\nannouncements:\n  d:\n    title: x\n    claims:\n"
        "      a: {subject: b, states: c}\n",
        "x.yaml:12 announcements.d.claims.a: the key 'a' is used twice in this document, first in line 7",
        "Rename one",
    ),
    "key of an announcement": (
        HEAD + "claims:\n  a: {subject: b, states: c}\nannouncements:\n  a: {title: x}\n",
        "x.yaml:9 announcements.a: the key 'a' is used twice",
        "share their keys",
    ),
    "list at top level": ("- document: a", "x.yaml:1: the file is not made of fields", "`document:`, `entities:`"),
    "words": ("Acme prices its chip", "x.yaml:1: the file is not made of fields", "docs/authoring.md"),
}


@pytest.mark.parametrize(
    ("source", "start", "step"), DOCUMENTS_WITH_ONE_PROBLEM.values(), ids=DOCUMENTS_WITH_ONE_PROBLEM.keys()
)
def test_each_mistake_in_a_document_gives_one_sentence_with_place_and_next_step(
    source: str, start: str, step: str
) -> None:
    (sentence,) = problems(source)
    assert sentence.startswith(start)
    assert step in sentence
    assert sentence.endswith((".", "?"))


def test_all_problems_of_a_file_are_listed_in_the_order_of_its_lines() -> None:
    found = problems(
        HEAD.replace("kind: article", "kind: artcle")
        + "claims:\n  a: {subject: b, predicate: offerPrice, value: NO, modality: sad}\n  b: {states: c, at: 9-1 x}\n"
    )
    assert [sentence.split(": ")[0] for sentence in found] == [
        "x.yaml:3 kind",
        "x.yaml:7 claims.a.value",
        "x.yaml:7 claims.a.modality",
        "x.yaml:8 claims.b",
        "x.yaml:8 claims.b.at",
        "x.yaml:8 claims.b.at",
    ]


def test_a_file_with_thousands_of_problems_shows_the_first_ones() -> None:
    rows = "".join(f"  c{number}: {{subject: a}}\n" for number in range(200))
    with pytest.raises(AuthoringError) as caught:
        read_string(f"{HEAD}claims:\n{rows}", "x.yaml")
    lines = str(caught.value).splitlines()
    assert len(lines) == 51
    assert lines[-1] == "and 150 more problems"
    assert len(caught.value.problems) == 200


@pytest.mark.parametrize("words", ["\u200b\u200b", "\U000e0041\U000e0062", "\ufe0f", "\u3164"])
def test_words_that_nobody_can_see_are_no_evidence(words: str) -> None:
    text = f"Beta says: {words} That is all."
    span = span_of(text, 11, 11 + len(words))
    head = f"{HEAD}claims:\n  a: {{subject: acme, states: b, "
    assert "nobody can see the words of the quote" in problems(f'{head}quote: "{words}"}}', text=text)[0]
    placed = f"{HEAD}text: {text_hash(text)}\n{head.removeprefix(HEAD)}at: {span.start}-{span.end} {span.words_hash}}}"
    assert "nothing that can be seen stands at 11-" in problems(placed, text=text)[0]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ac\u202eme", "the character U+202E (right-to-left override) hides in a name"),
        ("Acme\U000e0041", "the character U+E0041 (tag latin capital letter a) hides"),
        ("Ac\u200bme", "hides in a name"),
        ("\u0301", "is no name that can be seen"),
    ],
)
def test_nothing_hides_in_names_and_titles(name: str, said: str) -> None:
    for source in (
        f'entities:\n  acme: {{class: Company, label: "{name}"}}\n',
        f'entities:\n  acme: {{class: Company, label: Acme, aliases: ["{name}"]}}\n',
        HEAD.replace("Acme prices its chip", f'"{name}"'),
        f'{HEAD}announcements:\n  a: {{title: "{name}"}}\n',
        f'acts:\n  - {{act: background, subject: a, predicate: uses, object: b, reason: r, author: "{name}"}}\n',
    ):
        assert any(said in problem for problem in problems(source))


def test_names_keep_the_joiners_of_their_scripts() -> None:
    name = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \U0001f469\u200d\U0001f52c"
    file = read_string(f'entities:\n  acme: {{class: Company, label: "{name}", note: "so"}}\n', "x.yaml")
    assert file.entities[0].label == name  # type: ignore[union-attr]
