"""The whole dbt project, built on a few invented rows: dbt's own tests ran with the build."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest
from invented_rows import TODAY

pytestmark = pytest.mark.slow


def rows_of(marts: duckdb.DuckDBPyConnection, columns: str, where: str = "true") -> list[tuple[object, ...]]:
    """Some columns of a table, "report_id, theme FROM inspections", in their order."""
    return marts.execute(f"SELECT {columns} WHERE {where} ORDER BY ALL").fetchall()


def test_every_listed_letter_is_an_inspection_whether_or_not_it_was_read(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    assert rows_of(marts, "report_id, local_authority, is_latest, page_count, file_problem FROM inspections") == [
        ("bedford", "Bedford Borough", True, 9, None),
        ("early", "Barnsley", False, 9, None),
        ("late", "Barnsley", True, 9, None),
        ("unfetched", "York", True, None, "404 not found"),
    ]


def test_a_document_left_out_says_why(marts: duckdb.DuckDBPyConnection) -> None:
    left_out = rows_of(marts, "report_id, left_out_reason FROM publications", "left_out_reason IS NOT NULL")
    assert left_out == [("annual", "another kind of document")]


def test_a_letter_that_was_not_read_says_why_and_nothing_else(marts: duckdb.DuckDBPyConnection) -> None:
    said = "extraction_status, unread_reason, theme, page_count, written_statement_required FROM inspections"
    assert rows_of(marts, said, "report_id = 'unfetched'") == [("unread", "no file: 404 not found", None, None, None)]
    assert rows_of(marts, "report_id FROM outcomes_expanded", "unread_reason IS NOT NULL") == [("unfetched",)]


def test_sections_of_a_letter_no_longer_listed_are_not_published(marts: duckdb.DuckDBPyConnection) -> None:
    assert rows_of(marts, "DISTINCT report_id FROM sections") == [("bedford",), ("early",), ("late",)]


def test_an_open_warning_flags_its_letter(marts: duckdb.DuckDBPyConnection) -> None:
    assert rows_of(marts, "report_id FROM inspections", "extraction_status = 'flagged'") == [("late",)]
    columns = "report_id, local_authority, rule, message, crop_path FROM extraction_problems"
    rule, message = "Every heading is known.", "Heading not known: “A heading”."
    assert rows_of(marts, columns, "is_open AND gate = 'extracted'") == [
        ("late", "Barnsley", rule, message, "crops/0123456789abcdef.png")
    ]


def test_the_metrics_count_the_letters_that_are_flagged(marts: duckdb.DuckDBPyConnection) -> None:
    flagged = rows_of(marts, "count(*) FROM inspections", "extraction_status = 'flagged'")
    counted = "metric = 'flagged letters' AND previous_value IS NULL"
    assert rows_of(marts, "value::BIGINT FROM release_metrics", counted) == flagged


def test_the_summary_has_the_latest_letter_and_nothing_where_it_has_no_such_section(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    summary = rows_of(
        marts,
        "inspection_theme, summary_headline_findings, summary_priority_action, summary_key_strengths"
        " FROM outcomes_summary",
        "local_authority = 'Barnsley'",
    )
    assert summary == [("early help", "Most children are helped.", "There are no areas for priority action", None)]


def test_every_letter_keeps_its_full_text_and_its_case_study(marts: duckdb.DuckDBPyConnection) -> None:
    texts = rows_of(
        marts,
        "key_strengths, case_study_title, summary_case_study, case_studies FROM outcomes_expanded",
        "report_id = 'early'",
    )
    assert texts == [
        (
            "First strength.\nSecond strength.",
            "Case study: help",
            "A child was helped.",
            "Case study: help\nA child was helped.",
        )
    ]


def test_authorities_have_todays_codes_beside_those_of_2023(marts: duckdb.DuckDBPyConnection) -> None:
    codes = rows_of(
        marts,
        "ltla23cd, new_la_code, old_la_code, region_code, region_gss_code FROM local_authorities",
        "local_authority = 'Barnsley'",
    )
    assert codes == [("E08000016", "E08000038", "370", "YH", "E12000003")]


def test_an_authority_names_its_latest_letter(marts: duckdb.DuckDBPyConnection) -> None:
    assert rows_of(marts, "inspection_count, latest_report_id FROM local_authorities", "inspection_count > 0") == [
        (1, "bedford"),
        (1, "unfetched"),
        (2, "late"),
    ]


def test_every_time_is_utc_without_a_zone_which_every_client_can_fetch(marts: duckdb.DuckDBPyConnection) -> None:
    zoned = "schema_name = 'marts' AND data_type LIKE '%TIME ZONE%'"
    assert rows_of(marts, "table_name, column_name FROM duckdb_columns()", zoned) == []
    assert rows_of(marts, "DISTINCT fetched_at FROM inspections", "unread_reason IS NULL") == [(TODAY,)]


def test_every_table_and_column_is_described(marts: duckdb.DuckDBPyConnection) -> None:
    undescribed = "schema_name = 'marts' AND comment IS NULL"
    assert rows_of(marts, "table_name FROM duckdb_tables()", undescribed) == []
    assert rows_of(marts, "table_name, column_name FROM duckdb_columns()", undescribed) == []


def test_a_correction_puts_its_value_into_every_table_that_can_be_corrected(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    assert rows_of(marts, "theme, letter_date FROM inspections", "report_id = 'bedford'") == [
        ("neglect", date(2022, 2, 1))
    ]
    assert rows_of(marts, "text FROM sections", "report_id = 'early' AND section_number = 4") == [
        ("First area,\nover two lines.",)
    ]
    assert rows_of(marts, "text FROM findings", "report_id = 'early' AND finding_number = 3") == [
        ("First area, on one line.",)
    ]
    assert rows_of(marts, "polarity FROM case_studies") == [("mixed",)]
    assert rows_of(marts, "text, reference_page FROM footnotes") == [("A regulation.", None)]
    assert rows_of(marts, "office FROM signatories", "position = 1") == [("National Director",)]


def test_the_offices_of_signatories_are_joined_in_their_order_as_corrected(marts: duckdb.DuckDBPyConnection) -> None:
    offices = rows_of(marts, "signatory_offices FROM inspections", "report_id = 'early'")
    assert offices == [("National Director; Chief Inspector",)]


def test_a_corrected_text_is_in_the_wide_table_too(marts: duckdb.DuckDBPyConnection) -> None:
    assert rows_of(marts, "areas_for_improvement FROM outcomes_expanded", "report_id = 'early'") == [
        ("First area,\nover two lines.",)
    ]


def test_every_correction_says_what_became_of_it(marts: duckdb.DuckDBPyConnection) -> None:
    statuses = rows_of(marts, "report_id, local_authority, table_name, status FROM corrections", "status <> 'applied'")
    assert sorted(statuses) == [
        ("early", "Barnsley", "inspections", "no_longer_needed"),
        ("late", "Barnsley", "inspections", "rejected"),
        ("late", "Barnsley", "sections", "rejected"),
        ("of the site", None, "inspections", "not_listed"),
    ]


def test_a_correction_that_no_longer_fits_is_a_problem_that_names_both_values(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    values = "extracted now: early help; original value: neglect; corrected value: domestic abuse"
    assert rows_of(marts, "message, seen, report_id FROM extraction_problems", "gate = 'corrections'") == [
        (f"A hand correction of inspections theme does not apply: {values}.", values, "late"),
        (
            "A hand correction of sections text does not apply: no such row was read: sections 9.",
            "no such row was read: sections 9",
            "late",
        ),
    ]


def test_a_correction_answers_the_problem_of_its_cell_and_the_letter_is_marked_corrected(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    answered = rows_of(marts, "report_id, column_name FROM extraction_problems", "NOT is_open")
    assert answered == [("bedford", "theme")]
    assert rows_of(marts, "report_id, extraction_status FROM inspections") == [
        ("bedford", "corrected"),
        ("early", "corrected"),
        ("late", "flagged"),
        ("unfetched", "unread"),
    ]
