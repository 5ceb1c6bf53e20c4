"""A number in, a stream of events out in which every shipped question has something to find; seeded.

Companies are drawn with a skew (the cube of a uniform number), as news has it: of a fifth as many companies as
announcements the first is named by some of a hundred, most by one or two. What a figure says follows its subject and
its quarter, so documents mostly agree; one in eight is off. A tenth of the figures name no time and so meet those of
every year. One announcement in 13 disputes, repeats, supports or ends what an earlier one said. The number of rows
of most answers grows with the ledger; precedents, absences and watches come once in a few hundred.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial

from kg.claim import Claim, Dependence, Document, Entity, Link, Occurrence, Second
from kg.dates import When
from kg.events import (
    AnnouncementRecorded,
    AssessmentRecorded,
    BackgroundRecorded,
    ClaimCorrected,
    ClaimRetracted,
    ClaimsLinked,
    ClaimSuperseded,
    DocumentRecorded,
    DocumentRetracted,
    EntityDeclared,
    Event,
    ForecastResolved,
    WatchDeclared,
)
from kg.figures import Figure, read_figure

FIRST_DAY = date(2023, 1, 2)
DAYS = 1200
_FIGURES = (
    ("hasValuation", "{} bn USD"),
    ("roundAmount", "{} M USD"),
    ("totalRaised", "about {} M CNY"),
    ("plannedCapacity", "{} MW"),
    ("powerDraw", "{} kW"),
    ("memoryBandwidth", "over {} TB/s"),
)
_RELATIONS = (
    *("usesHardware", "madeBy", "partnerOf", "investedIn", "supplies", "alternativeTo", "competesWith", "requires"),
    *("customerOf", "acquired", "reducesDependenceOn", "hadFundingRound"),
)
_RATIOS = ("relativePerfPerWatt", "relativeThroughput", "relativeCost", "relativeSpeed")
_WORKLOADS = ("Llama 3 70B decode", "long context prefill", None)
_TOPICS = ("memory-bandwidth", "grid-capacity", "gpu-supply", "vendor-lock-in", "latency", "energy", "hbm-supply")
_FUTURE = ("planned", "scheduled", "projected", "targeted")


@lru_cache(maxsize=10_000)
def _figure(text: str) -> Figure:
    return read_figure(text, where="generator")


def companies_for(count: int) -> int:
    """Return how many companies go with `count` announcements."""
    return max(50, count // 5)


def world(count: int, *, seed: int = 1) -> Iterator[Event]:
    """Return the entities, `count` documents with one announcement each, and the acts that bear on them."""
    companies = companies_for(count)
    yield from _entities(companies)
    chance = random.Random(seed)
    for number in range(count):
        yield from _News(number, count, companies, chance).events()


def _entities(companies: int) -> Iterator[Event]:
    for number in range(companies):
        yield _declared(f"company-{number}", "Company", f"Company {number}")
        yield _declared(f"chip-{number}", "Chip", f"Chip {number}")
        yield _declared(f"round-{number}", "FundingRound", f"Round of company {number}")
        if number % 3 == 0:
            yield BackgroundRecorded(
                subject=f"chip-{number}", predicate="madeBy", object=f"company-{number}", because="Its name says so."
            )
    for number in range(20):
        yield _declared(f"paper-{number}", "Publisher", f"Paper {number}")
        yield _declared(f"voice-{number}", "UnnamedAgent", f'"people close to paper {number}" (unnamed)')


def _declared(name: str, cls: str, label: str) -> EntityDeclared:
    return EntityDeclared(entity=Entity(id=name, cls=cls, label=label))


def _quarter(day: date) -> When:
    first = date(day.year, day.month - (day.month - 1) % 3, 1)
    last = date(day.year + first.month // 10, (first.month + 2) % 12 + 1, 1) - timedelta(days=1)
    return When(first, last, f"Q{(first.month + 2) // 3} {day.year}")


@dataclass(frozen=True, slots=True)
class _News:
    """One document with its announcement, and the acts that follow it."""

    number: int
    count: int
    companies: int
    chance: random.Random

    def events(self) -> Iterator[Event]:
        number, name = self.number, f"news-{self.number}"
        day = FIRST_DAY + timedelta(days=number * DAYS // self.count)
        paper = number % 20
        document = Document(
            id=name,
            title=f"Announcement number {number}",
            kind="article",
            voice=f"paper-{paper}",
            publisher=f"paper-{paper}",
            published=When(day, day, day.isoformat()),
            url=f"https://example.org/{number}",
        )
        subject = self._somebody()
        claims = (self._stated(subject, day), self._related(subject), *self._further(subject, day))
        about = tuple({claim.subject: None for claim in claims})
        title = f"What a company says, number {number}"
        missing = "The price." if number % 9 == 0 else None
        yield DocumentRecorded(document=document)
        yield AnnouncementRecorded(
            document=name,
            occurrence=Occurrence(key="news", title=title, about=about, missing=missing),
            claims=claims,
        )
        yield from self._acts(subject)

    def _somebody(self, kind: str = "company") -> str:
        return f"{kind}-{int(self.companies * self.chance.random() ** 3)}"

    def _earlier(self, key: str = "figure") -> str:
        return f"news-{self.chance.randrange(max(1, self.number))}/{key}"

    def _stated(self, subject: str, day: date) -> Claim:
        """Return a figure that follows subject and quarter, now and then off, and that bears on an earlier one."""
        predicate, form = self.chance.choice(_FIGURES)
        about = f"round-{subject.partition('-')[2]}" if predicate == "roundAmount" else subject
        when = _quarter(day)
        assert when.latest is not None, "a quarter ends"
        value = hash_of(about, predicate, when.text) % 90 + 10
        value += self.chance.choice((1, 3, 5)) if self.chance.random() < 1 / 8 else 0
        number, modality = self.number, "asserted"
        relation = {0: "disputes", 13: "qualifies", 26: "supports", 39: "restates"}.get(number % 52)
        links = (Link(relation=relation, to=self._earlier()),) if relation and number else ()
        speaker = f"voice-{number % 20}" if number % 11 == 0 else subject
        return Claim(
            key="figure",
            subject=about,
            predicate=predicate,
            quantity=_figure(form.format(value)),
            when=None if number % 10 == 0 else when,
            attributed_to=(speaker,),
            attribution_inferred=number % 7 == 0,
            topics=(self.chance.choice(_TOPICS),),
            hedges=("likely",) if number % 17 == 0 else (),
            links=links,
            modality=modality,
        )

    def _related(self, subject: str) -> Claim:
        relation = self.chance.choice(_RELATIONS)
        to = self._somebody("chip" if relation in ("usesHardware", "requires") else "company")
        if relation == "hadFundingRound":
            to = f"round-{subject.partition('-')[2]}"
        effect = Dependence(effect="creates", on=self._somebody()) if relation == "usesHardware" else None
        if relation == "reducesDependenceOn":
            effect = Dependence(effect="reduces", on=to)
        return Claim(
            key="relation",
            subject=f"chip-{subject.partition('-')[2]}" if relation == "madeBy" else subject,
            predicate=relation,
            objects=(to,),
            negated=self.number % 19 == 0,
            attributed_to=(subject,),
            dependence=effect,
        )

    def _further(self, subject: str, day: date) -> tuple[Claim, ...]:
        kinds: tuple[Callable[[str, date], tuple[Claim, ...]], ...] = (
            *(self._compared, self._compared, self._planned, self._planned, self._addressed, self._product),
            *(self._conditional, self._open, self._ratio, self._counted),
        )
        return kinds[self.number % len(kinds)](subject, day) + self._rare(subject)

    def _compared(self, subject: str, _: date) -> tuple[Claim, ...]:
        predicate, workload, baseline = (
            self.chance.choice(_RATIOS),
            self.chance.choice(_WORKLOADS),
            f"chip-{self.chance.randrange(4)}",
        )
        tenths = hash_of(subject, predicate, baseline, workload or "") % 40 + 11
        tenths += self.chance.choice((1, 4)) if self.chance.random() < 1 / 8 else 0
        return (
            Claim(
                key="compared",
                subject=subject,
                predicate=predicate,
                quantity=_figure(f"{tenths / 10}x"),
                baseline=baseline,
                workload=workload,
                modality="benchmarked",
                attributed_to=(subject,),
                links=(Link(relation="disputes", to=self._earlier()),) if self.number % 60 == 1 else (),
            ),
        )

    def _planned(self, subject: str, day: date) -> tuple[Claim, ...]:
        due = day + timedelta(days=self.chance.randrange(100, 1500))
        dated = self.number % 20 > 2
        return (
            Claim(
                key="plan",
                subject=subject,
                states=f"Company wants to double output number {self.number} with nuclear power.",
                modality=_FUTURE[self.number % 4],
                when=When(None, due, f"by {due.isoformat()}") if dated else None,
                attributed_to=(subject,),
                topics=(self.chance.choice(_TOPICS),),
            ),
        )

    def _addressed(self, subject: str, _: date) -> tuple[Claim, ...]:
        topic = self.chance.choice(_TOPICS)
        claim = partial(Claim, subject=subject, attributed_to=(subject,), topics=(topic,))
        return (
            claim(key="addressed", predicate="addressesBottleneck", objects=(topic,)),
            claim(key="shift", predicate="bottleneckShift", shift_from=topic, shift_to="energy"),
        )

    def _product(self, subject: str, _: date) -> tuple[Claim, ...]:
        """Return a load that should be requests a second times the energy of each, in one case of three wrong."""
        energy = self.chance.randrange(100, 900)
        load = energy * 2 if self.number % 3 else energy * 5
        asked = Second(relation="at", quantity=_figure("2 M requests/s"))
        claim = partial(Claim, subject=subject, attributed_to=(subject,))
        derived = (Link(relation="derivedFrom", to=f"news-{self.number}/energy"),)
        return (
            claim(key="energy", predicate="energyPerRequest", quantity=_figure(f"{energy} J")),
            claim(key="load", predicate="continuousLoad", quantity=_figure(f"{load} MW"), second=asked, links=derived),
        )

    def _conditional(self, subject: str, _: date) -> tuple[Claim, ...]:
        return (
            Claim(
                key="conditional",
                subject=subject,
                states=f"Unit costs fall, number {self.number}.",
                modality="conditional",
                condition="If demand holds up.",
                attributed_to=(subject,),
            ),
        )

    def _open(self, subject: str, _: date) -> tuple[Claim, ...]:
        return (
            Claim(
                key="open",
                subject=subject,
                states=f"Who pays for number {self.number}?",
                modality="question",
                attributed_to=(f"voice-{self.number % 20}",),
            ),
        )

    def _ratio(self, subject: str, _: date) -> tuple[Claim, ...]:
        """Return a ratio that should follow from two powers, in one case of three wrong."""
        own, other = self.chance.randrange(10, 90), self.chance.randrange(10, 90)
        stated = own / other * (1 if self.number % 3 else 1.5)
        claim = partial(Claim, attributed_to=(subject,))
        powers = {"own": own, "other": other}
        # These chips are drawn without skew, since their powers are invented for each document.
        chips = {"own": f"chip-{self.number % self.companies}", "other": f"chip-{self.number * 7 % self.companies}"}
        return (
            *(
                claim(key=key, subject=chips[key], predicate="powerDraw", quantity=_figure(f"{power} kW"))
                for key, power in powers.items()
            ),
            claim(
                key="ratio",
                subject=chips["own"],
                predicate="relativePowerUse",
                quantity=_figure(f"{stated:.2f}x"),
                baseline=chips["other"],
                links=tuple(Link(relation="derivedFrom", to=f"news-{self.number}/{key}") for key in powers),
            ),
        )

    def _counted(self, subject: str, _: date) -> tuple[Claim, ...]:
        said = 1 + self.number % 2
        return (
            Claim(
                key="count",
                subject=subject,
                predicate="announcementCount",
                quantity=_figure(str(said)),
                attributed_to=(subject,),
            ),
        )

    def _rare(self, subject: str) -> tuple[Claim, ...]:
        claim = partial(Claim, subject=subject, attributed_to=(f"paper-{self.number % 20}",))
        if self.number % 250 == 3:
            words = "No word of it in this body of news."
            return (claim(key="absence", predicate="newsIn", objects=("paper-1",), modality="absence", note=words),)
        if self.number % 250 == 4:
            qualifiers = (("role", "illustrates"),)
            return (claim(key="precedent", predicate="hasPrecedent", objects=("company-1",), qualifiers=qualifiers),)
        return ()

    def _acts(self, subject: str) -> Iterator[Event]:
        number, because = self.number, "The company said so."
        if number < 20:
            return
        mine = f"news-{number}/figure"
        if number % 40 == 5:
            yield ClaimCorrected(claim=f"news-{number - 1}/figure", by=mine, because=because)
        elif number % 40 == 15:
            yield ClaimSuperseded(claim=f"news-{number - 2}/figure", by=mine, because=because)
        elif number % 200 == 25:
            yield ClaimRetracted(claim=f"news-{number - 3}/relation", because=because)
        elif number % 1000 == 26:
            yield DocumentRetracted(document=f"news-{number - 4}", because=because)
        elif number % 10 == 3:
            outcome = ("kept", "missed", "cannot-tell")[number % 3]
            yield ForecastResolved(claim=f"news-{number - 10}/plan", outcome=outcome, by=mine, because=because)
        elif number % 100 == 34:
            yield ClaimsLinked(claim=mine, link=Link(relation="qualifies", to=self._earlier()), because="We read both.")
        elif number % 500 == 37:
            yield WatchDeclared(who=subject, scope="any paper", since="2025-01-01", because="It owes an answer.")
        elif number % 500 == 38:
            yield AssessmentRecorded(claim=mine, statement="Taken as the total.", because=because, author="editor")


def hash_of(*words: str) -> int:
    """Return a number that depends on the words alone, as Python's own `hash` does not."""
    return random.Random(" ".join(words)).randrange(1 << 30)
