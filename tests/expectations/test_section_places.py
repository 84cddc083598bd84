"""Where subsections may lie in a letter."""

from __future__ import annotations

import polars as pl
import pytest

from expectations.suites.extracted.section_places import is_expected_there


@pytest.mark.parametrize(
    ("parent_kind", "is_set_below", "is_expected"),
    [("main_findings", False, True), ("strengths", True, True), ("strengths", False, False)],
)
def test_a_subheading_outside_the_main_findings_is_expected_where_it_is_set_below_its_section(
    parent_kind: str, is_set_below: bool, is_expected: bool
) -> None:
    section = {
        "kind": "sub_section",
        "family": "2022 on",
        "parent_kind": parent_kind,
        "is_set_below": is_set_below,
    }
    assert pl.DataFrame([section]).select(is_expected_there()).item() is is_expected
