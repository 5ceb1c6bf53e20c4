"""The command that writes the whole graph as a file."""

from typing import Annotated

import typer

from kg.cli.asked import asked
from kg.cli.opening import read
from kg.cli.output import put, say


def export(
    context: typer.Context,
    *,
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help="turtle or ntriples.")] = "turtle",
) -> None:
    r"""Write the whole graph as a file.

    \b
    Examples:
      kg export --to turtle -o ledger.ttl
      kg export --to ntriples | sort | sha256sum
    """
    import io  # noqa: PLC0415 (only for this command, like what follows)

    import pyoxigraph as ox  # noqa: PLC0415

    from kg.exporters import exporter  # noqa: PLC0415

    around = asked(context)
    chosen = exporter(to)
    with read(around) as reader:
        file = io.BytesIO()
        count = chosen.write(ox.Store.read_only(str(reader.snapshot)), file)
    put(around, file.getvalue().decode())
    say(around, f"kg: {count} statements as {chosen.name}")
