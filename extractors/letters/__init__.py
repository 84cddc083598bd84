"""Letters: a PDF of an inspection letter becomes lines, then sections, facts and findings."""

from __future__ import annotations

from extractors.letters.facts import known_themes
from extractors.letters.pool import read_letters
from extractors.letters.reading import LetterFile, LetterRows
from extractors.letters.versions import EXTRACTOR_VERSION, must_be_read_again

__all__ = ["EXTRACTOR_VERSION", "LetterFile", "LetterRows", "known_themes", "must_be_read_again", "read_letters"]
