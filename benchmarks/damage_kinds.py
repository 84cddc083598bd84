"""Ways in which real letters, or what is known of them, may be damaged: each damages one thing of good tables.

A damage is done where it would happen: pages go from the PDF, headings and frames from the printed pages, and the
letter is read again; rows, dates and codes go from the tables.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
from pypdf import PdfReader, PdfWriter

from expectations import Gate
from extractors.frames import Row, to_frame
from extractors.letters import LetterFile, LetterRows
from extractors.letters.fallback_extraction import read_letter
from extractors.letters.layout.lines import Page
from extractors.letters.layout.pdfium_reader import read_pages
from extractors.letters.reading import letter_rows
from extractors.records import (
    FINDINGS_KINDS,
    CaseStudy,
    Footnote,
    Letter,
    Paragraph,
    PrintedLine,
    ReadingProblem,
    SampledWord,
    Section,
    Signatory,
)

Tables = dict[str, pl.DataFrame]
RowType = type[Row]
LISTED_COLUMNS = (
    "urn", "local_authority", "la_code", "ltla23cd", "region_code", "region", "publication_date", "report_url",
    "is_latest", "label",
)  # fmt: skip
"""Columns of an inspection that come from where its letter is listed."""
DATES = ("letter_date", "inspection_start_date", "inspection_end_date", "written_statement_due_date")
DAYS_MOVED = (-365, -60, -30, -14, -7, -1, 1, 7, 14, 30, 60, 365)
INVENTED_HEADINGS = ("What we saw", "How partners work", "Our view of the area", "What people told us")
CODES: tuple[tuple[Gate, str, str], ...] = (
    ("published", "inspections", "urn"),
    ("published", "inspections", "la_code"),
    ("published", "inspections", "ltla23cd"),
    ("published", "inspections", "region_code"),
    ("published", "inspections", "region"),
    ("published", "local_authorities", "la_code"),
    ("published", "local_authorities", "new_la_code"),
    ("published", "local_authorities", "region_code"),
    ("published", "outcomes_summary", "la_code"),
    ("published", "outcomes_summary", "region_code"),
    ("discovered", "providers", "urn"),
    ("discovered", "publications", "report_id"),
    ("discovered", "report_files", "file_sha256"),
)


@dataclass(frozen=True)
class World:
    """What the gates are given of a folder of letters: the raw tables, the marts, and the files themselves."""

    raw: Tables
    marts: Tables
    files: Mapping[str, Path]
    scratch: Path

    def with_raw(self, **tables: pl.DataFrame) -> World:
        """Return the same world with other raw tables."""
        return replace(self, raw=self.raw | tables)

    def with_marts(self, **tables: pl.DataFrame) -> World:
        """Return the same world with other marts."""
        return replace(self, marts=self.marts | tables)


@dataclass(frozen=True)
class Damage:
    """A world with one thing damaged, what that is, and the gates that see it."""

    world: World
    description: str
    gates: tuple[Gate, ...]
    tables: tuple[str, ...] = ()
    """The tables whose checks may catch it, where others were not built again; none for all."""
    emptied: tuple[str, str] | None = None
    """The mart and its column that lost a cell, which a test of dbt may catch."""


Damaging = Callable[[World, random.Random], Damage | None]


def drop_page(world: World, chance: random.Random) -> Damage:
    """Drop one page from the PDF."""
    report = chance.choice(sorted(world.files))
    pages = PdfReader(world.files[report]).pages
    gone = chance.randrange(len(pages))
    writer = PdfWriter()
    for at, page in enumerate(pages):
        if at != gone:
            writer.add_page(page)
    shorter = world.scratch / "shorter.pdf"
    writer.write(shorter)
    rows = read_letter(replace(file_of(world, report), path=shorter, file_sha256="0" * 64))
    return Damage(replace_letter(world, rows), f"{report}: page {gone + 1} of {len(pages)}", ("extracted",))


def swap_publications(world: World, chance: random.Random) -> Damage:
    """List two letters each as the other."""
    one, other = chance.sample(sorted(world.files), 2)
    publications = swap_cells(world.raw["publications"], one, other, ("urn", "publication_date", "report_url"))
    inspections = swap_cells(world.marts["inspections"], one, other, LISTED_COLUMNS)
    damaged = world.with_raw(publications=publications).with_marts(inspections=inspections)
    return Damage(damaged, f"{one} and {other}", ("extracted", "published"), ("letters", "inspections"))


def move_date(world: World, chance: random.Random) -> Damage | None:
    """Move one date by some days."""
    report, column = chance.choice(sorted(world.files)), chance.choice((*DATES, "publication_date"))
    days = chance.choice(DAYS_MOVED)
    table = "publications" if column == "publication_date" else "letters"
    before = cell_of(world.raw[table], report, column)
    if before is None:
        return None
    after = before + timedelta(days=days)
    raw = set_cell(world.raw[table], report, column, after)
    inspections = set_cell(world.marts["inspections"], report, column, after)
    damaged = world.with_raw(**{table: raw}).with_marts(inspections=inspections)
    return Damage(damaged, f"{report}: {column} by {days} days", ("extracted", "published"), ("letters", "inspections"))


def rename_heading(world: World, chance: random.Random) -> Damage | None:
    """Print the heading of a section in words that no letter had."""
    report = chance.choice(sorted(world.files))
    sections = rows_of(world.raw["sections"], report).filter(pl.col("level") == 1)
    old, new = chance.choice(sections["heading"].drop_nulls().to_list()), chance.choice(INVENTED_HEADINGS)
    pages = read_pages(world.files[report])
    if not any(line.is_bold and line.text == old for page in pages for line in page.lines):
        return None
    renamed = [
        replace(
            page,
            lines=tuple(line._replace(text=new) if line.is_bold and line.text == old else line for line in page.lines),
        )
        for page in pages
    ]
    return Damage(read_again(world, report, renamed), f"{report}: {old!r} as {new!r}", ("extracted",))


def lose_box(world: World, chance: random.Random) -> Damage:
    """Take a case study out of the tables."""
    studies = world.raw["case_studies"]
    study = studies.row(chance.randrange(len(studies)), named=True)
    is_study = (pl.col("report_id") == study["report_id"]) & (pl.col("section_number") == study["section_number"])
    kept = studies.filter(~(is_study & (pl.col("case_study_number") == study["case_study_number"])))
    paragraphs = number_again(world.raw["paragraphs"].filter(~is_study), study["report_id"])
    damaged = world.with_raw(
        sections=close_up(
            world.raw["sections"].filter(~is_study),
            study,
            "section_number",
            ("section_number", "parent_section_number"),
        ),
        paragraphs=close_up(paragraphs, study, "section_number", ("section_number",)),
        case_studies=close_up(
            close_up(kept, study, "case_study_number", ("case_study_number",)),
            study,
            "section_number",
            ("section_number",),
        ),
    )
    return Damage(damaged, f"{study['report_id']}: {study['title']!r}", ("extracted",))


def lose_frame(world: World, chance: random.Random) -> Damage | None:
    """Take the frames of a page's boxes away, where that changes the words that are read as case studies."""
    report = chance.choice(sorted(set(world.raw["case_studies"]["report_id"])))
    pages = read_pages(world.files[report])
    page = chance.choice([page for page in pages if page.boxes] or [pages[0]])
    damaged = read_again(world, report, [replace(each, boxes=()) if each is page else each for each in pages])
    before, after = (" ".join(boxed_paragraphs(each, report)["text"].to_list()).split() for each in (world, damaged))
    return None if before == after else Damage(damaged, f"{report}: frames of page {page.number}", ("extracted",))


def empty_code(world: World, chance: random.Random) -> Damage:
    """Empty a key or code in one row."""
    gate, name, column = chance.choice(CODES)
    table = (world.marts if gate == "published" else world.raw)[name]
    at = chance.randrange(len(table))
    emptied = table.with_columns(pl.when(pl.int_range(pl.len()) != at).then(column).alias(column))
    description = f"{name}.{column} in row {at}"
    if gate == "published":
        return Damage(world.with_marts(**{name: emptied}), description, (gate,), emptied=(name, column))
    return Damage(world.with_raw(**{name: emptied}), description, (gate,))


def lose_providers(world: World, chance: random.Random) -> Damage:
    """List a third of the authorities no more, with all their documents; the site still prints how many there are."""
    urns = sorted(world.raw["providers"]["urn"].drop_nulls())
    kept = chance.sample(urns, len(urns) * 2 // 3)
    providers, publications = (
        world.raw[name].filter(pl.col("urn").is_in(kept)) for name in ("providers", "publications")
    )
    listed = pl.col("report_id").is_in(publications["report_id"].to_list())
    damaged = world.with_raw(
        providers=providers,
        publications=publications,
        report_files=world.raw["report_files"].filter(listed),
        discoveries=world.raw["discoveries"].with_columns(
            providers_found=pl.lit(len(providers)), publications_found=pl.lit(len(publications))
        ),
    )
    return Damage(damaged, f"{len(urns) - len(kept)} of {len(urns)}", ("discovered",))


def cut_list(world: World, chance: random.Random) -> Damage | None:
    """Lose the second half of a section's bullets, from the paragraphs alone or from the section's counts too."""
    sections = world.raw["sections"].filter(pl.col("bullet_count") > 1, pl.col("kind").is_in(FINDINGS_KINDS))
    section = sections.row(chance.randrange(len(sections)), named=True)
    report, number = section["report_id"], section["section_number"]
    listed = rows_of(world.raw["paragraphs"], report).filter(section_number=number, form="bullet")
    lost = listed.slice((len(listed) + 1) // 2)
    is_lost = (pl.col("report_id") == report) & pl.col("paragraph_number").is_in(lost["paragraph_number"].to_list())
    kept = number_again(world.raw["paragraphs"].filter(~is_lost), report)
    is_both = chance.choice((True, False))
    counts = {"bullet_count": len(lost.filter(level=1)), "sub_bullet_count": len(lost.filter(level=2))}
    is_section = (pl.col("report_id") == report) & (pl.col("section_number") == number)
    counted = world.raw["sections"].with_columns(
        pl.when(is_section).then(pl.col(name) - count).otherwise(name).alias(name) for name, count in counts.items()
    )
    where = "paragraphs and counts" if is_both else "paragraphs"
    return Damage(
        world.with_raw(paragraphs=kept, sections=counted if is_both else world.raw["sections"]),
        f"{report}: section {number}, {len(lost)} {where}",
        ("extracted",),
    )


def take_text_of_another(world: World, chance: random.Random) -> Damage:
    """Give a paragraph, or all of a section, the words of another letter's."""
    paragraphs = world.raw["paragraphs"]
    mine = paragraphs.row(chance.randrange(len(paragraphs)), named=True)
    theirs = sorted(paragraphs.filter(pl.col("report_id") != mine["report_id"])["text"])
    is_mine = pl.col("report_id") == mine["report_id"]
    number = chance.choice(("paragraph_number", "section_number"))
    is_taken = is_mine & (pl.col(number) == mine[number])
    others = pl.Series([chance.choice(theirs) for _ in range(len(paragraphs))])
    damaged = world.with_raw(paragraphs=paragraphs.with_columns(text=pl.when(is_taken).then(others).otherwise("text")))
    return Damage(damaged, f"{mine['report_id']}: {number} {mine[number]}", ("extracted",))


KINDS: Mapping[str, Damaging] = {
    "a page dropped": drop_page,
    "two publications swapped": swap_publications,
    "a date moved": move_date,
    "a heading renamed": rename_heading,
    "a box lost": lose_box,
    "a box's frame lost": lose_frame,
    "a code emptied": empty_code,
    "a third of providers missing": lose_providers,
    "a list cut in half": cut_list,
    "text from another letter": take_text_of_another,
}


def file_of(world: World, report: str) -> LetterFile:
    """Describe the file of a report as the reader is given it."""
    return LetterFile(report, world.files[report], cell_of(world.raw["letters"], report, "file_sha256"))


def read_again(world: World, report: str, pages: list[Page]) -> World:
    """Return the world in which the pages of a letter are these."""
    return replace_letter(world, letter_rows(file_of(world, report), "pdfium", pages))


def replace_letter(world: World, rows: LetterRows) -> World:
    """Return the world in which a letter was read as these rows."""
    report = rows.letter.report_id
    read: dict[str, tuple[RowType, Iterable[Row]]] = {
        "letters": (Letter, [rows.letter]),
        "sections": (Section, rows.sections),
        "paragraphs": (Paragraph, rows.paragraphs),
        "case_studies": (CaseStudy, rows.case_studies),
        "footnotes": (Footnote, rows.footnotes),
        "signatories": (Signatory, rows.signatories),
        "reading_problems": (ReadingProblem, rows.problems),
    }
    others = pl.col("report_id") != report
    if rows.printed_lines:  # else the lines of the file are the same
        read["printed_lines"] = (PrintedLine, rows.printed_lines)
        read["sampled_words"] = (SampledWord, rows.sampled_words)
    tables = {
        name: pl.concat([world.raw[name].filter(others), to_frame(*row)], how="diagonal_relaxed")
        for name, row in read.items()
    }
    files = set_cell(world.raw["report_files"], report, "file_sha256", rows.letter.file_sha256)
    return world.with_raw(**tables, report_files=files)


def rows_of(table: pl.DataFrame, report: str) -> pl.DataFrame:
    """Select the rows of a report."""
    return table.filter(pl.col("report_id") == report)


def cell_of(table: pl.DataFrame, report: str, column: str) -> Any:
    """Look up a cell of a report's one row."""
    return rows_of(table, report)[column][0]


def set_cell(table: pl.DataFrame, report: str, column: str, value: object) -> pl.DataFrame:
    """Put another value in a cell of a report's rows."""
    is_here = pl.col("report_id") == report
    return table.with_columns(pl.when(is_here).then(pl.lit(value)).otherwise(column).alias(column))


def swap_cells(table: pl.DataFrame, one: str, other: str, columns: tuple[str, ...]) -> pl.DataFrame:
    """Give two reports each other's cells."""
    for column in columns:
        mine, theirs = cell_of(table, one, column), cell_of(table, other, column)
        table = set_cell(set_cell(table, one, column, theirs), other, column, mine)
    return table


def close_up(table: pl.DataFrame, lost: Mapping[str, Any], key: str, columns: tuple[str, ...]) -> pl.DataFrame:
    """Close the gap that a lost row left in the numbers of its report."""
    is_here = pl.col("report_id") == lost["report_id"]
    return table.with_columns(
        pl.when(is_here & (pl.col(column) > lost[key])).then(pl.col(column) - 1).otherwise(column).alias(column)
        for column in columns
    )


def number_again(paragraphs: pl.DataFrame, report: str) -> pl.DataFrame:
    """Number a report's paragraphs as if those that were lost had never been there."""
    own = rows_of(paragraphs, report)["paragraph_number"].to_list()
    numbers = dict(zip(own, range(1, len(own) + 1), strict=True))
    is_here = pl.col("report_id") == report
    return paragraphs.with_columns(
        pl.when(is_here).then(pl.col(column).replace_strict(numbers, default=None)).otherwise(column).alias(column)
        for column in ("paragraph_number", "parent_paragraph_number")
    )


def boxed_paragraphs(world: World, report: str) -> pl.DataFrame:
    """Select the paragraphs of a report's case studies."""
    return rows_of(world.raw["paragraphs"], report).join(
        world.raw["case_studies"], on=["report_id", "section_number"], how="semi"
    )
