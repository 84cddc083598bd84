"""How long reading letters takes, compared with the least it could: PDFium's own plain text of the same files.

    python benchmarks/reading_cost.py FOLDER

reads every PDF of a folder several times in one run, in turn, and prints medians and ratios. What a refresh does to a
letter is more than reading it: some are looked at a second time, by pdfplumber, and all are kept on disk. The two
workers race the one by the clock, so that figure needs a machine with nothing else to do.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import pypdfium2 as pdfium

from extractors.files import FileStore, new_fetch
from extractors.letters import LetterFile, StoredLetter, extract_letters, read_here
from extractors.letters.extraction_memo import ExtractionMemo
from extractors.letters.fallback_extraction import read_letter
from extractors.letters.reading import read_with

ROUNDS, RACES, LETTERS = 5, 3, 64
STEPS = "PDFium's plain text", "read, cut and extract", "all that a refresh does"
Costs = tuple[float, float, float]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder of letters")
    files = [LetterFile(path.stem, path, sha256_of(path)) for path in sorted(parser.parse_args().folder.glob("*.pdf"))]
    print(f"{len(files)} letters, {ROUNDS} rounds in turn, milliseconds of processor time a letter (median)")
    rounds = [costs(files) for _ in range(ROUNDS + 1)][1:]
    for name, times in zip(STEPS, zip(*rounds, strict=True), strict=True):
        ratios = [time / floor for time, (floor, *_) in zip(times, rounds, strict=True)]
        of_floor = f"{median(ratios):.2f} times the plain text ({min(ratios):.2f} to {max(ratios):.2f})"
        print(f"  {name:24}{median(times):6.1f}  {of_floor}")
    some = [file for file, _ in zip(cycle(files), range(LETTERS), strict=False)]
    times = [LETTERS * costs(some)[-1] / 1000 for _ in range(RACES)]
    print(f"  {LETTERS} letters in one process, with all that a refresh does to a letter: {median(times):.2f} s")
    print(f"  peak memory of one process over all letters: {peak_mib():.0f} MiB")
    many = files * 5
    races = [[seconds(many, workers) for workers in (1, 2)] for _ in range(RACES)]
    one, two = (median(times) for times in zip(*races, strict=True))
    speed_up = median(alone / together for alone, together in races)
    print(f"  {len(many)} letters with one worker {one:.1f} s, with two {two:.1f} s: {speed_up:.2f} times as fast")


def sha256_of(path: Path) -> str:
    """Return the hash that a file is stored under."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def costs(files: Sequence[LetterFile]) -> Costs:
    """Return what each of `STEPS` takes of the processor, in milliseconds a letter.

    They take turns at each letter, so that whatever else the machine does meanwhile weighs on all of them.
    """
    with TemporaryDirectory() as folder:
        memo = ExtractionMemo(Path(folder))
        steps: tuple[Callable[[LetterFile], object], ...] = (
            plain_texts,
            partial(read_with, "pdfium"),
            lambda file: memo.save(read_letter(file)),
        )
        times = [[processor_seconds(step, file) for step in steps] for file in files]
    plain, reading, refresh = (1000 * sum(each) / len(files) for each in zip(*times, strict=True))
    return plain, reading, refresh


def processor_seconds(step: Callable[[LetterFile], object], file: LetterFile) -> float:
    """Return what a step takes of the processor for one file."""
    begun = time.process_time()
    step(file)
    return time.process_time() - begun


def plain_texts(file: LetterFile) -> list[str]:
    """Take every page's plain text and nothing else."""
    texts = []
    with pdfium.PdfDocument(file.path) as document:
        for index in range(len(document)):
            page = document[index]
            text_page = page.get_textpage()
            texts.append(text_page.get_text_range())
            text_page.close()
            page.close()
    return texts


def seconds(files: list[LetterFile], workers: int) -> float:
    """Return how long some workers take to read letters, by the clock."""
    with TemporaryDirectory() as folder:
        store = FileStore(Path(folder) / "files")
        for file in files:
            fetch = new_fetch(file.path.read_bytes(), url=file.report_id, suffix=".pdf", media_type=None)
            store.store(file.path.read_bytes(), fetch)
        letters = [StoredLetter(file.report_id, file.file_sha256) for file in files]
        read = partial(read_here, store=store, workers=workers)
        begun = time.perf_counter()
        list(extract_letters(letters, read, memo=Path(folder) / "memo", force=True))
        return time.perf_counter() - begun


def peak_mib() -> float:
    """Return the most memory this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
