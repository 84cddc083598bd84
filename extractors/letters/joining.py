"""Joining: printed lines back into running text.

Most letters break lines only at hyphens that belong to the word, as in "multi-agency"; some are set with automatic
hyphenation. The letter's own words tell the two apart: no dictionary knows the names and terms of a local area.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.letters.lines import Line

# "16- and 17-year-olds": the hyphen waits for a word that comes later.
SUSPENDING_WORDS = frozenset({"and", "or", "to"})
# What stands before a hyphen in words that letters print with one, and is seldom a word itself.
PREFIXES = frozenset(
    (
        "anti",
        "co",
        "cross",
        "ex",
        "inter",
        "mid",
        "multi",
        "non",
        "over",
        "post",
        "pre",
        "re",
        "self",
        "semi",
        "sub",
        "under",
    )
)
LEAST_INSIDE, INSIDE_SHARE = 2, 0.3
LAST_WORD = re.compile(r"[\w’'-]+-$")
BROKEN_WORD = re.compile(r"([\w’'-]+-)\n([\w’'-]+)")
FIRST_WORD = re.compile(r"[\w’'-]+")
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one letter, in lower case, that are printed whole; `parts` are also those inside hyphenated words.

    `breaks_words` says that the letter is set with automatic hyphenation.
    """

    words: frozenset[str]
    parts: frozenset[str]
    breaks_words: bool = False

    def join(self, before: str, after: str) -> str:
        """Return a word broken at a hyphen as one word or as the hyphenated word, whichever the letter prints."""
        whole, hyphenated = before[:-1] + after, before + after
        if hyphenated.lower() in self.words:
            return hyphenated
        is_whole = whole.lower() in self.words or (self.breaks_words and not self._is_word(after))
        return whole if is_whole else hyphenated

    def is_inside_word(self, before: str, after: str) -> bool:
        """Say whether neither side of a hyphen is a word: then no word with a hyphen was broken there, but a word."""
        return not self._is_word(before) and not self._is_word(after)

    def _is_word(self, text: str) -> bool:
        pieces = [piece for piece in text.lower().split("-") if piece]
        return all(piece in self.parts or piece in PREFIXES or not piece.isalpha() for piece in pieces)


def vocabulary_of(lines: Iterable[Line]) -> Vocabulary:
    """Return the words that stand whole inside a letter's lines, in reading order."""
    text = "\n".join(line.text for line in lines)
    broken = BROKEN_WORD.findall(text)
    words = frozenset(WORD.findall(BROKEN_WORD.sub(" ", text).lower()))
    whole = Vocabulary(words, frozenset(part for word in words for part in word.split("-")))
    inside = sum(whole.is_inside_word(*halves) for halves in broken)
    return replace(whole, breaks_words=inside >= LEAST_INSIDE and inside >= INSIDE_SHARE * len(broken))


def broken_word(text: str) -> str | None:
    """Return the beginning of a word, with its hyphen, that a line ends at; None where it ends with a whole word."""
    match = LAST_WORD.search(text) if text.endswith("-") else None
    return match[0] if match else None


def join_lines(lines: Sequence[Line], vocabulary: Vocabulary) -> str:
    """Join a paragraph's lines into one text, with single spaces and with broken words made whole."""
    text = ""
    for line in lines:
        mark = line.list_mark if text and line.list_mark else ""
        following = " ".join(f"{mark} {line.text}".split())
        before, after = broken_word(text), FIRST_WORD.match(following)
        if before and after and after[0] not in SUSPENDING_WORDS:
            text = text.removesuffix(before) + vocabulary.join(before, after[0]) + following[after.end() :]
        else:
            text = f"{text} {following}".strip()
    return text
