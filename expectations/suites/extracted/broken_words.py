"""Words that a line breaks at a hyphen and that were read as one, though the hyphen may be the word's own.

Nothing on the page tells "sub-" before "groups" from a word that was broken to fill the line. The letter's other words
tell, and where it has no such word, those of other letters: where they write it with a hyphen, both may be right.
"""

from __future__ import annotations

import polars as pl

from expectations.text.printed_lines import PARAGRAPH_KEY

BREAKS_OFF = r"(\p{L}+)[-\x{2010}\x{ad}]$"
GOES_ON = r"^(\p{Ll}+)"
HYPHENATED = r"\p{L}+(?:-\p{L}+)+"


def find_words_hyphenated_elsewhere(paragraphs: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """For each paragraph with such a word, by its key, the first one as `hyphenated_elsewhere`.

    `placed` are the lines in the boxes of the paragraphs, in the order of print. A plural is written as its singular.
    """
    broken = placed.select(
        *PARAGRAPH_KEY,
        before=pl.col("line").str.extract(BREAKS_OFF),
        after=pl.col("line").shift(-1).over(PARAGRAPH_KEY).str.extract(GOES_ON),
    ).drop_nulls()
    texts = paragraphs.select(*PARAGRAPH_KEY, text=pl.col("text").str.to_lowercase())
    of_letter = texts.group_by("report_id").agg(letter=pl.col("text").str.join(" "))
    written = texts.select(word=pl.col("text").str.extract_all(HYPHENATED)).explode("word")
    joined = (pl.col("before") + pl.col("after")).str.to_lowercase()
    return (
        broken.with_columns(joined=joined, hyphenated_elsewhere=pl.col("before") + "-" + pl.col("after"))
        .join(texts, on=PARAGRAPH_KEY)
        .join(of_letter, on="report_id")
        .filter(
            pl.col("text").str.contains(pl.col("joined"), literal=True),
            pl.col("letter").str.count_matches(pl.col("joined"), literal=True) == pl.len().over("report_id", "joined"),
            _singular("hyphenated_elsewhere").is_in(written.select(_singular("word")).to_series().implode()),
        )
        .group_by(PARAGRAPH_KEY)
        .agg(pl.col("hyphenated_elsewhere").first())
    )


def _singular(word: str) -> pl.Expr:
    return pl.col(word).str.to_lowercase().str.strip_suffix("s")
