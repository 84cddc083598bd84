"""Whether a letter is about the authority it is published under: it says so where it says what it is about.

In 40 letters the title and the introduction name the own authority at least once, and no other as often; further on,
neighbours and police forces may be named more often than an authority that goes by an abbreviation. Where two documents
were swapped, or one is listed under the wrong authority, it is the other way round.
"""

from __future__ import annotations

import polars as pl

from expectations.text.expressions import split_words

LEAST_MENTIONS = 3
"""So often a letter that is surely another authority's names that authority at its beginning."""


def find_other_authorities(
    letters: pl.DataFrame, sections: pl.DataFrame, local_authorities: pl.DataFrame
) -> pl.DataFrame:
    """For each letter, by `report_id`, which `other_authority` it is about, where that is not the one it is of.

    Of a letter whose own authority goes by no known name, nothing is said.
    """
    names = _list_names(local_authorities)
    mentions = _count_mentions(letters, sections, names)
    own = _count_own(letters, mentions, names)
    return (
        mentions.join(own, on="report_id")
        .filter("is_main_name", pl.col("own_names").list.len() > 0, ~pl.col("name").is_in(pl.col("own_names")))
        .filter(pl.col("count") > pl.col("own_count"))
        .sort("count", "name", descending=[True, False])
        .unique("report_id", keep="first", maintain_order=True)
        .select(
            "report_id",
            # A letter that names its own authority nowhere, and another one often, is another letter.
            is_other_letter=(pl.col("own_count") == 0) & (pl.col("count") >= LEAST_MENTIONS),
            other_authority=pl.format(
                "at its beginning {} is named {} times, {} {} times",
                "name",
                "count",
                pl.col("own_names").list.join(" or "),
                "own_count",
            ),
        )
    )


def _list_names(local_authorities: pl.DataFrame) -> pl.DataFrame:
    """Every name that an authority goes by, in words as texts are searched for them."""
    names = local_authorities.select("urn", "local_authority", "la_name").unpivot(index="urn", value_name="name")
    return names.drop_nulls().with_columns(
        words=split_words(pl.col("name")), is_main_name=pl.col("variable") == "local_authority"
    )


def _count_mentions(letters: pl.DataFrame, sections: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """How often the title and the introduction of each letter have each name they have."""
    titles = letters.unique("report_id").select("report_id", text="title")
    texts = pl.concat([titles, sections.filter(pl.col("kind") == "introduction").select("report_id", "text")])
    patterns = names["words"].unique().to_list()
    return (
        texts.select("report_id", words=split_words(pl.col("text")).str.extract_many(patterns, overlapping=True))
        .explode("words")
        .group_by("report_id", "words")
        .len("count")
        .join(names.select("words", "name", "is_main_name").unique(maintain_order=True), on="words")
    )


def _count_own(letters: pl.DataFrame, mentions: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """The names of each letter's own authority, and how often the letter has the one it has most often."""
    own_names = names.group_by("urn").agg(own_names=pl.col("name").unique().sort())
    of_letter = letters.select("report_id", "urn").join(own_names, on="urn", how="left")
    counts = (
        of_letter.explode("own_names")
        .join(mentions, left_on=["report_id", "own_names"], right_on=["report_id", "name"])
        .group_by("report_id")
        .agg(own_count=pl.col("count").max())
    )
    return of_letter.join(counts, on="report_id", how="left").select(
        "report_id", pl.col("own_names").fill_null([]), pl.col("own_count").fill_null(0)
    )
