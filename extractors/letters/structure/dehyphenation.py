"""Dehyphenation: printed lines joined into running text, with words that a line breaks made whole.

Most letters break lines only at hyphens that belong to the word, as in "multi-agency"; some are set with automatic
hyphenation. The letter's own words tell the two apart, since no dictionary knows the names and terms of a local area;
where they do not, and the letter breaks words, a list of English words does ("pro-" before "active" is "proactive").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.letters.layout.lines import Line
from extractors.letters.layout.text_runs import TYPESETTERS_HYPHEN
from extractors.letters.vocabulary.english import is_english_word

# "16- and 17-year-olds": the hyphen waits for a word that comes later.
SUSPENDING_WORDS = frozenset({"and", "or", "to"})
# What stands before a hyphen in words that letters print with one, and is seldom a word itself.
PREFIXES = frozenset(
    "anti co cross ex inter mid multi non over post pre re self semi sub under".split()  # noqa: SIM905 a row, not a column
)
LEAST_INSIDE, INSIDE_SHARE = 2, 0.3
SHORTEST_WORD = 3
LAST_WORD = re.compile(r"[\w’'-]+[-\u2010]$")
MAY_GO_ON = ("–", "/", ".", "?", "=", "&", "_")
ADDRESS = re.compile(r".*(?:https?://|\bwww\.)", re.IGNORECASE)
POSSESSIVE = re.compile(r"[’'](?:s)?$")
FIRST_WORD = re.compile(r"[\w’'-]+")


@dataclass(frozen=True, slots=True)
class PrintedWords:
    """The words of one letter that are printed whole: its `text` in lower case, without the words that lines break.

    `breaks_words` says that the letter is set with automatic hyphenation, `has_two_hyphens` that its words have another
    hyphen than the lines that it breaks.
    """

    text: str
    breaks_words: bool = False
    has_two_hyphens: bool = False

    def join(self, before: str, after: str) -> str:
        """Return a word broken at a hyphen as one word or as the hyphenated word, whichever the letter prints."""
        if before.endswith(TYPESETTERS_HYPHEN) and self.has_two_hyphens:
            return before[:-1] + after
        before = f"{before[:-1]}-"
        return (before if self._keeps_hyphen(before, POSSESSIVE.sub("", after)) else before[:-1]) + after

    def _keeps_hyphen(self, before: str, after: str) -> bool:
        whole, hyphenated = before[:-1] + after, before + after
        if self._prints(hyphenated) or before[-2:-1].isdigit():
            return True
        # Of "day-" and "to-day", what the line breaks is "day-to".
        first, *_ = after.split("-")
        if self._prints(whole) or (self.breaks_words and is_english_word(before[:-1] + first)):
            return False
        return not self.breaks_words or self._knows(first) or _are_words(before[:-1], first)

    def is_broken(self, before: str, after: str) -> bool:
        """Say whether a line breaks one word into what may be two: "seni-" before "or"."""
        is_typesetters = before.endswith(TYPESETTERS_HYPHEN) and self.has_two_hyphens
        return is_typesetters or (self.breaks_words and is_english_word(before[:-1] + after))

    def is_inside_word(self, before: str, after: str) -> bool:
        """Say whether neither side of a hyphen is a word: then no word with a hyphen was broken there, but a word."""
        return not self._knows(before) and not self._knows(after)

    def _prints(self, word: str) -> bool:
        return _stands_alone(word.lower(), self.text, joining="’'-")

    def _knows(self, words: str) -> bool:
        """Say whether each part of a word is a word, a number or a prefix."""
        parts = [part for part in words.lower().split("-") if part.isalpha() and part not in PREFIXES]
        return all(_stands_alone(part, self.text) for part in parts)


def _are_words(before: str, after: str) -> bool:
    """Say whether both sides of a hyphen are words, of "12-year-" the last part: it may be as short as "a"."""
    *others, last = before.split("-")
    return (_is_word(last) or (bool(others) and len(last) < SHORTEST_WORD)) and _is_word(after)


def _is_word(half: str) -> bool:
    """Say whether one side of a hyphen is a word: any two letters are on the list of words."""
    return half.lower() in PREFIXES or (len(half) >= SHORTEST_WORD and is_english_word(half))


def _stands_alone(word: str, text: str, joining: str = "") -> bool:
    """Say whether a text has a word with no letter, nor any of the signs that join words, on either side."""
    at = text.find(word)
    while at >= 0:
        sides = text[max(at - 1, 0) : at], text[at + len(word) : at + len(word) + 1]
        if not any(side and (side.isalnum() or side in f"_{joining}") for side in sides):
            return True
        at = text.find(word, at + 1)
    return False


def collect_printed_words(lines: Iterable[Line]) -> PrintedWords:
    """Return the words that stand whole inside a letter's lines, given in reading order."""
    texts = [line.text for line in lines]
    broken: list[tuple[str, str]] = []
    has_two_hyphens = any(text.endswith(TYPESETTERS_HYPHEN) for text in texts) and any("-" in text for text in texts)
    for at in [at for at, text in enumerate(texts[:-1]) if text.endswith(("-", TYPESETTERS_HYPHEN))]:
        following, beginning = texts[at + 1], broken_word(texts[at])
        rest = FIRST_WORD.match(following) if beginning else None
        if beginning and rest:
            broken.append((beginning, rest[0]))
            texts[at], texts[at + 1] = texts[at].removesuffix(beginning), following[rest.end() :]
    whole = PrintedWords(" ".join(texts).lower())
    inside = sum(whole.is_inside_word(*halves) for halves in broken)
    whole = replace(whole, has_two_hyphens=has_two_hyphens)
    return replace(whole, breaks_words=inside >= LEAST_INSIDE and inside >= INSIDE_SHARE * len(broken))


def broken_word(text: str) -> str | None:
    """Return the beginning of a word, with its hyphen, that a line ends at; None where it ends with a whole word."""
    match = LAST_WORD.search(text) if text.endswith(("-", TYPESETTERS_HYPHEN)) else None
    return match[0] if match else None


def join_lines(lines: Sequence[Line], printed_words: PrintedWords) -> str:
    """Join a paragraph's lines into one text, with single spaces and with broken words made whole."""
    text = lines[0].text if lines else ""
    for line in lines[1:]:
        following = f"{line.list_mark} {line.text}" if text and line.list_mark else line.text
        before = broken_word(text)
        after = FIRST_WORD.match(following) if before else None
        if before and after and (after[0] not in SUSPENDING_WORDS or printed_words.is_broken(before, after[0])):
            text = text.removesuffix(before) + printed_words.join(before, after[0]) + following[after.end() :]
        elif text.endswith(MAY_GO_ON) and _goes_on(text.rsplit(" ", 1)[-1], following):
            text += following
        else:
            text = f"{text} {following}"
    text = " ".join(text.split()) if "  " in text or text != text.strip() else text
    return text.replace(TYPESETTERS_HYPHEN, "-")


def _goes_on(last_word: str, following: str) -> bool:
    """Say whether the last word of a line goes on in the next one without a hyphen."""
    if last_word.endswith("–"):
        return last_word[-2:-1].isdigit() and following[:1].isdigit()
    if last_word.endswith("/") and last_word[-2:-1].isalnum() and following[:1].isalnum():
        return True
    return ADDRESS.match(last_word) is not None and not following[:1].isupper()
