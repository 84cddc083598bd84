"""What the gates compare with: the previous release made from the same source, without letters since withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from expectations.letter_traits import TRAITS

PROVIDERS = pl.Schema({"urn": pl.Int64(), "provider_name": pl.String()})
PUBLICATIONS = pl.Schema(
    {
        "report_id": pl.String(),
        "urn": pl.Int64(),
        "label": pl.String(),
        "publication_date": pl.Date(),
        "is_jtai": pl.Boolean(),
    }
)
DATES = (
    "publication_date",
    "letter_date",
    "inspection_start_date",
    "inspection_end_date",
    "written_statement_due_date",
)
COUNTS = ("page_count", "word_count", "section_count", "finding_count", "case_study_count")
LETTERS = pl.Schema(
    {
        "report_id": pl.String(),
        "file_sha256": pl.String(),
        "urn": pl.Int64(),
        "local_authority": pl.String(),
        **dict.fromkeys(DATES, pl.Date()),
        **dict.fromkeys(COUNTS, pl.Int64()),
    }
)
SAME_FILE = ("report_id", "file_sha256")
PARTS: Mapping[str, tuple[str, ...]] = {
    "inspections": (
        "family", "page_count", "word_count", "title", *DATES[1:], "inspection_dates_quote", "theme", "theme_quote",
        "deep_dive_focus", "priority_action_areas_stated_none", "written_statement_required", "written_statement_lead",
        "written_statement_quote", "inspectorates",
    ),
    "sections": (
        "section_number", "parent_section_number", "level", "kind", "heading", "polarity", "start_page", "end_page",
        "text", "bullet_count", "sub_bullet_count",
    ),
    "findings": (
        "paragraph_number", "section_number", "form", "level", "is_itemised", "text", "page", "x0", "top", "x1",
        "bottom", "end_page",
    ),
    "case_studies": ("case_study_number", "section_number", "title", "polarity", "start_page", "end_page"),
    "footnotes": ("footnote_number", "marker", "text", "page", "reference_page", "reference_quote"),
    "signatories": ("position", "office", "organisation"),
}  # fmt: skip
"""The extracted columns of each table; the first identifies a row within its letter."""
DIGESTS = pl.Schema({"report_id": pl.String(), "part": pl.String(), "digest": pl.UInt64()})
TRAITS_OF_LETTERS = pl.Schema({"report_id": pl.String(), **{trait.words: pl.Boolean() for trait in TRAITS}})


@dataclass(frozen=True, eq=False)
class PreviousRelease:
    """Frames of the previous release; empty where there is none."""

    providers: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PROVIDERS))
    """One row for each authority that the source listed."""
    publications: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PUBLICATIONS))
    """One row for each document that the source listed, as it was listed."""
    letters: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=LETTERS))
    """One row for each inspection released."""
    digests: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=DIGESTS))
    """What each letter said, where nobody corrected it: `digest_letters` of its released tables."""
    traits: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=TRAITS_OF_LETTERS))
    """What each letter had in common with others: `find_traits` of its released tables."""
    extractors: Mapping[str, str] = field(default_factory=dict)
    """The version of the extractor that read each letter, by `report_id`."""
    withdrawn: frozenset[str] = frozenset()
    """The reports that a person acknowledged as withdrawn; they are not in the frames."""


def digest_letters(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Sum up what each letter says: report_id, part, digest, the same as long as the process lives.

    A part is a fact of the letter, or what a table about its parts says of it. `tables` are those of `PARTS`; a
    `ColumnNotFoundError` of polars names a column that is missing.
    """
    facts = (
        tables["inspections"]
        .unique("report_id")
        .select(
            "report_id",
            *(
                cell.hash().alias(name)
                for name, cell in _write_cells(tables["inspections"].schema, PARTS["inspections"])
            ),
        )
    )
    digests = [
        tables[part]
        .sort("report_id", columns[0])
        .select(
            "report_id",
            row=pl.concat_str([cell for _, cell in _write_cells(tables[part].schema, columns)], separator="\x1f"),
        )
        .group_by("report_id")
        .agg(part=pl.lit(part), digest=pl.col("row").str.join("\x1e").hash().first())
        for part, columns in PARTS.items()
        if part != "inspections"
    ]
    return pl.concat([facts.unpivot(index="report_id", variable_name="part", value_name="digest"), *digests])


def _write_cells(schema: pl.Schema, columns: Sequence[str]) -> list[tuple[str, pl.Expr]]:
    """The cells of a row as text; a whole number is written the same whatever its type."""
    return [
        (name, pl.col(name).cast(pl.Int64 if schema[name].is_integer() else schema[name]).cast(pl.String).fill_null(""))
        if name in schema
        else (name, pl.col(name))
        for name in columns
    ]


def mask_by_release(
    condition: pl.Expr, previous: PreviousRelease, name: str, *, key: tuple[str, ...] = ("report_id",)
) -> dict[str, pl.Expr]:
    """Split a condition into `name_if_released` and `name_if_new`, each null in the other's rows.

    With `SAME_FILE` as key, a letter whose file was replaced since is new. Expectations about values ignore nulls, so
    each column is checked for its own reports alone.
    """
    released = previous.letters.select(pl.concat_str(key, separator=" ")).to_series().drop_nulls()
    is_released = pl.concat_str(key, separator=" ").is_in(released.to_list()).fill_null(False)
    return {
        f"{name}_if_released": pl.when(is_released).then(condition),
        f"{name}_if_new": pl.when(~is_released).then(condition),
    }


def describe_letter() -> pl.Expr:
    """Name a released letter by its authority and the day it was published."""
    return pl.format("{}, {}", "local_authority", pl.col("publication_date").dt.strftime("%-d %B %Y"))
