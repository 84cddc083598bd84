"""What the gates compare with: the previous release made from the same source, without letters since withdrawn."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

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


@dataclass(frozen=True, eq=False)
class PreviousRelease:
    """Frames of the previous release; empty where there is none."""

    providers: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PROVIDERS))
    """One row for each authority that the source listed."""
    publications: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PUBLICATIONS))
    """One row for each document that the source listed, as it was listed."""
    letters: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=LETTERS))
    """One row for each inspection released."""
    withdrawn: frozenset[str] = frozenset()
    """The reports that a person acknowledged as withdrawn; they are not in the frames."""


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
