"""Whether the pages that pdfplumber read as well have the same words in the rows and in PDFium's printed lines."""

from __future__ import annotations

import polars as pl

from expectations.suites.extracted.printed_paragraphs import compare_with_print
from expectations.text.printed_lines import letters_of, place_in_boxes

PAGE_KEY = ["report_id", "page"]
FEWEST_LETTERS = 4
"""A shorter word may be a mark, or a piece of a word that is set apart."""
GLYPH_CODE = r"\(cid:\d+\)"
"""What pdfplumber writes for a glyph whose letter it does not know."""


def find_pages_read_otherwise(
    sampled_words: pl.DataFrame, printed_lines: pl.DataFrame, paragraphs: pl.DataFrame, footnotes: pl.DataFrame
) -> pl.DataFrame:
    """For each page with other words, by `report_id` and `page`, the first of them as `read_otherwise`."""
    words = sampled_words.filter(~pl.col("text").str.contains(GLYPH_CODE))
    pages = (
        sampled_words.select(PAGE_KEY)
        .unique()
        .join(sampled_words.join(words, on=[*PAGE_KEY, "word_number"], how="anti"), on=PAGE_KEY, how="anti")
    )
    return (
        pl.concat(
            [_find_other_paragraphs(words, pages, paragraphs, footnotes), _find_unseen_words(words, printed_lines)]
        )
        .group_by(PAGE_KEY, maintain_order=True)
        .agg(pl.col("read_otherwise").first())
    )


def _find_other_paragraphs(
    words: pl.DataFrame, pages: pl.DataFrame, paragraphs: pl.DataFrame, footnotes: pl.DataFrame
) -> pl.DataFrame:
    """The words in the box of each paragraph that has others; of a paragraph that runs on, both pages are needed."""
    own = paragraphs.join(pages, on=PAGE_KEY, how="semi").join(
        pages, left_on=["report_id", "end_page"], right_on=PAGE_KEY, how="semi"
    )
    placed = place_in_boxes(own, words.rename({"word_number": "line_number"}))
    return (
        compare_with_print(own, placed, footnotes)
        .filter(pl.col("printed_otherwise").is_not_null())
        .join(own, on=["report_id", "paragraph_number"], maintain_order="left")
        # Words of two columns come in another order.
        .filter(_sort_letters("printed_otherwise") != _sort_letters("text"))
        .select(*PAGE_KEY, read_otherwise="printed_otherwise")
    )


def _find_unseen_words(words: pl.DataFrame, printed_lines: pl.DataFrame) -> pl.DataFrame:
    """The words of each page that PDFium does not have there."""
    print_of_page = printed_lines.group_by(PAGE_KEY).agg(print=letters_of(pl.col("text").str.join("")))
    return (
        words.with_columns(letters=letters_of(pl.col("text")))
        .filter(pl.col("letters").str.len_chars() >= FEWEST_LETTERS)
        .join(print_of_page, on=PAGE_KEY)
        .filter(~pl.col("print").str.contains(pl.col("letters"), literal=True))
        .group_by(PAGE_KEY, maintain_order=True)
        .agg(read_otherwise=pl.col("text").str.join(" "))
    )


def _sort_letters(column: str) -> pl.Expr:
    return letters_of(pl.col(column)).str.split("").list.sort().list.join("")
