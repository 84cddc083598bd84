"""The newest release as Dagster shows it, whether a run made it or found nothing changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import dagster as dg

from orchestration.metadata.markdown import link_letter, markdown_table
from publishers import Release, ReleasedFile
from publishers.duckdb_helpers import open_read_only
from publishers.formats.duckdb_file import DATABASE_NAME

# How the metric of a failed check begins: one for each, by a long name.
PROBLEMS_PREFIX = "problems: "


def describe_release(latest: Release, *, is_new: bool = False) -> Mapping[str, str | float | dg.MetadataValue]:
    """What the newest release holds, and where a run made it, what it changed; Dagster plots numbers over the runs."""
    return {**_describe_content(latest), **(_describe_changes(latest) if is_new else {})}


def _describe_content(latest: Release) -> Mapping[str, str | float | dg.MetadataValue]:
    metrics = latest.manifest.metrics
    problems = [
        (name.removeprefix(PROBLEMS_PREFIX), f"{count:g}") for name, count in metrics.items() if PROBLEMS_PREFIX in name
    ]
    return {
        "release": latest.manifest.name,
        "letters": latest.manifest.tables["inspections"].row_count,
        **{name: round(value, 1) for name, value in metrics.items() if PROBLEMS_PREFIX not in name},
        "problems": dg.MetadataValue.md(markdown_table(("check", "problems"), problems)),
        "size_bytes": sum(file.size_bytes for file in latest.manifest.files),
        "sizes": dg.MetadataValue.md(markdown_table(("what", "files", "bytes"), _sizes(latest.manifest.files))),
        "page": dg.MetadataValue.path(latest.path / "index.html"),
        "data_docs": dg.MetadataValue.path(latest.path / "data_docs" / "index.html"),
    }


def _describe_changes(latest: Release) -> Mapping[str, int | dg.MetadataValue]:
    changes = latest.manifest.changes
    return {
        "new_letters": changes.new_letters,
        "changed_letters": changes.changed_letters,
        "gone_letters": changes.gone_letters,
        "changes": dg.MetadataValue.md(_table_of_changes(latest)),
    }


def _sizes(files: Sequence[ReleasedFile]) -> list[tuple[str, int, int]]:
    """How many files and bytes each file or folder at the top of a release has, the largest first."""
    tops = {file.path.split("/")[0] for file in files}
    found = [(top, [file.size_bytes for file in files if file.path.split("/")[0] == top]) for top in sorted(tops)]
    return sorted(((top, len(its), sum(its)) for top, its in found), key=lambda row: -row[2])


def _table_of_changes(latest: Release) -> str:
    """What the newest release changed: one line per letter, with a link to it."""
    query = """
        SELECT change, local_authority, report_id, any_value(report_url), count(column_name)
        FROM changes LEFT JOIN inspections USING (report_id, local_authority) GROUP BY ALL ORDER BY ALL
    """
    with open_read_only(latest.path / DATABASE_NAME) as connection:
        found = connection.execute(query).fetchall()
    rows = [(change, name, link_letter(report, url), cells) for change, name, report, url, cells in found]
    return markdown_table(("change", "authority", "letter", "cells"), rows)
