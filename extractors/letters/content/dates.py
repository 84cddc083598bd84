"""Dates as letters print them: "9 May to 13 May 2022", "22, 23 and 24 January", "31 December and 4 January 2019".

A day without a month, or a month without a year, takes that of the next date beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

MONTH_NUMBERS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
WEEKDAY_NAME = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?)"
NUMBER = r"(?P<{}>\d{{1,2}})(?:st|nd|rd|th)?(?![\w£%])"
DATE = re.compile(
    rf"(?:(?P<weekday>{WEEKDAY_NAME}),?\s+)?(?:the\s+)?(?<![\d/.£])(?:"
    r"(?P<digits>\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{1,2}([/.-])\d\d\3\d\d(?!\d)|\d{1,2}-\d\d-\d{4})\b|(?P<iso>\d{4}-\d\d-\d\d)\b"
    rf"|{NUMBER.format('day')}(?:\s+(?:of\s+)?(?P<month>{MONTH})(?:,?\s+(?P<year>\d{{4}})\b|\s+(?P<short>\d\d)\b)?)?"
    rf"|(?P<first_month>{MONTH})\s+{NUMBER.format('its_day')}(?:,?\s+(?P<its_year>\d{{4}})\b)?)",
    re.IGNORECASE,
)
WEEKDAY_BEFORE_DIGIT = re.compile(r"day,?\s+(?:the\s+)?\d", re.IGNORECASE)
BESIDE = re.compile(r"\s*(?:,|&|[-–—]|,?\s*\b(?:and|to|until|till|through)\b)\s*", re.IGNORECASE)
TWO_DIGIT_YEARS_FROM, SHORTEST_YEAR = 2000, 100


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as it is printed at `start` to `end` of a text: of day, month and year at least the day."""

    start: int
    end: int
    day: int
    month: int | None
    year: int | None
    weekday: str | None

    @property
    def value(self) -> date | None:
        """The date, or None where a part is not printed, or no calendar has it."""
        if self.month is None or self.year is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None


DateList = list[PrintedDate]
"""Dates printed beside each other, such as the two ends of a range; each has at least day and month."""


def find_dates(text: str) -> list[PrintedDate]:
    """Return the dates that a text prints with day, month and year."""
    return [printed for printed in _printed_dates(text) if printed.value]


def find_date_lists(text: str) -> list[DateList]:
    """Return a text's dates, those together that are printed beside each other; years may still be missing."""
    lists: list[DateList] = []
    for printed in _printed_dates(text):
        if lists and BESIDE.fullmatch(text[lists[-1][-1].end : printed.start]):
            lists[-1].append(printed)
        else:
            lists.append([printed])
    return [dated for found in lists if (dated := _with_months(found))]


def fill_years(dates: Sequence[PrintedDate], latest: date | None) -> list[PrintedDate]:
    """Return dates in the order of time with their years; where none is printed, the last one up to `latest`."""
    filled = list(dates)
    if latest and filled and not any(printed.year for printed in filled):
        filled[-1] = _dated_up_to(filled[-1], latest)
    for at in reversed(range(len(filled) - 1)):
        filled[at] = _with_year_beside(filled[at], filled[at + 1], -1)
    for at in range(1, len(filled)):
        filled[at] = _with_year_beside(filled[at], filled[at - 1], 1)
    return filled


def find_weekday_slips(text: str) -> list[tuple[str, date]]:
    """Return the dates printed with a weekday that they do not fall on: the words, and the date."""
    return [
        (text[printed.start : printed.end], value)
        for printed in (_printed_dates(text) if WEEKDAY_BEFORE_DIGIT.search(text) else ())
        if printed.weekday and (value := printed.value) and f"{value:%a}".lower() != printed.weekday[:3].lower()
    ]


def _printed_dates(text: str) -> Iterator[PrintedDate]:
    for match in DATE.finditer(text):
        part = match.groupdict()
        if part["iso"]:
            year, month, day = map(int, part["iso"].split("-"))
        elif part["digits"]:
            day, month, year = map(int, re.split(r"[/.-]", part["digits"]))
            year += TWO_DIGIT_YEARS_FROM if year < SHORTEST_YEAR else 0
        else:
            day = int(part["day"] or part["its_day"])
            month = MONTH_NUMBERS.get((part["month"] or part["first_month"] or "")[:3].lower(), 0)
            year = int(part["year"] or part["its_year"] or 0)
            year = TWO_DIGIT_YEARS_FROM + int(part["short"]) if part["short"] else year
        yield PrintedDate(*match.span(), day, month or None, year or None, part["weekday"])


def _with_months(dates: DateList) -> DateList:
    """Give each day the month of the next date beside it; leave out what has none."""
    filled = list(dates)
    for at in reversed(range(len(filled) - 1)):
        if filled[at].month is None:
            filled[at] = replace(filled[at], month=filled[at + 1].month)
    return [printed for printed in filled if printed.month]


def _dated_up_to(printed: PrintedDate, latest: date) -> PrintedDate:
    dated = replace(printed, year=latest.year)
    return replace(printed, year=latest.year - 1) if dated.value and dated.value > latest else dated


def _with_year_beside(printed: PrintedDate, other: PrintedDate, step: int) -> PrintedDate:
    """Give a date without a year that of the one beside it, one year on (or back) where the months say so."""
    if printed.year or not (other.year and printed.month and other.month):
        return printed
    is_other_year = (printed.month - other.month) * step < 0
    return replace(printed, year=other.year + (step if is_other_year else 0))
