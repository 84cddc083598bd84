"""How a sample letter is set: what real letters differ in, from one office or year to the next."""

from __future__ import annotations

from typing import Literal

from pydantic.dataclasses import dataclass

from typesetting.blocks import STRICT


@dataclass(frozen=True, config=STRICT)
class Margins:
    """Margins of the page, in points."""

    top: float = 100
    right: float = 72
    bottom: float = 80
    left: float = 64


@dataclass(frozen=True, config=STRICT)
class Setting:
    """How a letter is set; lengths and sizes are in points."""

    paper: Literal["a4", "us-letter"] = "a4"
    margins: Margins = Margins()
    font: str = "Sample Sans"
    size: float = 12
    leading: float = 5.2
    paragraph_gap: float = 16
    is_justified: bool = False
    is_hyphenated: bool = False
    heading_size: float = 12
    heading_gap: float = 20
    heading_below: float = 14
    subheading_size: float = 12
    subheading_indent: float = 0
    bullet: str = "\u25fc"
    sub_bullet: str = "\u2212"
    bullet_size: float = 9
    bullet_gap: float = 13.5
    bullet_indent: float = 0
    bullet_text_indent: float = 18
    box_style: Literal["outlined", "shaded"] = "outlined"
    box_breaks: bool = True
    box_indent: float = 0
    page_number: Literal["left", "center", "right", "none"] = "right"
    page_number_text: str = "{}"
    page_number_size: float = 11
    is_first_page_numbered: bool = False
    running_header: str = ""
    has_letterhead: bool = True
    footnote_mark: Literal["raised", "plain"] = "raised"
    signatures: Literal["table", "list"] = "table"
