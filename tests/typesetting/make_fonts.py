"""The two small font families that the sample letters are set in, made from DejaVu Sans Condensed.

Real letters are set in Tahoma with bullets from Wingdings. Neither may be shipped, so "Sample Sans" is the Latin part
of DejaVu Sans Condensed, and "Sample Symbols" is a square that stands at U+25FC and, as in a PDF made with Wingdings,
at the private-use U+F06E. Run once as `PYTHONPATH=tests python -m typesetting.make_fonts FOLDER_OF_DEJAVU`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from typesetting import FONTS

KEPT_CHARACTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "‐‑‒–—―‘’“”•…′″€−◦")]
UNITS_PER_EM = 1000
SQUARE_CODEPOINTS = (0x25FC, 0xF06E)
FIXED_TIME = 3_500_000_000  # seconds since 1904, so that the same bytes come out each time


def make_fonts(dejavu: Path) -> None:
    """Write the font files into `FONTS` from the folder that holds DejaVu's TrueType files."""
    for style, source in (("Regular", "DejaVuSansCondensed.ttf"), ("Bold", "DejaVuSansCondensed-Bold.ttf")):
        _latin_part(dejavu / source, style).save(FONTS / f"SampleSans-{style}.ttf")
    _symbols().save(FONTS / "SampleSymbols.ttf")


def _latin_part(source: Path, style: str) -> TTFont:
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(
        Options(
            layout_features=["kern"],
            drop_tables=[*Options().drop_tables, "FFTM"],
            hinting=False,
            name_IDs=[0, 1, 2, 4, 6, 13],
        )
    )
    subsetter.populate(unicodes=KEPT_CHARACTERS)
    subsetter.subset(font)
    for name_id, name in ((1, "Sample Sans"), (2, style), (4, f"Sample Sans {style}"), (6, f"SampleSans-{style}")):
        font["name"].setName(name, name_id, 3, 1, 0x409)
        font["name"].removeNames(name_id, 1)
    font["OS/2"].usWidthClass = 5
    return font


def _symbols() -> TTFont:
    builder = FontBuilder(UNITS_PER_EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", "square"])
    builder.setupCharacterMap(dict.fromkeys(SQUARE_CODEPOINTS, "square"))
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "square": _square(80, 60, 600)})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "square": (760, 80)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable(
        {
            "familyName": "Sample Symbols",
            "styleName": "Regular",
            "fullName": "Sample Symbols",
            "psName": "SampleSymbols-Regular",
        }
    )
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = FIXED_TIME
    builder.font.recalcTimestamp = False
    return builder.font


def _square(left: int, bottom: int, side: int) -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((left, bottom))
    for corner in ((left, bottom + side), (left + side, bottom + side), (left + side, bottom)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


if __name__ == "__main__":
    make_fonts(Path(sys.argv[1]))
