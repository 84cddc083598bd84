"""Letters read again, though their file is the one we hold: which, and what another reading of them changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from extractors.letters import LetterRows
from extractors.records import Letter, ReportFile
from orchestration.readings import LETTER_TABLES, rows_by_table
from orchestration.tables import Row, schema_and_name
from orchestration.warehouse import Warehouse

# In the place of the version that read a letter.
TO_BE_READ_AGAIN = "to be read again"
# What a reading says of itself, not of the letter.
OF_THE_READING = frozenset({"extractor_version", "reader"})


class NoSuchLetter(Exception):
    """A letter is to be read again that is not there; the message names it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How many rows of one table a new reading of a letter took away, and how many it added; a changed row is both."""

    report_id: str
    table: str
    rows_gone: int
    rows_new: int


def have_read_again(warehouse: Warehouse, report_ids: Sequence[str]) -> None:
    """Mark letters, so that the run under way reads them again. Raises `NoSuchLetter`."""
    warehouse.create_tables(LETTER_TABLES)
    listed = {file.report_id for file in warehouse.rows(ReportFile)}
    if unknown := sorted(set(report_ids) - listed):
        raise NoSuchLetter(f"the source lists no letter {', '.join(unknown)}: give the report_id of one that it lists")
    with warehouse.connect() as connection:
        connection.execute(
            "UPDATE raw.letters SET extractor_version = ? WHERE report_id IN ?", [TO_BE_READ_AGAIN, list(report_ids)]
        )


def differences(warehouse: Warehouse, readings: Sequence[LetterRows]) -> list[Difference]:
    """What readings that are about to be kept change in those kept so far; nothing for a letter that is new.

    A letter with another file is another letter: how it differs, the release says.
    """
    read = [one.letter.report_id for one in readings]
    held = {letter.report_id: letter for letter in warehouse.rows_of_reports(Letter, read)}
    again = [one for one in readings if _is_of_the_same_file(one.letter, held.get(one.letter.report_id))]
    reports = sorted({one.letter.report_id for one in again})
    found: list[Difference] = []
    for row_type, rows in rows_by_table(again).items():
        before = Counter(map(_content, warehouse.rows_of_reports(row_type, reports)))
        now = Counter(map(_content, rows))
        for report_id in reports:
            gone, new = _count(before - now, report_id), _count(now - before, report_id)
            if gone or new:
                found.append(Difference(report_id, schema_and_name(row_type)[1], gone, new))
    return found


def _is_of_the_same_file(letter: Letter, held: Letter | None) -> bool:
    return held is not None and held.file_sha256 == letter.file_sha256


def _content(row: Row) -> tuple[object, ...]:
    """The report of a row, then what it says of the letter."""
    columns = asdict(row)
    return columns.pop("report_id"), *(value for name, value in columns.items() if name not in OF_THE_READING)


def _count(rows: Counter[tuple[object, ...]], report_id: str) -> int:
    return sum(count for (report, *_), count in rows.items() if report == report_id)
