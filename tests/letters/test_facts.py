"""Facts: every way of writing a date, a theme or a request that a letter has been seen to use."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.letters.content.facts import (
    inspection_dates_in,
    letter_date_in,
    states_no_priority_action,
    theme_in,
    weekday_slips,
    written_statement_in,
)
from extractors.letters.vocabulary.themes import theme_of

LETTER_DATE = date(2019, 3, 8)


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("This inspection took place from 23 to 27 May 2022.", date(2022, 5, 23), date(2022, 5, 27)),
        ("It took place from 9 May to 13 May 2022.", date(2022, 5, 9), date(2022, 5, 13)),
        ("It took place from 27 June 2022 to 1 July 2022.", date(2022, 6, 27), date(2022, 7, 1)),
        ("Between Monday 7 March 2016 and Friday 12 March 2016, Ofsted", date(2016, 3, 7), date(2016, 3, 12)),
        ("Between 30 November and 4 December 2018, Ofsted", date(2018, 11, 30), date(2018, 12, 4)),
        ("Between 31 December and 4 January 2019, Ofsted", date(2018, 12, 31), date(2019, 1, 4)),
        ("Between the 21st and 25th January 2019, Ofsted", date(2019, 1, 21), date(2019, 1, 25)),
        ("From 3–7 February 2019 inspectors", date(2019, 2, 3), date(2019, 2, 7)),
    ],
)
def test_inspection_dates_are_read_however_they_are_written(sentence: str, start: date, end: date) -> None:
    found = inspection_dates_in(f"A focused visit was made in July 2018. {sentence}", LETTER_DATE)
    assert (found.start, found.end, found.is_year_inferred) == (start, end, False)


@pytest.mark.parametrize(
    ("sentence", "end"),
    [("Between 21 and 25 January, Ofsted", date(2019, 1, 25)), ("From 3 to 7 December, Ofsted", date(2018, 12, 7))],
)
def test_a_year_that_is_not_printed_is_the_last_one_before_the_letter(sentence: str, end: date) -> None:
    found = inspection_dates_in(sentence, LETTER_DATE)
    assert (found.end, found.is_year_inferred) == (end, True)


def test_a_date_that_no_calendar_has_is_no_date() -> None:
    assert letter_date_in(["31 February 2019", "8 March 2019"]) == LETTER_DATE
    assert inspection_dates_in("Between 30 and 31 June 2019, Ofsted", LETTER_DATE).end is None


@pytest.mark.parametrize(
    ("words", "theme"),
    [
        (
            "the response to child sexual exploitation and those missing from home",
            "child sexual exploitation and missing children",
        ),
        ("children at risk of sexual exploitation and those at risk of criminal exploitation", "child exploitation"),
        ("the criminal exploitation of children in this area", "criminal exploitation of children"),
        ("serious youth violence and criminal exploitation", "serious youth violence"),
        ("unborn children and children aged 0 to 7 who are victims of domestic abuse", "domestic abuse"),
        ("children in care who are living with mental ill health", "children's mental health"),
        ("child sexual abuse in the family environment", "sexual abuse in the family"),
        ("children between seven and 15 years old who have been neglected", "neglect"),
        ("identification of initial need and risk", "identification of initial need and risk"),
        ("identification of initial need and risk for children and families who need help", "early help"),
        ("initial need and risk in the borough", "identification of initial need and risk"),
        ("children and families in Anywhere who need help", "early help"),
        (
            "child sexual exploitation, children associated with gangs and at risk of exploitation and children "
            "missing from home, care or education",
            "child sexual exploitation and missing children",
        ),
        ("abuse and neglect", None),
        ("the wellbeing of seaside donkeys", None),
    ],
)
def test_a_theme_is_named_by_any_of_its_wordings(words: str, theme: str | None) -> None:
    assert theme_of(words) == theme


def test_the_theme_is_that_of_the_deep_dive_where_there_is_one() -> None:
    found = theme_in(
        "Joint targeted area inspection of the multi-agency response to abuse and neglect in Anywhere",
        "They undertook a joint inspection of the multi-agency response to abuse and neglect in Anywhere. "
        "This inspection included a ‘deep dive’ focus on the response to children living with domestic abuse.",
    )
    assert found.theme == "domestic abuse"
    assert found.quote == found.deep_dive_focus == "the response to children living with domestic abuse"


def test_the_title_names_the_theme_where_the_deep_dive_only_points_back_to_it() -> None:
    found = theme_in(
        "Joint targeted area inspection of the multi-agency response to child exploitation in Anywhere",
        "The inspection included a ‘deep dive’ focus on this vulnerable group of children.",
    )
    assert found.theme == "child exploitation"
    assert found.deep_dive_focus == "this vulnerable group of children"


@pytest.mark.parametrize(
    ("text", "is_stated"),
    [
        ("There are no areas for priority action", True),
        ("Inspectors did not identify any areas for priority action.", True),
        ("This is an area for priority action.", False),
        ("No area of practice was a priority for the partnership.", False),
    ],
)
def test_the_absence_of_priority_action_counts_only_where_it_is_stated(text: str, is_stated: bool) -> None:
    assert states_no_priority_action([text]) == is_stated


@pytest.mark.parametrize(
    ("next_steps", "lead", "due"),
    [
        (
            "We have determined that Anywhere Council is the principal authority and should prepare a written "
            "statement of proposed action. Anywhere should send it to someone@example.org by Tuesday 25 October 2022.",
            "Anywhere Council",
            date(2022, 10, 25),
        ),
        (
            "The director of children’s services should prepare a written statement of proposed action. "
            "The director should send it by 12 November 18. This statement will inform later work.",
            "The director of children’s services",
            date(2018, 11, 12),
        ),
        (
            "The local authority should coordinate the preparation of a written statement of proposed action.",
            "The local authority",
            None,
        ),
        (
            "We have determined that the chair of the partnership (to whom the chief constable and the council have "
            "delegated their duties) is the principal authority and should prepare a written statement.",
            "the chair of the partnership",
            None,
        ),
    ],
)
def test_who_must_prepare_the_written_statement_and_by_when(next_steps: str, lead: str, due: date | None) -> None:
    found = written_statement_in(next_steps)
    assert (found.is_required, found.lead, found.due_date) == (True, lead, due)


def test_a_letter_that_asks_for_nothing_requires_no_statement() -> None:
    assert not written_statement_in("The partnership should reflect on this letter by 3 May 2022.").is_required


def test_a_weekday_that_is_not_the_dates_own_is_noticed() -> None:
    assert weekday_slips("by Friday 18 April 2023, and on Tuesday 18 April 2023") == [
        ("Friday 18 April 2023", date(2023, 4, 18))
    ]
