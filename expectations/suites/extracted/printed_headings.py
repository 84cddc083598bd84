"""Whether a section is what its printed heading says, on the pages where its words are printed."""

from __future__ import annotations

import polars as pl

from expectations.suites.extracted.section_paragraphs import KEY, assign_to_sections
from expectations.text.expressions import name_where
from expectations.text.printed_lines import LINE_KEY, PARAGRAPH_KEY, letters_of
from extractors.letters.vocabulary.headings import is_case_study_heading, kind_of_heading, polarity_of

MOST_HEADING_LINES = 8
SAME_TOP_POINTS, MOST_HEADING_POINTS = 4, 80
"""A heading beside its text begins at the height of its first line, and ends so far below it."""


def compare_with_headings(
    sections: pl.DataFrame, paragraphs: pl.DataFrame, lines: pl.DataFrame, placed: pl.DataFrame
) -> pl.DataFrame:
    """For each section, by its key, where it differs from what is printed.

    Columns: `printed_heading`, the lines above the section's first words where they do not end with its heading;
    `misread`, which of its kind, polarity and pages are not those of its heading and paragraphs. `lines` have the
    columns of `order_lines`, `placed` those of `place_lines`.
    """
    own = assign_to_sections(sections, paragraphs.select(*KEY, "paragraph_number", "end_page"))
    last_pages = own.group_by(KEY).agg(last_page=pl.col("end_page").max())
    joined = (
        sections.join(last_pages, on=KEY, how="left", maintain_order="left")
        .join(_find_heading_above(sections, own, lines, placed), on=KEY, how="left", maintain_order="left")
        .join(_read_meanings(sections["heading"]), on="heading", how="left", maintain_order="left")
    )
    return joined.select(
        *KEY,
        printed_heading=pl.when(~pl.col("has_heading_above")).then("lines_above"),
        misread=name_where(
            {
                "kind": ~_is_kind_of_heading(),
                "polarity": ~_is_polarity_of_heading(),
                "level": (pl.col("level") == 1) != pl.col("parent_section_number").is_null(),
                "parent_section_number": ~_is_in_section_before(),
                "start_page": pl.col("start_page") != pl.col("heading_page"),
                "end_page": pl.col("end_page") != pl.col("last_page"),
            }
        ),
    )


def _find_heading_above(
    sections: pl.DataFrame, own: pl.DataFrame, lines: pl.DataFrame, placed: pl.DataFrame
) -> pl.DataFrame:
    """For each section with heading and words, whether it `has_heading_above`, the `lines_above` and their page.

    Above is what PDFium gives before the first paragraph, or what is printed above it: a box may be drawn before its
    heading, and in columns the line above on the page is in no order. Case studies may stand between, and a heading
    beside its text.
    """
    first_of_section = own.sort("paragraph_number").unique(KEY, keep="first", maintain_order=True)
    first_lines = placed.unique(PARAGRAPH_KEY, keep="first", maintain_order=True)
    starts = first_of_section.select(*KEY, "paragraph_number").join(first_lines, on=PARAGRAPH_KEY)
    found = pl.concat(
        [
            *(_read_lines_above(starts, ordered) for ordered in (lines, _sort_by_place(lines))),
            _read_lines_above(starts, _without_case_studies(sections, own, lines, placed)),
            _read_lines_beside(starts, sections, lines),
        ]
    )
    ends_with_heading = pl.col("letters_above").str.ends_with(letters_of(pl.col("heading")))
    return (
        sections.select(*KEY, "heading")
        .drop_nulls("heading")
        .join(found, on=KEY)
        .with_columns(has_heading_above=ends_with_heading)
        .sort("has_heading_above", descending=True, maintain_order=True)
        .unique(KEY, keep="first", maintain_order=True)
        .select(*KEY, "has_heading_above", "lines_above", "heading_page")
    )


def _without_case_studies(
    sections: pl.DataFrame, own: pl.DataFrame, lines: pl.DataFrame, placed: pl.DataFrame
) -> pl.DataFrame:
    """Leave out the lines that are in case studies, and those that are their headings."""
    studies = sections.filter(kind="case_study")
    boxed = placed.join(own.join(studies.select(KEY), on=KEY), on=PARAGRAPH_KEY, how="semi")
    titles = studies.select("report_id", letters=letters_of(pl.col("heading")))
    return lines.join(boxed, on=LINE_KEY, how="anti", maintain_order="left").join(
        titles, on=["report_id", "letters"], how="anti", maintain_order="left"
    )


def _sort_by_place(lines: pl.DataFrame) -> pl.DataFrame:
    """Sort lines from top to bottom and, where a heading stands beside the text, from left to right."""
    return lines.sort("report_id", "page", pl.col("top").round(), "x0")


def _read_lines_above(starts: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """For each section, by its key and the line that it starts with, the lines before that one in a given order."""
    ordered = lines.with_columns(position=pl.int_range(pl.len()).over("report_id"))
    return (
        starts.select(*KEY, "page", "line_number")
        .join(ordered.select(*LINE_KEY, "position"), on=LINE_KEY)
        .select(*KEY, first="position")
        .join(pl.DataFrame({"step": range(MOST_HEADING_LINES, 0, -1)}), how="cross")
        .with_columns(position=pl.col("first") - pl.col("step"))
        .join(ordered.select("report_id", "position", "text", "letters", "page"), on=["report_id", "position"])
        .sort(*KEY, "position")
        .group_by(KEY, maintain_order=True)
        .agg(
            lines_above=pl.col("text").tail(2).str.join(" "),
            letters_above=pl.col("letters").str.join(""),
            heading_page=pl.col("page").last(),
        )
    )


def _read_lines_beside(starts: pl.DataFrame, sections: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """For each section, by its key and the line that it starts with, the lines of its heading left of it."""
    beside = lines.select("report_id", "page", "text", "letters", heading_top="top", heading_x1="x1")
    headings = sections.drop_nulls("heading").select(*KEY, heading_letters=letters_of(pl.col("heading")))
    return (
        starts.select(*KEY, "page", "line_x0", "line_top")
        .join(headings, on=KEY)
        .join(beside, on=["report_id", "page"])
        .filter(
            pl.col("heading_x1") < pl.col("line_x0"),
            (pl.col("heading_top") - pl.col("line_top")).is_between(-SAME_TOP_POINTS, MOST_HEADING_POINTS),
            pl.col("heading_letters").str.contains(pl.col("letters"), literal=True),
        )
        .sort(*KEY, "heading_top")
        .group_by(KEY, maintain_order=True)
        .agg(
            lines_above=pl.col("text").str.join(" "),
            letters_above=pl.col("letters").str.join(""),
            heading_page=pl.col("page").last(),
        )
    )


def _read_meanings(headings: pl.Series) -> pl.DataFrame:
    """What each heading says by itself: the kind it opens, and what a case study under it is an example of."""
    known = headings.drop_nulls().unique(maintain_order=True).to_list()
    return pl.DataFrame(
        {
            "heading": known,
            "kind_of_heading": [kind_of_heading(heading) for heading in known],
            "is_case_study_heading": [is_case_study_heading(heading) for heading in known],
            "polarity_of_heading": [polarity_of(heading) for heading in known],
        },
        schema={
            "heading": pl.String,
            "kind_of_heading": pl.String,
            "is_case_study_heading": pl.Boolean,
            "polarity_of_heading": pl.String,
        },
    )


def _is_kind_of_heading() -> pl.Expr:
    """Whether a section is of the kind its heading opens; one that no list knows may be part of another section."""
    kind, says = pl.col("kind"), pl.col("kind_of_heading")
    is_repeated = pl.struct("report_id", "kind_of_heading").is_duplicated()
    is_free = kind.is_in(["sub_section", "other", "case_study"]) & (says.is_null() | is_repeated)
    return (kind == says).fill_null(False) | pl.col("heading").is_null() & (kind == "introduction") | is_free


def _is_in_section_before() -> pl.Expr:
    """Whether a subsection is in the last section that begins before it, and only subsections and case studies are."""
    own_number = pl.when(pl.col("level") == 1).then("section_number")
    before = own_number.forward_fill().over("report_id", order_by="section_number")
    is_part = pl.col("kind").is_in(["sub_section", "case_study"])
    return (
        pl.when(pl.col("parent_section_number").is_null())
        .then(pl.col("kind") != "sub_section")
        .otherwise(is_part & (pl.col("parent_section_number") == before))
    )


def _is_polarity_of_heading() -> pl.Expr:
    return (
        pl.when(pl.col("kind") == "case_study")
        .then(pl.col("polarity").eq_missing(pl.col("polarity_of_heading")))
        .otherwise(pl.col("polarity").is_null())
    )
