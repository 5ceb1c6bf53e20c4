"""A report in, one HTML file out, which asks nothing of any other machine and needs no JavaScript."""

import re
from base64 import b64encode
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from kg.characters import shown
from kg.pictures import NARROW, Drawing
from kg.pictures.render import svg
from kg.report.build import Report
from kg.report.notes import host

_WHOLE = re.compile(r"\b(?:\d{4}-\d\d(?:-\d\d)?|[A-Za-z]{1,4}-\d\w{0,3})\b")
_BREAK = 640
"""Pixels of the window up to which the narrow pictures are shown."""


def html(report: Report) -> str:
    """Return the page of a report, with its pictures inside.

    Raises
    ------
    MissingExtraError
        The report has pictures, and the extra that makes images of them is not installed.

    """
    here = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        finalize=lambda value: shown(value) if type(value) is str else value,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    here.filters["kind"] = lambda value: type(value).__name__
    here.filters["uri"] = _uri
    here.filters["host"] = host
    here.filters["whole"] = whole
    return here.get_template("page.html.jinja").render(report=report, limit=_BREAK, narrow=NARROW) + "\n"


def whole(text: str) -> Markup:
    """Return a text in which no line breaks inside a date or a name such as CS-3."""
    return Markup(_WHOLE.sub(r'<span class="tight">\g<0></span>', str(escape(shown(text)))))  # noqa: S704 (it is escaped)


def _uri(drawing: Drawing) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg(drawing).encode()).decode()}"
