"""Joining: printed lines back into running text.

Letters break words only at hyphens that they print, as in "multi-agency", so a hyphen at a line's end is kept unless
the word stands elsewhere without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.letters.lines import Line

LAST_WORD = re.compile(r"[\w’'-]+-$")
FIRST_WORD = re.compile(r"[\w’'-]+")
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one letter, in lower case, that are printed whole."""

    words: frozenset[str]

    def join(self, before: str, after: str) -> str:
        """Return a word broken at a hyphen as one word or as the hyphenated word, whichever the letter prints."""
        whole, hyphenated = (before[:-1] + after), (before + after)
        if hyphenated.lower() in self.words or whole.lower() not in self.words:
            return hyphenated
        return whole


def vocabulary_of(lines: Iterable[Line]) -> Vocabulary:
    """Return the words that stand whole inside the lines."""
    return Vocabulary(frozenset(word.lower() for line in lines for word in WORD.findall(line.text)))


def join_lines(lines: Sequence[Line], vocabulary: Vocabulary) -> str:
    """Join a paragraph's lines into one text, with single spaces and with broken words made whole."""
    text = ""
    for line in lines:
        following = " ".join(line.text.split())
        if text.endswith("-") and (before := LAST_WORD.search(text)) and (after := FIRST_WORD.match(following)):
            text = text[: before.start()] + vocabulary.join(before[0], after[0]) + following[after.end() :]
        else:
            text = f"{text} {following}".strip()
    return text
