"""An opened ledger and a period in, everything that the sections of a report are written from out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.analyses import ANALYSES, Finding, analysis
from kg.analyses.base import AnalysisParameterError, UnknownNodeError, Value
from kg.analyses.forecasts import forecasts
from kg.pictures import NARROW, WIDE, NothingToDrawError, picture
from kg.report.blocks import Image
from kg.report.period import Period
from kg.table import Table
from kg.texts import Texts
from kg.views.claims import ClaimView, claims_around, claims_named
from kg.views.counts import Counts, counts
from kg.views.diff import Difference, State, difference, state
from kg.views.evidence import evidence
from kg.views.phrases import sentence
from kg.views.source import Source, source
from kg.views.values import Asking

Row = Mapping[str, Value]
_NOTHING = State({}, frozenset(), {})
KNOWN = frozenset(each.name for each in ANALYSES)
"""Names of the analyses that there are."""
_WEEK = 7


@dataclass(slots=True)
class Remembered:
    """A reader that asks each question and runs each analysis once, since several sections rest on one answer."""

    reader: Asking
    held: dict[tuple[str, tuple[tuple[str, str | Sequence[str]], ...]], Table] = field(default_factory=dict)
    found: dict[tuple[str, tuple[tuple[str, Value], ...]], Finding] = field(default_factory=dict)

    def table(self, question: str, /, **parameters: str | Sequence[str]) -> Table:
        """Return the table that a named question answers."""
        key = (question, tuple(sorted(parameters.items())))
        if key not in self.held:
            self.held[key] = self.reader.table(question, **parameters)
        return self.held[key]


@dataclass(frozen=True, slots=True)
class Material:
    """What the sections of a report are written from."""

    period: Period
    asking: Asking
    texts: Texts
    counts: Counts
    state: State
    change: Difference
    """What the period brought; everything, where the report has no first day."""
    findings: Mapping[str, Finding]
    """By the names of the analyses, judged on the last day."""
    new: frozenset[str]
    """Claims that the period brought."""
    earlier: Mapping[str, str]
    """The state of each dated forecast on the day before the period."""
    drawn: bool
    """Whether there are pictures."""
    corpus: tuple[str, str] = ("", "")
    """Its name, and how it was chosen, in the words of the workspace."""
    vendor: str = ""
    """The vendor whose loss is looked at; empty where none is named."""
    left_out: tuple[str, ...] = ()
    """Sentences on what the view of that day had to leave out."""
    _claims: dict[str, ClaimView] = field(default_factory=dict)
    _sources: dict[str, Source] = field(default_factory=dict)

    def rows(self, analysis: str) -> tuple[Row, ...]:
        """Return the rows of a finding by the names of its columns; none where there is no such analysis."""
        finding = self.findings.get(analysis)
        if finding is None:
            return ()
        return rows_of(finding)

    def find(self, name: str, **given: Value) -> Finding | None:
        """Return what an analysis finds with these values, or None where it has nothing to say to them."""
        chosen = analysis(name)
        try:
            values = chosen.given({key: f"{value}" for key, value in given.items()})
            return chosen.run(self.asking, values)
        except (AnalysisParameterError, UnknownNodeError):
            return None

    def is_new(self, claim: str) -> bool:
        """Return whether a claim came in the period; nothing is new where there is no first day."""
        return self.period.since is not None and claim in self.new

    def claim(self, name: str) -> ClaimView:
        """Return a claim."""
        if name not in self._claims:
            self._claims.update(claims_around(self.asking, name))
        return self._claims[name]

    def claims(self, names: Sequence[str]) -> tuple[ClaimView, ...]:
        """Return several claims, looked up together."""
        missing = [name for name in names if name not in self._claims]
        if missing:
            self._claims.update(claims_named(self.asking, missing))
        return tuple(self._claims[name] for name in names)

    def says(self, name: str) -> str:
        """Return what a claim says."""
        return sentence(self.claim(name))

    def words(self, name: str) -> tuple[str, ...]:
        """Return the words that a claim came from, where the text is attached."""
        return tuple(words.words for words in evidence(self.claim(name), self.texts).words)

    def source(self, document: str) -> Source:
        """Return a document as a reference names it."""
        if document not in self._sources:
            self._sources[document] = source(self.asking, document)
        return self._sources[document]

    def image(self, name: str, **given: Value) -> tuple[Image, ...]:
        """Return a picture, or nothing where pictures are left out or there is nothing to draw."""
        if not self.drawn:
            return ()
        chosen = picture(name)
        if "today" in {parameter.name for parameter in chosen.parameters}:
            given["today"] = self.period.until
        shown = "".join(f" {key}={value}" for key, value in given.items() if key != "today")
        given = {parameter.name: parameter.default for parameter in chosen.parameters} | given
        try:
            draw = chosen.read(self.asking, given)
            narrow, wide = draw(NARROW), draw(WIDE)
        except NothingToDrawError:
            return ()
        return (Image(narrow, wide, f"kg draw {name}{shown}{self.period.option()} -o {name}.svg"),)


def rows_of(finding: Finding) -> tuple[Row, ...]:
    """Return the rows of a finding by the names of its columns."""
    names = [column.name for column in finding.columns]
    return tuple(dict(zip(names, row, strict=True)) for row in finding.rows)


def gather(
    after: Asking,
    before: Asking | None,
    texts: Texts,
    period: Period,
    *,
    analyses: Mapping[str, tuple[str, ...]],
    drawn: bool = True,
    corpus: tuple[str, str] = ("", ""),
    vendor: str = "",
    left_out: Sequence[str] = (),
) -> Material:
    """Return what the sections of a report are written from.

    Parameters
    ----------
    after, before
        The ledger at the end of the period and before it; None where the report is about all that there is.
    texts
        The attached texts.
    period
        Its days.
    analyses
        Names of the analyses that the sections rest on, each with what it is told of the period; those that are not
        there are left out.
    drawn
        Whether there are pictures.
    corpus
        Its name, and how it was chosen.
    vendor
        The vendor whose loss is looked at.
    left_out
        What the view of the last day had to leave out, in sentences.

    """
    asking = Remembered(after)
    now = state(asking, figures=False)
    change = difference(state(before, figures=False) if before else _NOTHING, now)
    dated = forecasts(asking.table("forecast-edges")) if period.eve else ()
    return Material(
        period=period,
        asking=asking,
        texts=texts,
        counts=counts(asking),
        state=now,
        change=change,
        new=frozenset(change.new),
        findings={name: _find(asking, name, period, told) for name, told in analyses.items() if _runs(name)},
        earlier={each.claim: each.state(period.eve) for each in dated} if period.eve else {},
        drawn=drawn,
        corpus=corpus,
        vendor=vendor,
        left_out=tuple(left_out),
    )


def _runs(name: str) -> bool:
    """Whether an analysis is there and needs nothing that the period does not say."""
    return name in KNOWN and all(each.name == "today" for each in analysis(name).parameters if each.required)


def _find(asking: Asking, name: str, period: Period, told: Sequence[str]) -> Finding:
    """Run an analysis with what the period says of its parameters, and its defaults otherwise."""
    chosen = analysis(name)
    days = (period.until - period.since).days + 1 if period.since else _WEEK
    values = {"since": period.eve.isoformat() if period.eve else "", "weeks": str(max(1, round(days / _WEEK)))}
    written = {key: values[key] for key in told if values[key]}
    if "today" in {parameter.name for parameter in chosen.parameters}:
        written["today"] = period.until.isoformat()
    return chosen.run(asking, chosen.given(written))
