"""Readings: what was read of some letters, as rows of the tables they go to."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.letters import LetterRows
from extractors.records import CaseStudy, Finding, Footnote, Letter, ReadingProblem, Section
from orchestration.tables import Row

LETTER_TABLES: tuple[type[Row], ...] = (Letter, Section, Finding, CaseStudy, Footnote, ReadingProblem)


def rows_by_table(readings: Sequence[LetterRows]) -> dict[type[Row], list[Row]]:
    """The rows of some letters, for each of `LETTER_TABLES`."""
    return {
        Letter: [reading.letter for reading in readings],
        Section: [row for reading in readings for row in reading.sections],
        Finding: [row for reading in readings for row in reading.findings],
        CaseStudy: [row for reading in readings for row in reading.case_studies],
        Footnote: [row for reading in readings for row in reading.footnotes],
        ReadingProblem: [row for reading in readings for row in reading.problems],
    }
