"""Addresses inside a letter that last: by the words of a heading or a passage, not by its number.

Numbers move when an extractor learns to read more; an address whose words are gone leads to the letter.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter

SLUG_CHARACTERS = 40
HASH_CHARACTERS = 8


class PassageIds:
    """The ids of one letter's headings and passages, in the order in which they are asked for.

    The dot tells them from the id of the letter, which has none.
    """

    def __init__(self, anchor: str) -> None:
        self._anchor = anchor
        self._given: Counter[str] = Counter()

    def of_heading(self, heading: str) -> str:
        """Name a heading by its words."""
        return self._name(re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")[:SLUG_CHARACTERS] or "section")

    def of_passage(self, text: str) -> str:
        """Name a paragraph or bullet by the hash of its words."""
        words = " ".join(text.split())
        return self._name(f"p{hashlib.sha256(words.encode()).hexdigest()[:HASH_CHARACTERS]}")

    def _name(self, name: str) -> str:
        self._given[name] += 1
        again = self._given[name]
        return f"{self._anchor}.{name}" + (f"-{again}" if again > 1 else "")
