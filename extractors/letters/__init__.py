"""Letters: a PDF of an inspection letter becomes lines, then sections, facts and findings.

Imports run downwards only: `vocabulary` and `layout` ← `structure` ← `content` ← `reading` ← `fallback_extraction` ←
`shares` ← `cluster`, `extraction`. Nothing here knows of Dagster, SQL or where the files come from.
"""

from __future__ import annotations

from extractors.letters.extraction import (
    LETTER_TABLES,
    ExtractedBatch,
    ExtractionSummary,
    extract_letters,
    find_cut_short,
)
from extractors.letters.extractor_code import extractor_hash
from extractors.letters.reading import LetterFile, LetterRows
from extractors.letters.shares import Limits, StoredLetter, read_here
from extractors.letters.vocabulary.themes import known_themes

__all__ = [
    "LETTER_TABLES",
    "ExtractedBatch",
    "ExtractionSummary",
    "LetterFile",
    "LetterRows",
    "Limits",
    "StoredLetter",
    "extract_letters",
    "extractor_hash",
    "find_cut_short",
    "known_themes",
    "read_here",
]
