"""Whether a letter says what it said in the previous release, where neither its file nor the extractor changed.

Extraction is a pure function of the two, so whatever differs was damaged on the way.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from expectations.previous_release import PreviousRelease, digest_letters
from expectations.text.paragraphs import COMMON_KINDS


def find_changed_parts(
    tables: Mapping[str, pl.DataFrame], letters: pl.DataFrame, sections: pl.DataFrame, previous: PreviousRelease
) -> pl.DataFrame:
    """For each released letter, by `report_id`, the facts and tables in which it is another.

    `sections` have the columns of `select_sections`.
    """
    released = previous.letters.select("report_id", "file_sha256")
    same_file = letters.join(released, on=["report_id", "file_sha256"], how="semi")
    readers = [previous.extractors.get(report) for report in same_file["report_id"]]
    same = same_file.filter(pl.col("extractor_version") == pl.Series(readers, dtype=pl.String)).select("report_id")
    own = {
        "inspections": letters,
        "sections": sections,
        "findings": _select_findings(tables["paragraphs"], sections),
        **{name: tables[name] for name in ("case_studies", "footnotes", "signatories")},
    }
    now = digest_letters({name: rows.join(same, on="report_id", how="semi") for name, rows in own.items()})
    before = previous.digests.join(same, on="report_id", how="semi")
    return (
        now.join(before, on=["report_id", "part"], how="full", coalesce=True, suffix="_before")
        .filter(pl.col("report_id").is_in(before["report_id"].unique().to_list()))
        .filter(pl.col("digest").ne_missing(pl.col("digest_before")))
        .group_by("report_id")
        .agg(changed_parts=pl.format("{}: changed", pl.col("part").sort()).str.join("; "))
    )


def _select_findings(paragraphs: pl.DataFrame, sections: pl.DataFrame) -> pl.DataFrame:
    """The paragraphs that are findings: those of all sections but the ones that are worded alike in all letters."""
    kind = pl.when(pl.col("kind") == "sub_section").then("parent_kind").otherwise("kind")
    holding = sections.filter(~kind.is_in(COMMON_KINDS)).select("report_id", "section_number").unique()
    return paragraphs.filter(pl.col("form") != "heading").join(holding, on=["report_id", "section_number"], how="semi")
