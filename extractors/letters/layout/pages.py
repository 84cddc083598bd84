"""Pages: what a reader found on the sheets of a file, put together with what shows only over all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.letters.layout.boxes import Rectangle, find_frames, without_page_frames
from extractors.letters.layout.columns import split_columns
from extractors.letters.layout.lines import Box, Line, Page
from extractors.letters.layout.list_marks import mark_list_items
from extractors.letters.layout.text_runs import TextRun, lines_from


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a reader found on one page, in points from the top left of the page as it is shown.

    `drawn` are rectangles with ink, `pictures` the bounds of images.
    """

    number: int
    width: float
    height: float
    runs: Sequence[TextRun]
    drawn: Sequence[Rectangle]
    pictures: Sequence[Rectangle]
    has_invisible_text: bool = False


def assemble_pages(sheets: Sequence[Sheet]) -> list[Page]:
    """Return the pages with their lines in reading order, list marks taken off them, and their boxes."""
    drawings = [(*sheet.drawn, *sheet.pictures) for sheet in sheets]
    lines = mark_list_items([_lines_of(sheet) for sheet in sheets], drawings)
    frames = [find_frames(sheet.number, sheet.width, sheet.height, sheet.drawn) for sheet in sheets]
    boxes = without_page_frames([each.boxes for each in frames])
    return [
        Page(
            number=sheet.number,
            width=sheet.width,
            height=sheet.height,
            lines=tuple(_with_tables(lines_of_sheet, each.tables)),
            boxes=tuple(boxes_of_sheet),
            is_image=bool(sheet.pictures) and not sheet.runs,
            has_invisible_text=sheet.has_invisible_text and bool(sheet.runs),
        )
        for sheet, lines_of_sheet, each, boxes_of_sheet in zip(sheets, lines, frames, boxes, strict=True)
    ]


def _with_tables(lines: Sequence[Line], tables: Sequence[Box]) -> Iterator[Line]:
    """Yield the lines, those in tables marked: the head of a table is no heading of the letter."""
    for line in lines:
        yield line._replace(is_in_table=True) if any(table.holds(line) for table in tables) else line


def _lines_of(sheet: Sheet) -> list[Line]:
    lines: list[Line] = []
    for number, region in enumerate(split_columns(sheet.runs), start=1):
        found = lines_from(sheet.number, region.runs)
        if region.is_column:
            right = max((line.x1 for line in found), default=0.0)
            found = [line._replace(column=number, column_right=right) for line in found]
        lines += found
    return lines
