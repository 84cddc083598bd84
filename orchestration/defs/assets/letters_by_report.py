"""Each released letter as a partition of its own, so that one can be looked up: status, link, problems, pictures.

Events alone, written by the release where a letter is new or says something else than before: no step depends on a
partition, and a run covers every letter.
Concept: https://docs.dagster.io/guides/build/partitions-and-backfills/partitioning-assets
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.metadata.markdown import inline_image, markdown_table
from publishers import Release
from publishers.duckdb_helpers import fetch_rows, open_read_only
from publishers.formats.duckdb_file import DATABASE_NAME

PARTITIONS = dg.DynamicPartitionsDefinition(name="letters")
IMAGES_SHOWN = 3
# Older ones are written again.
EVENTS_READ = 1000
LETTERS = """
SELECT
    format('{} {} {}', local_authority, publication_date, report_id) AS partition,
    report_id, extraction_status, theme, report_url
FROM inspections ORDER BY partition
"""
PROBLEMS = """
SELECT report_id, severity, page, message, crop_path FROM extraction_problems
WHERE is_open AND report_id IS NOT NULL ORDER BY severity, page, message
"""

letters_by_report = dg.AssetSpec(
    "letters_by_report",
    description="Each letter of the latest release: status, problems with pictures, link. One partition per "
    "letter, named by authority, publication date and report.",
    deps=["release"],
    partitions_def=PARTITIONS,
    group_name="release",
    kinds={"duckdb"},
)


def report_letters(context: dg.AssetExecutionContext, release: Release) -> None:
    """Write an event for each letter that changed, and forget the partitions of letters that the release lacks."""
    with open_read_only(release.path / DATABASE_NAME) as connection:
        letters, problems = fetch_rows(connection, LETTERS), fetch_rows(connection, PROBLEMS)
    by_report: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for problem in problems:
        by_report[problem["report_id"]].append(problem)
    name, partitions = str(PARTITIONS.name), [letter["partition"] for letter in letters]
    for gone in {*context.instance.get_dynamic_partitions(name)} - {*partitions}:
        context.instance.delete_dynamic_partition(name, gone)
    context.instance.add_dynamic_partitions(name, partitions)
    before = _read_latest_events(context.instance)
    for letter in letters:
        metadata = _describe_letter(letter, by_report[letter["report_id"]], release.path)
        event = dg.AssetMaterialization(letters_by_report.key, partition=letter["partition"], metadata=metadata)
        if before.get(letter["partition"]) != event.metadata:
            context.log_event(event)


def _read_latest_events(instance: dg.DagsterInstance) -> Mapping[str | None, Mapping[str, dg.MetadataValue]]:
    """What the latest event of each letter says, as far as the history goes back."""
    found = instance.fetch_materializations(letters_by_report.key, limit=EVENTS_READ, ascending=False).records
    events = [record.asset_materialization for record in reversed(found) if record.asset_materialization]
    return {event.partition: event.metadata for event in events}


def _describe_letter(
    letter: Mapping[str, Any], problems: Sequence[Mapping[str, Any]], folder: Path
) -> Mapping[str, str | dg.MetadataValue]:
    url = str(letter["report_url"])
    rows = [(problem["severity"], problem["page"] or "", problem["message"]) for problem in problems]
    images = [inline_image((folder / one["crop_path"]).read_bytes()) for one in problems if one["crop_path"]]
    return {
        "status": letter["extraction_status"],
        "theme": letter["theme"] or "not known",
        "letter": dg.MetadataValue.url(url) if url.startswith("http") else url,
        "problems": dg.MetadataValue.md(markdown_table(("severity", "page", "problem"), rows)),
        **({"pictures": dg.MetadataValue.md("\n\n".join(images[:IMAGES_SHOWN]))} if images else {}),
    }
