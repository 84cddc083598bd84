"""What the reader warns of on the pages of a letter."""

from __future__ import annotations

import pytest

from extractors.letters.content.warnings import find_unread_pages, find_warnings, page_number_jumps
from extractors.letters.layout.lines import Line, Page
from extractors.letters.layout.text_runs import clean
from extractors.letters.structure.document_structure import parse_structure


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


def test_digits_inside_words_and_words_in_the_margin_are_warned_of() -> None:
    texts = ("The children9s plans and the partnership9s reports.", "Section 20 of it is on page 3a.")
    lines = [
        Line(1, text, 70.0, 60.0, 400.0, 72.0, 70.0 + 20 * at, 12.0, is_bold=False) for at, text in enumerate(texts)
    ]
    pages = [Page(1, 595.0, 842.0, (line,), (), is_image=False) for line in lines]
    pages.append(Page(2, 595.0, 842.0, (), (), is_image=False, side_notes=(lines[1],)))
    rules = [[problem.rule for problem in find_warnings("report", [page], parse_structure([page]))] for page in pages]
    assert [[rule for rule in found if rule not in ("no_title", "no_closing")] for found in rules] == [
        ["text_is_garbled"],
        [],
        ["words_in_the_margin"],
    ]


@pytest.mark.parametrize(
    ("signatures", "is_warned"),
    [
        (["Ann Ash National Director", "Bo Birch Deputy Chief Inspector"], True),
        (["Ann Ash National Director", "for Schools", "Bo Birch Deputy Chief Inspector", "of Health"], True),
        (["Ann Ash", "National Director", "Bo Birch", "Deputy Chief Inspector"], False),
    ],
)
def test_signatures_in_a_table_without_a_line_for_each_name_are_warned_of(
    signatures: list[str], *, is_warned: bool
) -> None:
    texts = ("Dear partners", "We came.", "Yours sincerely", *signatures)
    lines = [Line(1, text, 70, 60, 400, 72, 70.0 + 20 * at, 12, is_bold=False) for at, text in enumerate(texts)]
    rows = [line._replace(is_in_table=line.text in signatures) for line in lines]
    page = Page(1, 595, 842, tuple(rows), (), is_image=False)
    rules = [each.rule for each in find_warnings("report", [page], parse_structure([page]))]
    assert ("signatures_in_table" in rules) == is_warned


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


def test_glyphs_without_a_letter_are_kept_as_unknown_and_warned_of() -> None:
    text = clean("We told you of our \x1cndings.")
    assert text == "We told you of our \ufffdndings."
    line = Line(1, text, 70.0, 60.0, 400.0, 72.0, 70.0, 12.0, is_bold=False)
    found = list(find_unread_pages([Page(1, 595.0, 842.0, (line,), (), is_image=False)]))
    assert [(rule, quote) for rule, _, quote, _ in found] == [("text_is_garbled", "\ufffdndings")]
