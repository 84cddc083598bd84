"""Whether the words of a letter look like words: measures that are alike in all letters, whatever they say.

A font without a usable character map, lost signs, or words run together change them, and no other evidence shows it:
the reader and PDFium have the same text. In 40 letters, of 2,000 to 7,000 words, the measures vary little.
"""

from __future__ import annotations

import polars as pl

from expectations.text.expressions import join_present
from extractors.letters.vocabulary.english import is_english_word

WORD = r"\p{L}[\p{L}’'-]*"
APOSTROPHE_INSIDE, APOSTROPHE_BEFORE_END = r"\p{Ll}[’']\p{Ll}", r"\p{Ll}[’'](?:s|t|re|ll|ve|d|m|clock)\b"
FEWEST_WORDS = 500
"""Fewer words show no measure."""
# What was measured in 40 real letters, and in brackets in 14 invented ones, which are plainer.
BOUNDS = {
    "apostrophes per thousand words": (0.5, 40),  # 4.5 to 17
    "words run together at an apostrophe per thousand words": (0, 0),
    "hyphens per thousand words": (0.5, 60),  # 5.9 to 23 (from 1.4)
    "full stops and commas per thousand words": (45, 160),  # 69 to 93 (to 131)
    "letters per word": (4.2, 6.5),  # 5.3 to 5.8 (from 4.6)
    "spaces per thousand characters": (130, 190),  # 144 to 157 (to 175)
    "capitals per thousand letters": (8, 60),  # 16 to 34
    "digits per thousand words": (0.5, 60),  # 4.7 to 19
    "unknown words per thousand words": (0, 40),  # 0 to 1.4 (to 4.3); to 17 where no other letter is there
}


def find_odd_statistics(paragraphs: pl.DataFrame) -> pl.DataFrame:
    """For each letter, by `report_id`, the `odd_words`: measures of its words that no letter has; null without any.

    A word is known that English or another letter has; names are not asked.
    """
    texts = paragraphs.group_by("report_id").agg(text=pl.col("text").str.join("\n"))
    measured = texts.join(_count_words(texts), on="report_id").with_columns(**_measure())
    odd = [
        pl.when(~pl.col(name).is_between(*bounds)).then(pl.format("{} {}", pl.lit(name), pl.col(name).round(1)))
        for name, bounds in BOUNDS.items()
    ]
    return measured.select(
        "report_id", odd_words=pl.when(pl.col("word_count") >= FEWEST_WORDS).then(join_present(odd, "; "))
    )


def _measure() -> dict[str, pl.Expr]:
    words = pl.col("word_count") / 1000
    text = pl.col("text")
    inside, ends_word = (text.str.count_matches(sign) for sign in (APOSTROPHE_INSIDE, APOSTROPHE_BEFORE_END))
    characters, letters = text.str.len_chars() / 1000, text.str.count_matches(r"\p{L}")
    return {
        "apostrophes per thousand words": text.str.count_matches("[’']") / words,
        "words run together at an apostrophe per thousand words": (inside - ends_word) / words,
        "hyphens per thousand words": text.str.count_matches("-", literal=True) / words,
        "full stops and commas per thousand words": text.str.count_matches("[.,]") / words,
        "letters per word": letters / pl.col("word_count"),
        "spaces per thousand characters": text.str.count_matches(r"\s") / characters,
        "capitals per thousand letters": text.str.count_matches(r"\p{Lu}") / (letters / 1000),
        "digits per thousand words": text.str.count_matches(r"\d") / words,
        "unknown words per thousand words": pl.col("unknown_count").fill_null(0) / words,
    }


def _count_words(texts: pl.DataFrame) -> pl.DataFrame:
    """The `word_count` of each letter, and its `unknown_count`: words in lower case that it alone has."""
    words = (
        texts.lazy()
        .select("report_id", word=pl.col("text").str.extract_all(WORD))
        .explode("word")
        .drop_nulls()
        .with_columns(word=pl.col("word").str.strip_chars_end("’'-"))
    )
    # All words of all letters would be several times their texts.
    counted = words.group_by("report_id", "word").len("uses").collect(engine="streaming")
    own = counted.filter(pl.col("report_id").n_unique().over("word") == 1, pl.col("word").str.contains(r"^\p{Ll}"))
    unknown = [word for word in own["word"].unique(maintain_order=True) if not _is_known(word)]
    unknown_counts = (
        own.filter(pl.col("word").is_in(unknown)).group_by("report_id").agg(unknown_count=pl.col("uses").sum())
    )
    return (
        counted.group_by("report_id")
        .agg(word_count=pl.col("uses").sum())
        .join(unknown_counts, on="report_id", how="left")
    )


def _is_known(word: str) -> bool:
    """Whether English has each part of a word."""
    parts = word.replace("’", "'").removesuffix("'s").split("-")
    return all(is_english_word(part) for part in parts if part)
