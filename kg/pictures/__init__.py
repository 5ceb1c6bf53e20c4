"""The pictures: each shows one pattern of the graph as a Vega-Lite specification, which an extra turns into an image.

To add one, write a file of this folder with a `Picture` and name it in `PICTURES`. `base.py` says what it is made of,
`outline.py` draws trees, `render.py` makes images of specifications.
"""

from kg.errors import BadInputError, near_misses, quoted
from kg.pictures.base import NARROW, WIDE, Drawing, NothingToDrawError, Picture
from kg.pictures.bottlenecks import BOTTLENECKS
from kg.pictures.claim_tree import CLAIM_TREE
from kg.pictures.due import DUE
from kg.pictures.exposure import EXPOSURE
from kg.pictures.movers import MOVERS
from kg.pictures.supply import SUPPLY

PICTURES: tuple[Picture, ...] = (BOTTLENECKS, CLAIM_TREE, DUE, EXPOSURE, MOVERS, SUPPLY)


class UnknownPictureError(BadInputError):
    """No picture has this name."""


def picture(name: str) -> Picture:
    """Return the picture called `name`.

    Raises
    ------
    UnknownPictureError
        There is none.

    """
    names = {each.name: each for each in PICTURES}
    if name not in names:
        raise UnknownPictureError(
            f"there is no picture called {quoted(name)}",
            next_step=near_misses(name, names) or "`kg draw` lists them all.",
        )
    return names[name]


__all__ = ["NARROW", "PICTURES", "WIDE", "Drawing", "NothingToDrawError", "Picture", "UnknownPictureError", "picture"]
