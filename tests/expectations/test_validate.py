"""What validating a gate says: a result for each check, and problems that name the place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from multiprocessing.util import get_temp_dir
from pathlib import Path

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
import pytest
from damages import OF_NEW, OF_OLD, altered, emptied, lost, parser_warning, put_in, rewritten
from good_tables import NEW, OLD, SOUTHMOOR, Row, Rows, extracted, frames, previous_release, published

from expectations import CheckResult, PreviousRelease, Problem, parse_observed, validation
from expectations.catalogue import Batches
from expectations.checks import Gate
from expectations.problems import format_observed
from expectations.validation import validate, validate_batches
from extractors.frames import to_frame
from extractors.worker_pool import open_pool, require_result


def failed(
    rows: Rows, previous: PreviousRelease | None = None, *, corrected: tuple[str, ...] = ()
) -> list[CheckResult]:
    results = validate("extracted", frames("extracted", rows), previous, corrected=corrected)
    return [result for result in results if not result.passed]


def names(results: list[CheckResult]) -> list[str]:
    return [result.check.name for result in results]


def critical_result(results: list[CheckResult]) -> CheckResult:
    [result] = [result for result in results if result.check.severity == "critical"]
    return result


def problem_of(rows: Rows, check: str, previous: PreviousRelease | None = None) -> Problem:
    [problem] = next(result.problems for result in failed(rows, previous) if result.check.name == check)
    return problem


def test_rows_to_check_lie_where_the_next_run_removes_what_a_killed_one_left(monkeypatch: pytest.MonkeyPatch) -> None:
    folders: list[Path] = []
    write = validation._write_batches

    def note_and_write(gate: Gate, batches: Batches, folder: Path) -> list[gx.ExpectationSuite]:
        folders.append(folder.parent)
        return write(gate, batches, folder)

    monkeypatch.setattr(validation, "_write_batches", note_and_write)
    failed(extracted())
    assert folders == [Path(get_temp_dir())]
    with open_pool(1) as pool:
        assert require_result(pool.schedule(get_temp_dir), "names its temporary folder") == get_temp_dir()


def test_a_check_that_fails_says_so_and_no_other_does() -> None:
    rows = extracted()
    altered("case_studies", OF_NEW, polarity="good")(rows)

    [result] = failed(rows)

    assert (result.check.table_name, result.check.name) == ("case_studies", "a_case_study_is_its_section")
    assert (result.severity, result.check.is_blocking, result.element_count) == ("critical", True, 2)


def test_a_critical_problem_of_a_letter_corrected_by_hand_is_in_effect_a_warning() -> None:
    rows = extracted()
    altered("letters", OF_NEW, theme="sheep")(rows)

    corrected = critical_result(failed(rows, corrected=(NEW,)))
    another_corrected = critical_result(failed(rows, corrected=(OLD,)))

    assert (corrected.severity, corrected.check.severity, another_corrected.severity) == (
        "warning", "critical", "critical",
    )  # fmt: skip
    assert [problem.severity for problem in corrected.problems] == ["critical"]


def test_a_critical_problem_that_no_correction_answered_blocks_the_last_gate() -> None:
    rows = published()
    altered("extraction_problems", OF_NEW, is_open=True)(rows)

    results = validate("published", frames("published", rows), corrected=(NEW,))

    assert [(one.check.name, one.severity) for one in results if not one.passed] == [
        ("critical_problems_are_answered", "critical")
    ]


def test_a_problem_says_where_and_what_was_observed() -> None:
    rows = extracted()
    put_in({**OF_NEW, "section_number": 5}, "multi\ufffeagency")(rows)

    problem = problem_of(rows, "no_broken_word_is_in_a_sentence")

    assert problem == Problem(
        gate="extracted",
        expectation="no_broken_word_is_in_a_sentence",
        rule="A section's text has no broken hyphen or unknown character.",
        message=f"Broken hyphen or unknown character in the text: “{problem.seen}”.",
        severity="warning",
        report_id=NEW,
        table_name="sections",
        column_name=None,
        row_key="5",
        page=2,
        seen=problem.seen,
    )
    assert "multi<U+FFFE>agency" in str(problem.seen)
    assert to_frame(Problem, [problem]).rows(named=True)[0]["page"] == 2


def test_a_problem_shows_the_cells_that_disagree() -> None:
    rows = extracted()
    altered("letters", OF_NEW, letter_date=date(2023, 2, 8))(rows)

    problem = problem_of(rows, "the_letter_follows_the_inspection")

    assert problem.column_name == "inspection_end_date"
    assert problem.seen == "inspection_end_date: 2023-02-10; letter_date: 2023-02-08"


def test_a_problem_is_about_the_column_that_is_checked_whatever_it_shows() -> None:
    rows = extracted()
    altered("letters", OF_NEW, theme=None, theme_quote="a new theme")(rows)

    problem = problem_of(rows, "the_theme_is_recognised")

    assert (problem.column_name, problem.seen) == ("theme", "a new theme")


def test_a_date_that_moved_is_shown_with_the_one_released_so_that_a_correction_can_answer_it() -> None:
    rows = extracted()
    altered("letters", OF_NEW, letter_date=None)(rows)

    problem = problem_of(rows, "released_dates_have_not_moved", previous_release())

    assert (problem.table_name, problem.report_id) == ("letters", NEW)
    assert problem.seen == "letter_date: nothing, was 2023-03-31"


def test_dates_of_another_file_may_be_others() -> None:
    rows = extracted()
    for table in ("letters", "report_files"):
        altered(table, OF_NEW, file_sha256="0" * 64)(rows)
    altered("letters", OF_NEW, letter_date=date(2023, 3, 30))(rows)
    altered("printed_lines", {**OF_NEW, "text": "31 March 2023"}, text="30 March 2023")(rows)

    assert failed(rows, previous_release()) == []


def test_problems_are_in_the_order_of_the_rows() -> None:
    rows = extracted()
    altered("paragraphs", {}, x1=1000.0)(rows)

    [result] = failed(rows)

    assert [(one.report_id, one.row_key) for one in result.problems] == [
        (row["report_id"], str(row["paragraph_number"])) for row in rows["paragraphs"]
    ]


def test_what_is_wrong_with_most_rows_is_one_problem_without_a_report() -> None:
    rows = extracted()
    altered("letters", {}, status="unreadable")(rows)

    results = validate("extracted", frames("extracted", rows), max_flagged_share=0.4)

    result = next(one for one in results if one.check.name == "most_letters_can_be_read")
    assert [(one.report_id, one.seen) for one in result.problems] == [(None, "3 of 3 rows failed")]


def test_the_observed_values_are_parsed_back() -> None:
    row = {"rule": "a_rule", "quote": "by 18 April; at the latest", "detail": None}
    assert parse_observed(format_observed(row, ["rule", "quote", "detail"])) == [
        "a_rule", "by 18 April; at the latest", "nothing",
    ]  # fmt: skip
    assert parse_observed(format_observed(row, ["quote"])) == ["by 18 April; at the latest"]


def test_an_expectation_that_raises_is_critical_and_says_why() -> None:
    compares_texts = gxe.ExpectColumnValuesToBeBetween(column="theme", min_value=1, severity="warning")
    suite = gx.ExpectationSuite("extracted.broken", expectations=[compares_texts], meta={"table": "letters"})
    batch = pl.DataFrame({"report_id": [NEW], "theme": ["neglect"]})

    [result] = validate_batches("extracted", [(suite, batch)], {"letters": batch}, corrected=[NEW])

    assert (result.passed, result.severity, result.check.severity) == (False, "critical", "warning")
    [problem] = result.problems
    assert (problem.severity, problem.report_id) == ("critical", None)
    assert str(problem.seen).startswith("could not be checked: Column values, min_value, and max_value")
    assert problem.message.startswith("Could not be checked: Column values, min_value, and max_value")


def test_the_share_of_flagged_letters_is_a_parameter_of_the_run() -> None:
    rows = published()
    altered("inspections", {"is_latest": True}, extraction_status="flagged")(rows)
    tables = frames("published", rows)

    assert [one for one in validate("published", tables, max_flagged_share=0.7) if not one.passed] == []
    [result] = [one for one in validate("published", tables, max_flagged_share=0.6) if not one.passed]
    assert (result.check.name, result.severity) == ("few_enough_letters_are_flagged", "critical")
    assert result.problems[0].seen == "2 of 3 rows failed"


def test_one_of_few_letters_may_be_flagged_unless_none_may_be() -> None:
    rows = published()
    altered("inspections", OF_NEW, extraction_status="flagged")(rows)
    tables = frames("published", rows)

    assert [one for one in validate("published", tables, max_flagged_share=0.1) if not one.passed] == []
    assert [one for one in validate("published", tables, max_flagged_share=0) if not one.passed] != []


def test_a_missing_table_is_named() -> None:
    tables = frames("extracted", extracted())
    del tables["themes"]

    with pytest.raises(ValueError, match="'extracted' also needs the tables themes"):
        validate("extracted", tables)


def test_a_missing_column_is_named() -> None:
    tables = frames("extracted", extracted())
    tables["letters"] = tables["letters"].drop("theme")

    with pytest.raises(ValueError, match=r"gate 'extracted'.*\"theme\""):
        validate("extracted", tables)


@pytest.mark.parametrize("table", ["case_studies", "footnotes", "reading_problems"])
def test_a_table_may_be_empty_where_no_letter_has_such_rows(table: str) -> None:
    rows = extracted()
    emptied(table)(rows)
    rows["sections"] = [row for row in rows["sections"] if row["kind"] != "case_study" or table != "case_studies"]
    renumber(rows["sections"])

    assert [one for one in failed(rows) if one.check.table_name == table] == []


def test_letters_that_are_no_longer_listed_are_not_checked() -> None:
    rows = extracted()
    for table in ("publications", "report_files"):
        rows[table] = [row for row in rows[table] if row["report_id"] != OLD]
    altered("letters", OF_OLD, theme="sheep")(rows)
    altered("sections", OF_OLD, start_page=50)(rows)

    assert failed(rows) == []


def test_a_document_without_a_label_may_turn_out_to_be_another_kind() -> None:
    rows = extracted()
    altered("publications", OF_OLD, label=None)(rows)
    altered("letters", OF_OLD, status="not_a_jtai_letter")(rows)

    assert failed(rows) == []


def test_what_a_letter_does_not_say_is_no_failure() -> None:
    rows = extracted()
    altered("letters", OF_OLD, priority_action_areas_stated_none=None, written_statement_required=None,
            written_statement_lead=None, written_statement_due_date=None)(rows)  # fmt: skip

    assert names(failed(rows)) == [
        "a_written_statement_is_asked_for",
        "facts_are_what_the_letter_says",
        "every_bullet_is_a_paragraph",
    ], "every letter asks for a statement, and this one does; and a section says that there are none"


def test_an_unreadable_letter_is_a_warning_only_until_it_has_been_released() -> None:
    rows = extracted()
    altered("letters", OF_NEW, status="unreadable", status_detail="no text")(rows)
    parser_warning(severity="critical")(rows)
    released = replace(PreviousRelease(), letters=previous_release().letters.filter(report_id=NEW))

    first, later = names(failed(rows)), names(failed(rows, released))

    assert "every_listed_letter_can_be_read" in first
    assert "a_released_letter_can_be_read" in later
    assert "the_letter_could_be_read_safely" not in {*first, *later}
    assert "no text" in str(problem_of(rows, "a_released_letter_can_be_read", released).seen)


@pytest.mark.parametrize(
    "dates",
    [
        pytest.param({"inspection_start_date": date(2023, 2, 5), "inspection_dates_quote": "5 to 10 February 2023"},
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

    assert {*names(failed(rows))} <= {
        "the_inspection_start_date_is_found",
        "the_inspection_end_date_is_found",
        "facts_are_what_the_letter_says",
    }


def test_an_authority_whose_name_holds_anothers_is_not_taken_for_it() -> None:
    rows = extracted()
    rows["local_authorities"][1] |= {"local_authority": "North & South Moor", "la_name": "North and South Moor"}
    rewritten({**OF_NEW, "section_number": 1}, "North and South Moor. " * 4)(rows)

    problem = problem_of(rows, "a_letter_names_its_authority")

    assert problem.seen == "at its beginning North & South Moor is named 4 times, Northmoor 0 times"


def test_a_letter_that_names_a_neighbour_more_often_than_its_own_authority_is_not_taken_for_one_about_it() -> None:
    rows = extracted()
    altered("sections", {**OF_NEW, "section_number": 2}, text="Southmoor Constabulary is well led. " * 4)(rows)

    assert "a_letter_names_its_authority" not in {one.check.name for one in failed(rows)}


def test_an_abolished_authority_which_the_source_lists_as_closed_is_known() -> None:
    rows = extracted()
    lost("local_authorities", urn=SOUTHMOOR)(rows)
    assert "the_authority_is_known" in names(failed(rows))

    altered("providers", {"urn": SOUTHMOOR}, is_closed=True)(rows)
    assert "the_authority_is_known" not in names(failed(rows))


def renumber(sections: list[Row]) -> None:
    """Number sections as if those that were taken out had never been there."""
    for report in {row["report_id"] for row in sections}:
        own = [row for row in sections if row["report_id"] == report]
        for number, row in enumerate(own, start=1):
            row["section_number"] = number


def test_a_statement_without_a_due_date_is_a_problem_only_where_the_next_steps_name_a_day() -> None:
    rows = extracted()
    altered("letters", OF_NEW, written_statement_due_date=None)(rows)
    rewritten({**OF_NEW, "section_number": 8}, "The council should send it soon.", "More can be done.")(rows)
    assert "a_written_statement_has_author_and_date" not in names(failed(rows))

    rewritten({**OF_NEW, "section_number": 8}, "Send it by 9th July 2023.", "More can be done.")(rows)
    assert "a_written_statement_has_author_and_date" in names(failed(rows))
