"""The second reading: what the gate would distrust is read again by pdfplumber, and the better reading is kept.

It happens before anything is kept, so the warehouse holds one reading of each letter, the gate judges that one as
always, and a later run has nothing to read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import duckdb
import pandas as pd

from expectations import JUDGED, Problem, judge
from extractors.letters import LetterFile, LetterRows, known_themes
from extractors.records import ReadingProblem, Theme
from orchestration.frames import frame_of
from orchestration.last_release import last_release
from orchestration.readings import rows_by_table
from orchestration.tables import create_table, insert
from orchestration.warehouse import Warehouse

Read = Callable[[Sequence[LetterFile]], Iterable[LetterRows]]

MAY_BE_MENDED = frozenset(
    {
        # Nothing was read, or nothing that is a letter.
        "every_listed_letter_can_be_read",
        # Words are lost, or in the wrong place.
        "words_are_accounted_for",
        "essential_sections_are_there",
        "usual_sections_are_there",
        # Words are glued, broken, or not the letter's own.
        "no_broken_word_is_in_a_sentence",
        "no_footnote_mark_is_in_a_sentence",
        "no_page_number_is_in_a_sentence",
        "no_footnote_is_in_a_section",
    }
)
"""Claims that another reader may meet, beside every critical one: a heading nobody knows is unknown to both."""

MAY_BE_MENDED_IF_READER_DOUBTS = frozenset({"no_title", "no_closing"})
"""The same, of what the reader itself was unsure of."""


def with_second_readings(
    first: Sequence[LetterRows], files: Mapping[str, LetterFile], read: Read, warehouse: Warehouse
) -> list[LetterRows]:
    """Put pdfplumber's reading in the place of each that the gate would distrust, where the gate trusts that one more.

    `files` are by report. A second reading that is used says so, as a problem of its letter.
    """
    distrusted = doubts_about(first, warehouse)
    again = [replace(files[report], reader="pdfplumber") for report in distrusted]
    second = {reading.letter.report_id: reading for reading in read(again)}
    left = doubts_about(list(second.values()), warehouse)
    return [better_of(reading, second.get(reading.letter.report_id), distrusted, left) for reading in first]


def doubts_about(readings: Sequence[LetterRows], warehouse: Warehouse) -> dict[str, list[Problem]]:
    """What the gate `extracted` would say of readings that another reader may mend, by report; others are left out."""
    if not readings:
        return {}
    last = last_release(warehouse.paths, warehouse.source_listed())
    doubts: dict[str, list[Problem]] = {}
    for problem in judge("extracted", tables_to_judge(readings, warehouse), last).problems:
        if problem.report_id and may_be_mended(problem):
            doubts.setdefault(problem.report_id, []).append(problem)
    return doubts


def may_be_mended(problem: Problem) -> bool:
    """Whether a problem stops a release, or is of a kind that may be the reader's fault."""
    return (
        problem.severity == "critical"
        or problem.expectation in MAY_BE_MENDED
        or (problem.table_name == "reading_problems" and problem.row_key in MAY_BE_MENDED_IF_READER_DOUBTS)
    )


def tables_to_judge(readings: Sequence[LetterRows], warehouse: Warehouse) -> dict[str, pd.DataFrame]:
    """The tables of the gate `extracted` as they would be if these letters were all there are."""
    with warehouse.connect() as listed, duckdb.connect() as connection:
        for row_type, rows in (rows_by_table(readings) | {Theme: known_themes()}).items():
            create_table(connection, row_type, is_anew=True)
            insert(connection, row_type, rows)
        reports = [reading.letter.report_id for reading in readings]
        judged = {name: frame_of(connection.table(f"raw.{name}")) for name in (*JUDGED["extracted"], "themes")}
        query = "SELECT * FROM raw.{} WHERE report_id IN ?"
        beside = {
            name: frame_of(listed.sql(query.format(name), params=[reports]))
            for name in ("publications", "report_files")
        }
        return judged | beside


def better_of(
    first: LetterRows,
    second: LetterRows | None,
    distrusted: Mapping[str, Sequence[Problem]],
    left: Mapping[str, Sequence[Problem]],
) -> LetterRows:
    """The second reading, marked, where there is one and the gate trusts it more; else the first."""
    report_id = first.letter.report_id
    if second is None or distrust(second, left.get(report_id, [])) >= distrust(first, distrusted[report_id]):
        return first
    claims = " ".join(sorted({problem.claim for problem in distrusted[report_id]}))
    detail = f"read by {second.letter.reader}, because this did not hold when {first.letter.reader} read it: {claims}"
    mark = ReadingProblem(report_id, "second_reading", "warning", None, None, detail)
    return replace(second, problems=[*second.problems, mark])


def distrust(reading: LetterRows, problems: Sequence[Problem]) -> tuple[bool, int, int]:
    """How little a reading is trusted: one that gave no letter least, then by critical problems, then by others."""
    critical = sum(problem.severity == "critical" for problem in problems)
    return reading.letter.status != "read", critical, len(problems)
