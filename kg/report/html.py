"""A report in, one HTML file out, which asks nothing of any other machine and needs no JavaScript."""

from base64 import b64encode
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.pictures import NARROW, Drawing
from kg.pictures.render import svg
from kg.report.build import Report
from kg.report.notes import host

_BREAK = 640
"""Pixels of the window up to which the narrow pictures are shown."""


def html(report: Report) -> str:
    """Return the page of a report, with its pictures inside.

    Raises
    ------
    NoRendererError
        The report has pictures, and the extra that makes images of them is not installed.

    """
    here = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    here.filters["kind"] = lambda value: type(value).__name__
    here.filters["uri"] = _uri
    here.filters["host"] = host
    return here.get_template("page.html.jinja").render(report=report, limit=_BREAK, narrow=NARROW) + "\n"


def _uri(drawing: Drawing) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg(drawing).encode()).decode()}"
