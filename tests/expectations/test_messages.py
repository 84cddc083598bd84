"""How messages are filled in: what is quoted, what is written for nothing, and where they are cut."""

from __future__ import annotations

from datetime import date

import pytest

from expectations.messages import LONGEST_MESSAGE, LONGEST_VALUE, list_columns, write_message


@pytest.mark.parametrize(
    ("message", "value", "written"),
    [
        pytest.param("Theme: {x!q}.", "early help", "Theme: “early help”.", id="a quote is in quotation marks"),
        pytest.param("Said: {x!q}.", "It ends.", "Said: “It ends”.", id="a quote does not end in two full stops"),
        pytest.param("Theme: {x!q:not found}.", None, "Theme: not found.", id="nothing is not quoted"),
        pytest.param("Text: {x!q:none}.", " \n ", "Text: none.", id="a blank text is nothing"),
        pytest.param("Lead: {x}.", None, "Lead: nothing.", id="nothing is said to be nothing"),
        pytest.param("Due {x:never}.", date(2022, 7, 18), "Due 2022-07-18.", id="a date"),
        pytest.param("{x!w} are missing.", "next_steps", "Next steps are missing.", id="an identifier at the start"),
        pytest.param("Latest: {x}.", False, "Latest: no.", id="a truth value"),
        pytest.param("{x:.0%} of them.", 0.123, "12% of them.", id="a share"),
        pytest.param("At {x}.", 72.0, "At 72.", id="a whole number of points"),
        pytest.param("In “{x}”.", "two\n lines", "In “two lines”.", id="a text of several lines"),
        pytest.param("{x}", "50 {y} %", "50 {y} %", id="braces that a letter prints"),
    ],
)
def test_a_value_is_written_for_people(message: str, value: object, written: str) -> None:
    assert write_message(message, {"x": value}) == written


def test_a_long_value_is_cut_inside_its_quotation_marks() -> None:
    message = write_message("Text: {x!q}, page {page}.", {"x": "word " * 100, "page": 2})

    assert message.startswith("Text: “word word")
    assert message.endswith("…”, page 2.")
    assert len(message) <= LONGEST_VALUE + len("Text: , page 2.")


def test_a_long_message_is_cut() -> None:
    message = write_message("{x} {x} {x} {x}", {"x": "word " * 100})

    assert (len(message), message[-1]) == (LONGEST_MESSAGE, "…")


def test_a_message_needs_the_columns_that_it_names() -> None:
    assert list_columns("{failed} of {total} rows in {table}: {theme_quote!q:none}, page {page}") == [
        "theme_quote",
        "page",
    ]
