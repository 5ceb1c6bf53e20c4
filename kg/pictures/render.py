"""A drawing in, an SVG or PNG image of it out, by vl-convert, which an extra of the package brings.

It reaches for no network, and equal specifications give equal SVG.
"""

from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.pictures.base import Drawing

if TYPE_CHECKING:
    from types import ModuleType

_VERSION = "6.1"
"""Of Vega-Lite; the one whose schema the drawings name."""
_SHARPNESS = 2.0
"""Pixels of a PNG for one of the picture."""


class NoRendererError(UsageError):
    """The package that makes images of specifications is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "images are made by an extra that is not installed",
            next_step="`pip install 'claimledger[plots]'` brings it; without it, `-f json` gives the specification.",
        )


def available() -> bool:
    """Return whether images can be made here."""
    from importlib.util import find_spec  # noqa: PLC0415 (only where pictures are made)

    return find_spec("vl_convert") is not None


def svg(drawing: Drawing) -> str:
    """Return a drawing as SVG.

    Raises
    ------
    NoRendererError
        The extra `plots` is not installed.

    """
    return str(_converter().vegalite_to_svg(_spec(drawing), vl_version=_VERSION))


def png(drawing: Drawing) -> bytes:
    """Return a drawing as PNG, two pixels for each of its own. Raises as `svg` does."""
    return bytes(_converter().vegalite_to_png(_spec(drawing), vl_version=_VERSION, scale=_SHARPNESS))


def _spec(drawing: Drawing) -> dict[str, Any]:
    return dict(drawing.spec)


def _converter() -> "ModuleType":
    try:
        import vl_convert  # noqa: PLC0415 (it is an extra)
    except ImportError:
        raise NoRendererError from None
    return vl_convert
