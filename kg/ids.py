"""Names and values in, RDF terms out, as N-Triples text.

A term is written once, in the form that the store keeps (`stores/`): integers and decimals without superfluous
zeros, instants in UTC with `Z`, numbers that decimals cannot hold as doubles. The same text serves N-Quads files
for a bulk load and the data blocks of a SPARQL update.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

from kg.errors import BadInputError, quoted

KG = "https://w3id.org/claimledger/ns#"
ID = "https://w3id.org/claimledger/id/"
BN = "https://w3id.org/claimledger/bottleneck/"
XSD = "http://www.w3.org/2001/XMLSchema#"

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
RDF_SUBJECT = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#subject>"
RDF_PREDICATE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate>"
RDF_OBJECT = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#object>"
RDFS_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PREF_LABEL = f"<{SKOS}prefLabel>"
ALT_LABEL = f"<{SKOS}altLabel>"
NOTE = f"<{SKOS}note>"
PROV = "http://www.w3.org/ns/prov#"
ATTRIBUTED_TO = f"<{PROV}wasAttributedTo>"
GENERATED_BY = f"<{PROV}wasGeneratedBy>"
SCHEMA = "https://schema.org/"
DCTERMS = "http://purl.org/dc/terms/"
QUDT = "http://qudt.org/schema/qudt/"
OA = "http://www.w3.org/ns/oa#"

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,118}[a-z0-9])?")
_PATH = re.compile(r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*/?")
_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`\x7f-\x9f]*')
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_DECIMAL_DIGITS = 18
_DECIMAL_LIMIT = Decimal(10) ** 18


def check_name(name: str, *, where: str) -> str:
    """Return `name` if it can stand in an id, else say what is wrong with it.

    Raises
    ------
    BadInputError
        `name` has other characters than lower-case ASCII letters, digits, dot, hyphen and underscore, begins or
        ends with a mark, or is longer than 120 characters.

    """
    if _NAME.fullmatch(name):
        return name
    raise BadInputError(
        f"{quoted(name)} cannot be an id",
        where=where,
        next_step="Use lower-case letters a-z, digits, '-', '_' and '.', beginning and ending with a letter or digit.",
    )


def is_name(name: str) -> bool:
    """Return whether `name` can stand in an id."""
    return _NAME.fullmatch(name) is not None


def iri(value: str) -> str:
    """Return the term of an IRI. Raises ValueError where `value` is none."""
    return f"<{_checked(_IRI, value)}>"


@cache
def kg(name: str) -> str:
    """Return the term of a word of our vocabulary. Raises ValueError where it could be none."""
    return f"<{KG}{_checked(_PATH, name)}>"


@cache
def topic(name: str) -> str:
    """Return the term of a bottleneck topic. Raises as `kg` does."""
    return f"<{BN}{_checked(_PATH, name)}>"


def node(name: str) -> str:
    """Return the term of an entity, document, claim or event id: `s3` or `inference-pivot/ipo-val`. Raises as `kg`."""
    return f"<{ID}{_checked(_PATH, name)}>"


def _checked(pattern: re.Pattern[str], value: str) -> str:
    """Return `value`, which then cannot end the term that it stands in and begin another."""
    if pattern.fullmatch(value) is None:
        message = f"{value[:60]!r} cannot stand in a term"
        raise ValueError(message)
    return value


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return _SHORT.get(char) or f"\\u{ord(char):04X}"


def text(value: str, *, language: str | None = None) -> str:
    """Return a string literal, with a language tag if one is given."""
    quoted = f'"{_ESCAPED.sub(_escape, value)}"'
    return f"{quoted}@{_checked(_LANGUAGE, language).lower()}" if language else quoted


def typed(value: str, datatype: str) -> str:
    """Return a literal of the XML Schema type called `datatype`; the caller vouches for the lexical form."""
    return f'"{_ESCAPED.sub(_escape, value)}"^^<{XSD}{_checked(_PATH, datatype)}>'


def boolean(value: bool) -> str:
    """Return `true` or `false` as a literal."""
    return typed("true" if value else "false", "boolean")


def integer(value: int) -> str:
    """Return an integer literal; the store keeps 64 bits."""
    assert abs(value) < 2**63, "an integer beyond 64 bits would become unbound in the store"
    return typed(str(value), "integer")


def plain(value: Decimal) -> str:
    """Return `value` without exponent and superfluous zeros: `35`, `0.3`, `14.3`; no digit is lost."""
    shown = format(value, "f")
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return "0" if shown in {"-0", ""} else shown


def number(value: Decimal) -> str:
    """Return a decimal literal, or a double where the store's decimals (18 digits each side) would overflow."""
    shown = plain(value)
    decimals = len(shown.partition(".")[2])
    return typed(shown, "decimal") if abs(value) < _DECIMAL_LIMIT and decimals <= _DECIMAL_DIGITS else double(value)


def double(value: Decimal) -> str:
    """Return a double literal, written out without exponent as the store does."""
    return typed(plain(Decimal(repr(float(value)))), "double")


def day(value: date) -> str:
    """Return a date literal."""
    return typed(value.isoformat(), "date")


def instant(value: datetime) -> str:
    """Return a dateTime literal in UTC; `value` must know its zone."""
    assert value.tzinfo is not None, "an instant without a zone would depend on the machine"
    shown = value.astimezone(UTC).replace(tzinfo=None).isoformat()
    return typed((shown.rstrip("0") if "." in shown else shown) + "Z", "dateTime")
