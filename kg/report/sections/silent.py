"""Who is watched in, who of them was silent and whether that can be told out."""

from collections.abc import Iterator

from kg.report.blocks import Block, Code, Grid, Text, remark, said
from kg.report.material import Material
from kg.report.section import Section

_ALMOST_CERTAIN = 1e-4


def _glance(held: Material) -> Text:
    rows = held.rows("absences")
    if not rows:
        return ("Nobody is watched.",)
    unknown = sum("cannot tell" in str(row["found"]) for row in rows)
    if unknown == len(rows):
        return (f"For none of the {len(rows)} who are watched can it be told, for want of documents or of a baseline.",)
    notable = [str(row["who"]) for row in rows if row["found"] == "silent, and notable"]
    silent = sum(str(row["found"]).startswith("silent") for row in rows)
    named = f": {', '.join(notable)}" if notable else ""
    return (f"Of {len(rows)} watched, {silent} silent, {len(notable)} notably{named}; of {unknown} it cannot be told.",)


def _write(held: Material) -> tuple[Block, ...]:
    return tuple(_blocks(held))


def _blocks(held: Material) -> Iterator[Block]:
    finding, rows = held.findings["absences"], held.rows("absences")
    yield said(finding.explanation)
    if not rows:
        yield remark(Code("kg watch"), " records who is expected to speak, and where.")
        return
    yield Grid(
        "Who is watched",
        ("who", "in", "since", "found", "chance of silence", "before"),
        tuple(
            (
                (str(row["who"]),),
                (str(row["scope"]),),
                (f"{row['since']}",),
                (str(row["found"]),),
                (_chance(row["chance"]),),
                (f"{row['mentions']} documents in {row['weeks']} weeks" if row["weeks"] else "no earlier weeks",),
            )
            for row in rows
        ),
        tight=frozenset({2}),
    )
    yield remark(f"Judged on {finding.judged_on}. {finding.uncertainty}")


def _chance(value: object) -> str:
    if not isinstance(value, float):
        return ""
    return f"under {_ALMOST_CERTAIN}" if value < _ALMOST_CERTAIN else f"{value:.2g}"


SILENT = Section("silent", "Who was silent", _write, _glance, {"absences": ("weeks",)})
