"""The text of a page as PDFium gives it, with the characters that are printed where the file names others."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import repeat

from extractors.letters.layout import pdfium_calls as calls
from extractors.letters.layout.character_codes import ZERO_WIDTH_SPACE, mend_codes

# Codes of no character, which PDFium may write for spaces too; U+FFFE also where a line ends at a hyphen.
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe]")
UNKNOWN = re.compile(f"{NO_CHARACTER.pattern}|[\ue000-\uf8ff\ufffd]")
# The common fonts of office programs count their glyphs from the space on, in the order of ASCII, beginning with 3.
GLYPH_OF_SPACE, LAST_GLYPH = 3, 97
LEAST_INK = 0.1
LINE_END, SMALL_LETTER = re.compile("\n"), re.compile("[a-z]")
SPACES, UNKNOWN_CHARACTER = " \r\n", "\ufffd"
WORD, VOWEL, LEAST_WITH_VOWELS = re.compile(r"[A-Za-z]{3,}"), re.compile("[aeiouy]", re.IGNORECASE), 0.9


def read_text(text_page: int) -> str:
    """Return the text of a page, with one character for each that PDFium counts."""
    text = calls.read_text(text_page)
    if NO_CHARACTER.search(text):
        text = _with_spaces(text, text_page)
    starts = [0, *(match.end() for match in LINE_END.finditer(text))]
    if 1 in map(calls.has_map_error, repeat(text_page), starts):
        text = _from_glyph_numbers(text, text_page)
    return mend_codes(text)


def has_unknown(text_page: int, drawn: Collection[int]) -> bool:
    """Say whether the file does not say what some character of some text objects is."""
    return any(
        calls.get_text_object(text_page, at) in drawn
        and (UNKNOWN.match(sign) is not None or calls.has_map_error(text_page, at) == 1)
        for at, sign in enumerate(calls.read_text(text_page))
    )


def _with_spaces(text: str, text_page: int) -> str:
    """Return a text with spaces for what has no code and leaves no ink, though it takes room."""
    places = [match.start() for match in NO_CHARACTER.finditer(text)]
    inked, loose = calls.char_boxes(text_page, places), calls.loose_char_boxes(text_page, places)
    characters = list(text)
    for at, (left, right, bottom, top), (x0, _, x1, _) in zip(places, inked, loose, strict=True):
        if min(right - left, top - bottom) < LEAST_INK:
            characters[at] = " " if x1 > x0 else ZERO_WIDTH_SPACE
    return "".join(characters)


def _from_glyph_numbers(text: str, text_page: int) -> str:
    """Return a text with the letters for which PDFium gives the numbers of their glyphs, where that makes it words.

    Small letters are no such numbers: where a page has some, only what the file says nothing about may be a number.
    """
    has_small_letters = SMALL_LETTER.search(text) is not None
    numbers = {
        at: _letter_of(ord(sign))
        for at, sign in enumerate(text)
        if sign not in SPACES and (not has_small_letters or calls.has_map_error(text_page, at) == 1)
    }
    words = WORD.findall("".join(numbers.get(at, sign if sign in SPACES else "-") for at, sign in enumerate(text)))
    with_vowels = [word for word in words if VOWEL.search(word)]
    if len(with_vowels) < LEAST_WITH_VOWELS * max(len(words), 1) or any(SMALL_LETTER.match(text[at]) for at in numbers):
        return text
    return "".join(numbers.get(at, sign) for at, sign in enumerate(text))


def _letter_of(glyph: int) -> str:
    return chr(glyph + ord(" ") - GLYPH_OF_SPACE) if glyph <= LAST_GLYPH else UNKNOWN_CHARACTER
