"""Expectations about the facts of the letters that were read."""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.model_field_types import ValueSetField

from expectations.expectation_types import WARNING, ExpectMostlyTrue, ExpectTrue
from expectations.previous_release import PreviousRelease, mask_by_release
from expectations.suites.extracted.letter_dates import count_days, find_moved_dates, quote_dates_not_in_sentence
from expectations.suites.extracted.named_authorities import find_other_authorities
from expectations.text.expressions import join_present, name_where
from extractors.records import FINDINGS_KINDS

FAMILIES = ("2016 to 2020", "2022 on")


class SomeLettersWereRead(gxe.ExpectTableRowCountToBeBetween):
    description: str = "There are letters that were read at all."
    min_value: int = 1


class TheInspectionStartDateIsFound(gxe.ExpectColumnValuesToNotBeNull):
    description: str = "The first day of the inspection is found."
    column: str = "inspection_start_date"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("inspection_dates_quote",)


class TheInspectionEndDateIsFound(gxe.ExpectColumnValuesToNotBeNull):
    description: str = "The last day of the inspection is found."
    column: str = "inspection_end_date"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("inspection_dates_quote",)


class TheLetterDateIsFound(gxe.ExpectColumnValuesToNotBeNull):
    description: str = "The letter's own date is found."
    column: str = "letter_date"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("title",)


class TheInspectionTookUpToThreeWeeks(gxe.ExpectColumnValuesToBeBetween):
    description: str = "An inspection takes between one day and three weeks."
    # In 40 letters 4 to 6 days; the letter follows 38 to 97 days later and is published up to 3 days after its date;
    # the written statement is due 55 to 120 days after it.
    column: str = "days_inspected"
    min_value: int = 1
    max_value: int = 21
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("inspection_start_date", "inspection_end_date", "inspection_dates_quote")


class TheLetterFollowsTheInspection(gxe.ExpectColumnValuesToBeBetween):
    description: str = "A letter is dated 14 to 150 days after the inspection."
    column: str = "days_to_letter"
    min_value: int = 14
    max_value: int = 150
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("inspection_end_date", "letter_date")


class PublicationFollowsTheLetter(gxe.ExpectColumnValuesToBeBetween):
    description: str = "A letter is published within a week of its date."
    column: str = "days_to_publication"
    min_value: int = -3
    max_value: int = 7
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("letter_date", "publication_date")


class TheWrittenStatementFollowsTheLetter(gxe.ExpectColumnValuesToBeBetween):
    description: str = "A written statement is due 30 to 200 days after the letter."
    column: str = "days_to_statement"
    min_value: int = 30
    max_value: int = 200
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("letter_date", "written_statement_due_date")


class DatesAreThoseQuoted(gxe.ExpectColumnValuesToBeNull):
    description: str = (
        "The dates of the inspection and of the written statement stand in the sentences they were read from."
    )
    column: str = "dates_not_quoted"
    severity: FailureSeverity = WARNING


class ReleasedDatesHaveNotMoved(gxe.ExpectColumnValuesToBeNull):
    description: str = "Dates are those that were released, as long as the letter's file is the same."
    column: str = "moved_dates"
    severity: FailureSeverity = WARNING


class ALetterNamesItsAuthority(gxe.ExpectColumnValuesToBeNull):
    description: str = "A letter names the authority it is listed under more often than any other."
    column: str = "other_authority"
    severity: FailureSeverity = WARNING


class TheThemeIsRecognised(gxe.ExpectColumnValuesToNotBeNull):
    description: str = "A letter's theme is recognised."
    column: str = "theme"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("theme_quote",)


class TheThemeIsOnTheList(ExpectTrue):
    description: str = "A theme is one of the closed list."
    column: str = "is_theme_listed"
    shown: ClassVar[tuple[str, ...]] = ("theme",)


class TheFamilyIsRecognised(gxe.ExpectColumnValuesToNotBeNull):
    description: str = "A letter's layout is recognised."
    column: str = "family"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("title",)


class TheFamilyIsOnTheList(gxe.ExpectColumnValuesToBeInSet):
    description: str = "A layout is a known one."
    column: str = "family"
    value_set: ValueSetField = list(FAMILIES)  # noqa: RUF012


class AReleasedLetterHasItsEssentialSections(ExpectTrue):
    description: str = "A letter that was released before still has an introduction, findings and next steps."
    column: str = "has_essentials_if_released"
    shown: ClassVar[tuple[str, ...]] = ("missing_essentials",)


class EssentialSectionsAreThere(ExpectTrue):
    description: str = "A letter has an introduction, findings and next steps."
    # A new letter in another layout is released flagged; one that had these sections before has been damaged.
    column: str = "has_essentials_if_new"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("missing_essentials",)


class MostLettersHaveTheirEssentialSections(ExpectMostlyTrue):
    description: str = "Most letters have an introduction, findings and next steps."
    column: str = "has_essentials"


class UsualSectionsAreThere(gxe.ExpectColumnValuesToBeNull):
    description: str = "A letter has the sections of its family."
    column: str = "missing_usuals"
    severity: FailureSeverity = WARNING


class WordsAreAccountedFor(gxe.ExpectColumnValuesToBeBetween):
    description: str = "At least 99 % of a letter's words are accounted for."
    column: str = "placed_share"
    min_value: float = 0.99
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("placed_share", "unplaced_word_count", "word_count")


class MostWordsAreAccountedFor(gxe.ExpectColumnValuesToBeBetween):
    description: str = "At least 90 % of a letter's words are accounted for."
    column: str = "placed_share"
    min_value: float = 0.90
    shown: ClassVar[tuple[str, ...]] = ("placed_share", "unplaced_word_count", "word_count")


class SectionsHoldAllThatIsPrinted(gxe.ExpectColumnValuesToBeBetween):
    description: str = "What is printed in a letter's sections is what their texts hold."
    # In 40 letters nothing is lost but a hyphen or two.
    column: str = "characters_lost"
    min_value: int = -10
    max_value: int = 10
    severity: FailureSeverity = WARNING


class TheTextReachesTheLastPages(gxe.ExpectColumnValuesToBeBetween):
    description: str = "A letter's text reaches its last page, or the one before."
    column: str = "pages_after_text"
    min_value: int = 0
    max_value: int = 1
    severity: FailureSeverity = WARNING


class SentencesAreFinished(gxe.ExpectColumnValuesToBeBetween):
    description: str = "At most one in ten of a letter's paragraphs ends without a stop."
    column: str = "unfinished_share"
    min_value: int = 0
    max_value: float = 0.1
    severity: FailureSeverity = WARNING


class AWrittenStatementHasAuthorAndDate(ExpectTrue):
    description: str = "Where a written statement is asked for, it is known of whom and by when."
    column: str = "is_statement_complete"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = (
        "written_statement_lead",
        "written_statement_due_date",
        "written_statement_quote",
    )


class PriorityActionIsListedOrStatedNone(ExpectTrue):
    description: str = "No letter both lists areas for priority action and says there are none."
    column: str = "is_priority_action_clear"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("priority_action_areas_stated_none",)


class AReleasedLetterHasNotShrunk(gxe.ExpectColumnValuesToBeNull):
    description: str = (
        "A letter that was released before has as many pages, words, sections, findings and case studies as it had."
    )
    column: str = "shrunk"
    severity: FailureSeverity = WARNING


class AReleasedLetterIsNotHalved(gxe.ExpectColumnValuesToBeNull):
    description: str = (
        "A letter whose file has not changed has at least half the sections, findings and words that were released."
    )
    column: str = "halved"


SUITE = gx.ExpectationSuite(
    "extracted.letters",
    expectations=[
        SomeLettersWereRead(),
        TheInspectionStartDateIsFound(),
        TheInspectionEndDateIsFound(),
        TheLetterDateIsFound(),
        TheInspectionTookUpToThreeWeeks(),
        TheLetterFollowsTheInspection(),
        PublicationFollowsTheLetter(),
        TheWrittenStatementFollowsTheLetter(),
        DatesAreThoseQuoted(),
        ReleasedDatesHaveNotMoved(),
        ALetterNamesItsAuthority(),
        TheThemeIsRecognised(),
        TheThemeIsOnTheList(),
        TheFamilyIsRecognised(),
        TheFamilyIsOnTheList(),
        AReleasedLetterHasItsEssentialSections(),
        EssentialSectionsAreThere(),
        MostLettersHaveTheirEssentialSections(),
        UsualSectionsAreThere(),
        WordsAreAccountedFor(),
        MostWordsAreAccountedFor(),
        SectionsHoldAllThatIsPrinted(),
        TheTextReachesTheLastPages(),
        SentencesAreFinished(),
        AWrittenStatementHasAuthorAndDate(),
        PriorityActionIsListedOrStatedNone(),
        AReleasedLetterHasNotShrunk(),
        AReleasedLetterIsNotHalved(),
    ],
    meta={"table": "letters"},
)

COUNTED = {
    "page_count": "pages",
    "word_count": "words",
    "section_count": "sections",
    "finding_count": "findings",
    "case_study_count": "case studies",
}
LEAST_WORDS_SHARE = 0.99
"""Words are counted page by page, so a reader that tells headers and footers better still counts almost the same."""
LEAST_SAME_FILE_SHARE = 0.5


def build_batch(
    letters: pl.DataFrame,
    sections: pl.DataFrame,
    *,
    unfinished_shares: pl.DataFrame,
    findings: pl.DataFrame,
    case_studies: pl.DataFrame,
    themes: pl.DataFrame,
    local_authorities: pl.DataFrame,
    previous: PreviousRelease,
) -> pl.DataFrame:
    """The letters that were read, with what their dates, sections and the previous release say of them.

    `letters` have the urn and publication date they are listed with, `sections` the columns of `select_sections`.
    """
    joined = letters
    for facts in (
        _sum_up_sections(sections),
        _count_rows(findings, "finding_count"),
        _count_rows(case_studies, "case_study_count"),
        unfinished_shares,
        find_moved_dates(letters, previous),
        find_other_authorities(letters, sections, local_authorities),
        previous.letters.select("report_id", pl.exclude("report_id").name.suffix("_before")),
    ):
        joined = joined.join(facts, on="report_id", how="left", maintain_order="left")
    counted = joined.with_columns(
        pl.col("section_count", "finding_count", "case_study_count", "held_characters").fill_null(0),
        pl.col("kinds").fill_null([]),
    )
    has_essentials = _name_missing_essentials().is_null()
    is_same_file = pl.col("file_sha256") == pl.col("file_sha256_before")
    return counted.with_columns(
        **count_days(),
        dates_not_quoted=quote_dates_not_in_sentence(),
        is_theme_listed=pl.col("theme").is_in(themes["theme"].to_list()),
        missing_essentials=_name_missing_essentials(),
        has_essentials=has_essentials,
        **mask_by_release(has_essentials, previous, "has_essentials"),
        missing_usuals=_name_missing_usuals(),
        placed_share=1 - pl.col("unplaced_word_count") / pl.col("word_count"),
        characters_lost=pl.col("placed_character_count") - pl.col("held_characters"),
        pages_after_text=pl.col("page_count") - pl.col("last_page"),
        is_statement_complete=~pl.col("written_statement_required").fill_null(False)
        | pl.all_horizontal(pl.col("written_statement_lead", "written_statement_due_date").is_not_null()),
        is_priority_action_clear=~pl.col("priority_action_areas_stated_none").fill_null(False)
        | ~pl.col("lists_priority_action").fill_null(False),
        shrunk=_name_losses(1),
        halved=pl.when(is_same_file).then(_name_losses(LEAST_SAME_FILE_SHARE)),
    )


def _sum_up_sections(sections: pl.DataFrame) -> pl.DataFrame:
    """One row for each letter.

    That there are no areas for priority action may be printed as the one bullet of that section.
    """
    lists_priority_action = (pl.col("kind") == "priority_action") & (pl.col("bullet_count") > 1)
    return sections.group_by("report_id").agg(
        kinds=pl.col("kind").unique(),
        section_count=pl.len().cast(pl.Int64),
        last_page=pl.col("end_page").max(),
        held_characters=pl.col("character_count").filter("stands_apart").sum(),
        lists_priority_action=lists_priority_action.any(),
    )


def _count_rows(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    return rows.group_by("report_id").agg(pl.len().cast(pl.Int64).alias(name))


def _lacks(kind: str) -> pl.Expr:
    return ~pl.col("kinds").list.contains(kind)


def _name_missing_essentials() -> pl.Expr:
    """What no letter can be without, or null where it is there."""
    lacks_findings = pl.all_horizontal([_lacks(kind) for kind in (*FINDINGS_KINDS, "main_findings")])
    return name_where(
        {
            "introduction": _lacks("introduction"),
            "next_steps": _lacks("next_steps"),
            "any findings": lacks_findings,
        }
    )


def _name_missing_usuals() -> pl.Expr:
    """What letters of this family have, or null where it is there; other sections vary from letter to letter."""
    is_older, is_newer = (pl.col("family") == family for family in FAMILIES)
    lacks_either = _lacks("needs_to_improve") & _lacks("priority_action")
    return name_where(
        {
            "strengths": is_older & _lacks("strengths"),
            "areas_for_improvement": is_older & _lacks("areas_for_improvement"),
            "headline_findings": is_newer & _lacks("headline_findings"),
            "main_findings": is_newer & _lacks("main_findings"),
            "needs_to_improve or priority_action": is_newer & lacks_either,
        }
    )


def _name_losses(share: float) -> pl.Expr:
    """Say what is less than a share of what it was; a letter may be replaced by a shorter one, which is news."""
    return join_present(
        [
            pl.when(
                pl.col(column) < pl.col(f"{column}_before") * min(share, LEAST_WORDS_SHARE if name == "words" else 1)
            ).then(pl.format("{}: {}, were {}", pl.lit(name), column, f"{column}_before"))
            for column, name in COUNTED.items()
        ],
        "; ",
    )
