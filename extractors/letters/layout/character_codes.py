"""Characters that a file names by other codes than those of what it prints.

Some writers of PDFs name punctuation by its code in Windows-1252, old-style figures and small capitals by the private
codes of Adobe's glyph list, the letters of a symbol font by codes from U+F000 on, and ligatures without a code of their
own by those of unrelated letters.
Adobe's list: https://github.com/adobe-type-tools/agl-aglfn
"""

from __future__ import annotations

import re
import unicodedata
from string import ascii_lowercase, digits

ZERO_WIDTH_SPACE = "\u200b"
PUNCTUATION_OF_WINDOWS = (0x80, 0x82, 0x84, 0x85, *range(0x91, 0x98), 0x99)
OLD_STYLE_ZERO, SMALL_CAPITAL_A, FIRST_SYMBOL = 0xF730, 0xF761, 0xF000
OTHER_CODES = (
    {code: bytes([code]).decode("cp1252") for code in PUNCTUATION_OF_WINDOWS}
    | {OLD_STYLE_ZERO + value: digit for value, digit in enumerate(digits)}
    | {SMALL_CAPITAL_A + place: letter for place, letter in enumerate(ascii_lowercase)}
    # A letter that looks as an apostrophe does, and a dash as wide as a digit.
    | {0x2BC: "’", 0x2012: "–"}
)
# Two units of UTF-16.
ABOVE_BASIC_PLANE = re.compile("([\U00010000-\U0010ffff])(?=( ?))")
# The letters of a symbol font, of which a sign may also be a list mark, as in Wingdings.
SYMBOL_WORD = re.compile("[\uf021-\uf07e]{3}")
SYMBOL = re.compile("(?:(?<!^)|(?!.\\s)|(?=[\uf041\uf049\uf061]))[\uf020-\uf07e]", re.MULTILINE)
MINUS = "\u2212"
MINUS_IN_RANGE, MINUS_IN_WORD = re.compile(r"(?<=\d)\u2212(?=\d)"), re.compile(r"(?<=\w)\u2212(?=\w|[\r\n]|$)")
ODD_CODE = re.compile("[\x80-\x9f\u02bc\u2012\u2212\uf021-\uf07e\uf730-\uf739\uf761-\uf77a\U00010000-\U0010ffff]")
# In the fonts of office programs these ligatures have the codes of letters that English does not have.
LIGATURES = {"Ɵ": "ti", "Ʃ": "tt", "ƫ": "tti", "ƞ": "tf", "Ō": "ft", "Ĵ": "fj"}
WRITTEN_OTHERWISE = re.compile(f"[{''.join(LIGATURES)}{ZERO_WIDTH_SPACE}]")
LIGATURE = re.compile("[ƟƩƫƞ]|(?<=[a-z])[ŌĴ]")


def mend_codes(text: str) -> str:
    """Return a text as it is printed, with one character for each unit of UTF-16: readers ask for places by its number.

    A character above the basic plane has a zero-width space after it, or a space where one follows.
    """
    if text.isascii() or not ODD_CODE.search(text):
        return text
    text = ABOVE_BASIC_PLANE.sub(_as_two, text).translate(OTHER_CODES)
    if MINUS in text:
        text = MINUS_IN_WORD.sub("-", MINUS_IN_RANGE.sub("–", text))
    if SYMBOL_WORD.search(text):
        text = SYMBOL.sub(lambda match: chr(ord(match[0]) - FIRST_SYMBOL), text)
    return text


def write_out(text: str) -> str:
    """Return a mended text without spaces of no width, and with the letters of ligatures that have other codes."""
    if not WRITTEN_OTHERWISE.search(text):
        return text
    return LIGATURE.sub(lambda match: LIGATURES[match[0]], text.replace(ZERO_WIDTH_SPACE, ""))


def _as_two(found: re.Match[str]) -> str:
    usual = unicodedata.normalize("NFKC", found[1])
    if usual.isascii():
        return usual + ZERO_WIDTH_SPACE
    return found[1] + (found[2] or ZERO_WIDTH_SPACE)
