"""A letter's rows, read once for all the tests that look at them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from extractors.letters import LetterFile, LetterRows
from extractors.letters.reading import Reader, read_with


@cache
def rows_of(letter: Path, reader: Reader = "pdfium") -> LetterRows:
    return read_with(reader, LetterFile(letter.stem, letter, ""))
