"""How many findings each section has, those of its subsections included."""

from __future__ import annotations

import polars as pl

DEEPEST_NESTING = 4


def count_findings(sections: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """For each section, by its key, its `finding_count` and `sub_finding_count`."""
    parents = sections.unique(["report_id", "section_number"], keep="first").select(
        "report_id", "section_number", "parent_section_number"
    )
    own = findings.select("report_id", "section_number", "level")
    levels = [own]
    for _ in range(DEEPEST_NESTING - 1):
        above = levels[-1].join(parents, on=["report_id", "section_number"])
        levels.append(above.select("report_id", pl.col("parent_section_number").alias("section_number"), "level"))
    return (
        pl.concat(levels)
        .drop_nulls()
        .group_by("report_id", "section_number")
        .agg(finding_count=(pl.col("level") == 1).sum(), sub_finding_count=(pl.col("level") == 2).sum())  # noqa: PLR2004
    )
