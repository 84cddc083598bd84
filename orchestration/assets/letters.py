"""What the letters say: one row for each letter, section, finding, case study, footnote and doubt of the reader.

A letter is read once for each file and version of the extractor, so a run with nothing new reads none. One that the
gate would distrust is read again by the second reader before it is kept.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import dagster as dg

from extractors.files import FileStore
from extractors.letters import EXTRACTOR_VERSION, LetterFile, LetterRows, known_themes, read_letters
from extractors.letters.pool import OnRead
from extractors.records import Theme
from orchestration.assets.raw_specs import filled, raw_table_spec
from orchestration.progress import Progress
from orchestration.readings import LETTER_TABLES, rows_by_table
from orchestration.second_reading import is_second_reading, with_second_readings
from orchestration.tables import TABLES
from orchestration.warehouse import Warehouse

LETTERS_PER_TRANSACTION = 50


class LetterReader(dg.ConfigurableResource[Any]):
    """How the letters are read: in how many processes, and when to give one up."""

    workers: int | None
    seconds_per_letter: float

    def read(self, files: Sequence[LetterFile], on_read: OnRead | None = None) -> Iterator[LetterRows]:
        """Read letters in the order given, each with the reader that its file names."""
        return read_letters(files, on_read=on_read, seconds_per_letter=self.seconds_per_letter, workers=self.workers)


@dg.multi_asset(
    specs=[
        raw_table_spec(row_type, group="letters", deps=["publications", "report_files"])
        for row_type in (*LETTER_TABLES, Theme)
    ]
)
def letters(
    warehouse: Warehouse, letter_reader: LetterReader, progress: dg.ResourceParam[Progress]
) -> Iterator[dg.MaterializeResult[None]]:
    """Read the letters that this version of the extractor has not read yet."""
    warehouse.create_tables(LETTER_TABLES)
    forget_letters_no_longer_listed(warehouse)
    files = files_to_read(warehouse)
    progress.show("letters read", 0, len(files))
    read = letter_reader.read(files, lambda done, total: progress.show("letters read", done, total))
    by_report = {file.report_id: file for file in files}
    second_readings = 0
    while batch := list(islice(read, LETTERS_PER_TRANSACTION)):
        kept = with_second_readings(batch, by_report, letter_reader.read, warehouse)
        keep(warehouse, kept)
        second_readings += sum(is_second_reading(reading) for reading in kept)
    for row_type in LETTER_TABLES:
        count = warehouse.row_count(row_type)
        yield filled(row_type, count, letters_read=len(files), second_readings=second_readings)
    yield filled(Theme, warehouse.replace(Theme, known_themes()))


def forget_letters_no_longer_listed(warehouse: Warehouse) -> None:
    """Drop what was read of letters that the source does not list any more."""
    with warehouse.connect() as connection:
        for row_type in LETTER_TABLES:
            connection.execute(
                f"DELETE FROM {TABLES[row_type]} WHERE report_id NOT IN (SELECT report_id FROM raw.report_files)"  # noqa: S608 our own table's name
            )


def files_to_read(warehouse: Warehouse) -> list[LetterFile]:
    """The letters whose file this version of the extractor has not read."""
    query = """
        SELECT report_id, file_sha256
        FROM raw.report_files
        ANTI JOIN (SELECT * FROM raw.letters WHERE extractor_version = ?) USING (report_id, file_sha256)
        WHERE file_sha256 IS NOT NULL
        ORDER BY report_id
    """
    with warehouse.connect() as connection:
        found = connection.execute(query, [EXTRACTOR_VERSION]).fetchall()
    store = FileStore(warehouse.paths.files)
    return [LetterFile(report_id, store.path_of(sha256), sha256) for report_id, sha256 in found]


def keep(warehouse: Warehouse, read: Sequence[LetterRows]) -> None:
    """Put the rows of some letters in the place of what was held of them."""
    warehouse.replace_reports(rows_by_table(read), [reading.letter.report_id for reading in read])
