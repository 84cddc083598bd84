"""Ways in which real letters, or what is known of them, may be damaged: each damages one thing of good tables.

A damage is done where it would happen: pages go from the PDF, headings and frames from the printed pages, and the
letter is read again; rows, dates and codes go from the tables.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from pathlib import Path

import pandas as pd
from pypdf import PdfReader, PdfWriter

from expectations import Gate
from extractors.letters import LetterFile, LetterRows
from extractors.letters.lines import Page
from extractors.letters.pdfium_reader import read_pages
from extractors.letters.reading import letter_rows, read_letter
from extractors.records import FINDINGS_KINDS

Tables = dict[str, pd.DataFrame]
RAW_ROWS = {
    "letters": lambda rows: [rows.letter],
    "sections": lambda rows: rows.sections,
    "findings": lambda rows: rows.findings,
    "case_studies": lambda rows: rows.case_studies,
    "footnotes": lambda rows: rows.footnotes,
    "reading_problems": lambda rows: rows.problems,
}
OF_THE_LISTING = (
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

    def with_raw(self, **tables: pd.DataFrame) -> World:
        """The same with other raw tables."""
        return replace(self, raw=self.raw | tables)

    def with_marts(self, **tables: pd.DataFrame) -> World:
        """The same with other marts."""
        return replace(self, marts=self.marts | tables)


@dataclass(frozen=True)
class Damage:
    """A world with one thing damaged, what that is, the gates that see it and, where it is of one, the report."""

    world: World
    what: str
    gates: tuple[Gate, ...]
    judged: tuple[str, ...] = ()
    """The tables whose claims may catch it, where others were not built anew; none for all."""


Damaging = Callable[[World, random.Random], Damage | None]


def page_dropped(world: World, chance: random.Random) -> Damage:
    """One page gone from the PDF."""
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
    return Damage(reread(world, rows), f"{report}: page {gone + 1} of {len(pages)}", ("extracted",))


def publications_swapped(world: World, chance: random.Random) -> Damage:
    """Two letters each listed as the other."""
    one, other = chance.sample(sorted(world.files), 2)
    publications = swapped(world.raw["publications"], one, other, ("urn", "publication_date", "report_url"))
    inspections = swapped(world.marts["inspections"], one, other, OF_THE_LISTING)
    damaged = world.with_raw(publications=publications).with_marts(inspections=inspections)
    return Damage(damaged, f"{one} and {other}", ("extracted", "published"), ("letters", "inspections"))


def date_moved(world: World, chance: random.Random) -> Damage | None:
    """One date some days off."""
    report, column = chance.choice(sorted(world.files)), chance.choice((*DATES, "publication_date"))
    days = chance.choice(DAYS_MOVED)
    table = "publications" if column == "publication_date" else "letters"
    before = cell(world.raw[table], report, column)
    if pd.isna(before):
        return None
    after = pd.Timestamp(before) + timedelta(days=days)
    raw = with_cell(world.raw[table], report, column, after)
    inspections = with_cell(world.marts["inspections"], report, column, after)
    damaged = world.with_raw(**{table: raw}).with_marts(inspections=inspections)
    return Damage(damaged, f"{report}: {column} by {days} days", ("extracted", "published"), ("letters", "inspections"))


def heading_renamed(world: World, chance: random.Random) -> Damage | None:
    """The heading of a section in words that no letter had."""
    report = chance.choice(sorted(world.files))
    sections = of(world.raw["sections"], report)
    headings = sections.loc[sections["level"].eq(1), "heading"].dropna()
    old, new = chance.choice(headings.tolist()), chance.choice(INVENTED_HEADINGS)
    pages = read_pages(world.files[report])
    if not any(line.is_bold and line.text == old for page in pages for line in page.lines):
        return None
    renamed = [
        replace(
            page,
            lines=tuple(replace(line, text=new) if line.is_bold and line.text == old else line for line in page.lines),
        )
        for page in pages
    ]
    return Damage(reread_pages(world, report, renamed), f"{report}: {old!r} as {new!r}", ("extracted",))


def box_lost(world: World, chance: random.Random) -> Damage:
    """A case study gone from the tables."""
    studies = world.raw["case_studies"]
    study = studies.iloc[chance.randrange(len(studies))]
    sections, findings = world.raw["sections"], world.raw["findings"]
    is_it = sections["report_id"].eq(study["report_id"]) & sections["section_number"].eq(study["section_number"])
    damaged = world.with_raw(
        sections=one_less(sections[~is_it], study, "section_number", "parent_section_number"),
        findings=one_less(findings, study, "section_number"),
        case_studies=one_less(one_less(studies.drop(study.name), study, "case_study_number"), study, "section_number"),
    )
    return Damage(damaged, f"{study['report_id']}: {study['title']!r}", ("extracted",))


def frame_lost(world: World, chance: random.Random) -> Damage | None:
    """The frames of a page's boxes gone, where that changes the words that are read as case studies."""
    report = chance.choice(sorted(set(world.raw["case_studies"]["report_id"])))
    pages = read_pages(world.files[report])
    page = chance.choice([page for page in pages if page.boxes] or [pages[0]])
    damaged = reread_pages(world, report, [replace(each, boxes=()) if each is page else each for each in pages])
    before, after = (" ".join(of(each.raw["case_studies"], report)["text"]).split() for each in (world, damaged))
    return None if before == after else Damage(damaged, f"{report}: frames of page {page.number}", ("extracted",))


def code_emptied(world: World, chance: random.Random) -> Damage:
    """A key or code gone from one row."""
    gate, name, column = chance.choice(CODES)
    tables = world.marts if gate == "published" else world.raw
    table = tables[name].copy()
    at = chance.randrange(len(table))
    table[column] = table[column].astype(object)
    table.loc[table.index[at], column] = None
    damaged = world.with_marts(**{name: table}) if gate == "published" else world.with_raw(**{name: table})
    return Damage(damaged, f"{name}.{column} in row {at}", (gate,))


def providers_missing(world: World, chance: random.Random) -> Damage:
    """A third of the authorities not listed, with all their documents; the site still prints how many there are."""
    urns = sorted(world.raw["providers"]["urn"])
    kept = set(chance.sample(urns, len(urns) * 2 // 3))
    providers, publications = (only(world.raw[name], "urn", kept) for name in ("providers", "publications"))
    counts = {"providers_found": len(providers), "publications_found": len(publications)}
    damaged = world.with_raw(
        providers=providers,
        publications=publications,
        report_files=only(world.raw["report_files"], "report_id", set(publications["report_id"])),
        discoveries=world.raw["discoveries"].assign(**counts),
    )
    return Damage(damaged, f"{len(urns) - len(kept)} of {len(urns)}", ("discovered",))


def list_cut(world: World, chance: random.Random) -> Damage | None:
    """The second half of a section's findings gone, from the findings alone or from the section too."""
    report = chance.choice(sorted(world.files))
    findings = of(world.raw["findings"], report)
    number = chance.choice(sorted(findings["section_number"]))
    listed = findings[findings["section_number"].eq(number)]
    lost = listed.iloc[(len(listed) + 1) // 2 :]
    if lost.empty:
        return None
    kept = renumbered(world.raw["findings"].drop(lost.index), report)
    sections, is_both = world.raw["sections"], chance.choice((True, False))
    if is_both:
        sections = without_lines(sections, report, number, lost)
    where = "findings and section" if is_both else "findings"
    return Damage(
        world.with_raw(findings=kept, sections=sections),
        f"{report}: section {number}, {len(lost)} {where}",
        ("extracted",),
    )


def text_of_another(world: World, chance: random.Random) -> Damage:
    """A finding, or a whole section, in the words of another letter's."""
    findings, sections = world.raw["findings"].copy(), world.raw["sections"].copy()
    if chance.choice((True, False)):
        mine = findings.iloc[chance.randrange(len(findings))]
        theirs = chance.choice(findings.loc[findings["report_id"].ne(mine["report_id"]), "text"].tolist())
        findings.loc[mine.name, "text"] = theirs
        is_mine = sections["report_id"].eq(mine["report_id"])
        sections.loc[is_mine, "text"] = [text.replace(mine["text"], theirs) for text in sections.loc[is_mine, "text"]]
        return Damage(
            world.with_raw(findings=findings, sections=sections),
            f"{mine['report_id']}: finding {mine['finding_number']}", ("extracted",),
        )  # fmt: skip
    tops = sections[sections["level"].eq(1) & ~sections["kind"].isin(FINDINGS_KINDS)]
    mine = tops.iloc[chance.randrange(len(tops))]
    is_like = tops["kind"].eq(mine["kind"]) & tops["report_id"].ne(mine["report_id"])
    sections.loc[mine.name, "text"] = chance.choice(tops.loc[is_like, "text"].tolist())
    return Damage(world.with_raw(sections=sections), f"{mine['report_id']}: {mine['kind']}", ("extracted",))


KINDS: Mapping[str, Damaging] = {
    "a page dropped": page_dropped,
    "two publications swapped": publications_swapped,
    "a date moved": date_moved,
    "a heading renamed": heading_renamed,
    "a box lost": box_lost,
    "a box's frame lost": frame_lost,
    "a code emptied": code_emptied,
    "a third of providers missing": providers_missing,
    "a list cut in half": list_cut,
    "text from another letter": text_of_another,
}


def file_of(world: World, report: str) -> LetterFile:
    """The file of a report, as the reader is given it."""
    sha256 = cell(world.raw["letters"], report, "file_sha256")
    return LetterFile(report, world.files[report], sha256)


def reread_pages(world: World, report: str, pages: list[Page]) -> World:
    """What is known when the pages of a letter are other than they were."""
    return reread(world, letter_rows(file_of(world, report), pages))


def reread(world: World, rows: LetterRows) -> World:
    """What is known when a letter is read again."""
    report = rows.letter.report_id
    tables = {name: with_rows(world.raw[name], report, row_of(rows)) for name, row_of in RAW_ROWS.items()}
    files = with_cell(world.raw["report_files"], report, "file_sha256", rows.letter.file_sha256)
    return world.with_raw(**tables, report_files=files)


def with_rows(table: pd.DataFrame, report: str, rows: list[object]) -> pd.DataFrame:
    """A table with these rows in the place of those it has of a report."""
    new = pd.DataFrame([{field.name: getattr(row, field.name) for field in fields(row)} for row in rows])  # type: ignore[arg-type]
    kept = table[table["report_id"].ne(report)].astype(object)
    both = pd.concat([kept, new.astype(object)], ignore_index=True) if rows else kept.reset_index(drop=True)
    return both.infer_objects()


def of(table: pd.DataFrame, report: str) -> pd.DataFrame:
    """The rows of a report."""
    return table[table["report_id"].eq(report)]


def only(table: pd.DataFrame, column: str, kept: set[object]) -> pd.DataFrame:
    """The rows whose cell is one of these."""
    return table[table[column].isin(kept)].reset_index(drop=True)


def cell(table: pd.DataFrame, report: str, column: str) -> object:
    """A cell of a report's one row."""
    return of(table, report)[column].iloc[0]


def with_cell(table: pd.DataFrame, report: str, column: str, value: object) -> pd.DataFrame:
    """A table with another value in a cell of a report's rows."""
    is_here = table["report_id"].eq(report)
    return table.assign(**{column: table[column].astype(object).where(~is_here, value)})


def swapped(table: pd.DataFrame, one: str, other: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """A table in which two reports have each other's cells."""
    for column in columns:
        mine, theirs = cell(table, one, column), cell(table, other, column)
        table = with_cell(with_cell(table, one, column, theirs), other, column, mine)
    return table


def one_less(table: pd.DataFrame, lost: pd.Series, *columns: str) -> pd.DataFrame:
    """A table whose numbers close up after one that was lost."""
    number = lost["case_study_number" if columns == ("case_study_number",) else "section_number"]
    is_here = table["report_id"].eq(lost["report_id"])
    closed = {
        column: table[column].where(~(is_here & table[column].gt(number)), table[column] - 1) for column in columns
    }
    return table.assign(**closed).reset_index(drop=True)


def renumbered(findings: pd.DataFrame, report: str) -> pd.DataFrame:
    """Findings numbered as if those that were lost had never been there."""
    own = of(findings, report)
    numbers = dict(zip(own["finding_number"], range(1, len(own) + 1), strict=True))
    parents = own["parent_finding_number"].map(numbers)
    findings = findings.copy()
    findings.loc[own.index, "finding_number"] = own["finding_number"].map(numbers)
    findings.loc[own.index, "parent_finding_number"] = parents
    return findings.reset_index(drop=True)


def without_lines(sections: pd.DataFrame, report: str, number: int, lost: pd.DataFrame) -> pd.DataFrame:
    """Sections without the text of some findings, and without counting them, in theirs and in those around it."""
    sections, gone = sections.copy(), set(lost["text"])
    counts = {"bullet_count": int(lost["level"].eq(1).sum()), "sub_bullet_count": int(lost["level"].eq(2).sum())}
    while pd.notna(number):
        is_it = sections["report_id"].eq(report) & sections["section_number"].eq(number)
        text = "\n".join(line for line in sections.loc[is_it, "text"].iloc[0].split("\n") if line not in gone)
        sections.loc[is_it, "text"] = text
        for column, count in counts.items():
            sections.loc[is_it, column] = (sections.loc[is_it, column] - count).clip(lower=0)
        number = sections.loc[is_it, "parent_section_number"].iloc[0]
    return sections
