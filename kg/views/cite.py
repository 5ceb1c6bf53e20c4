"""A claim in, a reference to it out: who said it, where, when, in which words, and where this ledger holds it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from kg.characters import on_one_line, shown
from kg.errors import BadInputError, UsageError, near_misses, quoted
from kg.views.claims import claims_around
from kg.views.evidence import evidence
from kg.views.history import history
from kg.views.phrases import names, sentence
from kg.views.show import look_up
from kg.views.shown import Reading
from kg.views.source import Source, source

_CSL_TYPES = {
    "press release": "post",
    "paper": "article-journal",
    "post": "post-weblog",
    "web page": "webpage",
    "filing": "report",
    "article": "article-newspaper",
    "column": "article-newspaper",
    "wire report": "article-newspaper",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """Everything that a reference to a claim says."""

    claim: str
    statement: str
    said_by: str
    said_by_inferred: bool
    source: Source
    place: str
    """`characters 117-153`, or the locator, or empty."""
    words: tuple[str, ...]
    """The words of the source, where the attached text has them."""
    position: int | None
    recorded_on: str | None
    """Day on which the ledger learnt it."""
    status: str
    """`stands`, or what ended it and when."""


def citation(reader: Reading, word: str) -> Citation:
    """Return what a reference to the claim called `word` says.

    Raises
    ------
    BadInputError
        Nothing has this id, or it is not a claim.

    """
    found = look_up(reader, word)
    if len(found) != 1 or found[0].kind != "claim":
        what = f"a {found[0].kind}" if len(found) == 1 else f"a name of {len(found)} things"
        raise BadInputError(
            f"{quoted(word)} is {what}, and only a claim can be cited",
            next_step=f"`kg show {found[0].id}` lists claims.",
        )
    claim = claims_around(reader, found[0].id)[found[0].id]
    records = history(reader, claim.id)
    brought = next((entry for entry in records if entry.position == claim.record), None)
    ended = next((entry for entry in records if any(how.startswith("ended") for how in entry.how)), None)
    status = claim.status.label
    if claim.status.id != "stands" and ended:
        by = ended.detail("endedBy")
        status += f" (recorded {ended.recorded_at[:10]}{f', in its place {by}' if by else ''})"
    spans = ", ".join(f"{place.start}-{place.end}" for place in claim.places)
    return Citation(
        claim=claim.id,
        statement=sentence(claim),
        said_by=names(claim.said_by),
        said_by_inferred=claim.said_by_inferred,
        source=source(reader, claim.document.id),
        place=f"characters {spans}" if spans else (claim.locator or ""),
        words=tuple(words.words for words in evidence(claim, reader.texts).words),
        position=claim.record,
        recorded_on=brought.recorded_at[:10] if brought else None,
        status=status,
    )


def written(cited: Citation, style: str) -> str:
    """Return a reference in one of `STYLES`.

    Raises
    ------
    UsageError
        There is no such style.

    """
    if style not in STYLES:
        hint = near_misses(style, STYLES) or f"There are {', '.join(STYLES)}."
        raise UsageError(f"there is no style {quoted(style)} of citation", where="--style", next_step=hint)
    return STYLES[style](_readable(cited))


def _readable(cited: Citation) -> Citation:
    """Return a citation in which what would turn the writing, or be seen by nobody, stands as an escape."""
    return replace(
        cited,
        source=replace(
            cited.source,
            title=on_one_line(cited.source.title),
            authors=tuple(map(on_one_line, cited.source.authors)),
            publisher=cited.source.publisher and on_one_line(cited.source.publisher),
        ),
        words=tuple(map(shown, cited.words)),
        statement=on_one_line(cited.statement),
        said_by=on_one_line(cited.said_by),
        place=on_one_line(cited.place),
        status=on_one_line(cited.status),
    )


def _text(cited: Citation) -> str:
    return _reference(cited, title=lambda title: f'"{title}"', code=lambda name: name, link=lambda url: url)


def _markdown(cited: Citation) -> str:
    return _reference(
        cited,
        title=lambda title: f"*{_plain_markdown(title)}*",
        code=lambda name: f"`{name}`",
        link=lambda url: f"<{url}>",
        plain=_plain_markdown,
    )


def _plain_markdown(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_[]<>" else char for char in text)


def _reference(
    cited: Citation,
    *,
    title: Callable[[str], str],
    code: Callable[[str], str],
    link: Callable[[str], str],
    plain: Callable[[str], str] = str,
) -> str:
    found = cited.source
    about = ", ".join(filter(None, (found.kind.lower(), found.publisher, found.published)))
    inferred = " (as this ledger infers)" if cited.said_by_inferred else ""
    parts = [f"{plain(cited.said_by)}{inferred}, in {title(found.title)} ({plain(about)})"]
    if cited.place:
        parts[0] += f", {plain(cited.place)}"
    if cited.words:
        parts[0] += ": " + " … ".join(f"“{plain(words)}”" for words in cited.words)
    if found.url:
        parts.append(f"{link(found.url)}, read on {found.read_on}")
    parts.append(f"Claim {code(cited.claim)}: {plain(cited.statement)}")
    parts.append(f"{_ledger(cited)[0].upper()}{_ledger(cited)[1:]}")
    return ". ".join(part.rstrip(".") for part in parts) + ".\n"


def _ledger(cited: Citation) -> str:
    recorded = f"ledger record {cited.position}, recorded {cited.recorded_on}" if cited.recorded_on else "in the ledger"
    return f"{recorded}; status: {cited.status}"


def _bibtex(cited: Citation) -> str:
    found = cited.source
    fields = {
        "title": found.title,
        "author": " and ".join(f"{{{_tex(author)}}}" for author in found.authors),
        "publisher": found.publisher,
        "year": (found.latest or "")[:4],
        "howpublished": f"{found.kind}, {found.published}",
        "url": found.url,
        "urldate": found.read_on if found.url else None,
        "note": ". ".join(
            filter(
                None,
                (f"Said by {cited.said_by}", cited.place, cited.statement, f"Claim {cited.claim}, {_ledger(cited)}"),
            )
        ),
    }
    verbatim = {"author", "url"}
    lines = [f"  {name} = {{{value if name in verbatim else _tex(value)}}}," for name, value in fields.items() if value]
    key = cited.claim.replace("/", ":")
    return "\n".join((f"@misc{{{key},", *lines, "}")) + "\n"


def _tex(text: str) -> str:
    special = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return "".join(special.get(char, f"\\{char}" if char in "{}%&#_$" else char) for char in text)


def _csl_json(cited: Citation) -> str:
    found = cited.source
    issued = [[int(part) for part in day.split("-")] for day in dict.fromkeys((found.earliest, found.latest)) if day]
    item = {
        "id": cited.claim,
        "type": _CSL_TYPES.get(found.kind.lower(), "document"),
        "title": found.title,
        "author": [{"literal": author} for author in found.authors],
        "publisher": found.publisher,
        "issued": {"date-parts": issued} if issued else None,
        "URL": found.url,
        "accessed": {"date-parts": [[int(part) for part in found.read_on.split("-")]]} if found.read_on else None,
        "language": found.language,
        "note": f"Said by {cited.said_by}. {cited.place}. {cited.statement}. Claim {cited.claim}, {_ledger(cited)}",
        "abstract": " … ".join(cited.words) or None,
    }
    return json.dumps([{k: v for k, v in item.items() if v}], ensure_ascii=False, indent=2) + "\n"


STYLES: Mapping[str, Callable[[Citation], str]] = MappingProxyType(
    {"text": _text, "markdown": _markdown, "bibtex": _bibtex, "csl-json": _csl_json}
)
