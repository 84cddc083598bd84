"""Extraction of many letters, in worker processes and with a memo, as polars frames for the raw tables.

A letter is read once for each version of its file and of the extractor's code (`extraction_memo`), so an unchanged
letter costs nothing and a changed extractor is never forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import TimeoutError as LetterTookTooLong
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from extractors.letters.extraction_memo import ExtractionMemo
from extractors.letters.fallback_extraction import read_letter
from extractors.letters.reading import LetterFile, LetterRows, read_with, unread_letter
from extractors.letters.worker_pool import MIB_PER_WORKER, open_pool, result_of
from extractors.records import CaseStudy, Footnote, Letter, Paragraph, PrintedLine, ReadingProblem, Section, Signatory

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
    ReadingProblem,
)
LETTERS_PER_BATCH = 200
SECONDS_PER_LETTER = 60

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


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one letter may take."""

    seconds: float
    mib: int


def extract_letters(
    files: Sequence[LetterFile],
    *,
    memo: Path,
    force: bool = False,
    on_read: OnRead | None = None,
    seconds_per_letter: float = SECONDS_PER_LETTER,
    mib_per_worker: int = MIB_PER_WORKER,
    workers: int | None = None,
) -> Iterator[ExtractedBatch]:
    """Extract letters in batches, in the order given; without any letter, one batch of empty frames.

    `memo` is the folder of earlier extractions; `force` reads every letter again and replaces them. At the end, it
    holds the extractions of these files only. What exceeds its time or memory is returned unreadable.
    Raises `WorkersKilledError`.
    """
    known = ExtractionMemo(memo)
    limits = Limits(seconds_per_letter, mib_per_worker)
    unknown_count = sum(force or not known.has(file) for file in files)
    with open_pool(unknown_count, workers=workers, mib=mib_per_worker) as pool:
        for start in range(0, max(len(files), 1), LETTERS_PER_BATCH):
            batch = files[start : start + LETTERS_PER_BATCH]
            rows, extracted = [], []
            for done, (letter, is_new) in enumerate(_extract(pool, batch, known, limits, force=force), start=start + 1):
                rows.append(letter)
                extracted += [_summarise(letter)] if is_new else []
                if on_read:
                    on_read(done, len(files))
            yield ExtractedBatch(_to_frames(rows), tuple(extracted))
    known.remove_all_but({file.file_sha256 for file in files})


def _extract(
    pool: ProcessPool, files: Sequence[LetterFile], known: ExtractionMemo, limits: Limits, *, force: bool
) -> Iterator[tuple[LetterRows, bool]]:
    """Yield the rows of each file, and whether it was read just now."""
    remembered = [None if force else known.load(file) for file in files]
    futures = [
        None if rows else pool.schedule(read_letter, args=(file,), timeout=limits.seconds)
        for file, rows in zip(files, remembered, strict=True)
    ]
    for file, rows, future in zip(files, remembered, futures, strict=True):
        if rows:
            yield rows, False
        elif future:
            yield _read(pool, file, future, known, limits), True


def _read(
    pool: ProcessPool, file: LetterFile, future: ProcessFuture[LetterRows], known: ExtractionMemo, limits: Limits
) -> LetterRows:
    """Return what a worker read and keep it; what exceeded the limits of this machine is not kept."""
    try:
        rows = result_of(future)
    except (LetterTookTooLong, MemoryError, ProcessExpired):
        # The second reader takes forty times as long, and the first may have read the letter well enough.
        return _read_with_first_reader(pool, file, limits)
    known.save(rows)
    return rows


def _read_with_first_reader(pool: ProcessPool, file: LetterFile, limits: Limits) -> LetterRows:
    try:
        return result_of(pool.schedule(read_with, args=("pdfium", file), timeout=limits.seconds))
    except LetterTookTooLong:
        reason = f"reading it took longer than {limits.seconds:g} seconds"
    except MemoryError:
        reason = f"reading it took more than {limits.mib} MiB of memory"
    except ProcessExpired as died:
        may_need = f"it may have needed more than {limits.mib} MiB"
        reason = f"the process that read it died (exit code {died.exitcode}); {may_need}"
    return unread_letter(file, "pdfium", "unreadable", reason)


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
        ReadingProblem: to_frame(ReadingProblem, (row for rows in letters for row in rows.problems)),
    }
