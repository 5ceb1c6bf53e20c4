"""A number in, a stream of synthetic announcements out: seeded, so that every run measures the same events.

Companies, chips and projects are drawn with a skew, as news has it: few are named often, most seldom. A document
reports one announcement with three claims: a figure with its time, a relation, and a comparison or a plain sentence.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from kg.claim import Claim, Document, Entity, Link, Occurrence
from kg.dates import When
from kg.events import AnnouncementRecorded, DocumentRecorded, EntityDeclared, Event
from kg.figures import Figure, read_figure

FIRST_DAY = date(2023, 1, 2)
_FIGURES = [
    ("hasValuation", "over 35 bn USD"),
    ("roundAmount", "380 M USD"),
    ("powerDraw", "23 kW"),
    ("plannedCapacity", "1.5 GW"),
    ("memoryBandwidth", "27 PB/s"),
    ("totalRaised", "about 4 bn CNY"),
]
_RELATIONS = ("usesHardware", "madeBy", "partnerOf", "investedIn", "supplies")
_TOPICS = ("memory-bandwidth", "grid-capacity", "gpu-supply", "vendor-lock-in", "latency")


def entities(count: int) -> Iterator[EntityDeclared]:
    """Return declarations of `count` companies."""
    for number in range(count):
        yield EntityDeclared(entity=Entity(id=f"company-{number}", cls="Company", label=f"Company {number}"))


def announcements(count: int, *, companies: int, seed: int = 1, first: int = 0) -> Iterator[tuple[Event, Event]]:
    """Return `count` documents, each with its one announcement, numbered from `first`."""
    chance = random.Random(seed + first)
    figures = {text: read_figure(text, where="generator") for _, text in _FIGURES}
    faster = read_figure("2.2x", where="generator")
    for number in range(first, first + count):
        day = FIRST_DAY + timedelta(days=number // 80)
        name = f"news-{number}"
        document = Document(
            id=name,
            title=f"Announcement number {number}",
            kind="article",
            voice="company-0",
            published=When(day, day, day.isoformat()),
        )
        claims = tuple(_claims(chance, companies, figures, faster, number))
        about = tuple({claim.subject: None for claim in claims})
        occurrence = Occurrence(key="news", title=f"What company says, number {number}", about=about)
        yield (
            DocumentRecorded(document=document),
            AnnouncementRecorded(document=name, occurrence=occurrence, claims=claims),
        )


def _claims(
    chance: random.Random, companies: int, figures: dict[str, Figure], faster: Figure, number: int
) -> Iterator[Claim]:
    def somebody() -> str:
        return f"company-{int(companies * chance.random() ** 3)}"

    subject = somebody()
    predicate, text = chance.choice(_FIGURES)
    topics = (chance.choice(_TOPICS),)
    yield Claim(
        key="figure",
        subject=subject,
        predicate=predicate,
        quantity=figures[text],
        attributed_to=(subject,),
        topics=topics,
    )
    relation = chance.choice(_RELATIONS)
    yield Claim(key="relation", subject=subject, predicate=relation, objects=(somebody(),), attributed_to=(subject,))
    if number % 2:
        links = (Link(relation="derivedFrom", to=f"news-{number}/figure"),)
        yield Claim(
            key="compared",
            subject=subject,
            predicate="relativePerfPerWatt",
            quantity=faster,
            baseline=somebody(),
            modality="benchmarked",
            attributed_to=("company-0",),
            links=links,
        )
    else:
        yield Claim(
            key="plan",
            subject=subject,
            states=f"Company wants to double output number {number} by the end of the decade.",
            modality="planned",
            attributed_to=(subject,),
            topics=topics,
        )
