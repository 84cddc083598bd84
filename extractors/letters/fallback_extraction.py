"""Two readers, one rule: PDFium reads, and where its reading lacks what a letter has, pdfplumber reads the file too.

The reading that lacks less is kept. What both readers would say alike, such as an unknown heading or a weekday that
does not fit its date, is no reason to read again. The second reading is known to help where a PDF's page tree counts
too few pages (PDFium then gives only those, and says nothing) and where pages are turned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.letters.reading import LetterFile, LetterRows, read_with
from extractors.records import FINDINGS_KINDS, ReadingProblem, SectionKind

STATUSES = ("read", "not_a_jtai_letter", "unreadable")
"""What can come of a reading, best first."""
NEEDED_WARNINGS = {"no_title": "has no title", "no_closing": "has no “Yours sincerely”"}
"""The reader's own warnings that another reader may answer."""
MOST_UNPLACED_SHARE = 0.01
# Broken and soft hyphens, replacement characters, private-use and control glyphs.
BROKEN_GLYPH = re.compile(r"[\ufffe\uffff\u00ad\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")


def read_letter(file: LetterFile) -> LetterRows:
    """Read one file, where needed with both readers; what cannot be read comes back with that status, never raised."""
    first = read_with("pdfium", file)
    rows = choose_extraction(first, read_with("pdfplumber", file)) if find_shortcomings(first) else first
    return add_sampled_words(file, rows) if rows.letter.status == "read" else rows


def add_sampled_words(file: LetterFile, rows: LetterRows) -> LetterRows:
    """Add the words of a page, and of those that a problem is about, as pdfplumber reads them.

    A fault costs this second look, never the letter, and is a warning: such a letter was compared with nothing.
    """
    # Takes 0.2 s to import, which a command that reads nothing need not wait for.
    from extractors.letters.layout.sampled_words import read_sampled_words  # noqa: PLC0415

    try:
        words = read_sampled_words(
            file.report_id,
            file.path,
            file.file_sha256,
            pages_with_problems={problem.page for problem in rows.problems if problem.page},
            pages_with_hidden_words=rows.pages_with_hidden_words,
        )
    except (MemoryError, OSError):
        raise
    except Exception as error:  # noqa: BLE001 a file may be damaged in a way that pdfplumber has no error for
        detail = f"its pages were not compared with pdfplumber's reading: {type(error).__name__}: {error}"
        note = ReadingProblem(file.report_id, "no_second_look", "warning", None, None, detail)
        return replace(rows, problems=[*rows.problems, note])
    return replace(rows, sampled_words=words)


def choose_extraction(first: LetterRows, second: LetterRows) -> LetterRows:
    """Return the reading that lacks less, the first where both lack as much; the second says why it was needed."""
    if quality_rank(second) >= quality_rank(first):
        return first
    lacking = "; ".join(find_shortcomings(first))
    detail = f"read by {second.letter.reader}, because the reading by {first.letter.reader} {lacking}"
    note = ReadingProblem(second.letter.report_id, "second_reading", "warning", None, None, detail)
    return replace(second, problems=[*second.problems, note])


def quality_rank(rows: LetterRows) -> tuple[int, int]:
    """Sort key of readings, best first: whether it is a letter at all, then how much it lacks."""
    return STATUSES.index(rows.letter.status), len(find_shortcomings(rows))


def find_shortcomings(rows: LetterRows) -> list[str]:
    """Say what a reading lacks that another reader may find, each as the end of a sentence about it.

    English text about something else lacks nothing: another reader would find the same words.
    """
    if rows.letter.status == "not_a_jtai_letter":
        return []
    if rows.letter.status != "read":
        return [f"gave no letter: {rows.letter.status_detail}"]
    return [*_missing_ends(rows.problems), *_missing_sections(rows), *_damaged_text(rows)]


def _missing_ends(problems: Sequence[ReadingProblem]) -> Iterator[str]:
    yield from (NEEDED_WARNINGS[problem.rule] for problem in problems if problem.rule in NEEDED_WARNINGS)


def _missing_sections(rows: LetterRows) -> Iterator[str]:
    kinds: set[SectionKind] = {section.kind for section in rows.sections}
    if "introduction" not in kinds:
        yield "has no introduction"
    if "next_steps" not in kinds:
        yield "has no next steps"
    if not kinds & {*FINDINGS_KINDS, "main_findings"}:
        yield "has no findings"


def _damaged_text(rows: LetterRows) -> Iterator[str]:
    letter = rows.letter
    if letter.unplaced_word_count > MOST_UNPLACED_SHARE * letter.word_count:
        yield f"has {letter.unplaced_word_count} of its {letter.word_count} words in no section"
    if any(BROKEN_GLYPH.search(paragraph.text) for paragraph in rows.paragraphs):
        yield "has glyphs that are no letters"
