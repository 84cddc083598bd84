"""English words, from the list that pyspellchecker ships: https://pyspellchecker.readthedocs.io"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spellchecker import SpellChecker


def is_english_word(word: str) -> bool:
    """Say whether a word is on the list; names and terms of an area are not."""
    return word.lower() in _words()


@cache
def _words() -> SpellChecker:
    # Takes 0.3 s, and few letters ask.
    from spellchecker import SpellChecker  # noqa: PLC0415

    return SpellChecker(distance=1)
