"""The command that draws a picture, or lists those that there are."""

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.asked import Asked, asked
from kg.cli.opening import read
from kg.cli.output import put, put_bytes, put_members
from kg.cli.pairs import pairs
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.pictures import Drawing

TODAY = "today"
"""The parameter of pictures that judge by a day: that of `--as-of`, or today; a program has to say it."""
_FORMS = ("svg", "png", "json")
_NARROWEST, _WIDEST = 280, 2000


def draw(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A picture; without one, the list.")] = None,
    values: Annotated[list[str] | None, typer.Argument(metavar="K=V", help="Parameters, as with -p.")] = None,
    *,
    param: Annotated[list[str] | None, typer.Option("-p", "--param", metavar="K=V", help="A parameter.")] = None,
    width: Annotated[
        int, typer.Option("--width", metavar="PIXELS", min=_NARROWEST, max=_WIDEST, help="340 fits a telephone.")
    ] = 900,
) -> None:
    r"""Draw a picture as SVG, PNG or Vega-Lite.

    The name of the file says which; without one, the specification goes to standard output as JSON. Images need the
    extra `plots`.

    \b
    Examples:
      kg draw                                          the list
      kg draw due -o due.svg
      kg draw bottlenecks --width 340 -o phone.png
      kg draw claim-tree claim=inference-pivot/wave-outside -o tree.svg
      kg draw supply entity=prfaas --as-of 2026-04-30 -f json
    """
    from kg.pictures import picture  # noqa: PLC0415 (only for this command)

    around = asked(context)
    if name is None:
        _put_list(around)
        return
    chosen, form = picture(name), _form(around)
    written = pairs([*(values or ()), *(param or ())])
    if TODAY in {parameter.name for parameter in chosen.parameters}:
        written.setdefault(TODAY, (around.horizon.today(around.now()).isoformat(),))
    given = chosen.given(written)
    with read(around) as reader:
        drawing = chosen.read(reader, given)(width)
    _put(around, drawing, form)


def _form(around: Asked) -> str:
    """Return the form that was asked for, by -f or by the ending of the file."""
    ending = around.output.suffix.lower().removeprefix(".") if around.output else ""
    form = around.format if around.format != "auto" else ending or "json"
    if form not in _FORMS:
        raise UsageError(
            f"a picture cannot be written as {form}", next_step="Name a file that ends in .svg, .png or .json."
        )
    if form == "png" and around.output is None:
        raise UsageError("a PNG is no text for a terminal", next_step="Name a file: `-o picture.png`.")
    return form


def _put(around: Asked, drawing: "Drawing", form: str) -> None:
    if form == "json":
        put(around, drawing.json())
        return
    from kg.pictures.render import png, svg  # noqa: PLC0415 (it loads an extra)

    if form == "svg":
        put(around, svg(drawing) + "\n")
    else:
        put_bytes(around, png(drawing))


def _put_list(around: Asked) -> None:
    from kg.pictures import PICTURES  # noqa: PLC0415

    put_members(around, "Pictures", PICTURES, "`kg draw NAME -o FILE.svg` draws one; .png and .json are possible too.")
