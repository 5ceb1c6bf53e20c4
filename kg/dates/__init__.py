"""The text of a time in, its earliest and latest day out; and back again.

One grammar, for authors and for searches; `docs/figures.md` has it in plain words, with examples that are tested.

    time   = ("by" | "before" | "since" | "after") point | range | point
    range  = point ("to" | "or" | "-") point | "between" point "and" point
    point  = day | month | quarter | half | year | ("early" | "mid" | "late" | "start of" | "end of") year

Nothing here asks a clock, a locale or a time zone: words such as "this week" are refused.

`record.py` has the time as a record, `points.py` what can stand at either end of a range, `reading.py` the rest of the
grammar, `writing.py` the canonical text, `finding.py` the times of a sentence.
"""

from kg.dates.finding import find_times
from kg.dates.reading import read_when
from kg.dates.record import When
from kg.dates.writing import write_when

__all__ = ["When", "find_times", "read_when", "write_when"]
