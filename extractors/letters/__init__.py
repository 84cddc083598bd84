"""Letters: a PDF of an inspection letter becomes lines, then sections, facts and findings."""

from __future__ import annotations

from extractors.letters.facts import known_themes
from extractors.letters.pool import read_letters
from extractors.letters.reading import EXTRACTOR_VERSION, LetterFile, LetterRows

__all__ = ["EXTRACTOR_VERSION", "LetterFile", "LetterRows", "known_themes", "read_letters"]
