"""Short letters set word by word where a test wants them, for what typesetters seldom do."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import typst

from typesetting import FONTS

TOP, LEFT, LEADING = 60.0, 180.0, 15.0
SETTING = """
#set page(width: 595pt, height: 842pt, margin: (x: 0pt, y: 0pt))
#set text(font: "Sample Sans", size: 11pt, top-edge: "baseline", bottom-edge: "baseline", hyphenate: false)
"""

OPENING_MARKUP = """
#set page(width: 595pt, height: 842pt, margin: 70pt)
#set text(font: "Sample Sans", size: 11pt)
#show heading: set text(size: 11pt)
24 July 2026

Dear Westshire Safeguarding Children Partnership

= Joint targeted area inspection of Westshire

This letter summarises the findings of the joint targeted area inspection (JTAI) of early help in Westshire.
"""


@dataclass(frozen=True)
class Words:
    """Words of one line: how far below the words before they stand, and how they are set; points from the top left.

    `below` is 0 where they stand on the same line.
    """

    text: str
    x: float = LEFT
    below: float = LEADING
    is_bold: bool = False
    size: float = 11


def heading(text: str, x: float = LEFT, below: float = 2 * LEADING) -> Words:
    """Bold words after a gap."""
    return Words(text, x, below, is_bold=True)


def paragraph(*lines: str, x: float = LEFT, below: float = 1.6 * LEADING) -> list[Words]:
    """Lines of text after a gap."""
    first, *others = lines
    return [Words(first, x, below), *(Words(line, x) for line in others)]


OPENING = [
    *paragraph("24 July 2026"),
    *paragraph("Dear Westshire Safeguarding Children Partnership"),
    heading("Joint targeted area inspection of Westshire"),
    *paragraph("This letter summarises the findings of the joint targeted area", "inspection (JTAI) of early help."),
    *paragraph("This inspection took place from 1 to 5 June 2026. It was carried", "out by inspectors from Ofsted."),
]
CLOSING = [
    *paragraph(
        "We ask Westshire Council to prepare a written statement of", "action and to send it by 9 October 2026."
    ),
    *paragraph("Yours sincerely"),
    *paragraph("National Director, Ofsted"),
]


def write_letter(path: Path, *pages: Iterable[Words], drawn: str = "") -> Path:
    """Save a letter whose pages have these words; `drawn` is Typst's markup for what else is on each."""
    return write_markup(
        path, SETTING + "#pagebreak()".join(drawn + "\n".join(map(str, _placed(each))) for each in pages)
    )


def write_markup(path: Path, markup: str) -> Path:
    """Save what Typst sets."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
    path.write_bytes(
        typst.Compiler(markup.encode(), font_paths=fonts).compile(format="pdf", pdf_tags=False, timestamp=0)
    )
    return path


def _placed(words: Iterable[Words]) -> Iterable[str]:
    top = TOP
    for each in words:
        top += each.below
        weight = '"bold"' if each.is_bold else '"regular"'
        set_so = f"text(size: {each.size}pt, weight: {weight}, {json.dumps(each.text)})"
        yield f"#place(top + left, dx: {each.x}pt, dy: {top}pt, {set_so})"
