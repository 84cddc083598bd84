"""Every problem whose place is known has a picture of it, drawn once, in the home and in the release."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from running import Refreshed

from orchestration.crops import quotes_in
from orchestration.gates import judge_and_record, shown
from orchestration.home import Home
from orchestration.tables import RecordedProblem
from orchestration.warehouse import Warehouse

PNG_MARK = b"\x89PNG"


@pytest.fixture
def problems(home: Path) -> list[RecordedProblem]:
    """What the gate notices when it judges again what was judged before, with a picture of a problem past about."""
    (home / "crops" / "0000000000000000.png").write_bytes(PNG_MARK)
    return judge_and_record("extracted", Warehouse(home=str(home)), "a later run", datetime.now(UTC), most_flagged=1)[1]


def test_every_problem_with_a_page_has_a_picture_in_the_release(refreshed: Refreshed) -> None:
    release = refreshed.home / "releases" / "latest"
    with duckdb.connect(str(release / "jtai.duckdb"), read_only=True) as connection:
        problems = connection.execute("SELECT page, crop_path FROM extraction_problems").fetchall()
    pictures = [crop_path for page, crop_path in problems if page]
    assert len(pictures) == 2
    assert all((release / picture).read_bytes().startswith(PNG_MARK) for picture in pictures)


def test_a_problem_without_a_page_has_a_picture_where_what_was_seen_is_printed(
    problems: list[RecordedProblem],
) -> None:
    (statement,) = [one for one in problems if one.expectation == "a_written_statement_has_author_and_date"]
    assert statement.page is None
    assert statement.crop_path is not None


def test_what_was_drawn_is_not_drawn_again_and_what_is_past_is_removed(
    refreshed: Refreshed, home: Path, problems: list[RecordedProblem]
) -> None:
    before, after = (
        {f"crops/{crop.name}": crop.stat().st_mtime_ns for crop in (one / "crops").iterdir()}
        for one in (refreshed.home, home)
    )
    assert before == after != {}
    assert {one.crop_path for one in problems if one.crop_path} == set(after)


def test_the_catalogue_shows_the_first_places_as_pictures(home: Path, problems: list[RecordedProblem]) -> None:
    assert "](data:image/png;base64,iVBOR" in str(shown(problems, Home(home))["places"].value)
    assert shown([], Home(home))["places"].value == "none"


def test_what_a_problem_quotes_is_looked_for_first() -> None:
    seen = "That day is a Tuesday; printed there is “Friday 18 April 2023”."
    assert quotes_in(seen)[0] == "Friday 18 April 2023"
    assert quotes_in("What children told us") == ("What children told us",)
