"""Writing a frame as a worksheet: an Excel table with `polars.DataFrame.write_excel`, then links and print settings.

https://docs.pola.rs/api/python/stable/reference/api/polars.DataFrame.write_excel.html
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import ceil

import polars as pl
import polars.selectors as cs
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from publishers.formats.excel.cells import to_cells
from publishers.text import to_heading

# What a sheet can hold: rows under its headings, links, and characters in a link.
MAX_ROWS = 1_048_575
MAX_LINKS = 65_530
MAX_LINK_CHARACTERS = 2_079
# A letter on the web, or a page image beside the workbook.
LINK = r"^(?:https?://\S+|crops/[0-9a-f]+\.png)$"

NAVY, WHITE, BLUE = "#1D3557", "#FFFFFF", "#0B5394"
HEADER_FORMAT = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": NAVY, "font_color": WHITE}
LINK_FORMAT = {"valign": "top", "font_color": BLUE, "underline": 1}
TEXT_FORMAT = {"valign": "top", "text_wrap": True}
# `General` leaves ids and numbers as they are, without thousands separators.
PLAIN_FORMAT = {"valign": "top", "align": "left", "num_format": "General"}
DAY_FORMAT = PLAIN_FORMAT | {"num_format": "d mmm yyyy"}
MOMENT_FORMAT = PLAIN_FORMAT | {"num_format": "d mmm yyyy hh:mm"}

MIN_WIDTH_CHARACTERS, MAX_WIDTH_CHARACTERS = 9, 60
DAY_WIDTH_CHARACTERS, MOMENT_WIDTH_CHARACTERS, FILTER_ARROW_CHARACTERS = 13, 18, 3
# Columns that are there to be read have more room; fingerprints, which nobody reads, have less.
# Findings show authority, region, date, kind and text in the first screen of 1280 pixels.
WIDTHS = {
    "text": 72,
    "meaning": 100,
    "local_authority": 24,
    "region": 16,
    "region_name": 16,
    "theme": 30,
    "kind": 16,
    "file_sha256": 20,
    "problem_key": 20,
}
CHARACTER_PIXELS, PADDING_PIXELS, LINE_PIXELS, MAX_LINES = 7, 5, 19, 8
A4 = 9


def write_worksheet(book: Workbook, title: str, table_name: str, frame: pl.DataFrame) -> int:
    """Write a frame as a new worksheet and return how many of its rows fitted."""
    cells = to_cells(frame.head(MAX_ROWS))
    widths, wrapped = measure_widths(cells), find_wrapped(cells)
    headings = {name: to_heading(name) for name in cells.columns}
    page = book.add_worksheet(title)
    cells.rename(headings).write_excel(
        book,
        page,
        table_name=table_name,
        header_format=HEADER_FORMAT,
        column_formats={
            headings[name]: choose_format(dtype, is_wrapped=name in wrapped) for name, dtype in cells.schema.items()
        },
        column_widths={headings[name]: width * CHARACTER_PIXELS + PADDING_PIXELS for name, width in widths.items()},
        row_heights=measure_heights(cells, widths, wrapped),
        freeze_panes=(1, cells.get_column_index("local_authority") + 1 if "local_authority" in widths else 0),
    )
    add_links(book, page, cells)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{cells.height + 1}"})
    page.repeat_rows(0)
    set_up_print(page)
    return cells.height


def choose_format(dtype: pl.DataType, *, is_wrapped: bool) -> dict[str, object]:
    """Choose how the cells of a column are shown."""
    if dtype.is_temporal():
        return dict(DAY_FORMAT if dtype == pl.Date else MOMENT_FORMAT)
    return dict(TEXT_FORMAT if is_wrapped else PLAIN_FORMAT)


def find_wrapped(cells: pl.DataFrame) -> list[str]:
    """Name the columns that hold text of several words, which is shown in several lines."""
    has_words = cells.select(cs.string().str.contains(" ", literal=True).any())
    return [column.name for column in has_words if column.any()]


def measure_widths(cells: pl.DataFrame) -> dict[str, int]:
    """Measure each column in characters: its longest line or the longest word of its heading, within bounds."""
    lines = (cs.all() - cs.temporal()).cast(pl.String).str.split("\n").explode()
    (longest_lines,) = cells.select(lines.str.len_chars().max().fill_null(0)).iter_rows(named=True)
    widths = dict.fromkeys(cells.columns, MOMENT_WIDTH_CHARACTERS)
    widths |= dict.fromkeys(cells.select(cs.date()).columns, DAY_WIDTH_CHARACTERS)
    for name, longest_line in longest_lines.items():
        longest_word = max(map(len, to_heading(name).split()))
        longest = max(MIN_WIDTH_CHARACTERS, longest_line, longest_word)
        widths[name] = min(longest + FILTER_ARROW_CHARACTERS, WIDTHS.get(name, MAX_WIDTH_CHARACTERS))
    return widths


def measure_heights(
    cells: pl.DataFrame, widths: Mapping[str, int], wrapped: Collection[str]
) -> dict[int | tuple[int, ...], int]:
    """Measure each row in pixels, the headings first; a long text scrolls.

    Excel would do it when it opens the file, but not every program does.
    """
    lines = [count_lines(pl.col(name), widths[name]) for name in wrapped]
    highest = cells.select(pl.max_horizontal(pl.repeat(1, pl.len()), *lines).clip(1, MAX_LINES)).to_series()
    heading_lines = max(ceil(len(to_heading(name)) / width) for name, width in widths.items())
    return {row: lines * LINE_PIXELS + 1 for row, lines in enumerate([heading_lines, *highest])}


def count_lines(text: pl.Expr, width: int) -> pl.Expr:
    """Count the lines that a text takes in a column of so many characters."""
    return (
        text.str.split("\n").list.eval((pl.element().str.len_chars() / width).ceil().clip(1)).list.sum().cast(pl.Int32)
    )


def add_links(book: Workbook, page: Worksheet, cells: pl.DataFrame) -> None:
    """Turn cells that hold nothing but an address into links, as many as a sheet can have."""
    link = book.add_format(LINK_FORMAT)
    links_left = MAX_LINKS
    for column in cells.select(_keep_links(cs.string())):
        index = cells.get_column_index(column.name)
        rows = column.is_not_null().arg_true().head(links_left).to_list()
        for row in rows:
            address = column[row]
            target = address if address.startswith("http") else f"external:{address}"
            page.write_url(row + 1, index, target, link, string=address)
        links_left -= len(rows)


def _keep_links(text: pl.Expr) -> pl.Expr:
    """Make null of a text that is no address."""
    return pl.when(text.str.contains(LINK) & (text.str.len_chars() <= MAX_LINK_CHARACTERS)).then(text)


def set_up_print(page: Worksheet) -> None:
    """Print on landscape pages, as wide as the sheet, with its name and page numbers below."""
    page.set_paper(A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer("&L&A&RPage &P of &N")
