"""How long reading letters takes, held against the least it could: PDFium's own plain text of the same files.

    python benchmarks/letters.py FOLDER

reads every PDF of a folder several times in one run, in turn, and prints medians and ratios.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2 as pdfium

from extractors.letters import LetterFile, read_letters
from extractors.letters.reading import read_letter

ROUNDS = 5


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder of letters")
    files = [
        LetterFile(path.stem, path, "", date(2025, 1, 1)) for path in sorted(parser.parse_args().folder.glob("*.pdf"))
    ]
    measures: dict[str, Callable[[list[LetterFile]], object]] = {
        "PDFium's plain text": plain_texts,
        "read, cut and extract": lambda files: [read_letter(file) for file in files],
    }
    print(f"{len(files)} letters, {ROUNDS} rounds, milliseconds a letter (median)")
    floor, whole = (median_ms(measure, files) for measure in measures.values())
    print(f"  PDFium's plain text    {floor:6.1f}")
    print(f"  read, cut and extract  {whole:6.1f}  {whole / floor:.2f} times the plain text")
    print(f"  peak memory of one process over all letters: {peak_mib():.0f} MiB")
    many = files * 5
    one, two = (seconds(lambda n=workers: list(read_letters(many, workers=n))) for workers in (1, 2))
    print(f"  {len(many)} letters with one worker {one:.1f} s, with two {two:.1f} s: {one / two:.2f} times as fast")


def plain_texts(files: list[LetterFile]) -> list[str]:
    """Take every page's plain text and nothing else."""
    texts = []
    for file in files:
        with pdfium.PdfDocument(file.path) as document:
            for index in range(len(document)):
                page = document[index]
                text_page = page.get_textpage()
                texts.append(text_page.get_text_range())
                text_page.close()
                page.close()
    return texts


def median_ms(measure: Callable[[list[LetterFile]], object], files: list[LetterFile]) -> float:
    """Return the median time a letter, in milliseconds, after one round that does not count."""
    measure(files)
    return statistics.median(seconds(lambda: measure(files)) for _ in range(ROUNDS)) / len(files) * 1000


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work took."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def peak_mib() -> float:
    """Return the most memory this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
