"""The first sheet of the workbook: what it is, where it comes from, how it may be used and how to read it."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from publishers.records import ReleaseFacts
from publishers.wording import SUMMARY, counted, licence_sentence, refreshed_sentence, source_sentence

COUNTS = """
SELECT
    count(*), count(DISTINCT urn), count(*) FILTER (extraction_status = 'flagged'),
    (SELECT count(*) FROM findings), (SELECT count(*) FROM case_studies),
    (SELECT count(*) FROM extraction_problems WHERE is_open)
FROM inspections
"""
# A fingerprint of the code, for rebuilding; the manifest has it.
CODE = "code"

HOW_TO_READ = (
    ("Rows and columns", "The first row of a sheet names its columns, stays in sight, and filters and sorts."),
    ("Empty cells", "The letter does not say it, or has no such section. Nothing was filled in."),
    ("Dates and times", "Real dates; times are UTC."),
    ("Yes and no", "What is true or false in the other files is yes or no here."),
    (
        "What to trust",
        "A letter whose extraction status is flagged has an open problem: see the sheet Problems before you use it.",
    ),
    ("Text", "As the letter prints it, one paragraph or bullet a line, without page numbers, headers and footnotes."),
    (
        "Signs added",
        "A text that begins with = + - or @ has an apostrophe before it, so that no program takes it for a formula.",
    ),
    (
        "Long texts",
        "A cell holds 32,767 characters. A longer text ends in a note of that; jtai.duckdb and csv/ hold all of it.",
    ),
    (
        "Column meanings",
        "The last sheet says what each column means. The same tables are in jtai.duckdb, csv/ and parquet/.",
    ),
)


@dataclass(frozen=True, slots=True)
class CoverBlock:
    """Lines of label and value under a heading."""

    heading: str
    lines: tuple[tuple[str, str], ...]


def cover_blocks(con: duckdb.DuckDBPyConnection, made: ReleaseFacts) -> tuple[CoverBlock, ...]:
    """What the cover says before it lists the sheets; `con` reads the released database."""
    return (
        CoverBlock("About this workbook", _facts(con, made)),
        CoverBlock("Licence", _licences(made)),
        CoverBlock("How to read it", HOW_TO_READ),
    )


def _facts(con: duckdb.DuckDBPyConnection, made: ReleaseFacts) -> tuple[tuple[str, str], ...]:
    ((letters, authorities, flagged, findings, case_studies, problems),) = con.sql(COUNTS).fetchall()
    return (
        ("What this is", SUMMARY),
        ("Source", source_sentence(made)),
        ("Refreshed", refreshed_sentence(made)),
        ("Release", made.release_name),
        ("Compared with", made.release_before or "nothing: this is the first release from its source"),
        (
            "Holds",
            f"{counted(letters, 'letter')} about {counted(authorities, 'authority', 'authorities')}, "
            f"{counted(findings, 'finding')}, {counted(case_studies, 'case study', 'case studies')}",
        ),
        ("To trust less", f"{counted(flagged, 'flagged letter')}, {counted(problems, 'open problem')}"),
        ("Made with", ", ".join(f"{name} {made.versions[name]}" for name in sorted({*made.versions} - {CODE}))),
    )


def _licences(made: ReleaseFacts) -> tuple[tuple[str, str], ...]:
    return (
        ("The letters", licence_sentence(made)),
        (
            "The software",
            "What made this workbook is free software under the MIT licence, which is not about its content.",
        ),
    )
