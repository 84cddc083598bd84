"""What a judgement says: verdicts by table, problems that name the place, and nothing that passes unjudged."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from damages import OF_NEW, OF_OLD, altered, emptied, put_in, unsure
from good_tables import NEW, OLD, Row, extracted, frames

from expectations import LastRelease, Problem, judge
from expectations.problems import values_of, words_for


def test_a_critical_problem_stops_its_table_and_no_other() -> None:
    rows = extracted()
    altered("case_studies", OF_NEW, polarity="good")(rows)

    judgement = judge("extracted", frames("extracted", rows))

    assert [verdict.table_name for verdict in judgement.verdicts if not verdict.is_passed] == ["case_studies"]
    assert not judgement.is_passed


def test_a_critical_problem_of_a_letter_corrected_by_hand_is_left_to_the_last_gate_and_no_other_is() -> None:
    rows = extracted()
    altered("letters", OF_NEW, theme="sheep")(rows)
    tables = frames("extracted", rows)

    assert judge("extracted", tables, corrected={NEW}).is_passed
    assert [one.severity for one in judge("extracted", tables, corrected={NEW}).problems] == ["critical"]
    assert not judge("extracted", tables, corrected={OLD}).is_passed


def test_a_warning_lets_the_letter_through_and_names_it() -> None:
    rows = extracted()
    altered("letters", OF_NEW, theme=None)(rows)

    judgement = judge("extracted", frames("extracted", rows))

    assert judgement.is_passed
    assert [(one.report_id, one.expectation) for one in judgement.problems] == [(NEW, "the_theme_is_recognised")]


def test_a_problem_says_where_and_what_was_seen() -> None:
    rows = extracted()
    put_in({**OF_NEW, "section_number": 5}, "multi\ufffeagency")(rows)

    problems = judge("extracted", frames("extracted", rows)).problems
    problem = next(one for one in problems if one.expectation == "no_broken_word_is_in_a_sentence")

    assert problem == Problem(
        gate="extracted",
        expectation="no_broken_word_is_in_a_sentence",
        claim="No broken hyphen or unknown glyph stands in a sentence.",
        severity="warning",
        report_id=NEW,
        table_name="sections",
        column_name=None,
        row_key="5",
        page=2,
        seen=problem.seen,
    )
    assert "multi<U+FFFE>agency" in str(problem.seen)


def test_a_problem_shows_the_cells_that_disagree() -> None:
    rows = extracted()
    altered("letters", OF_NEW, letter_date=date(2023, 2, 8))(rows)

    problem = next(
        one
        for one in judge("extracted", frames("extracted", rows)).problems
        if one.expectation == "the_letter_follows_the_inspection"
    )

    assert problem.column_name == "inspection_end_date"
    assert problem.seen == "inspection_end_date: 2023-02-10; letter_date: 2023-02-08"


def test_a_problem_is_about_the_column_that_its_claim_judges_whatever_it_shows() -> None:
    rows = extracted()
    altered("letters", OF_NEW, theme=None, theme_quote="a new theme")(rows)

    [problem] = judge("extracted", frames("extracted", rows)).problems

    assert (problem.column_name, problem.seen) == ("theme", "a new theme")


def test_the_values_that_were_seen_can_be_told_apart_again() -> None:
    row = pd.Series({"rule": "a_rule", "quote": "by 18 April; at the latest", "detail": None})
    assert values_of(words_for(row, ["rule", "quote", "detail"])) == ["a_rule", "by 18 April; at the latest", "nothing"]
    assert values_of(words_for(row, ["quote"])) == ["by 18 April; at the latest"]


def test_critical_problems_come_first() -> None:
    rows = extracted()
    altered("letters", OF_NEW, theme=None)(rows)
    unsure(severity="critical")(rows)

    severities = [one.severity for one in judge("extracted", frames("extracted", rows)).problems]

    assert severities == ["critical", "warning"]


def test_a_claim_that_cannot_be_judged_is_critical() -> None:
    tables = frames("extracted", extracted())
    tables["letters"] = tables["letters"].drop(columns="theme")

    judgement = judge("extracted", tables)

    assert {verdict.table_name for verdict in judgement.verdicts if not verdict.is_passed} == {"letters"}
    assert [(one.severity, one.report_id) for one in judgement.problems] == [("critical", None)] * 2
    assert all("could not be judged" in str(one.seen) and "theme" in str(one.seen) for one in judgement.problems)


def test_a_table_that_is_not_handed_over_is_named() -> None:
    tables = frames("extracted", extracted())
    del tables["themes"]

    with pytest.raises(ValueError, match="'extracted' also needs the tables themes"):
        judge("extracted", tables)


@pytest.mark.parametrize("table", ["case_studies", "footnotes", "reading_problems"])
def test_a_table_may_be_empty_where_no_letter_has_such_rows(table: str) -> None:
    rows = extracted()
    emptied(table)(rows)
    rows["sections"] = [row for row in rows["sections"] if row["kind"] != "case_study" or table != "case_studies"]
    renumber(rows["sections"])

    problems = judge("extracted", frames("extracted", rows)).problems

    assert [one for one in problems if one.table_name == table] == []


def test_letters_that_are_no_longer_listed_are_not_judged() -> None:
    rows = extracted()
    for table in ("publications", "report_files"):
        rows[table] = [row for row in rows[table] if row["report_id"] != OLD]
    altered("letters", OF_OLD, theme="sheep")(rows)
    altered("sections", OF_OLD, start_page=50)(rows)

    assert judge("extracted", frames("extracted", rows)).problems == ()


def test_a_document_without_a_label_may_turn_out_to_be_another_kind() -> None:
    rows = extracted()
    altered("publications", OF_OLD, label=None)(rows)
    altered("letters", OF_OLD, status="not_a_jtai_letter")(rows)

    assert judge("extracted", frames("extracted", rows)).problems == ()


def test_an_unreadable_letter_is_a_warning_only_until_it_has_been_released() -> None:
    rows = extracted()
    altered("letters", OF_NEW, status="unreadable", status_detail="no text")(rows)
    unsure(severity="critical")(rows)
    tables = frames("extracted", rows)

    unreleased = {one.expectation: one for one in judge("extracted", tables).problems}
    released = {
        one.expectation: one for one in judge("extracted", tables, LastRelease(letters=frozenset({NEW}))).problems
    }

    assert unreleased["every_listed_letter_can_be_read"].severity == "warning"
    assert "the_letter_could_be_read_safely" not in unreleased
    assert released["a_released_letter_can_be_read"].severity == "critical"
    assert "no text" in str(released["a_released_letter_can_be_read"].seen)


@pytest.mark.parametrize(
    "dates",
    [
        pytest.param({"inspection_start_date": date(2023, 2, 5), "inspection_dates_quote": "from 5 to 10 February"},
                     id="an inspection that starts on a Sunday"),
        pytest.param({"inspection_end_date": date(2023, 2, 11), "inspection_dates_quote": "6 to 11 February 2023"},
                     id="an inspection of six days"),
        pytest.param({"letter_date": date(2023, 3, 30)}, id="a letter published the day after its date"),
        pytest.param({"letter_date": date(2023, 4, 1)}, id="a letter published the day before its date"),
        pytest.param({"letter_date": date(2023, 3, 31), "inspection_end_date": None, "inspection_start_date": None},
                     id="no dates of inspection"),
    ],
)  # fmt: skip
def test_dates_that_letters_really_have_are_in_order(dates: Row) -> None:
    rows = extracted()
    altered("letters", OF_NEW, **dates)(rows)

    named = {one.expectation for one in judge("extracted", frames("extracted", rows)).problems}

    assert named <= {"the_inspection_start_date_is_found", "the_inspection_end_date_is_found"}


def renumber(sections: list[Row]) -> None:
    """Number sections as if those that were taken out had never been there."""
    for report in {row["report_id"] for row in sections}:
        own = [row for row in sections if row["report_id"] == report]
        for number, row in enumerate(own, start=1):
            row["section_number"] = number
