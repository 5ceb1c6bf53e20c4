"""Nothing in, a small sound ledger out: one firm's price, with every type of event and every field that holds an id.

Hostile cases are made of it by changing one value, so whatever is refused then is refused for that value alone.
"""

from datetime import UTC, date, datetime
from functools import cache

from kg.claim import Claim, Dependence, Document, Entity, Link, Occurrence, Reading, Second
from kg.dates import When
from kg.events import (
    AnnouncementRecorded,
    AssessmentRecorded,
    BackgroundRecorded,
    ClaimCorrected,
    ClaimRetracted,
    ClaimsLinked,
    ClaimSuperseded,
    DocumentErased,
    DocumentRecorded,
    DocumentRetracted,
    EntitiesKeptApart,
    EntitiesMerged,
    EntityDeclared,
    Event,
    ExtractionCorrected,
    ForecastResolved,
    JudgementUndone,
    WatchDeclared,
)
from kg.figures import read_figure
from kg.texts import Span, span_of, text_hash

RECORDED = datetime(2026, 6, 1, 12, tzinfo=UTC)
ARTICLE = (
    "Acme sets its price\n\nAcme Chips asks over 12,000 USD for its A1 card. It serves a model 2.5x faster than the "
    "H100 does.\nAn analyst doubts it."
)
DAY = When(earliest=date(2026, 5, 14), latest=date(2026, 5, 14), text="14 May 2026")
SPEED, PRICE, MAKER = "acme-prices/speed", "acme-prices/price", "acme-prices/maker"


def _place(words: str) -> tuple[Span, ...]:
    start = ARTICLE.index(words)
    return (span_of(ARTICLE, start, start + len(words)),)


MAKES = Claim(
    key="maker",
    subject="a1",
    predicate="madeBy",
    objects=("acme", "fab-one"),
    attributed_to=("example-news",),
    spans=_place("Acme Chips asks over 12,000 USD"),
    topics=("advanced-packaging",),
    dependence=Dependence(effect="reduces", on="nvidia"),
    qualifiers=(("role", "supplier"), ("substituteFor", "h100"), ("share", "about a third")),
)
COSTS = Claim(
    key="price",
    subject="a1",
    predicate="unitPrice",
    quantity=read_figure("over 12,000 USD", where="price"),
    modality="reported",
    hedges=("may",),
    condition="for orders of a thousand",
    attributed_to=("acme",),
    attribution_inferred=True,
    spans=_place("over 12,000 USD"),
    when=DAY,
    second=Second(relation="at", quantity=read_figure("1 M requests/s", where="price")),
    qualifiers=(("aspect", "gross"), ("members", "a1")),
    note="The list price.",
)
IS_FASTER = Claim(
    key="speed",
    subject="a1",
    predicate="relativeThroughput",
    quantity=read_figure("2.5x", where="speed"),
    modality="benchmarked",
    attributed_to=("acme",),
    spans=_place("2.5x faster than the H100"),
    locator="paragraph 2",
    topics=("throughput-per-watt",),
    links=(Link(relation="supports", to=PRICE),),
    metric="throughput",
    baseline="h100",
    workload="a model of 70 billion weights",
    window="until 2027",
    resolution="by a published benchmark",
    confidence=0.9,
)
SHIFTS = Claim(
    key="shift",
    subject="acme",
    predicate="bottleneckShift",
    attributed_to=("analyst",),
    shift_from="compute",
    shift_to="cooling",
    locator="paragraph 3",
)
LASTS = Claim(
    key="lasts",
    subject="a1",
    predicate="relativeThroughput",
    quantity=read_figure("2x", where="lasts"),
    baseline_quantity=read_figure("over 10 years", where="lasts"),
    attributed_to=("acme",),
    locator="paragraph 4",
)
DOUBTS = Claim(
    key="doubt",
    subject="a1",
    states="The speed that Acme gives for its card is in doubt.",
    modality="opinion",
    attributed_to=("analyst",),
    spans=_place("An analyst doubts it"),
    links=(Link(relation="disputes", to=SPEED),),
    method="authored",
)
PAGE = Document(
    id="acme-prices",
    title="Acme sets its price",
    kind="article",
    voice="example-news",
    publisher="example-news",
    authors=("reporter",),
    url="https://news.example/acme-prices?id=7#top",
    read_on="2026-05-20",
    published=DAY,
    published_note="By its head line.",
    language="de-CH",
    summary="Acme names a price.",
    text_hash=text_hash(ARTICLE),
)
NEWS = Occurrence(
    key="pricing",
    title="Acme names the price of its card",
    type="historic",
    on=DAY,
    about=("acme", "a1"),
    missing="how",
)
ENTITIES = (
    Entity(id="acme", cls="Company", label="Acme Chips", aliases=("Acme",), note="The maker of chips."),
    Entity(id="a1", cls="Chip", label="Acme A1"),
    Entity(id="h100", cls="Chip", label="H100"),
    Entity(id="nvidia", cls="Company", label="Nvidia"),
    Entity(id="fab-one", cls="Company", label="Fab One"),
    Entity(id="fab1", cls="Company", label="FabOne"),
    Entity(id="example-news", cls="Publisher", label="Example News"),
    Entity(id="reporter", cls="Person", label="A. Reporter"),
    Entity(id="analyst", cls="UnnamedAgent", label="an analyst"),
)


def _own_reading() -> tuple[Event, ...]:
    """Return what we read anew: a claim, an entity, a document, an announcement."""
    because = "It was misread."
    return (
        ExtractionCorrected(
            because=because,
            previous=MAKES.content_hash(),
            reading=Reading(
                document="acme-prices", occurrence="pricing", claim=MAKES.model_copy(update={"objects": ("acme",)})
            ),
            nth=2,
        ),
        ExtractionCorrected(because=because, previous=ENTITIES[0].content_hash(), entity=ENTITIES[0]),
        ExtractionCorrected(because=because, previous=PAGE.content_hash(), document=PAGE),
        ExtractionCorrected(because=because, previous=NEWS.content_hash(), occurrence=NEWS, inside="acme-prices"),
    )


def _acts() -> tuple[Event, ...]:
    because = "Its source says so."
    merged = EntitiesMerged(keep="fab-one", fold="fab1", because=because, author="ada", nth=2)
    return (
        ClaimCorrected(claim=PRICE, because=because, by="acme-later/price", on="2026-06-01"),
        ClaimSuperseded(claim=SPEED, because=because, by="acme-later/speed", on="2026-06-01"),
        ClaimRetracted(claim="acme-prices/doubt", because=because, on="2026-06-02"),
        ClaimsLinked(claim=MAKER, link=Link(relation="restates", to=PRICE), because=because),
        BackgroundRecorded(subject="h100", predicate="madeBy", object="nvidia", because="It is known.", author="ada"),
        ForecastResolved(claim=SPEED, outcome="kept-late", because=because, by="acme-later/speed", on="2026-06-03"),
        AssessmentRecorded(
            claim=SPEED,
            statement="The service could move.",
            because="Its guide says so.",
            author="ada",
            owner="acme",
            need="accelerator",
            supplier="a1",
            in_place_of="h100",
            readiness="port",
            criticality="major",
            share="0.3",
            chance="50 %",
            and_claim=PRICE,
        ),
        merged,
        JudgementUndone(judgement=merged.key(), entities_judged=("fab-one", "fab1"), because=because, author="ada"),
        EntitiesKeptApart(one="a1", other="h100", because=because, author="ada", nth=2),
        WatchDeclared(who="acme", scope="its prices", since="2026-06-01", until="2026-12-31", because=because),
        DocumentRetracted(document="acme-later", because=because, on="2026-06-04"),
        DocumentErased(document="acme-later", depth="text", because="The paper asked for it."),
    )


@cache
def world() -> tuple[Event, ...]:
    """Return the events in an order in which each finds what it acts on."""
    later = Document(id="acme-later", title="Acme asks less", kind="wire", voice="acme", published=DAY)
    return (
        *(EntityDeclared(entity=entity) for entity in ENTITIES),
        DocumentRecorded(document=PAGE, claims=(DOUBTS, SHIFTS)),
        AnnouncementRecorded(document="acme-prices", occurrence=NEWS, claims=(MAKES, COSTS, IS_FASTER, LASTS)),
        DocumentRecorded(
            document=later,
            claims=(
                COSTS.model_copy(update={"spans": (), "locator": "line 1"}),
                IS_FASTER.model_copy(update={"spans": (), "links": ()}),
            ),
        ),
        *_own_reading(),
        *_acts(),
    )
