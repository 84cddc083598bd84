"""How many letters have something in common: whether that is as usual, and as in the previous release."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from damages import copied_letters, ended_as_begun
from good_tables import GOOD, Rows, frames

from expectations import PreviousRelease
from expectations.letter_traits import find_traits
from expectations.suites.published import traits_of_letters
from expectations.suites.published.traits_of_letters import FEWEST_LETTERS
from expectations.validation import validate_batches

SHARE_THAT_MAY_BE_FLAGGED = 0.25
COPIES = FEWEST_LETTERS // 3
"""So that three letters and their copies are just enough."""


def of_one_theme(rows: Rows) -> None:
    for row in rows["inspections"]:
        row["theme"] = "neglect"


def dated_as_published(rows: Rows) -> None:
    for row in rows["inspections"]:
        row["letter_date"] = row["publication_date"]


def without_case_studies(rows: Rows) -> None:
    rows["case_studies"] = []


def without_bullets(rows: Rows) -> None:
    for row in rows["findings"]:
        row["form"] = "paragraph"


def dated_before(rows: Rows) -> None:
    for row in rows["inspections"]:
        published = row["publication_date"]
        assert isinstance(published, date)
        row["letter_date"] = published - timedelta(days=1)


def of_themes(rows: Rows) -> None:
    for number, row in enumerate(rows["inspections"]):
        row["theme"] = f"theme {number % 7}"


def test_letters_as_they_are_pass() -> None:
    assert find_failed(letters()) == []


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (ended_as_begun, "100% of 21 letters end the inspection on its first day; usual is 0% to 5%."),
        (without_case_studies, "0% of 21 letters have case studies; usual is 30% to 100%."),
        (without_bullets, "0% of 21 letters have bullets; usual is 95% to 100%."),
    ],
)
def test_what_no_letters_have_in_common_is_named(damage: Callable[[Rows], None], message: str) -> None:
    assert message in find_failed(letters(damage))


@pytest.mark.parametrize(
    ("before", "damage", "message"),
    [
        (of_themes, of_one_theme, "100% of 21 letters have one theme; in the previous release 14%."),
        (
            dated_before,
            dated_as_published,
            "100% of 21 letters are dated on the day they were published; in the previous release 0%.",
        ),
    ],
)
def test_letters_more_alike_than_in_the_previous_release_are_named(
    before: Callable[[Rows], None], damage: Callable[[Rows], None], message: str
) -> None:
    released = PreviousRelease(traits=find_traits(frames("published", letters(before))))

    assert find_failed(letters(before), released) == []
    assert message in find_failed(letters(damage), released)
    assert find_failed(letters(damage)) == [], "only the previous release shows what is usual"


def test_letters_that_only_the_new_release_has_are_not_compared_with_the_previous_one() -> None:
    released = PreviousRelease(traits=find_traits(frames("published", letters(of_themes))))
    renamed = {report: f"another {report}" for report in released.traits["report_id"]}
    others = replace(
        released, traits=released.traits.with_columns(released.traits["report_id"].replace_strict(renamed))
    )

    assert find_failed(letters(of_one_theme), others) == []


def test_fewer_letters_may_be_alike() -> None:
    rows = letters(ended_as_begun)
    del rows["inspections"][FEWEST_LETTERS:]

    assert find_failed(rows) != []
    rows["inspections"].pop()
    assert find_failed(rows) == []


def letters(change: Callable[[Rows], None] | None = None) -> Rows:
    """Three good letters, seven times over."""
    rows = GOOD["published"]()
    copied_letters(COPIES)(rows)
    if change:
        change(rows)
    return rows


def find_failed(rows: Rows, previous: PreviousRelease | None = None) -> list[str]:
    """The messages of the check."""
    tables = frames("published", rows)
    batch = traits_of_letters.build_batch(tables, previous or PreviousRelease())
    results = validate_batches(
        "published",
        [(traits_of_letters.SUITE, batch)],
        tables,
        max_flagged_share=SHARE_THAT_MAY_BE_FLAGGED,
    )
    return [problem.message for result in results for problem in result.problems]
