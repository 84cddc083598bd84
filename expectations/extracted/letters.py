"""Claims about the facts of the letters that were read."""

from __future__ import annotations

from collections.abc import Iterable

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd

from expectations.claims import (
    has_none,
    has_none_in_most,
    has_rows,
    holds,
    is_filled,
    is_one_of,
    is_within,
    not_released_before,
    released_before,
    suite_of,
)
from expectations.extracted.dates_quoted import dates_not_quoted
from expectations.extracted.placed_words import characters_lost, pages_after_text
from expectations.sentences import unfinished_shares
from expectations.tables import Tables, days_between
from extractors.records import FINDINGS_KINDS

ESSENTIAL_SECTIONS = ("introduction", "next_steps")
MOST_LOST_CHARACTERS = 10
"""In 40 letters nothing is lost but a hyphen or two."""
USUAL_SECTIONS = {
    "2016 to 2020": ("strengths", "areas_for_improvement"),
    "2022 on": ("headline_findings", "main_findings"),
}
"""Sections that the letters of a family have; which others there are varies from letter to letter."""


def suite(themes: Iterable[str]) -> gx.ExpectationSuite:
    """Claim that the facts of each letter are there, in order and within reason of each other."""
    statement = ("written_statement_lead", "written_statement_due_date", "written_statement_quote")
    return suite_of(
        "extracted.letters",
        has_rows("letters that were read"),
        *dates_are_found(),
        *dates_are_sensible(),
        is_filled("theme", "the_theme_is_recognised", "A letter's theme is recognised.", "warning", "theme_quote"),
        is_one_of("theme", themes, "the_theme_is_on_the_list", "A theme is one of the closed list.", "critical"),
        is_filled("family", "the_family_is_recognised", "A letter's layout is recognised.", "warning", "title"),
        is_one_of("family", USUAL_SECTIONS, "the_family_is_on_the_list", "A layout is a known one.", "critical"),
        *essential_sections_are_there(),
        has_none("usual_lacks", "usual_sections_are_there", "A letter has the sections of its family.", "warning"),
        *words_are_placed(),
        holds("is_statement_whole", "a_written_statement_has_author_and_date",
              "Where a written statement is asked for, it is known of whom and by when.", "warning", *statement),
        holds("is_priority_action_clear", "priority_action_is_listed_or_stated_none",
              "No letter both lists areas for priority action and says there are none.", "warning",
              "priority_action_areas_stated_none"),
    )  # fmt: skip


def essential_sections_are_there() -> list[gxe.Expectation]:
    """Claim that a letter has what none is without.

    A new letter in another layout is news, and is released flagged; one that had its sections before has been damaged,
    and so has whatever reads them where most letters lack some.
    """
    column, what = "essential_lacks", "an introduction, findings and next steps"
    return [
        has_none(column, "a_released_letter_has_its_essential_sections",
                 f"A letter that was released before still has {what}.", "critical", among=released_before()),
        has_none(column, "essential_sections_are_there",
                 f"A letter has {what}.", "warning", among=not_released_before()),
        has_none_in_most(column, "most_letters_have_their_essential_sections", f"Most letters have {what}."),
    ]  # fmt: skip


def dates_are_found() -> list[gxe.Expectation]:
    """Claim that a letter's three dates were found."""
    quote = "inspection_dates_quote"
    return [
        is_filled("inspection_start_date", "the_inspection_start_date_is_found",
                  "The first day of the inspection is found.", "warning", quote),
        is_filled("inspection_end_date", "the_inspection_end_date_is_found",
                  "The last day of the inspection is found.", "warning", quote),
        is_filled("letter_date", "the_letter_date_is_found", "The letter's own date is found.", "warning", "title"),
    ]  # fmt: skip


def dates_are_sensible() -> list[gxe.Expectation]:
    """Claim that dates are those of the sentence, in order, and not much further apart than in any letter so far.

    In 40 letters the inspection takes 4 to 6 days, the letter follows 38 to 97 days later and is published up to 3 days
    after its date; the written statement is due 55 to 120 days after it.
    """
    return [
        is_within("days_inspected", (1, 21), "the_inspection_took_up_to_three_weeks",
                  "An inspection takes between one day and three weeks.", "warning",
                  "inspection_start_date", "inspection_end_date", "inspection_dates_quote"),
        is_within("days_to_letter", (14, 150), "the_letter_follows_the_inspection",
                  "A letter is dated 14 to 150 days after the inspection.", "warning",
                  "inspection_end_date", "letter_date"),
        is_within("days_to_publication", (-3, 7), "publication_follows_the_letter",
                  "A letter is published within a week of its date.", "warning", "letter_date", "publication_date"),
        is_within("days_to_statement", (30, 200), "the_written_statement_follows_the_letter",
                  "A written statement is due 30 to 200 days after the letter.", "warning",
                  "letter_date", "written_statement_due_date"),
        has_none("dates_not_quoted", "dates_are_those_quoted",
                 "The dates of the inspection and of the written statement stand in the sentences they were read from.",
                 "warning"),
    ]  # fmt: skip


def words_are_placed() -> list[gxe.Expectation]:
    """Claim that a letter's words are in sections or are known furniture, to the last page and as sentences."""
    seen = ("placed_share", "unplaced_word_count", "word_count")
    return [
        is_within("placed_share", (0.99, None), "words_are_accounted_for",
                  "At least 99 % of a letter's words are accounted for.", "warning", *seen),
        is_within("placed_share", (0.90, None), "most_words_are_accounted_for",
                  "At least 90 % of a letter's words are accounted for.", "critical", *seen),
        is_within("characters_lost", (-MOST_LOST_CHARACTERS, MOST_LOST_CHARACTERS), "sections_hold_all_that_is_printed",
                  "What is printed in a letter's sections is what their texts hold.", "warning"),
        is_within("pages_after_text", (0, 1), "the_text_reaches_the_last_pages",
                  "A letter's text reaches its last page, or the one before.", "warning"),
        is_within("unfinished_share", (0, 0.1), "sentences_are_finished",
                  "At most one in ten of a letter's paragraphs ends without a stop.", "warning"),
    ]  # fmt: skip


def rows(tables: Tables, listed: pd.DataFrame) -> pd.DataFrame:
    """The letters that were read, with the days between their dates, and which sections they lack.

    That there are no areas for priority action may be printed as the one bullet of that section.
    """
    letters = listed[listed["status"].eq("read")].reset_index(drop=True)
    sections = tables["sections"]
    kinds = sections.groupby("report_id")["kind"].agg(set)
    listed_priorities = sections[sections["kind"].eq("priority_action") & sections["bullet_count"].gt(1)]
    found = [kinds.get(report, set()) for report in letters["report_id"]]
    return letters.assign(
        **day_counts(letters),
        dates_not_quoted=dates_not_quoted(letters),
        characters_lost=characters_lost(letters, sections),
        pages_after_text=pages_after_text(letters, sections),
        unfinished_share=letters["report_id"].map(unfinished_shares(sections)),
        placed_share=1 - letters["unplaced_word_count"] / letters["word_count"],
        essential_lacks=[essential_lacks(each) for each in found],
        usual_lacks=[usual_lacks(*each) for each in zip(found, letters["family"], strict=True)],
        is_statement_whole=~letters["written_statement_required"].eq(True)
        | (letters["written_statement_lead"].notna() & letters["written_statement_due_date"].notna()),
        is_priority_action_clear=~letters["priority_action_areas_stated_none"].eq(True)
        | ~letters["report_id"].isin(listed_priorities["report_id"]),
    )


def day_counts(letters: pd.DataFrame) -> dict[str, pd.Series]:
    """How long the inspection took, both days included, and what went by between the other dates."""
    start, end = letters["inspection_start_date"], letters["inspection_end_date"]
    return {
        "days_inspected": days_between(start, end) + 1,
        "days_to_letter": days_between(end, letters["letter_date"]),
        "days_to_publication": days_between(letters["letter_date"], letters["publication_date"]),
        "days_to_statement": days_between(letters["letter_date"], letters["written_statement_due_date"]),
    }


def essential_lacks(found: set[str]) -> str | None:
    """What no letter can be without, or null where it is there."""
    lacks = [kind for kind in ESSENTIAL_SECTIONS if kind not in found]
    has_findings = bool(found & {*FINDINGS_KINDS, "main_findings"})
    return ", ".join(lacks if has_findings else [*lacks, "any findings"]) or None


def usual_lacks(found: set[str], family: str | None) -> str | None:
    """What letters of this family have, or null where it is there."""
    lacks = [kind for kind in USUAL_SECTIONS.get(str(family), ()) if kind not in found]
    lacks_either = family == "2022 on" and not found & {"needs_to_improve", "priority_action"}
    return ", ".join([*lacks, "needs_to_improve or priority_action"] if lacks_either else lacks) or None
