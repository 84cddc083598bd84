"""Each gate lets good tables through, and each of its checks fails the damage it is there for."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import replace
from datetime import date
from pathlib import Path

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
import pytest
from damages import DISCOVERED, EXTRACTED, PUBLISHED, Change, altered, both, lost
from good_tables import GOOD, OTHER, SOUTHMOOR, frames, previous_release

from expectations import Gate, PreviousRelease, Problem, list_checks
from expectations.catalogue import BATCH_BUILDERS, SUITES, table_of
from expectations.messages import TABLE_FIELDS, list_columns, write_message
from expectations.validation import validate, validate_batches
from orchestration.warehouse.problems import MISSING_LETTER_CHECKS

MAX_FLAGGED_SHARE = 0.5
ODD = {"report_id": OTHER}
DAMAGES: dict[Gate, list[tuple[str, str, str, str | None, Change]]] = {
    "discovered": DISCOVERED,
    "extracted": EXTRACTED,
    "published": PUBLISHED,
}
MESSAGES = {
    one.expectation_type: str(getattr(one, "message", ""))
    for suites in SUITES.values()
    for suite in suites
    for one in suite.expectations
}
EVERY_DAMAGE = [
    pytest.param(gate, damage, id=f"{gate}-{damage[0]}-{damage[1]}")
    for gate, damages in DAMAGES.items()
    for damage in damages
]


@pytest.mark.parametrize("gate", GOOD)
def test_good_tables_pass_every_check(gate: Gate) -> None:
    results = validate(gate, frames(gate, GOOD[gate]()), previous_release())

    assert [result.check for result in results] == [check for check in list_checks() if check.gate == gate]
    assert [result for result in results if not result.passed or result.problems] == []


@pytest.mark.slow
@pytest.mark.parametrize(("gate", "damage"), EVERY_DAMAGE)
def test_a_check_fails_its_damage(gate: Gate, damage: tuple[str, str, str, str | None, Change]) -> None:
    table, check, severity, report, change = damage

    problems = find_problems(gate, table, change, check=check)

    failed = [one for one in problems if (one.expectation, one.severity, one.report_id) == (check, severity, report)]
    assert failed, "the check fails"
    for problem in failed:
        assert says_what_was_found(problem), problem.message
    assert any(one.severity == "critical" for one in problems) == (severity == "critical")


@pytest.mark.parametrize(
    ("gate", "table", "change"),
    [
        pytest.param("discovered", "report_files", altered("report_files", ODD, file_sha256=None), id="no file"),
        pytest.param("extracted", "letters", altered("letters", ODD, status="unreadable"), id="unreadable"),
        pytest.param("extracted", "letters", altered("letters", ODD, status="not_a_jtai_letter"), id="no letter"),
        pytest.param("extracted", "letters", lost("sections", report_id=OTHER, kind="next_steps"), id="no next steps"),
        pytest.param("extracted", "letters", altered("letters", ODD, unplaced_word_count=1900), id="words unplaced"),
        pytest.param("extracted", "letters", lost("local_authorities", urn=SOUTHMOOR), id="a new authority"),
        pytest.param("extracted", "sections", altered("sections", ODD, text=""), id="sections without words"),
        pytest.param("extracted", "sections", altered("sections", ODD, end_page=99), id="sections off the pages"),
        pytest.param("extracted", "case_studies", altered("case_studies", ODD, text="", title=""), id="empty box"),
        pytest.param("published", "inspections", altered("inspections", ODD, unread_reason="no file",
                     extraction_status="unread", inspection_start_date=date(2043, 3, 6)), id="unread"),
        pytest.param("published", "outcomes_expanded", altered("sections", {**ODD, "kind": "case_study"}, text=""),
                     id="a box with a heading only"),
        pytest.param("published", "outcomes_summary", both(
                     altered("sections", {**ODD, "kind": "strengths"}, text="Leadership", summary=""),
                     altered("outcomes_expanded", ODD, summary_key_strengths=None),
                     altered("outcomes_summary", {"urn": SOUTHMOOR}, summary_key_strengths=None)),
                     id="a section of headings only"),
    ],
)  # fmt: skip
def test_one_odd_new_letter_stops_no_release(gate: Gate, table: str, change: Change) -> None:
    problems = find_problems(gate, table, change, without(OTHER))

    assert [problem for problem in problems if problem.severity == "critical"] == []


def test_a_letter_whose_file_was_replaced_by_one_that_cannot_be_read_stops_no_release() -> None:
    replaced = {"file_sha256": "0" * 64}
    change = both(altered("report_files", ODD, **replaced), altered("letters", ODD, status="unreadable", **replaced))

    found = [(one.expectation, one.severity) for one in find_problems("extracted", "letters", change)]

    assert found == [("every_listed_letter_can_be_read", "warning")]


def test_every_expectation_has_a_message_that_is_not_its_rule() -> None:
    assert [name for name, message in MESSAGES.items() if not message] == []
    assert {check.description for check in list_checks()} & {*MESSAGES.values()} == set()


@pytest.mark.parametrize("gate", GOOD)
def test_every_check_is_shown_a_damage(gate: Gate) -> None:
    shown = {(table, check, severity) for table, check, severity, *_ in DAMAGES[gate]}
    checks = [(check.table_name, check.name, check.severity) for check in list_checks() if check.gate == gate]

    assert sorted(checks) == sorted(shown), "and no name is used twice for one table"


def test_a_suite_begins_with_a_row_count_where_its_table_must_have_rows() -> None:
    counted = (gxe.ExpectTableRowCountToBeBetween, gxe.ExpectTableRowCountToEqual)
    suites = [suite for suites in SUITES.values() for suite in suites]

    assert {suite.name for suite in suites if not isinstance(suite.expectations[0], counted)} == {
        "discovered.previous_providers",
        "discovered.previous_documents",
        "discovered.known_letters",
        "extracted.case_studies",
        "extracted.footnotes",
        "extracted.signatories",
        "extracted.printed_lines",
        "extracted.reading_problems",
        "published.previous_inspections",
        "published.listed_letters",
        "published.traits_of_letters",
        "published.extraction_problems",
        "published.extracted_sections",
        "published.extracted_findings",
        "published.extracted_case_studies",
        "published.extracted_footnotes",
        "published.extracted_signatories",
        "published.extracted_inspections",
    }


def says_what_was_found(problem: Problem) -> bool:
    """Whether a message has a value of the failed row, and nothing that was not filled in."""
    template = MESSAGES[problem.expectation]
    of_nothing = write_message(template, dict.fromkeys([*list_columns(template), *TABLE_FIELDS]))
    is_filled_in = not any(mark in problem.message for mark in ("{", "}", "None", "nan", "nothing"))
    return is_filled_in and problem.message not in {of_nothing, problem.rule}


def without(report: str) -> PreviousRelease:
    """A previous release to which a letter is new."""
    previous = previous_release()
    return replace(previous, letters=previous.letters.filter(pl.col("report_id") != report))


def find_problems(
    gate: Gate, table: str, change: Change, previous: PreviousRelease | None = None, *, check: str | None = None
) -> list[Problem]:
    """What the checks of one table find in damaged tables; with `check`, that one and those that stop a release."""
    rows = GOOD[gate]()
    change(rows)
    tables = frames(gate, rows)
    batches = (
        (suite if check is None else only(check, suite), batch)
        for suite, batch in BATCH_BUILDERS[gate](tables, previous or previous_release())
        if table_of(suite) == table
    )
    results = validate_batches(gate, batches, tables, max_flagged_share=MAX_FLAGGED_SHARE)
    return [problem for result in results for problem in result.problems]


def only(check: str, suite: gx.ExpectationSuite) -> gx.ExpectationSuite:
    """A suite of one check and of those that stop a release: each takes a while."""
    kept = [copy(one) for one in suite.expectations if one.expectation_type == check or one.severity == "critical"]
    return gx.ExpectationSuite(suite.name, expectations=kept, meta=suite.meta)


def test_every_check_is_there_that_a_model_or_the_command_line_asks_for_by_name() -> None:
    models = (Path(__file__).parents[2] / "dbt_project" / "models").rglob("*.sql")
    asked_for = {name for model in models for name in re.findall(r"expectation = '(\w+)'", model.read_text("utf-8"))}
    assert asked_for
    assert asked_for | MISSING_LETTER_CHECKS <= {check.name for check in list_checks()}
