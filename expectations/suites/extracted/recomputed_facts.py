"""The facts of a letter read once more, from the words of its rows: each must be what those words say.

A fact that was lost, moved or taken from another letter differs. What the letter's own date is read from is not in any
row, so it is read from the printed lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from extractors.letters.content.actions import (
    is_only_no_priority_action,
    states_no_priority_action,
    written_statement_in,
)
from extractors.letters.content.letter_dates import inspection_dates_in, letter_date_in
from extractors.letters.content.letters import PRIORITY_ACTION_PLACES, family_of
from extractors.letters.content.theme import theme_in
from extractors.letters.content.warnings import RULES_OF_UNREAD_PAGES
from extractors.letters.vocabulary.inspectorates import inspectorates_in

TEXTS = ("introduction", "next_steps")
OPENING_PAGES = 3
DEEP_DIVE, YEAR = r"(?i)\bdeep\W+dives?\b", r"\b20\d\d\b"
# Partners have deep dives of their own: one of the inspection is what it included, or inspectors undertook.
OWN_DEEP_DIVE = (
    r"(?i)\b(?:(?:inspections?|JTAIs?|inspectors|inspectorates|we)\b\)?\s+(?:\w+\s+){0,2}?(?:includ|undert|carri|conduct|complet"
    r"|ha[ds]\b|ma[dk]e|did\b|took)\w*\s+(?:out\s+)?|included\s+was\s+)(?:an?|our|the)\W+deep\W+dives?\b"
    r"|\bdeep\W+dive\W+(?:focus|theme)\b"
)


def find_other_facts(
    letters: pl.DataFrame,
    sections: pl.DataFrame,
    paragraphs: pl.DataFrame,
    printed_lines: pl.DataFrame,
    lines: pl.DataFrame,
    *,
    reading_problems: pl.DataFrame,
) -> pl.DataFrame:
    """For each letter, by `report_id`, the `other_facts`: what its words say where its row says something else.

    A fact of a section, or of lines, that were not found is not compared. `lines` have the columns of `order_lines`.
    """
    texts = _join_texts(letters, sections, paragraphs, printed_lines, lines)
    unread = reading_problems.filter(pl.col("rule").is_in(RULES_OF_UNREAD_PAGES))["report_id"]
    rows = (
        letters.unique("report_id")
        .join(texts, on="report_id", how="left")
        .with_columns(has_unread_page=pl.col("report_id").is_in(unread.to_list()))
        .to_dicts()
    )
    return pl.DataFrame(
        [(row["report_id"], _describe_other_facts(row)) for row in rows],
        schema={"report_id": pl.String, "other_facts": pl.String},
        orient="row",
    )


def find_facts_against_print(letters: pl.DataFrame, printed_lines: pl.DataFrame) -> pl.DataFrame:
    """For each letter, by `report_id`, the `facts_against_print`: those that two words on its pages contradict.

    Neither asks the extractor: a letter has the focus of a deep dive only if it prints these words, and has one if it
    says so of the inspection; the year was inferred if the quote of the dates has none.
    """
    prints = printed_lines.group_by("report_id").agg(print=pl.col("text").str.join(" "))
    has_focus = pl.col("deep_dive_focus").is_not_null()
    prints_deep_dive, says_it_had_one = (pl.col("print").str.contains(each) for each in (DEEP_DIVE, OWN_DEEP_DIVE))
    quote = pl.col("inspection_dates_quote")
    return (
        letters.unique("report_id")
        .join(prints, on="report_id", how="left")
        .select(
            "report_id",
            facts_against_print=pl.concat_list(
                pl.when(has_focus & ~prints_deep_dive | ~has_focus & says_it_had_one).then(pl.lit("deep_dive_focus")),
                pl.when(pl.col("is_inspection_year_inferred") == quote.str.contains(YEAR)).then(
                    pl.lit("is_inspection_year_inferred")
                ),
            ).list.drop_nulls(),
        )
        .with_columns(pl.col("facts_against_print").list.join(", ").replace("", None))
    )


def _join_texts(
    letters: pl.DataFrame,
    sections: pl.DataFrame,
    paragraphs: pl.DataFrame,
    printed_lines: pl.DataFrame,
    lines: pl.DataFrame,
) -> pl.DataFrame:
    """For each letter its introduction, its next steps, all its paragraphs, its kinds and the lines it opens with."""
    kinds = sections.select("report_id", "section_number", "kind")
    words = paragraphs.filter(pl.col("form") != "heading").join(kinds, on=["report_id", "section_number"])
    by_kind = {kind: pl.col("text").filter(pl.col("kind") == kind).str.join("\n") for kind in TEXTS}
    all_texts = (
        words.sort("report_id", "paragraph_number")
        .group_by("report_id")
        .agg(
            paragraphs=pl.col("text").filter(pl.col("kind") != "case_study"),
            priority_actions=pl.col("text").filter(pl.col("kind") == "priority_action"),
            **by_kind,
        )
    )
    found = kinds.filter(sections["level"] == 1).group_by("report_id").agg(kinds=pl.col("kind").unique())
    opening = lines.filter(~pl.col("is_read"), pl.col("page") <= OPENING_PAGES).group_by(
        "report_id", maintain_order=True
    )
    return (
        letters.select("report_id")
        .unique()
        .join(all_texts, on="report_id", how="left")
        .join(found, on="report_id", how="left")
        .join(opening.agg(opening=pl.col("text")), on="report_id", how="left")
        .join(printed_lines.group_by("report_id").agg(printed_pages=pl.col("page").max()), on="report_id", how="left")
    )


def _describe_other_facts(row: Mapping[str, Any]) -> str | None:
    """Say which facts of a letter differ from what its words say, and what those say."""
    said = {**_read_introduction(row), **_read_next_steps(row), **_read_letter(row)}
    return "; ".join(f"{name}: {value}" for name, value in said.items() if value != row[name]) or None


def _read_introduction(row: Mapping[str, Any]) -> dict[str, object]:
    introduction = row["introduction"]
    if not introduction:
        return {}
    theme = theme_in(row["title"], introduction)
    dates = inspection_dates_in(introduction, row["letter_date"])
    named: Sequence[str] = max(map(inspectorates_in, introduction.split("\n")), key=len)
    return {
        "theme": theme.theme,
        "theme_quote": theme.quote,
        "deep_dive_focus": theme.deep_dive_focus,
        "inspection_start_date": dates.start,
        "inspection_end_date": dates.end,
        "inspection_dates_quote": dates.quote,
        "is_inspection_year_inferred": dates.is_year_inferred,
        "inspectorates": "; ".join(named) or None,
    }


def _read_next_steps(row: Mapping[str, Any]) -> dict[str, object]:
    if not row["next_steps"]:
        return {}
    statement = written_statement_in(row["next_steps"])
    return {
        "written_statement_required": statement.is_required,
        "written_statement_lead": statement.lead,
        "written_statement_due_date": statement.due_date,
        "written_statement_quote": statement.quote,
    }


def _read_letter(row: Mapping[str, Any]) -> dict[str, object]:
    kinds = row["kinds"] or []
    is_stated_none = any(map(states_no_priority_action, row["paragraphs"] or [])) or any(
        is_only_no_priority_action(text, under_its_heading=True) for text in row["priority_actions"] or []
    )
    is_place_read = bool({*kinds} & {*PRIORITY_ACTION_PLACES}) and not row["has_unread_page"]
    printed = {"page_count": row["printed_pages"], "letter_date": letter_date_in(row["opening"] or [])}
    return {
        **(printed if row["printed_pages"] else {}),
        "family": family_of(kinds),
        "priority_action_areas_stated_none": is_stated_none or (False if is_place_read else None),
    }
