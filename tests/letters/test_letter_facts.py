"""Facts of whole letters: read where they are printed, and null where their place was not found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from extractors.letters.content.letters import find_inspection_dates, with_facts
from extractors.letters.layout.lines import Gap, Page
from extractors.letters.structure.document_structure import parse_structure
from extractors.letters.structure.sections import cut_sections
from extractors.records import Letter
from letters.test_sections import CLOSING, OPENING, SHORT_TITLE, page_of

INTRODUCTION = ["This inspection took place from 1 to 5 April 2019.", ""]
ASKED = "Anywhere Council should prepare a written statement of proposed action."
NEXT_STEPS = ["**Next steps", ASKED, ""]
TO_IMPROVE = ["**What needs to improve?", "* Plans are late.", "* Visits are rare.", ""]


def letter_of(*texts: str, more_pages: Sequence[Page] = ()) -> Letter:
    """The facts of a letter with these parts between its title and its closing."""
    pages = [page_of([*OPENING, *SHORT_TITLE, *INTRODUCTION, *texts, *CLOSING]), *more_pages]
    structure = parse_structure(pages)
    drafts = cut_sections(structure)
    letter = Letter("report", "sha", "1", "pdfium", "read")
    return with_facts(letter, pages, structure, drafts, find_inspection_dates(structure, drafts))


@pytest.mark.parametrize(
    ("parts", "is_required"),
    [
        (NEXT_STEPS, True),
        (["**Next steps", "The partnership should reflect on this letter.", ""], False),
        (["**What follows", ASKED, ""], True),
        (["**What follows", "The partnership should reflect on this letter.", ""], None),
        ([], None),
    ],
)
def test_whether_a_statement_is_required_is_null_where_its_place_was_not_found(
    parts: list[str], is_required: bool | None
) -> None:
    assert letter_of(*TO_IMPROVE, *parts).written_statement_required is is_required


@pytest.mark.parametrize(
    ("parts", "is_stated"),
    [
        (TO_IMPROVE, False),
        ([*TO_IMPROVE, "**Areas for priority action", "* There are no areas for priority action", ""], True),
        ([*TO_IMPROVE, "**Areas for priority action", "None identified.", ""], True),
        ([*TO_IMPROVE, "**Areas for priority action", "* Plans are unsafe.", ""], False),
        (["We have not identified any areas for priority action.", ""], True),
        (["**Strengths", "* Plans are good.", "* Visits are many.", ""], None),
        ([], None),
    ],
)
def test_whether_no_priority_action_is_stated_is_null_where_its_place_was_not_found(
    parts: list[str], is_stated: bool | None
) -> None:
    assert letter_of(*parts, *NEXT_STEPS).priority_action_areas_stated_none is is_stated


def test_whether_no_priority_action_is_stated_is_null_where_a_page_could_not_be_read() -> None:
    scanned = Page(2, 595, 842, (), (), is_image=True)
    assert letter_of(*TO_IMPROVE, *NEXT_STEPS, more_pages=[scanned]).priority_action_areas_stated_none is None
    stated = "We have not identified any areas for priority action."
    assert letter_of(*TO_IMPROVE, stated, more_pages=[scanned]).priority_action_areas_stated_none is True


def test_an_introduction_under_a_heading_of_its_own_is_read_all_the_same() -> None:
    title, *introduction = [*SHORT_TITLE, "**Why we write to you", *INTRODUCTION]
    pages = [page_of([*OPENING, title, *introduction, *TO_IMPROVE, *NEXT_STEPS, *CLOSING])]
    structure = parse_structure(pages)
    dates = find_inspection_dates(structure, cut_sections(structure))
    assert (str(dates.start), str(dates.end)) == ("2019-04-01", "2019-04-05")


def test_inspectorates_may_be_listed_one_below_the_other() -> None:
    listed = ["It was carried out by:", "", "* Ofsted", "", "* the Care Quality Commission", "", "* HMICFRS", ""]
    assert letter_of(*listed, *TO_IMPROVE).inspectorates == (
        "Ofsted; Care Quality Commission; HM Inspectorate of Constabulary and Fire & Rescue Services"
    )


def test_a_letters_date_may_stand_beside_an_address() -> None:
    page = page_of([*OPENING, *SHORT_TITLE, *INTRODUCTION, *NEXT_STEPS, *CLOSING])
    beside = page.lines[0]._replace(text="To: Chief Constable 3 May 2019", gaps=(Gap(20, 150, 300),))
    page = replace(page, lines=(beside, *page.lines[1:]))
    structure = parse_structure([page])
    drafts = cut_sections(structure)
    facts = with_facts(
        Letter("report", "sha", "1", "pdfium", "read"),
        [page],
        structure,
        drafts,
        find_inspection_dates(structure, drafts),
    )
    assert facts.letter_date == date(2019, 5, 3)
