"""A letter's rows, read once for all the tests that look at them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from extractors.letters import LetterFile, LetterRows
from extractors.letters.reading import read_letter


@cache
def rows_of(letter: Path) -> LetterRows:
    return read_letter(LetterFile(letter.stem, letter, ""))
