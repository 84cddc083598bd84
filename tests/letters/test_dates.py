"""Dates: every way of writing them that a letter uses or may use, and which of them are the inspection's."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.letters.content.dates import find_weekday_slips
from extractors.letters.content.letter_dates import inspection_dates_in, letter_date_in

LETTER_DATE = date(2024, 3, 14)


def january(first: int, last: int) -> tuple[date, date]:
    return date(2024, 1, first), date(2024, 1, last)


@pytest.mark.parametrize(
    ("sentence", "dates"),
    [
        ("This inspection took place from 22 to 26 January 2024.", january(22, 26)),
        ("It took place from 22 January to 26 January 2024.", january(22, 26)),
        (
            "Between Monday 22 January 2024 and Friday 26 January 2024, Ofsted undertook a joint inspection",
            january(22, 26),
        ),
        ("Between the 22nd and 26th January 2024, Ofsted, the Care Quality Commission carried out", january(22, 26)),
        ("From 22–26 January 2024 inspectors visited Anywhere.", january(22, 26)),
        ("This inspection took place on 22, 23, 24, 25 and 26 January 2024.", january(22, 26)),
        ("This inspection took place from Monday 22nd to Friday 26th January 2024.", january(22, 26)),
        ("The inspection took place from the 22nd to the 26th of January 2024.", january(22, 26)),
        ("Inspectors were on site from 22/01/2024 to 26/01/2024.", january(22, 26)),
        ("We inspected Anywhere between January 22, 2024 and January 26, 2024.", january(22, 26)),
        ("Inspectors spent five days in Anywhere, 22-26 Jan 2024.", january(22, 26)),
        ("The inspection ran from Mon 22 Jan to Fri 26 Jan 2024.", january(22, 26)),
        ("Inspection dates: 22 January 2024 to 26 January 2024.", january(22, 26)),
        ("This inspection began on 22 January 2024 and ended on 26 January 2024.", january(22, 26)),
        ("During the week of 22 to 26 January 2024, inspectors met children who had been referred.", january(22, 26)),
        ("This letter summarises the findings of the JTAI of Anywhere from 22 to 26 January 2024.", january(22, 26)),
        ("It took place from 29 January 2024 to 2 February 2024.", (date(2024, 1, 29), date(2024, 2, 2))),
        ("The JTAI was held on 30 and 31 January and 1 February 2024.", (date(2024, 1, 30), date(2024, 2, 1))),
        ("We came to Anywhere on 22 January 2024 and left on 26 January 2024.", january(22, 26)),
        (
            "This inspection was announced on 15 January 2024 and took place from 22 to 26 January 2024.",
            january(22, 26),
        ),
        (
            "Notice of the inspection was given on 15 January 2024. Inspectors arrived on 22 January 2024 and "
            "completed their work on 26 January 2024.",
            january(22, 26),
        ),
        (
            "The inspection team reviewed documents from 15 to 19 January 2024 and was in Anywhere from 22 to "
            "26 January 2024.",
            january(22, 26),
        ),
        ("Our visit took place from 22/01/24 to 26/01/24.", january(22, 26)),
        ("The inspection was held 2024-01-22 to 2024-01-26.", january(22, 26)),
        (
            "This inspection took place in the week commencing 22 January 2024, from 22 to 26 January 2024.",
            january(22, 26),
        ),
        ("It was carried out over a week, beginning on 22 January and ending on 26 January 2024.", january(22, 26)),
        ("From Monday 22nd until Friday 26th January 2024 a team of inspectors reviewed practice.", january(22, 26)),
        (
            "Between 22 and 26 January 2024, inspectors looked at work with children referred between 1 March and "
            "31 October 2023.",
            january(22, 26),
        ),
        ("Our team spent the week of 22-26 January 2024 in Anywhere.", january(22, 26)),
        (
            "The first inspection took place from 3 to 7 July 2023. This inspection took place from 22 to 26 January "
            "2024.",
            january(22, 26),
        ),
        ("Between 31 December and 4 January 2019, Ofsted undertook", (date(2018, 12, 31), date(2019, 1, 4))),
    ],
)
def test_inspection_dates_are_read_however_they_are_written(sentence: str, dates: tuple[date, date]) -> None:
    found = inspection_dates_in(f"A focused visit was made in July 2018. {sentence}", LETTER_DATE)
    assert (found.start, found.end, found.is_year_inferred) == (*dates, False)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("It was from 15 to 19 January 2024 off site and from 22 to 26 January 2024 on site.", january(15, 26)),
        ("The fieldwork ran over two weeks, from 8 to 12 January and 22 to 26 January 2024.", january(8, 26)),
        ("It was in two phases: remotely from 8 to 12 January and on site from 22 to 26 January 2024.", january(8, 26)),
        ("The first phase was from 8 to 12 January 2024. The second was from 22 to 26 January 2024.", january(8, 26)),
        (
            "This inspection took place from 22 to 24 December 2023 and from 8 to 12 January 2024.",
            (date(2023, 12, 22), date(2024, 1, 12)),
        ),
        ("It was from 8 to 10 January and, following a break, from 22 to 26 January 2024.", january(8, 26)),
    ],
)  # fmt: skip
def test_an_inspection_in_several_parts_lasts_from_its_first_day_to_its_last(
    text: str, dates: tuple[date, date]
) -> None:
    text = text.replace("It was", "The inspection was")
    found = inspection_dates_in(text.replace("The first phase", "The first phase of this inspection"), LETTER_DATE)
    assert (found.start, found.end, found.competing_quote) == (*dates, None)


@pytest.mark.parametrize(
    "others",
    [
        "Inspectors looked at children who came to the notice of the hub between 8 and 12 January 2024.",
        "A focused visit was carried out between 3 and 4 July 2023.",
        "Between 1 April and 30 September 2023 the hub received 4,000 referrals.",
        "The last inspection took place from 3 to 7 July 2018.",
        "Inspectors had visited schools that opened between 1 and 5 September 2023.",
        "Training took place from 8 to 12 January 2024.",
        "Following the fieldwork, inspectors met leaders on 6 February 2024.",
        "Between 1 June and 30 November 2023, inspectors were told, the force recorded 400 offences.",
    ],
)
def test_dates_of_something_else_are_not_the_inspections(others: str) -> None:
    stated = "This inspection took place from 22 to 26 January 2024."
    for text in (f"{others} {stated}", f"{stated} {others}", f"{others}\n{stated}"):
        found = inspection_dates_in(text, LETTER_DATE)
        assert (found.start, found.end, found.competing_quote) == (*january(22, 26), None)
    alone = inspection_dates_in(others, LETTER_DATE)
    assert (alone.start, alone.end, alone.quote) == (None, None, others), "not read, with the words to look at"


def test_dates_of_something_else_in_the_same_sentence_are_left_out() -> None:
    for sentence in (
        "Children referred between 1 and 12 January 2024 were looked at in this inspection, which took place from 22 "
        "to 26 January 2024.",
        "This inspection took place from 22 to 26 January 2024, and considered children referred between 1 and 12 "
        "January 2024.",
    ):
        found = inspection_dates_in(sentence, LETTER_DATE)
        assert (found.start, found.end, found.competing_quote) == (*january(22, 26), None)


def test_dates_that_no_words_say_to_be_of_something_else_compete_with_those_before_them() -> None:
    sentence = "This inspection took place from 8 to 12 January 2024, with snow until 22 January 2024."
    found = inspection_dates_in(sentence, LETTER_DATE)
    assert (found.start, found.end, found.competing_quote) == (*january(8, 12), sentence)


def test_two_sentences_with_different_dates_compete() -> None:
    second = "The inspection took place from 5 to 9 February 2024."
    found = inspection_dates_in(f"This inspection took place from 22 to 26 January 2024. {second}", LETTER_DATE)
    assert (found.start, found.end, found.competing_quote) == (*january(22, 26), second)


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("This inspection began on Monday 22 January 2024 and lasted five days.", date(2024, 1, 22), None),
        ("The inspection was carried out in the weeks beginning 15 and 22 January 2024.", date(2024, 1, 15), None),
        ("The inspection concluded on 26 January 2024.", None, date(2024, 1, 26)),
        ("This inspection took place on 26 January 2024.", date(2024, 1, 26), date(2024, 1, 26)),
        ("This inspection took place in January 2024.", None, None),
        ("This inspection took place between 30 and 31 June 2023.", None, None),
    ],
)
def test_a_day_that_is_not_printed_is_not_read(sentence: str, start: date | None, end: date | None) -> None:
    found = inspection_dates_in(sentence, LETTER_DATE)
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize(
    ("sentence", "end"),
    [
        ("Between 22 and 26 January, Ofsted undertook an inspection", date(2024, 1, 26)),
        ("The inspection took place from 3 to 7 December", date(2023, 12, 7)),
        ("This inspection took place from 22 to 24 December and 5 to 9 January.", date(2024, 1, 9)),
    ],
)
def test_a_year_that_is_not_printed_is_the_last_one_before_the_letter(sentence: str, end: date) -> None:
    found = inspection_dates_in(sentence, LETTER_DATE)
    assert (found.end, found.is_year_inferred) == (end, True)


@pytest.mark.parametrize(
    ("opening", "read"),
    [
        (["14 March 2024"], LETTER_DATE),
        (["31 February 2024", "14 March 2024"], LETTER_DATE),
        (["Thursday 14th March 2024"], LETTER_DATE),
        (["Date: 14 March 2024"], LETTER_DATE),
        (["Letter sent: 14 March 2024", "Our reference: JTAI 12 of 5 May 2023"], LETTER_DATE),
        (["Publication date: 18 March 2024", "14 March 2024"], LETTER_DATE),
        (["Inspection dates: 22 to 26 January 2024", "Dated 14 March 2024"], LETTER_DATE),
        (["Embargoed until 20 March 2024", "14/03/2024"], LETTER_DATE),
        (["Sent: 18 March 2024 09:14", "14 March 2024"], LETTER_DATE),
        (["Date:", "Monday 18 March 2024 at 9.14", "14 March 2024"], LETTER_DATE),
        (["RECEIVED", "18 March 2024", "14 March 2024"], LETTER_DATE),
        (["Date", "14 March 2024"], LETTER_DATE),
        (["Date of publication:", "18 March 2024"], None),
        (["Publication date: 18 March 2024"], None),
        (["Date of publication: 18 March 2024"], None),
        (["Our ref: AB12, 14 March 2023"], None),
    ],
)
def test_a_letters_date_is_the_one_printed_as_its_own(opening: list[str], read: date | None) -> None:
    assert letter_date_in(opening) == read


def test_a_weekday_that_is_not_the_dates_own_is_noticed() -> None:
    assert find_weekday_slips("by Friday 18 April 2023, and on Tuesday 18 April 2023") == [
        ("Friday 18 April 2023", date(2023, 4, 18))
    ]
    assert find_weekday_slips("from Tues 18 April 2023 to Friday 21 April 2023") == []
