"""What the reader warns of on the pages of a letter."""

from __future__ import annotations

from extractors.letters.content.warnings import page_number_jumps
from extractors.letters.layout.lines import Line, Page


def test_a_page_that_is_missing_shows_in_the_printed_numbers() -> None:
    [(rule, page, quote, _)] = page_number_jumps(pages_numbered("1", "2", "4", "5"))

    assert (rule, page, quote) == ("page_number_jumps", 3, "4")


def test_a_first_page_that_is_missing_shows_too() -> None:
    assert [page for _, page, _, _ in page_number_jumps(pages_numbered("2", "3"))] == [1]


def test_pages_without_numbers_and_numbers_that_start_again_are_no_jump() -> None:
    assert list(page_number_jumps(pages_numbered(None, "2", None, "4", "1", "2"))) == []


def test_a_number_of_the_text_at_an_edge_is_no_page_number() -> None:
    pages = pages_numbered("1", "2", "3")
    stray = Line(2, "9", 70.0, 60.0, 80.0, 72.0, 70.0, 12.0, is_bold=False)
    pages[1] = Page(2, 595.0, 842.0, (stray, *pages[1].lines), (), is_image=False)

    assert list(page_number_jumps(pages)) == []


def pages_numbered(*numbers: str | None) -> list[Page]:
    """Pages with a number at the foot, or with none."""
    return [
        Page(
            at,
            595.0,
            842.0,
            (Line(at, number, 290.0, 800.0, 300.0, 812.0, 810.0, 12.0, is_bold=False),) if number else (),
            (),
            is_image=False,
        )
        for at, number in enumerate(numbers, start=1)
    ]
