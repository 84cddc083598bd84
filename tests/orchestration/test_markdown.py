"""Tables of the catalogue are of use however many rows there are."""

from __future__ import annotations

import pytest

from orchestration.metadata.markdown import ROWS_DRAWN, markdown_table


@pytest.mark.parametrize(
    ("count", "last"), [(ROWS_DRAWN, f"| {ROWS_DRAWN - 1} |"), (ROWS_DRAWN + 1200, "… and 1,200 more")]
)
def test_a_table_ends_before_it_is_too_long_and_says_so(count: int, last: str) -> None:
    lines = markdown_table(("number",), [(number,) for number in range(count)]).splitlines()
    assert lines[-1] == last
    assert sum(line.startswith("| ") for line in lines) == ROWS_DRAWN + 2


def test_a_table_without_rows_says_so() -> None:
    assert markdown_table(("number",), []) == "none"
