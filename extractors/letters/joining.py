"""Joining: printed lines back into running text.

Letters break words only at hyphens that they print, as in "multi-agency", so a hyphen at a line's end is kept unless
the word stands elsewhere without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.letters.lines import Line

# "16- and 17-year-olds": the hyphen waits for a word that comes later.
SUSPENDING_WORDS = frozenset({"and", "or", "to"})
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


def ends_inside_word(text: str) -> bool:
    """Say whether a line ends at a word's hyphen."""
    return LAST_WORD.search(text) is not None


def join_lines(lines: Sequence[Line], vocabulary: Vocabulary) -> str:
    """Join a paragraph's lines into one text, with single spaces and with broken words made whole."""
    text = ""
    for line in lines:
        following = " ".join(line.text.split())
        before, after = LAST_WORD.search(text), FIRST_WORD.match(following)
        if before and after and after[0] not in SUSPENDING_WORDS:
            text = text[: before.start()] + vocabulary.join(before[0], after[0]) + following[after.end() :]
        else:
            text = f"{text} {following}".strip()
    return text
