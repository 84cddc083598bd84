"""Letters: one row for each letter, section, finding, case study, footnote and parser warning.

The raw tables are replaced whole in each run. What was extracted from a file by the same code is taken from disk, so an
unchanged letter costs nothing, and a changed extractor is never forgotten.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import dagster as dg
import duckdb

from extractors.frames import Row, schema_of, to_frame
from extractors.letters import LETTER_TABLES, ExtractionSummary, StoredLetter, known_themes
from extractors.records import Letter, Publication, ReportFile, Theme
from orchestration.defs.assets.discovery import RefreshConfig
from orchestration.defs.resources import LetterExtractor
from orchestration.metadata.log_messages import log_message
from orchestration.metadata.markdown import markdown_table
from orchestration.metadata.raw_tables import raw_key, raw_table, raw_table_spec, table_result
from orchestration.warehouse.warehouse import Warehouse, append_rows, create_table
from orchestration.workspace.progress import Progress


@dg.multi_asset(
    specs=[
        raw_table_spec(row_type, group="letters", deps=[raw_key(Publication), raw_key(ReportFile)])
        for row_type in (*LETTER_TABLES, Theme)
    ]
)
def letters(
    context: dg.AssetExecutionContext,
    config: RefreshConfig,
    warehouse: Warehouse,
    letter_extractor: LetterExtractor,
    progress: dg.ResourceParam[Progress],
) -> Iterator[dg.MaterializeResult[None]]:
    """Extract every letter, or take its extraction from disk, and replace the raw tables."""
    row_counts: Counter[type[Row]] = Counter()
    extracted: list[ExtractionSummary] = []
    with warehouse.connect() as connection:
        listed = list_stored_letters(connection)
        for row_type in LETTER_TABLES:
            create_table(connection, raw_table(row_type), schema_of(row_type).to_frame())
        progress.show("letter files extracted", 0, len(listed))
        batches = letter_extractor.extract(
            listed,
            warehouse.workspace,
            force=config.full_refresh,
            on_read=lambda done, total: progress.show("letter files extracted", done, total),
        )
        for batch in batches:
            for row_type, frame in batch.frames.items():
                append_rows(connection, raw_table(row_type), frame)
                row_counts[row_type] += frame.height
            extracted += batch.extracted
        create_table(connection, raw_table(Theme), to_frame(Theme, known_themes()))
        row_counts[Theme] = len(known_themes())
    context.log.info(log_message("letters", listed=len(listed), extracted=len(extracted)))
    for one in extracted:
        if one.status != "read":
            context.log.warning(log_message("letter not read", report_id=one.report_id, reason=one.reason))
    for row_type in (*LETTER_TABLES, Theme):
        details = describe_extraction(extracted) if row_type is Letter else {}
        yield table_result(context, raw_key(row_type), row_counts[row_type], **details)


def describe_extraction(extracted: Sequence[ExtractionSummary]) -> Mapping[str, int | dg.MetadataValue]:
    """What Dagster shows of the letters that were extracted in this run, and of those that could not be read."""
    not_read = [(one.report_id, one.status, one.reason or "") for one in extracted if one.status != "read"]
    return {
        "letters_extracted": len(extracted),
        "fallback_extractions": sum(one.reader == "pdfplumber" for one in extracted),
        "not_read": dg.MetadataValue.md(markdown_table(("report_id", "status", "reason"), not_read)),
    }


def list_stored_letters(connection: duckdb.DuckDBPyConnection) -> list[StoredLetter]:
    """The letters in scope that have a file, in the order of their ids."""
    query = "SELECT report_id, file_sha256 FROM raw.report_files WHERE file_sha256 IS NOT NULL ORDER BY report_id"
    return [StoredLetter(*row) for row in connection.execute(query).fetchall()]
