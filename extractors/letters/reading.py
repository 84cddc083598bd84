"""Reading a letter: from the file to its rows, with whatever the reader was unsure of said beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from extractors.letters.anatomy import TITLE, Anatomy, dissect
from extractors.letters.blocks import Block
from extractors.letters.doubts import doubts_about
from extractors.letters.facts import (
    inspection_dates_in,
    letter_date_in,
    states_no_priority_action,
    theme_in,
    written_statement_in,
)
from extractors.letters.findings import finding_rows
from extractors.letters.footnotes import footnote_rows
from extractors.letters.headings import kind_of_heading
from extractors.letters.lines import Page, UnreadableLetter
from extractors.letters.pdfium_reader import read_pages as read_pages_with_pdfium
from extractors.letters.sections import Part, case_study_rows, cut_sections, section_rows
from extractors.letters.signatures import inspectorates_in, signatory_offices_in
from extractors.letters.versions import EXTRACTOR_VERSION
from extractors.records import CaseStudy, Finding, Footnote, Letter, ReadingProblem, Section

Reader = Literal["pdfium", "pdfplumber"]
# How many words, and how many letters and digits.
Counts = tuple[int, int]
OLDER_FAMILY, NEWER_FAMILY = "2016 to 2020", "2022 on"
WORD = re.compile(r"\w+")
QUOTE_LENGTH = 160
LONGEST_KNOWN_HEADING = 60


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A stored file to read, the report it is, and what to read it with."""

    report_id: str
    path: Path
    file_sha256: str
    reader: Reader = "pdfium"


@dataclass(frozen=True, slots=True)
class LetterRows:
    """Everything read from one file: its facts, and the rows of each table."""

    letter: Letter
    sections: list[Section] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    case_studies: list[CaseStudy] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
    problems: list[ReadingProblem] = field(default_factory=list)


def read_letter(file: LetterFile) -> LetterRows:
    """Read one file; what cannot be read, or is no JTAI letter, comes back with that status, never as an error."""
    try:
        pages = read_pages(file)
        if not any(page.lines for page in pages):
            raise UnreadableLetter(f"none of its {len(pages)} pages has a text layer")
    except UnreadableLetter as reason:
        return unread(file, "unreadable", str(reason))
    if not is_jtai_letter(pages):
        return unread(file, "not_a_jtai_letter", _what_it_is(pages), page_count=len(pages))
    return letter_rows(file, pages)


def read_pages(file: LetterFile) -> list[Page]:
    """Read a file's pages with the reader it names. Raises `UnreadableLetter`."""
    if file.reader == "pdfium":
        return read_pages_with_pdfium(file.path)
    # Takes 0.2 s to import, and few letters are read a second time.
    from extractors.letters.pdfplumber_reader import read_pages as read_pages_with_pdfplumber  # noqa: PLC0415

    return read_pages_with_pdfplumber(file.path)


def unread(file: LetterFile, status: str, reason: str, page_count: int = 0) -> LetterRows:
    """Return the rows of a file that gave no letter, with the reason as its one problem where it should have."""
    letter = Letter(
        report_id=file.report_id,
        file_sha256=file.file_sha256,
        extractor_version=EXTRACTOR_VERSION,
        reader=file.reader,
        status=status,
        status_detail=reason,
        family=None,
        page_count=page_count,
        word_count=0,
        unplaced_word_count=0,
        placed_character_count=0,
        title=None,
        letter_date=None,
        inspection_start_date=None,
        inspection_end_date=None,
        inspection_dates_quote=None,
        is_inspection_year_inferred=False,
        theme=None,
        theme_quote=None,
        deep_dive_focus=None,
        priority_action_areas_stated_none=False,
        written_statement_required=False,
        written_statement_lead=None,
        written_statement_due_date=None,
        written_statement_quote=None,
        inspectorates=None,
        signatory_offices=None,
    )
    return LetterRows(letter, problems=[ReadingProblem(file.report_id, status, "warning", None, None, reason)])


def is_jtai_letter(pages: Sequence[Page]) -> bool:
    """Say whether a document says early on that it is about a joint targeted area inspection, and is a letter."""
    early = " ".join(line.text for page in pages[:3] for line in page.lines)
    every = [line.text for page in pages for line in page.lines]
    is_letter = any(re.match(r"(?:dear|yours\s+(?:sincerely|faithfully))\b", text, re.IGNORECASE) for text in every)
    has_sections = any(kind_of_heading(text) for text in every if len(text) < LONGEST_KNOWN_HEADING)
    return bool(TITLE.search(early)) and is_letter and has_sections


def _what_it_is(pages: Sequence[Page]) -> str:
    lines = [line for page in pages for line in page.lines]
    headed = next((line.text for line in lines if line.is_bold), lines[0].text)
    return f"no letter about a joint targeted area inspection; the document is headed {headed[:QUOTE_LENGTH]!r}"


def letter_rows(file: LetterFile, pages: Sequence[Page]) -> LetterRows:
    """Return the rows of a JTAI letter from its printed lines."""
    anatomy = dissect(pages)
    parts = cut_sections(anatomy)
    sections = section_rows(file.report_id, parts)
    text = [line for block in anatomy.text for line in block.lines]
    boxed = [line for study in anatomy.studies for block in study.blocks for line in block.lines]
    opening = [line for block in anatomy.opening for line in block.lines]
    return LetterRows(
        letter=_letter(file, pages, anatomy, parts),
        sections=sections,
        findings=finding_rows(file.report_id, parts),
        case_studies=case_study_rows(file.report_id, sections),
        footnotes=footnote_rows(file.report_id, anatomy.notes, [*opening, *text, *boxed], anatomy.vocabulary),
        problems=doubts_about(file.report_id, pages, anatomy),
    )


def _letter(file: LetterFile, pages: Sequence[Page], anatomy: Anatomy, parts: Sequence[Part]) -> Letter:
    introduction = _text_of(parts, "introduction")
    letter_date = letter_date_in([block.text for block in anatomy.opening])
    dates = inspection_dates_in(introduction, letter_date)
    theme = theme_in(anatomy.title, introduction)
    statement = written_statement_in(_text_of(parts, "next_steps"))
    counts = {id(line): _counts_of(line.text) for page in pages for line in page.lines}
    return Letter(
        report_id=file.report_id,
        file_sha256=file.file_sha256,
        extractor_version=EXTRACTOR_VERSION,
        reader=file.reader,
        status="read",
        status_detail=None,
        family=_family(parts),
        page_count=len(pages),
        word_count=sum(words for words, _ in counts.values()),
        unplaced_word_count=_unplaced_word_count(counts, anatomy, parts),
        placed_character_count=_placed_character_count(counts, parts),
        title=anatomy.title,
        letter_date=letter_date,
        inspection_start_date=dates.start,
        inspection_end_date=dates.end,
        inspection_dates_quote=dates.quote,
        is_inspection_year_inferred=dates.is_year_inferred,
        theme=theme.theme,
        theme_quote=theme.quote,
        deep_dive_focus=theme.deep_dive_focus,
        priority_action_areas_stated_none=states_no_priority_action([block.text for block in anatomy.text]),
        written_statement_required=statement.is_required,
        written_statement_lead=statement.lead,
        written_statement_due_date=statement.due_date,
        written_statement_quote=statement.quote,
        inspectorates="; ".join(inspectorates_in(introduction)) or None,
        signatory_offices="; ".join(signatory_offices_in([line.text for line in anatomy.closing])) or None,
    )


def _text_of(parts: Sequence[Part], kind: str) -> str:
    return "\n".join(block.text for part in parts if part.kind == kind for block in part.body)


def _family(parts: Sequence[Part]) -> str | None:
    """Return the family of letter that the sections show; None where they show neither."""
    kinds = {part.kind for part in parts if part.level == 1}
    if kinds & {"headline_findings", "needs_to_improve", "main_findings"}:
        return NEWER_FAMILY
    return OLDER_FAMILY if "areas_for_improvement" in kinds or "strengths" in kinds else None


def _counts_of(text: str) -> Counts:
    words = WORD.findall(text)
    return len(words), len("".join(words).replace("_", ""))


def _unplaced_word_count(counts: Mapping[int, Counts], anatomy: Anatomy, parts: Sequence[Part]) -> int:
    """Count the words that are in no section and are no known furniture, by the lines (their `id`) that were placed."""
    placed: set[int] = {id(line) for line in (*anatomy.furniture, *anatomy.closing)}
    placed |= {id(line) for note in anatomy.notes for line in note.lines}
    placed |= {id(line) for block in anatomy.opening for line in block.lines}
    placed |= {id(line) for block in _placed_blocks(parts) for line in block.lines}
    return sum(words for line, (words, _) in counts.items() if line not in placed)


def _placed_character_count(counts: Mapping[int, Counts], parts: Sequence[Part]) -> int:
    """Count the letters and digits on the lines of sections; a line of a subsection is also its section's."""
    blocks = list(_placed_blocks(parts))
    lines = {id(line) for block in blocks for line in block.lines}
    labels = {id(block.lines[0]): str(block.number) for block in blocks if block.number is not None}
    printed = sum(counts[line][1] for line in lines)
    return printed - sum(len(label) for label in labels.values())


def _placed_blocks(parts: Sequence[Part]) -> Iterator[Block]:
    return (block for part in parts for block in (part.heading, *part.blocks) if block)
