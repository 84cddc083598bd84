"""What the catalogue shows of the newest release, whether a run made it or found that it says everything already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import dagster as dg

from orchestration.assets.markdown import link_to, markdown_table
from publishers import Release, ReleasedFile
from publishers.tables import open_to_read

# How the figure of a claim begins: one for each claim that did not hold, by a long name.
OF_A_CLAIM = "problems: "


def told(latest: Release, *, is_new: bool) -> Mapping[str, str | float | dg.MetadataValue]:
    """What the newest release holds, and where a run made it, what it changed; Dagster plots numbers over the runs."""
    return {**_what_it_holds(latest), **(_what_it_changed(latest) if is_new else {})}


def _what_it_holds(latest: Release) -> Mapping[str, str | float | dg.MetadataValue]:
    figures = latest.manifest.figures
    problems = [(name.removeprefix(OF_A_CLAIM), f"{count:g}") for name, count in figures.items() if OF_A_CLAIM in name]
    return {
        "release": latest.manifest.name,
        "letters": latest.manifest.tables["inspections"].row_count,
        **{name: round(figure, 1) for name, figure in figures.items() if OF_A_CLAIM not in name},
        "problems": dg.MetadataValue.md(markdown_table(("claim", "problems"), problems)),
        "size_bytes": sum(file.size_bytes for file in latest.manifest.files),
        "sizes": dg.MetadataValue.md(markdown_table(("what", "files", "bytes"), _sizes(latest.manifest.files))),
        "page": dg.MetadataValue.path(latest.path / "index.html"),
        "data_docs": dg.MetadataValue.path(latest.path / "data_docs" / "index.html"),
    }


def _what_it_changed(latest: Release) -> Mapping[str, int | dg.MetadataValue]:
    changes = latest.manifest.changes
    return {
        "new_letters": changes.new_letters,
        "changed_letters": changes.changed_letters,
        "gone_letters": changes.gone_letters,
        "what_is_new": dg.MetadataValue.md(_news_of(latest)),
    }


def _sizes(files: Sequence[ReleasedFile]) -> list[tuple[str, int, int]]:
    """How many files and bytes each file or folder at the top of a release has, the largest first."""
    tops = {file.path.split("/")[0] for file in files}
    found = [(top, [file.size_bytes for file in files if file.path.split("/")[0] == top]) for top in sorted(tops)]
    return sorted(((top, len(its), sum(its)) for top, its in found), key=lambda row: -row[2])


def _news_of(latest: Release) -> str:
    """What the newest release changed: a line for each letter, with a link to it."""
    query = """
        SELECT change, local_authority, report_id, any_value(report_url), count(column_name)
        FROM changes LEFT JOIN inspections USING (report_id, local_authority) GROUP BY ALL ORDER BY ALL
    """
    with open_to_read(latest.path / "jtai.duckdb") as connection:
        found = connection.execute(query).fetchall()
    rows = [(change, name, link_to(report, url), cells) for change, name, report, url, cells in found]
    return markdown_table(("change", "authority", "letter", "cells"), rows)
