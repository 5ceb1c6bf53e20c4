"""A drawing in, an SVG or PNG image of it out, by vl-convert, which an extra of the package brings.

It reaches for no network, and equal specifications give equal SVG.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg.characters import shown
from kg.extras import load
from kg.pictures.base import Drawing

if TYPE_CHECKING:
    from types import ModuleType

_VERSION = "6.1"
"""Of Vega-Lite; the one whose schema the drawings name."""
_SHARPNESS = 2.0
"""Pixels of a PNG for one of the picture."""


def available() -> bool:
    """Return whether images can be made here."""
    from importlib.util import find_spec  # noqa: PLC0415 (only where pictures are made)

    return find_spec("vl_convert") is not None


def svg(drawing: Drawing) -> str:
    """Return a drawing as SVG.

    Raises
    ------
    MissingExtraError
        The extra `plots` is not installed.

    """
    return str(_converter().vegalite_to_svg(_spec(drawing), vl_version=_VERSION))


def png(drawing: Drawing) -> bytes:
    """Return a drawing as PNG, two pixels for each of its own. Raises as `svg` does."""
    return bytes(_converter().vegalite_to_png(_spec(drawing), vl_version=_VERSION, scale=_SHARPNESS))


def _spec(drawing: Drawing) -> dict[str, Any]:
    spec: dict[str, Any] = _readable(dict(drawing.spec))
    return spec


def _readable(value: Any) -> Any:  # noqa: ANN401 (whatever JSON can hold)
    """Return a specification in which every text shows what hides in it."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, Mapping):
        return {name: _readable(each) for name, each in value.items()}
    return list(map(_readable, value)) if isinstance(value, list | tuple) else value


def _converter() -> "ModuleType":
    return load("vl_convert", extra="plots", purpose="an image of a picture")
