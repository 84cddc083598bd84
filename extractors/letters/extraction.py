"""Extraction of many letters with a memo, as polars frames for the raw tables.

A letter is read once for each version of its file and of the extractor's code (`extraction_memo`), so an unchanged
letter costs nothing and a changed extractor is never forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.letters.extraction_memo import ExtractionMemo
from extractors.letters.reading import LetterRows
from extractors.letters.shares import Reading, ReadLetters, StoredLetter
from extractors.records import (
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

if TYPE_CHECKING:
    import polars as pl

    from extractors.frames import Row

LETTER_TABLES: tuple[type[Row], ...] = (
    Letter,
    Section,
    Paragraph,
    CaseStudy,
    Footnote,
    Signatory,
    PrintedLine,
    SampledWord,
    ReadingProblem,
)
LETTERS_PER_BATCH = 200

OnRead = Callable[[int, int], None]
"""Called with the number of letters done so far, and of all."""


@dataclass(frozen=True, slots=True)
class ExtractionSummary:
    """What came of reading one letter in this run, for a line of the log."""

    report_id: str
    status: str
    reader: str
    pages: int
    sections: int
    paragraphs: int
    warnings: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class ExtractedBatch:
    """The rows of some letters, a frame for each of `LETTER_TABLES`, and which of the letters were read just now."""

    frames: Mapping[type[Row], pl.DataFrame]
    extracted: tuple[ExtractionSummary, ...]


def extract_letters(
    letters: Sequence[StoredLetter],
    read: ReadLetters,
    *,
    memo: Path,
    force: bool = False,
    on_read: OnRead | None = None,
) -> Iterator[ExtractedBatch]:
    """Extract letters in batches, in the order given; without any letter, one batch of empty frames.

    `read` reads those that are not in `memo`, the folder of earlier extractions; `force` reads every letter again and
    replaces them. At the end, the folder holds the extractions of these letters only. What exceeds its time or memory
    is returned unreadable. Raises what `read` raises.
    """
    known = ExtractionMemo(memo)
    unknown = [letter for letter in letters if force or not known.has(letter)]
    with closing(read(unknown)) as readings:
        extraction = _Extraction(known, {*unknown}, readings, read)
        for start in range(0, max(len(letters), 1), LETTERS_PER_BATCH):
            rows, extracted = [], []
            for done, letter in enumerate(letters[start : start + LETTERS_PER_BATCH], start=start + 1):
                one, is_new = extraction.extract(letter)
                rows.append(one)
                extracted += [_summarise(one)] if is_new else []
                if on_read:
                    on_read(done, len(letters))
            yield ExtractedBatch(_to_frames(rows), tuple(extracted))
    known.remove_all_but({letter.file_sha256 for letter in letters})


def find_cut_short(letters: Sequence[StoredLetter], memo: Path) -> list[str]:
    """The reports whose extraction exceeded its time or memory, so that it was not kept in `memo`."""
    known = ExtractionMemo(memo)
    return [letter.report_id for letter in letters if not known.has(letter)]


@dataclass(frozen=True, slots=True)
class _Extraction:
    """The letters that were extracted before, and the readings of the others as they come, in the order of letters."""

    known: ExtractionMemo
    unknown: Collection[StoredLetter]
    readings: Iterator[Reading]
    read: ReadLetters

    def extract(self, letter: StoredLetter) -> tuple[LetterRows, bool]:
        """The rows of the next letter, and whether it was read just now."""
        if letter in self.unknown:
            reading = next(self.readings)
        elif rows := self.known.load(letter):
            return rows, False
        else:
            (reading,) = self.read([letter])
        if reading.is_final:
            self.known.save(reading.rows)
        else:
            self.known.remove(letter)
        return reading.rows, True


def _summarise(rows: LetterRows) -> ExtractionSummary:
    letter = rows.letter
    return ExtractionSummary(
        report_id=letter.report_id,
        status=letter.status,
        reader=letter.reader,
        pages=letter.page_count,
        sections=len(rows.sections),
        paragraphs=len(rows.paragraphs),
        warnings=len(rows.problems),
        reason=letter.status_detail,
    )


def _to_frames(letters: Sequence[LetterRows]) -> dict[type[Row], pl.DataFrame]:
    # Workers load this module too, and polars alone maps more memory than half of what a worker may have.
    from extractors.frames import to_frame  # noqa: PLC0415

    return {
        Letter: to_frame(Letter, (rows.letter for rows in letters)),
        Section: to_frame(Section, (row for rows in letters for row in rows.sections)),
        Paragraph: to_frame(Paragraph, (row for rows in letters for row in rows.paragraphs)),
        CaseStudy: to_frame(CaseStudy, (row for rows in letters for row in rows.case_studies)),
        Footnote: to_frame(Footnote, (row for rows in letters for row in rows.footnotes)),
        Signatory: to_frame(Signatory, (row for rows in letters for row in rows.signatories)),
        PrintedLine: to_frame(PrintedLine, (row for rows in letters for row in rows.printed_lines)),
        SampledWord: to_frame(SampledWord, (row for rows in letters for row in rows.sampled_words)),
        ReadingProblem: to_frame(ReadingProblem, (row for rows in letters for row in rows.problems)),
    }
