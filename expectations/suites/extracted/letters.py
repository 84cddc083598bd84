"""Expectations about the facts of the letters that were read."""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.expectation_types import MOST_LETTERS, WARNING, ExpectTrue, except_one
from expectations.previous_release import SAME_FILE, PreviousRelease, mask_by_release
from expectations.suites.extracted.letter_dates import count_days, find_moved_dates
from expectations.suites.extracted.listings import compare_listed_inspection_date, name_other_letter
from expectations.suites.extracted.named_authorities import find_other_authorities
from expectations.text.expressions import join_present, name_where
from extractors.records import FINDINGS_KINDS, NEWER_FAMILY, OLDER_FAMILY


class SomeLettersWereRead(gxe.ExpectTableRowCountToBeBetween):
    description: str = "At least one letter was read."
    message: ClassVar[str] = "Letters read: {total}."
    min_value: int = 1


class TheInspectionStartDateIsFound(gxe.ExpectColumnValuesToNotBeNull):
    description: str = "The first day of the inspection is found."
    message: ClassVar[str] = (
        "First day of the inspection not found; the letter's words: {inspection_dates_quote!q:not found}."
    )
    column: str = "inspection_start_date"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("inspection_dates_quote",)


class TheInspectionEndDateIsFound(gxe.ExpectColumnValuesToNotBeNull):
    description: str = "The last day of the inspection is found."
    message: ClassVar[str] = (
        "Last day of the inspection not found; the letter's words: {inspection_dates_quote!q:not found}."
    )
    column: str = "inspection_end_date"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("inspection_dates_quote",)


class TheLetterDateIsFound(gxe.ExpectColumnValuesToNotBeNull):
    description: str = "The letter's own date is found."
    message: ClassVar[str] = "The letter's own date was not found; its title: {title!q:not found}."
    column: str = "letter_date"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("title",)


class TheInspectionTookUpToThreeWeeks(gxe.ExpectColumnValuesToBeBetween):
    description: str = "An inspection takes 1 to 21 days."
    message: ClassVar[str] = (
        "The inspection would have lasted {days_inspected} days, from {inspection_start_date} to {inspection_end_date};"
        " the letter's words: {inspection_dates_quote!q:not found}."
    )
    # In 40 letters 4 to 6 days; the letter follows 38 to 97 days later and is published up to 3 days after its date;
    # the written statement is due 55 to 120 days after it.
    column: str = "days_inspected"
    min_value: int = 1
    max_value: int = 21
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("inspection_start_date", "inspection_end_date", "inspection_dates_quote")


class TheLetterFollowsTheInspection(gxe.ExpectColumnValuesToBeBetween):
    description: str = "A letter is dated 14 to 150 days after the inspection."
    message: ClassVar[str] = (
        "The inspection ended on {inspection_end_date} and the letter is dated {letter_date}: {days_to_letter} days, "
        "not 14 to 150."
    )
    column: str = "days_to_letter"
    min_value: int = 14
    max_value: int = 150
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("inspection_end_date", "letter_date")


class PublicationFollowsTheLetter(gxe.ExpectColumnValuesToBeBetween):
    description: str = "A letter is published within a week after its date, or up to 3 days before it."
    message: ClassVar[str] = (
        "The letter is dated {letter_date} and was published on {publication_date}: {days_after_letter} days, not -3 "
        "to 7."
    )
    column: str = "days_after_letter"
    min_value: int = -3
    max_value: int = 7
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("letter_date", "publication_date")


class TheWrittenStatementFollowsTheLetter(gxe.ExpectColumnValuesToBeBetween):
    description: str = "A written statement is due 30 to 200 days after the letter."
    message: ClassVar[str] = (
        "The letter is dated {letter_date} and the written statement is due by {written_statement_due_date}: "
        "{days_to_statement} days, not 30 to 200."
    )
    column: str = "days_to_statement"
    min_value: int = 30
    max_value: int = 200
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("letter_date", "written_statement_due_date")


class ReleasedDatesHaveNotMoved(gxe.ExpectColumnValuesToBeNull):
    description: str = "A date is the one released before, as long as the letter's file is the same."
    message: ClassVar[str] = "A date differs from the previous release, though the file is the same: {moved_dates!w}."
    column: str = "moved_dates"
    severity: FailureSeverity = WARNING


class ALetterNamesItsAuthority(gxe.ExpectColumnValuesToBeNull):
    description: str = (
        "The title and introduction of a letter name no authority more often than the one it is listed under."
    )
    message: ClassVar[str] = "The letter may be about another authority: {other_authority}."
    column: str = "other_authority"
    severity: FailureSeverity = WARNING


class ALetterIsTheOneListed(gxe.ExpectColumnValuesToBeNull):
    description: str = "A letter's authority and dates are those that it is listed under; another letter is left out."
    message: ClassVar[str] = "This is another letter than the one listed, and is left out: {other_letter}."
    column: str = "other_letter"
    severity: FailureSeverity = WARNING
    # A correction of any of these answers the problem.
    shown: ClassVar[tuple[str, ...]] = ("title", "letter_date", "inspection_start_date", "inspection_end_date")


class TheInspectionDateIsTheListedOne(gxe.ExpectColumnValuesToBeNull):
    description: str = "The day of inspection that the source prints with a letter is one that the letter gives."
    message: ClassVar[str] = "The source gives another day of inspection: {other_inspection_date}."
    column: str = "other_inspection_date"
    severity: FailureSeverity = WARNING


class TheThemeIsRecognised(gxe.ExpectColumnValuesToNotBeNull):
    description: str = "The theme is recognised."
    message: ClassVar[str] = "Theme not recognised; the letter's words: {theme_quote!q:not found}."
    column: str = "theme"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("theme_quote",)


class TheThemeIsOnTheList(ExpectTrue):
    description: str = "The theme is on the list of themes."
    message: ClassVar[str] = "Theme not on the list of themes: {theme!q}."
    column: str = "is_theme_listed"
    shown: ClassVar[tuple[str, ...]] = ("theme",)


class TheFamilyIsRecognised(gxe.ExpectColumnValuesToNotBeNull):
    description: str = "The letter's layout is recognised."
    message: ClassVar[str] = "Layout not recognised in the letter with the title {title!q:not found}."
    column: str = "family"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("title",)


class AReleasedLetterHasItsEssentialSections(ExpectTrue):
    description: str = "A letter released before from the same file still has an introduction, findings and next steps."
    message: ClassVar[str] = (
        "Sections of a letter released before from the same file are no longer found: {missing_essentials!w}."
    )
    column: str = "has_essentials_if_released"
    shown: ClassVar[tuple[str, ...]] = ("missing_essentials",)


class EssentialSectionsAreThere(ExpectTrue):
    description: str = "A letter has an introduction, findings and next steps."
    message: ClassVar[str] = "Sections not found: {missing_essentials!w}."
    # A new letter in another layout is released flagged; one that had these sections before has been damaged.
    column: str = "has_essentials_if_new"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("missing_essentials",)


class MostLettersHaveTheirEssentialSections(ExpectTrue):
    description: str = "Letters have an introduction, findings and next steps, but for the share that may be flagged."
    message: ClassVar[str] = "{failed} of {total} letters lack an introduction, findings or next steps."
    column: str = "has_essentials_or_is_one"


class UsualSectionsAreThere(gxe.ExpectColumnValuesToBeNull):
    description: str = "A letter has the sections that are usual in its layout."
    message: ClassVar[str] = "Usual sections not found: {missing_usual_sections!w}."
    column: str = "missing_usual_sections"
    severity: FailureSeverity = WARNING


class AWrittenStatementIsAskedFor(ExpectTrue):
    description: str = "A letter asks for a written statement of proposed action, or says that none is required."
    message: ClassVar[str] = (
        "No request for a written statement found in the letter with the title {title!q:not found}."
    )
    # Every letter so far asks for one.
    column: str = "is_statement_asked_for"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("written_statement_required", "title")


class AWrittenStatementHasAuthorAndDate(ExpectTrue):
    description: str = (
        "A written statement that is required has an author, and a due date where the next steps name a day."
    )
    message: ClassVar[str] = (
        "A written statement is required; its author: {written_statement_lead!q:not found}; its due date: "
        "{written_statement_due_date:not found}; the letter's words: {written_statement_quote!q:not found}."
    )
    column: str = "is_statement_complete"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = (
        "written_statement_lead",
        "written_statement_due_date",
        "written_statement_quote",
    )


class PriorityActionIsListedOrStatedNone(ExpectTrue):
    description: str = "A letter that lists areas for priority action does not say that there are none."
    message: ClassVar[str] = (
        "The letter lists {priority_action_count} areas for priority action, and also says that there are none."
    )
    column: str = "is_priority_action_clear"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("priority_action_areas_stated_none",)


class EachInspectorateSigns(ExpectTrue):
    description: str = "A letter is signed once for each inspectorate that it names."
    message: ClassVar[str] = (
        "Signatories found: {signatory_count}; inspectorates named in the introduction: {inspectorates:none found}."
    )
    # So in all 40 labelled letters.
    column: str = "is_signed_by_each"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("inspectorates", "signatory_count")


class AReleasedLetterHasNotShrunk(gxe.ExpectColumnValuesToBeNull):
    description: str = (
        "A letter that was released before has as many pages, words, sections, findings and case studies as it had."
    )
    message: ClassVar[str] = "The letter has less than in the previous release: {shrunk}."
    column: str = "shrunk"
    severity: FailureSeverity = WARNING


class AReleasedLetterIsNotHalved(gxe.ExpectColumnValuesToBeNull):
    description: str = (
        "A letter whose file is the same has at least half the sections, findings and words of the previous release."
    )
    message: ClassVar[str] = "The letter has less than half of what was released from the same file: {halved}."
    column: str = "halved"


class AReleasedLetterReadsTheSame(gxe.ExpectColumnValuesToBeNull):
    description: str = "What is read from the same file by the same extractor is what was released."
    message: ClassVar[str] = (
        "Read otherwise than it was released, though file and extractor are the same: {changed_parts!w}."
    )
    column: str = "changed_parts"
    severity: FailureSeverity = WARNING


class FactsAreWhatTheLetterSays(gxe.ExpectColumnValuesToBeNull):
    description: str = "The facts of a letter, read once more from its paragraphs and printed lines, are the same."
    message: ClassVar[str] = "The letter says something else: {other_facts}."
    column: str = "other_facts"
    severity: FailureSeverity = WARNING


class FactsAgreeWithThePrint(gxe.ExpectColumnValuesToBeNull):
    description: str = (
        "A letter whose inspection had a “deep dive” has its focus, and a year is inferred where none is printed."
    )
    message: ClassVar[str] = "Not what the words on the page say: {facts_against_print}."
    column: str = "facts_against_print"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("deep_dive_focus", "inspection_dates_quote")


class WordsLookLikeWords(gxe.ExpectColumnValuesToBeNull):
    description: str = "A letter has as many signs, spaces, capitals and known words as letters have."
    message: ClassVar[str] = "The text may be garbled: {odd_words}."
    column: str = "odd_words"
    severity: FailureSeverity = WARNING


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
        ReleasedDatesHaveNotMoved(),
        ALetterNamesItsAuthority(),
        ALetterIsTheOneListed(),
        TheInspectionDateIsTheListedOne(),
        TheThemeIsRecognised(),
        TheThemeIsOnTheList(),
        TheFamilyIsRecognised(),
        AReleasedLetterHasItsEssentialSections(),
        EssentialSectionsAreThere(),
        MostLettersHaveTheirEssentialSections(mostly=MOST_LETTERS),
        UsualSectionsAreThere(),
        AWrittenStatementIsAskedFor(),
        AWrittenStatementHasAuthorAndDate(),
        PriorityActionIsListedOrStatedNone(),
        EachInspectorateSigns(),
        AReleasedLetterHasNotShrunk(),
        AReleasedLetterIsNotHalved(),
        AReleasedLetterReadsTheSame(),
        FactsAreWhatTheLetterSays(),
        FactsAgreeWithThePrint(),
        WordsLookLikeWords(),
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
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DAY = rf"\b\d{{1,2}}(?:st|nd|rd|th)? {MONTH}\b"


def build_batch(
    letters: pl.DataFrame,
    sections: pl.DataFrame,
    *,
    changed_parts: pl.DataFrame,
    other_facts: pl.DataFrame,
    facts_against_print: pl.DataFrame,
    odd_words: pl.DataFrame,
    findings: pl.DataFrame,
    case_studies: pl.DataFrame,
    signatories: pl.DataFrame,
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
        _count_rows(signatories, "signatory_count"),
        changed_parts,
        other_facts,
        facts_against_print,
        odd_words,
        find_moved_dates(letters, previous),
        find_other_authorities(letters, sections, local_authorities),
        previous.letters.select("report_id", pl.exclude("report_id").name.suffix("_before")),
    ):
        joined = joined.join(facts, on="report_id", how="left", maintain_order="left")
    counted = joined.with_columns(
        pl.col("section_count", "finding_count", "case_study_count").fill_null(0),
        pl.col("kinds").fill_null([]),
    )
    has_essentials = _name_missing_essentials().is_null()
    is_same_file = pl.col("file_sha256") == pl.col("file_sha256_before")
    return counted.with_columns(
        **count_days(),
        is_theme_listed=pl.col("theme").is_in(themes["theme"].to_list()),
        other_letter=name_other_letter(),
        other_inspection_date=compare_listed_inspection_date(),
        missing_essentials=_name_missing_essentials(),
        has_essentials_or_is_one=except_one(has_essentials),
        **mask_by_release(has_essentials, previous, "has_essentials", key=SAME_FILE),
        missing_usual_sections=_name_missing_usual_sections(),
        is_statement_asked_for=_is_statement_asked_for(),
        is_signed_by_each=pl.col("signatory_count").fill_null(0) == _count_inspectorates(),
        is_statement_complete=~pl.col("written_statement_required").fill_null(False)
        | (pl.col("written_statement_lead").is_not_null() & _is_due_date_complete()),
        # That there are none may be printed as the one bullet of that section.
        is_priority_action_clear=~pl.col("priority_action_areas_stated_none").fill_null(False)
        | (pl.col("priority_action_count").fill_null(0) <= 1),
        shrunk=_name_losses(1),
        halved=pl.when(is_same_file).then(_name_losses(LEAST_SAME_FILE_SHARE)),
    )


def _is_statement_asked_for() -> pl.Expr:
    """Whether a statement is asked for, or a sentence says that none is."""
    is_required = pl.col("written_statement_required")
    quote = pl.col("written_statement_quote").str.replace_all(r"(?i)\b(?:no|not) later\b", "")
    return (is_required | quote.str.contains(r"(?i)\b(?:no|not|neither|without)\b|n[’']t\b")).fill_null(False)


def _is_due_date_complete() -> pl.Expr:
    """Whether the due date was read, or the next steps name no day: a letter may ask for a statement without one."""
    return pl.col("written_statement_due_date").is_not_null() | ~pl.col("names_day").fill_null(False)


def _sum_up_sections(sections: pl.DataFrame) -> pl.DataFrame:
    """One row for each letter."""
    return sections.group_by("report_id").agg(
        kinds=pl.col("kind").unique(),
        section_count=pl.len().cast(pl.Int64),
        names_day=pl.col("text").filter(pl.col("kind") == "next_steps").str.contains(DAY).any(),
        priority_action_count=pl.col("bullet_count").filter(pl.col("kind") == "priority_action").max(),
    )


def _count_rows(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    return rows.group_by("report_id").agg(pl.len().cast(pl.Int64).alias(name))


def _count_inspectorates() -> pl.Expr:
    return (pl.col("inspectorates").str.count_matches(";", literal=True) + 1).fill_null(0)


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


def _name_missing_usual_sections() -> pl.Expr:
    """What letters of this family have, or null where it is there; other sections vary from letter to letter."""
    is_older, is_newer = (pl.col("family") == family for family in (OLDER_FAMILY, NEWER_FAMILY))
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
    """Say what is less than a share of what it was; a letter may rightly be replaced by a shorter one."""
    return join_present(
        [
            pl.when(
                pl.col(column) < pl.col(f"{column}_before") * min(share, LEAST_WORDS_SHARE if name == "words" else 1)
            ).then(pl.format("{}: {}, were {}", pl.lit(name), column, f"{column}_before"))
            for column, name in COUNTED.items()
        ],
        "; ",
    )
