"""The fields of authored files: the tables that the reader, the schema for editors and the documentation share.

To add a field, add a line here and read it in `claims.py`, `document.py` or `acts.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from kg import lengths
from kg.vocab import QUALIFIER_VALUES

Shape = Literal[
    "text",
    "texts",
    "name",
    "names",
    "topic",
    "topics",
    "objects",
    "predicate",
    "modality",
    "metric",
    "class",
    "kind",
    "one-of",
    "some-of",
    "figure",
    "baseline",
    "second",
    "dependence",
    "time",
    "day",
    "flag",
    "number",
    "url",
    "text-hash",
    "language",
    "spans",
    "quotes",
    "claim",
    "claims",
    "part",
    "record",
    "count",
    "entity-map",
    "claim-map",
    "announcement-map",
    "act-list",
]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a mapping in an authored file."""

    name: str
    shape: Shape
    means: str
    required: bool = False
    choices: tuple[str, ...] = ()
    """For the shapes `one-of` and `some-of`."""
    length: int | None = None
    """Characters of a value, where they are not those of the shape."""

    @property
    def longest(self) -> int:
        """Return how many characters a value may have."""
        return self.length or LONGEST.get(self.shape, lengths.WORD)

    @property
    def most(self) -> int:
        """Return how many values a list or a mapping may have."""
        return MOST.get(self.shape, lengths.VALUES)


LONGEST: Mapping[Shape, int] = MappingProxyType(
    {
        "text": lengths.SENTENCE,
        "texts": lengths.PHRASE,
        "name": lengths.NAME,
        "names": lengths.NAME,
        "objects": lengths.NAME,
        "figure": lengths.FIGURE,
        "baseline": lengths.FIGURE,
        "second": lengths.FIGURE,
        "dependence": lengths.FIGURE,
        "time": lengths.TIME,
        "url": lengths.ADDRESS,
        "language": lengths.LANGUAGE,
        "quotes": lengths.QUOTE,
        "claim": lengths.REFERENCE,
        "claims": lengths.REFERENCE,
        "record": lengths.RECORD,
    }
)
"""Characters of a value by its shape; a word of the vocabulary is meant where a shape is not here."""
MOST: Mapping[Shape, int] = MappingProxyType(
    {
        "claim-map": lengths.CLAIMS,
        "entity-map": lengths.ENTRIES,
        "announcement-map": lengths.ENTRIES,
        "act-list": lengths.ENTRIES,
    }
)
"""Values of a list or mapping by its shape, where they are not those of a field of a claim."""

EVENT_TYPES = ("announcement", "historic")
LINK_WORDS = ("supports", "disputes", "qualifies", "restates", "derived_from")
OUTCOMES = ("kept", "kept-late", "missed", "slipped", "cannot-tell")

DOCUMENT_FIELDS = (
    Field("document", "name", "Id of the document; it never changes.", required=True),
    Field("title", "text", "The real title of the page.", required=True, length=lengths.TITLE),
    Field("kind", "kind", "What sort of document it is.", required=True),
    Field("publisher", "name", "Who published it, as an entity."),
    Field("author", "names", "Who wrote it, as one entity or several."),
    Field("url", "url", "Address of the page; only if the page was read."),
    Field("read_on", "day", "Day on which the page was read; needed with `url`."),
    Field("published", "time", "Day of publication, or the days between which it lies.", required=True),
    Field("published_note", "text", "Why a range; needed where `published` is not one day."),
    Field("language", "language", "Language of the document, such as `en` or `de-CH`; `en` where it is not given."),
    Field("voice", "name", "Entity that speaks where a claim has no `by`; the publisher where it is not given."),
    Field("summary", "text", "One plain sentence in your own words."),
    Field("text", "text-hash", "Hash of the normalised text; `kg fmt --text FILE` writes it."),
    Field("entities", "entity-map", "Entities that no other file declares, by id."),
    Field("claims", "claim-map", "Claims in the document's own voice, by key."),
    Field("announcements", "announcement-map", "What is reported to have happened, by key, each with its claims."),
)

ENTITY_FIELDS = (
    Field("class", "class", "What sort of thing it is.", required=True),
    Field("label", "text", "Its usual name.", required=True, length=lengths.LABEL),
    Field("aliases", "texts", "Other names that texts use for it.", length=lengths.LABEL),
    Field("note", "text", "What tells it apart from its namesakes."),
)

ANNOUNCEMENT_FIELDS = (
    Field("title", "text", "What happened, in your own words.", required=True, length=lengths.TITLE),
    Field("type", "one-of", "An announcement, or an earlier event that is referred to.", choices=EVENT_TYPES),
    Field("on", "time", "When it happened."),
    Field("about", "names", "Entities that it is about."),
    Field("missing", "text", "What the source leaves out."),
    Field("claims", "claim-map", "Claims about it, by key."),
)

CLAIM_FIELDS = (
    Field("subject", "name", "Entity that the claim is about.", required=True),
    Field("predicate", "predicate", "What is said of it."),
    Field("object", "objects", "Entity or topic at the other end, or a list of them."),
    Field("value", "figure", "Figure as people write it: `185 USD`, `over 35 bn USD`, `2 to 4 years`."),
    Field("when", "time", "Time that the claim speaks of, as text or as {text, from, to}."),
    Field("states", "text", "A plain sentence in your own words, where no predicate says it."),
    Field("negated", "flag", "`true` where the source denies it."),
    Field("modality", "modality", "How the source says it; `asserted` where it is not given."),
    Field("hedge", "texts", "Words by which the source hedges, as it has them."),
    Field("condition", "text", "Under which condition it is said to hold."),
    Field("by", "names", "Who says it; the document's voice where it is not given."),
    Field("by_inferred", "flag", "`true` where the text does not name the speaker."),
    Field("quote", "quotes", "Exact words of the text; `kg fmt --text FILE` turns them into `at`."),
    Field("at", "spans", "Place of the words in the text: START-END HASH, or a list."),
    Field("locator", "text", "Where it stands, if there is no text to point into: `page 3`.", length=lengths.PHRASE),
    Field("topics", "topics", "Bottlenecks that the claim bears on."),
    Field("supports", "claims", "Claims that this one supports: `key` or `document/key`."),
    Field("disputes", "claims", "Claims that this one contests."),
    Field("qualifies", "claims", "Claims that this one narrows or weakens."),
    Field("restates", "claims", "Claims that this one says again."),
    Field("derived_from", "claims", "Claims from which this one is worked out."),
    Field("metric", "metric", "What is compared, where it is not the predicate's own metric."),
    Field("baseline", "baseline", "What it is compared with: an entity, or a figure."),
    Field("workload", "text", "What was run for the comparison.", length=lengths.PHRASE),
    Field("shift_from", "topic", "Bottleneck that loses weight; with the predicate bottleneckShift."),
    Field("shift_to", "topic", "Bottleneck that gains weight; with the predicate bottleneckShift."),
    Field("dependence", "dependence", "Effect on the subject's dependence: `reduces nvidia`."),
    Field("role", "some-of", "Part that object or subject plays.", choices=QUALIFIER_VALUES["role"]),
    Field("category", "some-of", "Which need of the subject the object serves.", choices=QUALIFIER_VALUES["category"]),
    Field("share", "text", "Part that the object has in the subject, in words or as a figure.", length=lengths.PHRASE),
    Field(
        "criticality",
        "some-of",
        "How much of the subject stops without the object.",
        choices=QUALIFIER_VALUES["criticality"],
    ),
    Field("substitute_for", "name", "Entity that the object could replace."),
    Field("readiness", "some-of", "How ready a substitute is.", choices=QUALIFIER_VALUES["readiness"]),
    Field("level", "some-of", "Size of thing that a technical figure speaks of.", choices=QUALIFIER_VALUES["level"]),
    Field("aspect", "some-of", "Which reading of a figure is meant.", choices=QUALIFIER_VALUES["aspect"]),
    Field("milestone", "some-of", "Step of a project or deal that is meant.", choices=QUALIFIER_VALUES["milestone"]),
    Field("members", "names", "Entities that a count is made of."),
    Field("framing", "some-of", "Word that makes a figure look small or large.", choices=QUALIFIER_VALUES["framing"]),
    Field("second", "second", "Figure that belongs to the first: `at 1 M requests/s`, `from 10,000 USD/kW`."),
    Field("window", "text", "Time in which a forecast can come true.", length=lengths.PHRASE),
    Field("resolution", "text", "By what a forecast would be judged."),
    Field("note", "text", "Anything a later reader should know."),
    Field("confidence", "number", "How sure you are that the source says so, from 0 to 1."),
)

ENTITY_FILE_FIELDS = (Field("entities", "entity-map", "Entities that many documents name, by id.", required=True),)
ACTS_FILE_FIELDS = (
    Field("acts", "act-list", "What later happened to claims, and what we know beside them.", required=True),
)

_REASON = Field("reason", "text", "Why, in your own words.", required=True)
_CLAIM = Field("claim", "claim", "Claim meant, as `document/key`.", required=True)
_NEWER = Field("by_claim", "claim", "Claim that takes its place, as `document/key`.", required=True)
_BY_CLAIM = Field("by_claim", "claim", "Claim that shows it, as `document/key`.")
_AUTHOR = Field("author", "text", "Who judges so; `editor` where it is not given.", length=lengths.PHRASE)
_NTH = Field("nth", "count", "Which time, from 2 on, where it was undone before.")
_ON = Field("on", "day", "Day on which it happened.")
ACT = Field("act", "one-of", "What is recorded; it says which other fields stand beside it.", required=True)
ACT_FIELDS: dict[str, tuple[Field, ...]] = {
    "correct": (_CLAIM, _NEWER, _ON, _REASON),
    "supersede": (_CLAIM, _NEWER, _ON, _REASON),
    "retract": (
        Field("claim", "claim", "Claim that its source withdrew; or give `document`."),
        Field("document", "name", "Document that was withdrawn as a whole."),
        _ON,
        _REASON,
    ),
    "resolve": (
        _CLAIM,
        Field("outcome", "one-of", "How it came out.", required=True, choices=OUTCOMES),
        _BY_CLAIM,
        _ON,
        _REASON,
    ),
    "link": (
        _CLAIM,
        Field("relation", "one-of", "How the claim bears on the other.", required=True, choices=LINK_WORDS),
        Field("to", "claim", "The other claim, as `document/key`.", required=True),
        _REASON,
    ),
    "background": (
        Field("subject", "name", "Entity that it is about.", required=True),
        Field("predicate", "predicate", "What is held true of it.", required=True),
        Field("object", "name", "Entity at the other end.", required=True),
        Field("author", "text", "Who vouches for it; `editor` where it is not given.", length=lengths.PHRASE),
        _REASON,
    ),
    "assess": (
        _CLAIM,
        Field("statement", "text", "The assumption, in one sentence.", required=True),
        Field("author", "text", "Whose assumption it is.", required=True, length=lengths.PHRASE),
        Field("owner", "name", "Entity that has a need, where one is read out of the claim."),
        Field("need", "name", "What it needs: a role, a category or a word of your own; with `owner`."),
        Field("supplier", "name", "Entity that serves the need, or could; with `owner`."),
        Field("in_place_of", "name", "Supplier in use that it could replace; with `supplier`."),
        Field("readiness", "part", "How ready the substitute is: `rewrite`, `0.2`, `0.2 to 0.8`."),
        Field("criticality", "part", "How much stops without it: `essential`, `0.7`."),
        Field("share", "part", "Part of the need that the supplier serves: `0.5`, `50 %`."),
        Field("chance", "part", "How likely it comes true or is true: `0.5`, `0.2 to 0.8`."),
        Field("and_claim", "claim", "A further claim without which the assumption says nothing."),
        _REASON,
    ),
    "merge": (
        Field("keep", "name", "Entity that stays.", required=True),
        Field("fold", "name", "Entity that is the same, and is read as the one kept.", required=True),
        _AUTHOR,
        _NTH,
        _REASON,
    ),
    "keep-apart": (
        Field("one", "name", "Entity that could be taken for the other.", required=True),
        Field("other", "name", "The other entity.", required=True),
        _AUTHOR,
        _NTH,
        _REASON,
    ),
    "undo": (
        Field("record", "record", "The merge or keeping apart: its key, `merge/acme/acme-inc`.", required=True),
        _AUTHOR,
        _REASON,
    ),
    "watch": (
        Field("who", "name", "Entity that is expected to speak.", required=True),
        Field("scope", "text", "Where or on what.", required=True, length=lengths.PHRASE),
        Field("since", "day", "First day of the watch.", required=True),
        Field("until", "day", "Last day of the watch."),
        _REASON,
    ),
}
