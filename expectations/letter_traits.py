"""What letters may have in common, such as ending the inspection on the day it began, and how many usually have it.

A fault that hits all letters at once makes each of them look like the others, so no letter shows it: how many have a
trait does. A new trait is a row of `TRAITS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

TRAIT_INPUTS: Mapping[str, tuple[str, ...]] = {
    "inspections": (
        "unread_reason", "family", "publication_date", "letter_date", "inspection_start_date", "inspection_end_date",
        "theme", "theme_quote", "deep_dive_focus", "title", "page_count", "word_count", "inspectorates",
        "priority_action_areas_stated_none", "written_statement_required", "written_statement_lead",
        "written_statement_due_date", "is_inspection_year_inferred",
    ),
    "sections": ("kind",),
    "findings": ("kind", "form", "page"),
    "case_studies": ("polarity",),
    "footnotes": (),
    "signatories": (),
}  # fmt: skip
"""The columns that traits are found in, beside `report_id`."""


@dataclass(frozen=True, slots=True)
class Trait:
    """What some letters have, in words that follow "letters", and from which to which share of them usually have it.

    A share that depends on which letters there are, as on their years or on whether one text was set many times, has no
    usual one; it is compared with the previous release.
    """

    words: str
    condition: pl.Expr
    least: float = 0
    most: float = 1


def _lack(column: str) -> pl.Expr:
    return pl.col(column).is_null()


def _share_one(column: str) -> pl.Expr:
    """Whether a letter has the value that most letters have."""
    return pl.col(column) == pl.col(column).drop_nulls().mode().sort().first()


def _have_section(*kinds: str) -> pl.Expr:
    return pl.any_horizontal([pl.col("section_kinds").list.contains(kind) for kind in kinds])


# What was measured in 40 real letters, of 2016 to 2025, is in brackets.
TRAITS: tuple[Trait, ...] = (
    Trait("have no date of their own", _lack("letter_date"), most=0.05),  # (0)
    Trait("have no first day of the inspection", _lack("inspection_start_date"), most=0.05),  # (0)
    Trait("have no last day of the inspection", _lack("inspection_end_date"), most=0.05),  # (0)
    Trait("end the inspection on its first day",
          pl.col("inspection_end_date") == pl.col("inspection_start_date"), most=0.05),  # (0)
    Trait("are dated on a day of the inspection",
          pl.col("letter_date").is_between("inspection_start_date", "inspection_end_date"), most=0.05),  # (0)
    Trait("are dated on the day they were published",
          pl.col("letter_date") == pl.col("publication_date")),  # (0.93)
    Trait("have an inspection whose year was inferred", pl.col("is_inspection_year_inferred"), most=0.2),  # (0.03)
    Trait("were published on one day", _share_one("publication_date")),  # (0.03)
    Trait("are dated on one day", _share_one("letter_date")),  # (0.03)
    Trait("begin the inspection on one day", _share_one("inspection_start_date")),  # (0.03)
    Trait("end the inspection on one day", _share_one("inspection_end_date")),  # (0.03)
    Trait("want the written statement by one day", _share_one("written_statement_due_date")),  # (0.03)
    Trait("have one title", _share_one("title")),  # (0.03)
    Trait("have one number of pages", _share_one("page_count")),  # (0.2)
    Trait("have one number of words", _share_one("word_count")),  # (0.05)
    Trait("have one number of sections", _share_one("section_count")),  # (0.5)
    Trait("have one number of findings", _share_one("finding_count")),  # (0.1)
    Trait("have no layout that is known", _lack("family"), most=0.1),  # (0)
    Trait("are of one layout", _share_one("family")),  # (0.55)
    Trait("have no theme", _lack("theme"), most=0.1),  # (0)
    Trait("have one theme", _share_one("theme")),  # (0.23)
    Trait("have no words about their theme", _lack("theme_quote"), most=0.1),  # (0)
    Trait("have a focus of the deep dive", pl.col("deep_dive_focus").is_not_null()),  # (0.55)
    Trait("name no inspectorates", _lack("inspectorates"), most=0.1),  # (0)
    Trait("say that there is no area for priority action",
          pl.col("priority_action_areas_stated_none"), most=0.2),  # (0.03)
    Trait("say nothing of areas for priority action", _lack("priority_action_areas_stated_none"), most=0.2),  # (0)
    Trait("ask for a written statement", pl.col("written_statement_required"), least=0.7),  # (1)
    Trait("have no day by which the written statement is due",
          _lack("written_statement_due_date"), most=0.2),  # (0.03)
    Trait("have one author of the written statement", _share_one("written_statement_lead")),  # (0.28)
    Trait("have an introduction", _have_section("introduction"), least=0.95),  # (1)
    Trait("have next steps", _have_section("next_steps"), least=0.95),  # (1)
    Trait("have strengths", _have_section("strengths"), least=0.6),  # (0.9; 0.78 where least)
    Trait("have what must improve",
          _have_section("needs_to_improve", "areas_for_improvement", "priority_action"), least=0.9),  # (1)
    Trait("have areas for priority action", _have_section("priority_action"), most=0.5),  # (0.15)
    Trait("have a section of no known kind", _have_section("other"), most=0.3),  # (0.05)
    Trait("have subsections", _have_section("sub_section")),  # (0.23)
    Trait("have findings of no known kind", pl.col("has_finding_of_no_kind"), most=0.3),  # (0.05)
    Trait("have bullets", pl.col("has_bullets"), least=0.95),  # (1)
    Trait("have all findings on one page", pl.col("finding_page_count") == 1, most=0.05),  # (0)
    Trait("have case studies", pl.col("case_study_count") > 0, least=0.3),  # (0.78; 0.5 where least)
    Trait("have a case study of a strength", pl.col("has_strength_study")),  # (0.6)
    Trait("have a case study of what must improve", pl.col("has_improvement_study")),  # (0.5)
    Trait("have footnotes", pl.col("footnote_count") > 0),  # (0.6)
    Trait("are signed", pl.col("signatory_count") > 0, least=0.9),  # (1)
    Trait("are signed by one inspectorate only", pl.col("signatory_count") == 1, most=0.1),  # (0)
)  # fmt: skip


def find_traits(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row for each letter that was read: report_id and, by the words of each trait, whether the letter has it.

    `tables` are those of `TRAIT_INPUTS`, as published.
    """
    letters = tables["inspections"].filter(pl.col("unread_reason").is_null())
    for facts in (
        _group(tables["sections"]).agg(section_kinds=pl.col("kind").unique(), section_count=pl.len()),
        _group(tables["findings"]).agg(
            finding_count=pl.len(),
            has_finding_of_no_kind=pl.col("kind").is_null().any(),
            has_bullets=(pl.col("form") == "bullet").any(),
            finding_page_count=pl.col("page").n_unique(),
        ),
        _group(tables["case_studies"]).agg(
            case_study_count=pl.len(),
            has_strength_study=(pl.col("polarity") == "strength").any(),
            has_improvement_study=(pl.col("polarity") == "improvement").any(),
        ),
        _group(tables["footnotes"]).agg(footnote_count=pl.len()),
        _group(tables["signatories"]).agg(signatory_count=pl.len()),
    ):
        letters = letters.join(facts, on="report_id", how="left", maintain_order="left")
    return letters.select("report_id", **{trait.words: trait.condition.fill_null(value=False) for trait in TRAITS})


def _group(rows: pl.DataFrame) -> pl.dataframe.group_by.GroupBy:
    return rows.group_by("report_id")
