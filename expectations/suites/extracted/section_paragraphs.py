"""The paragraphs of each section, those of its subsections included: their text and how many bullets they are."""

from __future__ import annotations

import polars as pl

KEY = ["report_id", "section_number"]


def join_texts(sections: pl.DataFrame, paragraphs: pl.DataFrame) -> pl.DataFrame:
    """Add to each section its `text`, a line for each paragraph; empty where it has none."""
    texts = (
        assign_to_sections(sections, paragraphs)
        .sort(*KEY, "paragraph_number", maintain_order=True)
        .group_by(KEY)
        .agg(text=pl.col("text").str.join("\n"))
    )
    return sections.join(texts, on=KEY, how="left", maintain_order="left").with_columns(pl.col("text").fill_null(""))


def count_paragraphs(sections: pl.DataFrame, paragraphs: pl.DataFrame) -> pl.DataFrame:
    """For each section, by its key, its `bullets`, `sub_bullets`, `plain_paragraphs` and `itemised` paragraphs."""
    is_bullet, level = pl.col("form") == "bullet", pl.col("level")
    return (
        assign_to_sections(sections, paragraphs)
        .group_by(KEY)
        .agg(
            bullets=(is_bullet & (level == 1)).sum(),
            sub_bullets=(is_bullet & (level > 1)).sum(),
            plain_paragraphs=(pl.col("form") == "paragraph").sum(),
            itemised=pl.col("is_itemised").sum(),
        )
    )


def assign_to_sections(sections: pl.DataFrame, paragraphs: pl.DataFrame) -> pl.DataFrame:
    """Each paragraph with the section it is in, and again with the section around where that is a subsection."""
    subsections = sections.filter(kind="sub_section").select(*KEY, around="parent_section_number").unique(KEY)
    around = paragraphs.join(subsections, on=KEY).with_columns(section_number="around")
    return pl.concat([paragraphs, around.select(paragraphs.columns)])
