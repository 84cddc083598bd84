"""Every problem whose place is known has a picture of it, drawn once, in the data directory and in the release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
from running import Refreshed

from expectations import Problem
from expectations.validation_process import start_validation
from orchestration.defs.asset_checks import draw_images, validate_gate
from orchestration.defs.resources import Gates
from orchestration.metadata.page_images import find_quotes, remove_old_images
from orchestration.warehouse.warehouse import Warehouse
from orchestration.workspace.workspace import Workspace

PNG_MARK = b"\x89PNG"


def test_every_problem_with_a_page_has_a_picture_in_the_release(refreshed: Refreshed) -> None:
    release = refreshed.home / "releases" / "latest"
    with duckdb.connect(str(release / "jtai.duckdb"), read_only=True) as connection:
        problems = connection.execute("SELECT page, crop_path FROM extraction_problems").fetchall()
    pictures = [crop_path for page, crop_path in problems if page]
    assert len(pictures) == 2
    assert all((release / picture).read_bytes().startswith(PNG_MARK) for picture in pictures)


def test_a_problem_without_a_page_has_a_picture_where_what_was_seen_is_printed(home: Path) -> None:
    with Warehouse(home=str(home)).connect() as connection:
        heading = next(one for one in find_problems(connection, home) if one.seen == "What children told us")
        without_page = replace(heading, page=None)
        images = draw_images([without_page], connection, Workspace(home))
    assert (home / images[without_page]).read_bytes().startswith(PNG_MARK)


def test_what_was_drawn_is_not_drawn_again_and_what_is_past_is_removed(refreshed: Refreshed, home: Path) -> None:
    (home / "crops" / "0000000000000000.png").write_bytes(PNG_MARK)
    with Warehouse(home=str(home)).connect() as connection:
        images = draw_images(find_problems(connection, home), connection, Workspace(home))
    remove_old_images({*images.values()}, Workspace(home))
    before, after = (
        {f"crops/{crop.name}": crop.stat().st_mtime_ns for crop in (one / "crops").iterdir()}
        for one in (refreshed.home, home)
    )
    assert before == after != {}
    assert {*images.values()} == set(after)


def find_problems(connection: duckdb.DuckDBPyConnection, home: Path) -> list[Problem]:
    with start_validation() as process:
        gates = Gates(process=process, max_flagged_share=1)
        results = validate_gate("extracted", connection, Workspace(home), gates)
    return [problem for result in results for problem in result.problems]


def test_what_a_problem_quotes_is_looked_for_first() -> None:
    seen = "That day is a Tuesday; printed there is “Friday 18 April 2023”."
    assert find_quotes(seen)[0] == "Friday 18 April 2023"
    assert find_quotes("What children told us") == ("What children told us",)
