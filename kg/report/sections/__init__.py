"""The sections of a report, in the order in which they stand.

To add one, write a file of this folder with a `Section` and name it in `SECTIONS`.
"""

from kg.report.section import Section
from kg.report.sections.bottlenecks import BOTTLENECKS
from kg.report.sections.contested import CONTESTED
from kg.report.sections.corpus import CORPUS
from kg.report.sections.due import DUE
from kg.report.sections.exposure import EXPOSURE
from kg.report.sections.figures import FIGURES
from kg.report.sections.money import MONEY
from kg.report.sections.news import NEWS
from kg.report.sections.silent import SILENT

SECTIONS: tuple[Section, ...] = (NEWS, FIGURES, CONTESTED, DUE, SILENT, EXPOSURE, BOTTLENECKS, MONEY, CORPUS)

__all__ = ["SECTIONS", "Section"]
