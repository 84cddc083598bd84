"""Printed lines beside the rows that were read from them: which line stands in which paragraph's box.

The lines are the PDF's own (`extractors.records.PrintedLine`); nothing here asks how the rows were read. Words are
compared by their letters, since lines break words and a row joins them; numbers are compared apart, since a line also
has the marks of footnotes and the numbers of numbered paragraphs.
"""

from __future__ import annotations

import polars as pl

from expectations.text.expressions import normalise_text

LINE_KEY = ["report_id", "page", "line_number"]
PARAGRAPH_KEY = ["report_id", "paragraph_number"]
EDGES = ("x0", "top", "x1", "bottom")
LINE_EDGES = tuple(f"line_{edge}" for edge in EDGES)
SLACK_POINTS = 2
"""The middle of a line may be so far outside a box whose edges were rounded."""

# What may open an item of a list: a glyph, a letter or dash with a space, or a number or letter with a stop.
LIST_GLYPH = r"^([^\p{L}\p{N}\s“”‘’\"'(\[£…-])"
LIST_LETTER = r"^([o–-])\s"
LIST_NUMBER = r"^[(\[]?(?:\d{1,2}|[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})[.)\]]\s"
NOTE_SIGN = r"^[(\[]?(?:[a-z]|[ivx]{2,5})[.)\]]?\s*"
"""The letter or Roman numeral that opens a note."""
PAGE_NUMBER = r"(?i)^\W*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*$"
NUMBER_WORD = (
    r"(?i)\b(?:(?:twenty|thirty|forty|fifty)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|ten|eleven|twelve"
    r"|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|one|two|three|four|five|six|seven|eight|nine"
    r"|[ivxl]+)\b"
)
CONTINUED = r"(?i)\W*\bcont(?:inued|inues|[’']?d)?\b\W*$"
NUMERIC_DATE = r"\d[./-]\d"
CLOSING = (
    r"(?i)^(?:yours\s+(?:sincerely|faithfully|truly)\b|(?:with\s+)?(?:kind|best|warm)(?:est)?\s+(?:regards|wishes))"
)
CONTENTS = r"(?:\.\s?){4,}\s*\d{1,3}$|(?i)^(?:(?:table of )?contents|in this (?:letter|report))$"
RUNS_IN = r"^\s*[.:–—-]?\s+(\P{L}*\p{Lu}.*)$"
"""What follows a heading on its line."""
BESIDE_POINTS = 10
LONE_CAPITAL = r"^\p{Lu}$"
"""A first letter several lines high; it may stand lower than its paragraph's last line."""
LEAST_TITLE_LETTERS = 10
FEWEST_PAGES = 2
"""What is printed at one place of so many pages is a header or footer."""
FEWEST_MARKED_PAGES = 3
"""On so many pages, it may lie across the text."""
HEADER_STEP_POINTS = 4


def letters_of(text: pl.Expr) -> pl.Expr:
    """Keep the letters of a text in lower case: neither digits, spaces nor signs."""
    return cased_letters_of(text).str.to_lowercase()


def cased_letters_of(text: pl.Expr) -> pl.Expr:
    """Keep the letters of a text, capitals as they are."""
    return text.str.replace_all(r"\P{L}+", "")


def numbers_of(text: pl.Expr) -> pl.Expr:
    """List the numbers of a text, each once."""
    return text.str.extract_all(r"\d+").list.unique()


def cut_run_in_headings(printed_lines: pl.DataFrame, sections: pl.DataFrame) -> pl.DataFrame:
    """Make two lines of one that opens with the heading of a section and goes on with its text.

    A heading that is a line of its own on its page opens no other one. How wide the heading is is not known, so it is
    placed beside the text.
    """
    place = ["report_id", "page"]
    headings = sections.drop_nulls("heading").select("report_id", "heading", page="start_page")
    opened = (
        printed_lines.select(*LINE_KEY, "text")
        .join(headings, on=place)
        .with_columns(is_alone=letters_of(pl.col("text")) == letters_of(pl.col("heading")))
        .filter(~pl.col("is_alone").any().over(*place, "heading"), pl.col("text").str.starts_with(pl.col("heading")))
        .with_columns(rest=pl.col("text").str.slice(pl.col("heading").str.len_chars()).str.extract(RUNS_IN, 1))
        .drop_nulls("rest")
        .unique(LINE_KEY, keep="first")
    )
    if opened.is_empty():
        return printed_lines
    rest = printed_lines.join(opened.select(*LINE_KEY, "rest"), on=LINE_KEY)
    cut = printed_lines.join(opened.select(*LINE_KEY, "heading"), on=LINE_KEY, how="left").with_columns(
        2 * pl.col("line_number"),
        text=pl.coalesce("heading", "text"),
        x0=pl.when(pl.col("heading").is_null()).then("x0").otherwise(pl.col("x0") - BESIDE_POINTS),
        x1=pl.when(pl.col("heading").is_null()).then("x1").otherwise(pl.col("x0") - BESIDE_POINTS),
    )
    return pl.concat(
        [
            cut.drop("heading"),
            rest.with_columns(2 * pl.col("line_number") + 1, text=pl.col("rest")).drop("rest"),
        ]
    ).sort(LINE_KEY)


def place_lines(paragraphs: pl.DataFrame, printed_lines: pl.DataFrame) -> pl.DataFrame:
    """Place the lines in boxes, without what is printed at one place of many pages: a mark is of no paragraph."""
    is_mark = _count_pages(letters_of(pl.col("text"))) >= FEWEST_MARKED_PAGES
    return place_in_boxes(paragraphs, printed_lines.filter(~is_mark))


def place_in_boxes(paragraphs: pl.DataFrame, printed_lines: pl.DataFrame) -> pl.DataFrame:
    """One row for each line that lies in the box of a paragraph, the smallest one, in the order of print.

    A paragraph that runs on in the next column has a box around other paragraphs too.

    Columns: report_id, paragraph_number, page, line_number; line, list_mark; the edges of line and box.
    """
    lines = printed_lines.select(
        *LINE_KEY,
        line="text",
        list_mark=find_list_mark(pl.col("text")),
        **{f"line_{edge}": pl.col(edge) for edge in EDGES},
        across=(pl.col("x0") + pl.col("x1")) / 2,
        down=(pl.col("top") + pl.col("bottom")) / 2,
    )
    return (
        _list_boxes(paragraphs)
        .lazy()
        .join(lines.lazy(), on=["report_id", "page"])
        .filter(
            pl.col("across").is_between(pl.col("x0") - SLACK_POINTS, pl.col("x1") + SLACK_POINTS),
            pl.col("down").is_between(pl.col("top") - SLACK_POINTS, pl.col("bottom") + SLACK_POINTS),
        )
        .filter(_area() <= _area().min().over(LINE_KEY))
        .select(*PARAGRAPH_KEY, "page", "line_number", "line", "list_mark", *EDGES, *LINE_EDGES)
        .sort(*PARAGRAPH_KEY, "page", "line_number")
        # The lines of a page times its boxes are many rows, of which few are kept.
        .collect(engine="streaming")
    )


def _area() -> pl.Expr:
    return (pl.col("x1") - pl.col("x0")) * (pl.col("bottom") - pl.col("top"))


def _list_boxes(paragraphs: pl.DataFrame) -> pl.DataFrame:
    """Each paragraph's box, and its box on the page that it runs on to."""
    first = paragraphs.select(*PARAGRAPH_KEY, "page", *EDGES)
    last = paragraphs.select(*PARAGRAPH_KEY, page="end_page", **{edge: f"end_{edge}" for edge in EDGES})
    return pl.concat([first, last.drop_nulls("x0")])


def find_list_mark(line: pl.Expr) -> pl.Expr:
    """The glyph that opens a line as a list mark does, "1" for any number or letter with a stop; null without."""
    label = pl.when(line.str.contains(LIST_NUMBER)).then(pl.lit("1"))
    return pl.coalesce(line.str.extract(LIST_GLYPH, 1), line.str.extract(LIST_LETTER, 1), label)


def order_lines(
    printed_lines: pl.DataFrame, placed: pl.DataFrame, *, sections: pl.DataFrame, footnotes: pl.DataFrame
) -> pl.DataFrame:
    """The lines of each letter in the order in which they are printed, without headers, footers and footnotes.

    Added: `letters` of the line; `is_read`: whether it is in a paragraph's box; `is_heading`: whether it is, or may be
    a part of, a section's heading; `position`, from 0.
    """
    return (
        printed_lines.join(placed.select(*LINE_KEY, is_read=pl.lit(True)).unique(), on=LINE_KEY, how="left")
        .join(_join_letters(sections, "heading", "headings"), on="report_id", how="left")
        .join(_join_letters(footnotes, "text", "notes"), on="report_id", how="left")
        .sort(LINE_KEY)
        .with_columns(pl.col("is_read").fill_null(False), letters=letters_of(pl.col("text")))
        .with_columns(
            is_heading=_is_among("headings")
            | _is_among("headings", letters_of(pl.col("text").str.replace(CONTINUED, ""))),
            is_note=_is_among("notes")
            | _is_among("notes", letters_of(pl.col("text").str.replace(LIST_NUMBER, "")))
            | _is_among("notes", letters_of(pl.col("text").str.replace(NOTE_SIGN, ""))),
        )
        .filter(pl.col("is_read") | pl.col("is_heading") | ~(_is_header() | pl.col("is_note")))
        .filter((pl.col("letters") != "") | pl.col("text").str.contains(NUMERIC_DATE))
        .with_columns(position=pl.int_range(pl.len()).over("report_id"))
        .drop("headings", "notes", "is_note")
    )


def _join_letters(rows: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
    texts = rows.drop_nulls(column).group_by("report_id", maintain_order=True)
    return texts.agg(letters_of(pl.col(column)).str.join(" ").alias(name))


def _is_among(texts: str, letters: pl.Expr | None = None) -> pl.Expr:
    """Whether a line that has letters is a part of one of some texts."""
    letters = pl.col("letters") if letters is None else letters
    return (letters != "") & pl.col(texts).str.contains(letters, literal=True).fill_null(False)


def _is_header() -> pl.Expr:
    """Whether a line is a page number, or printed at the same place of several pages."""
    without_numbers = letters_of(pl.col("text").str.replace_all(NUMBER_WORD, ""))
    is_number = without_numbers.is_in(["", "page", "pageof"]) & (pl.col("letters") != "")
    return (
        pl.col("text").str.contains(PAGE_NUMBER)
        | is_number
        | (_count_pages(pl.col("letters")) >= FEWEST_PAGES)
        | (_count_pages(without_numbers) >= FEWEST_PAGES)
    )


def _count_pages(letters: pl.Expr) -> pl.Expr:
    """On how many pages of its letter a line with the same letters is printed at the same place."""
    place = (pl.col("top") / HEADER_STEP_POINTS).round()
    return pl.when(letters != "").then(pl.col("page").n_unique().over("report_id", letters, place)).otherwise(0)


def find_unread_lines(lines: pl.DataFrame, letters: pl.DataFrame) -> pl.DataFrame:
    """The lines between title and closing that are in no paragraph's box and no heading, of letters that were read.

    `lines` have the columns of `order_lines`.
    """
    titles = letters.select("report_id", title=letters_of(pl.col("title").fill_null("")))
    is_contents = pl.col("text").str.contains(CONTENTS)
    return lines.join(titles, on="report_id").filter(
        pl.col("position") > _last_of_opening(),
        (pl.col("position") < _first_of_closing()).fill_null(True),
        ~pl.col("is_read"),
        ~pl.col("is_heading"),
        ~pl.col("text").str.contains(LONE_CAPITAL),
        ~(is_contents | is_contents.shift(-1, fill_value=False)),
        ~_is_among("title"),
    )


def _last_of_opening() -> pl.Expr:
    """The position of the last line of a letter's title, or else of the line before the first that was read."""
    is_title = (pl.col("letters").str.len_chars() >= LEAST_TITLE_LETTERS) & pl.col("title").str.contains(
        pl.col("letters"), literal=True
    )
    is_drawn_apart = pl.col("text").str.contains(LONE_CAPITAL)
    first_read = pl.col("position").filter(pl.col("is_read") & ~is_drawn_apart).min().over("report_id")
    is_before = pl.col("position") < first_read
    last_title = pl.col("position").filter(is_title & is_before).max().over("report_id")
    return pl.coalesce(last_title, first_read - 1)


def _first_of_closing() -> pl.Expr:
    """The position of the first line that closes a letter; null where none does."""
    return pl.col("position").filter(pl.col("text").str.contains(CLOSING)).min().over("report_id")


def list_lines_read_twice(placed: pl.DataFrame) -> pl.DataFrame:
    """The lines that lie in the boxes of several paragraphs."""
    return placed.filter(pl.col("paragraph_number").n_unique().over(LINE_KEY) > 1).unique(LINE_KEY, maintain_order=True)


def join_pages(printed_lines: pl.DataFrame) -> pl.DataFrame:
    """The `print` of each page, by `report_id` and `page`: the letters and digits of its lines, joined."""
    return printed_lines.group_by("report_id", "page", maintain_order=True).agg(
        print=normalise_text(pl.col("text").str.join(""))
    )


def is_printed(text: pl.Expr, pages: str) -> pl.Expr:
    """Whether the `print` of a page has a text; null without text or page."""
    return pl.col(pages).str.contains(normalise_text(text), literal=True)
