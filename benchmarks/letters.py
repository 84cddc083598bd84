"""How long reading letters takes, held against the least it could: PDFium's own plain text of the same files.

    python benchmarks/letters.py FOLDER

reads every PDF of a folder several times in one run, in turn, and prints medians and ratios.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

import pypdfium2 as pdfium

from extractors.letters import LetterFile, LetterRows, read_letters
from extractors.letters.reading import read_letter

ROUNDS = 5
Work = Callable[[list[LetterFile]], object]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder of letters")
    files = [
        LetterFile(path.stem, path, "", date(2025, 1, 1)) for path in sorted(parser.parse_args().folder.glob("*.pdf"))
    ]
    print(f"{len(files)} letters, {ROUNDS} rounds in turn, milliseconds of processor time a letter (median)")
    floor, whole = in_turn(plain_texts, read_all, files)
    print(f"  PDFium's plain text    {median(floor):6.1f}")
    ratios = [each / least for each, least in zip(whole, floor, strict=True)]
    print(f"  read, cut and extract  {median(whole):6.1f}  {median(ratios):.2f} times the plain text")
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


def read_all(files: list[LetterFile]) -> list[LetterRows]:
    """Read, cut and extract every letter, in this process."""
    return [read_letter(file) for file in files]


def in_turn(first: Work, second: Work, files: list[LetterFile]) -> tuple[list[float], list[float]]:
    """Return the processor time a letter of each, in milliseconds, round by round after one that does not count."""
    rounds = [(cost(first, files), cost(second, files)) for _ in range(ROUNDS + 1)][1:]
    return [pair[0] for pair in rounds], [pair[1] for pair in rounds]


def cost(work: Work, files: list[LetterFile]) -> float:
    """Return what some work takes of the processor, in milliseconds a letter."""
    begun = time.process_time()
    work(files)
    return (time.process_time() - begun) / len(files) * 1000


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
