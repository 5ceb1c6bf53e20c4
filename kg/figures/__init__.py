"""The text of a figure in, its bounds, unit and kind of ratio out; and back again.

One grammar, for authors and for searches; `docs/figures.md` has it in plain words, with examples that are tested.

    figure = [bound] amount [bound] | range | order
    range  = ["about"] amount ("to" | "-") amount | "between" amount "and" amount
    order  = ("tens" | "hundreds" | "thousands" | ...) "of" unit
    amount = [sign] [currency] number [scale] [unit | ratio]
    ratio  = ("x" | "times" | "-fold") [direction] | "%" direction

`record.py` has the figure and its arithmetic, `reading.py` the upper half of the grammar, `amounts.py` and `tails.py`
the lower half, `writing.py` the canonical text, `finding.py` the figures of a sentence. All arithmetic is exact: a
figure is read, converted and written without rounding. Only the reciprocal of an n-fold reduction is rounded.
"""

from kg.figures.finding import find_figures
from kg.figures.reading import parse_search, read_figure
from kg.figures.record import Bound, Ends, Figure, base, factor
from kg.figures.writing import write_figure

__all__ = ["Bound", "Ends", "Figure", "base", "factor", "find_figures", "parse_search", "read_figure", "write_figure"]
