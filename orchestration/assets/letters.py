"""What the letters say: one row for each letter, section, finding, case study, footnote and doubt of the reader.

A letter is read once for each file and version of the extractor, so a run with nothing new reads none. One that the
gate would distrust is read again by the second reader before it is kept.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from typing import Any

import dagster as dg

from extractors.files import FileStore
from extractors.letters import LetterFile, LetterRows, known_themes, must_be_read_again, read_letters
from extractors.letters.pool import OnRead
from extractors.records import Letter, Theme
from orchestration.assets.markdown import markdown_table
from orchestration.assets.raw_specs import filled, raw_table_spec
from orchestration.memory import give_back_what_was_judged
from orchestration.progress import Progress
from orchestration.readings import LETTER_TABLES, rows_by_table
from orchestration.rereading import Difference, differences
from orchestration.run_log import event
from orchestration.second_reading import with_second_readings
from orchestration.tables import TABLES
from orchestration.warehouse import Warehouse

LETTERS_PER_TRANSACTION = 200


class LetterReader(dg.ConfigurableResource[Any]):
    """How the letters are read: in how many processes, and when to give one up."""

    workers: int | None
    seconds_per_letter: float

    def read(self, files: Sequence[LetterFile], on_read: OnRead | None = None) -> Iterator[LetterRows]:
        """Read letters in the order given, each with the reader that its file names."""
        return read_letters(files, on_read=on_read, seconds_per_letter=self.seconds_per_letter, workers=self.workers)


@dg.multi_asset(
    specs=[
        raw_table_spec(row_type, group="letters", deps=["news", "publications", "report_files"])
        for row_type in (*LETTER_TABLES, Theme)
    ]
)
def letters(
    context: dg.AssetExecutionContext,
    warehouse: Warehouse,
    letter_reader: LetterReader,
    progress: dg.ResourceParam[Progress],
) -> Iterator[dg.MaterializeResult[None]]:
    """Read the letters that this version of the extractor has not read yet."""
    begun = time.monotonic()
    warehouse.create_tables(LETTER_TABLES)
    forget_letters_no_longer_listed(warehouse)
    kept: list[Letter] = []
    changed: list[Difference] = []
    with files_to_read(warehouse) as files:
        by_report = {file.report_id: file for file in files}
        progress.show("letters read", 0, len(files))
        read = letter_reader.read(files, lambda done, total: progress.show("letters read", done, total))
        while batch := list(islice(read, LETTERS_PER_TRANSACTION)):
            readings = with_second_readings(batch, by_report, letter_reader.read, warehouse)
            differ = differences(warehouse, readings)
            keep(warehouse, readings)
            give_back_what_was_judged()
            kept += [reading.letter for reading in readings]
            changed += differ
            for line in (*map(told, readings), *(event("reading changed", **asdict(one)) for one in differ)):
                context.log.info(line)
    seconds = time.monotonic() - begun
    for row_type in LETTER_TABLES:
        details = {**what_was_read(kept, changed), "seconds": round(seconds, 1)} if row_type is Letter else {}
        yield filled(context, row_type, warehouse.row_count(row_type), **details)
    yield filled(context, Theme, warehouse.replace(Theme, known_themes()))


def told(reading: LetterRows) -> str:
    """What the log says of a letter."""
    letter = reading.letter
    return event(
        "letter read" if letter.status == "read" else "letter not read",
        report_id=letter.report_id,
        reader=letter.reader,
        pages=letter.page_count,
        sections=len(reading.sections),
        findings=len(reading.findings),
        doubts=len(reading.problems),
        reason=letter.status_detail,
    )


def what_was_read(read: Sequence[Letter], changed: Sequence[Difference]) -> Mapping[str, int | dg.MetadataValue]:
    """What the catalogue shows of a run's reading: what could not be read, and what reading again changed."""
    not_read = [(one.report_id, one.status, one.status_detail or "") for one in read if one.status != "read"]
    differences = [(one.report_id, one.table, one.rows_gone, one.rows_new) for one in changed]
    return {
        "letters_read": len(read),
        "second_readings": sum(letter.reader == "pdfplumber" for letter in read),
        "not_read": dg.MetadataValue.md(markdown_table(("report_id", "status", "reason"), not_read)),
        "changed_by_reading_again": dg.MetadataValue.md(
            markdown_table(("report_id", "table", "rows gone", "rows new"), differences)
        ),
    }


def forget_letters_no_longer_listed(warehouse: Warehouse) -> None:
    """Drop what was read of letters that the source does not list any more."""
    with warehouse.connect() as connection:
        for row_type in LETTER_TABLES:
            connection.execute(
                f"DELETE FROM {TABLES[row_type]} WHERE report_id NOT IN (SELECT report_id FROM raw.report_files)"  # noqa: S608 our own table's name
            )


@contextmanager
def files_to_read(warehouse: Warehouse) -> Iterator[list[LetterFile]]:
    """The letters whose file was never read, or would be read differently now."""
    query = """
        SELECT report_id, report_files.file_sha256, letters.extractor_version, letters.family
        FROM raw.report_files
        LEFT JOIN raw.letters USING (report_id, file_sha256)
        WHERE report_files.file_sha256 IS NOT NULL
        ORDER BY report_id
    """
    with warehouse.connect() as connection:
        found = connection.execute(query).fetchall()
    sha256s = {
        report_id: sha256
        for report_id, sha256, read_by, family in found
        if read_by is None or must_be_read_again(read_by, family)
    }
    with FileStore(warehouse.paths.files).at_hand({*sha256s.values()}) as paths:
        yield [LetterFile(report_id, paths[sha256], sha256) for report_id, sha256 in sha256s.items()]


def keep(warehouse: Warehouse, read: Sequence[LetterRows]) -> None:
    """Put the rows of some letters in the place of what was held of them."""
    warehouse.replace_reports(rows_by_table(read), [reading.letter.report_id for reading in read])
