"""Reading a letter with one reader: from the file to its rows, with the reader's own warnings beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from extractors.errors import UnreadableLetterError
from extractors.letters.content.footnotes import footnote_rows
from extractors.letters.content.letters import find_inspection_dates, with_facts
from extractors.letters.content.paragraphs import paragraph_rows
from extractors.letters.content.sections import case_study_rows, section_rows
from extractors.letters.content.signatures import signatory_rows
from extractors.letters.content.warnings import find_date_warnings, find_warnings
from extractors.letters.extractor_code import extractor_hash
from extractors.letters.layout.lines import CLOSING, Page
from extractors.letters.layout.pdfium_reader import OnPage
from extractors.letters.layout.pdfium_reader import read_pages as read_pages_with_pdfium
from extractors.letters.layout.printed_lines import list_printed_lines, read_printed_lines
from extractors.letters.structure.document_structure import SALUTATION, TITLE, parse_structure
from extractors.letters.structure.heading_styles import mark_heading_styles
from extractors.letters.structure.sections import cut_sections
from extractors.letters.vocabulary.headings import kind_of_heading
from extractors.letters.vocabulary.inspectorates import inspectorates_in
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

Reader = Literal["pdfium", "pdfplumber"]
TITLE_PAGES = 3
QUOTE_LENGTH = 160
LONGEST_KNOWN_HEADING = 60
JOINT_INSPECTION, LEAST_INSPECTORATES = re.compile(r"\bjoint\s+inspection", re.IGNORECASE), 3
ENGLISH = re.compile(r"\b(?:the|of|and)\b", re.IGNORECASE)
EXTRACTOR_FAULT = "the extractor failed"


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A stored file to read, and the report it is."""

    report_id: str
    path: Path
    file_sha256: str


@dataclass(frozen=True, slots=True)
class LetterRows:
    """Everything read from one file: its facts, the rows of each table, and the pages with words that nobody sees."""

    letter: Letter
    sections: list[Section] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    case_studies: list[CaseStudy] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
    signatories: list[Signatory] = field(default_factory=list)
    printed_lines: list[PrintedLine] = field(default_factory=list)
    sampled_words: list[SampledWord] = field(default_factory=list)
    problems: list[ReadingProblem] = field(default_factory=list)
    pages_with_hidden_words: frozenset[int] = frozenset()


def read_with(reader: Reader, file: LetterFile) -> LetterRows:
    """Read one file; what cannot be read, or is no JTAI letter, is returned with that status, never raised."""
    printed: list[PrintedLine] = []
    try:
        pages = read_pages(
            reader, file.path, lambda *opened: printed.extend(list_printed_lines(file.report_id, *opened))
        )
        if not is_jtai_letter(pages):
            _require_english(pages)
            return unread_letter(file, reader, "not_a_jtai_letter", _describe_document(pages), page_count=len(pages))
        rows = letter_rows(file, reader, pages)
        text_left = next((page.text_left for page in pages if page.text_left), None)
        if text_left or not printed:
            printed = read_printed_lines(file.report_id, file.path, text_left)
        return replace(rows, printed_lines=printed)
    except UnreadableLetterError as reason:
        return unread_letter(file, reader, "unreadable", str(reason))
    except (MemoryError, OSError):
        raise
    except Exception as error:  # noqa: BLE001 a fault that only this letter shows must not cost all the others
        return unread_letter(file, reader, "unreadable", f"{EXTRACTOR_FAULT}: {type(error).__name__}: {error}")


def read_pages(reader: Reader, path: Path, on_page: OnPage | None = None) -> list[Page]:
    """Read the pages of a file with text in it; PDFium shows each to `on_page`. Raises `UnreadableLetterError`."""
    if reader == "pdfium":
        pages = read_pages_with_pdfium(path, on_page)
    else:
        # Takes 0.2 s to import, and few letters are read a second time.
        from extractors.letters.layout.pdfplumber_reader import (  # noqa: PLC0415
            read_pages as read_pages_with_pdfplumber,
        )

        pages = read_pages_with_pdfplumber(path)
    if not any(page.lines for page in pages):
        raise UnreadableLetterError(f"none of its {len(pages)} pages has a text layer")
    return mark_heading_styles(pages)


def _require_english(pages: Sequence[Page]) -> None:
    """Raise `UnreadableLetterError` where a text layer has none of the words that no English page is without."""
    lines = [line.text for page in pages for line in page.lines]
    if not ENGLISH.search(" ".join(lines)):
        raise UnreadableLetterError(f"its text layer is no English text; it begins {lines[0][:QUOTE_LENGTH]!r}")


def is_jtai_letter(pages: Sequence[Page]) -> bool:
    """Say whether a document says early on that it is about a joint targeted area inspection, and is a letter.

    One that says so in a heading need not be a letter in all points: a listed letter is read as far as it can be. Where
    no words say it, as where the title is a drawing, it is about a joint inspection by three inspectorates or more.
    """
    early = [line for page in pages[:TITLE_PAGES] for line in page.lines]
    said_early = " ".join(line.text for line in early)
    is_named = TITLE.search(said_early) is not None
    if not is_named and not JOINT_INSPECTION.search(said_early):
        return False
    is_titled = any(line.is_bold and TITLE.search(line.text) for line in early)
    texts = [line.text for page in pages for line in page.lines]
    is_letter = any(SALUTATION.match(text) or CLOSING.match(text) for text in texts)
    if is_titled and is_letter:
        return True
    kinds = {kind_of_heading(text) for text in texts if len(text) < LONGEST_KNOWN_HEADING} - {None}
    lists_findings = len(kinds & {*FINDINGS_KINDS, "headline_findings", "main_findings"}) > 1
    if not is_named:
        return is_letter and lists_findings and len(inspectorates_in(said_early)) >= LEAST_INSPECTORATES
    return lists_findings if is_titled else is_letter and bool(kinds)


def letter_rows(file: LetterFile, reader: Reader, pages: Sequence[Page]) -> LetterRows:
    """Return the rows of a JTAI letter from its printed lines. Raises `UnreadableLetterError`."""
    structure = parse_structure(pages)
    drafts = cut_sections(structure)
    if not drafts:
        raise UnreadableLetterError("nothing is printed between its title and its closing")
    dates = find_inspection_dates(structure, drafts)
    sections = section_rows(file.report_id, drafts)
    text = [line for block in structure.text for line in block.lines]
    boxed = [line for study in structure.studies for block in study.blocks for line in block.lines]
    opening = [line for block in structure.opening for line in block.lines]
    letter = with_facts(_letter(file, reader, "read", page_count=len(pages)), pages, structure, drafts, dates)
    return LetterRows(
        letter=letter,
        sections=sections,
        paragraphs=paragraph_rows(file.report_id, drafts),
        case_studies=case_study_rows(file.report_id, sections),
        footnotes=footnote_rows(file.report_id, structure.notes, [*opening, *text, *boxed], structure.printed_words),
        signatories=signatory_rows(file.report_id, structure.closing, (letter.inspectorates or "").split("; ")),
        problems=[
            *find_warnings(file.report_id, pages, structure),
            *find_date_warnings(file.report_id, structure, dates),
        ],
        pages_with_hidden_words=frozenset(page.number for page in pages if page.has_hidden_words),
    )


def unread_letter(file: LetterFile, reader: Reader, status: str, reason: str, page_count: int = 0) -> LetterRows:
    """Return the rows of a file that gave no letter, with the reason as its one problem."""
    letter = _letter(file, reader, status, reason, page_count)
    return LetterRows(letter, problems=[ReadingProblem(file.report_id, status, "warning", None, None, reason)])


def _letter(
    file: LetterFile, reader: Reader, status: str, status_detail: str | None = None, page_count: int = 0
) -> Letter:
    """Return a letter's row without facts."""
    return Letter(file.report_id, file.file_sha256, extractor_hash(), reader, status, status_detail, None, page_count)


def _describe_document(pages: Sequence[Page]) -> str:
    lines = [line for page in pages for line in page.lines]
    headed = next((line.text for line in lines if line.is_bold), lines[0].text)
    return f"no letter about a joint targeted area inspection; the document is headed {headed[:QUOTE_LENGTH]!r}"
