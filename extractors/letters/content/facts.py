"""Facts: what a letter says of itself: its date, its inspection's dates and theme, and what is asked for next.

Each fact is read from the sentence that states it, in the part of the letter where it belongs, and keeps the
words it came from. Letters give dates in many ways ("22 and 26 February", "9 May to 13 May 2022", without a year)
and letters to 2020 say "abuse and neglect" of all they inspected: their theme is that of the deep dive.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from extractors.letters.content.sentences import sentences_in
from extractors.letters.vocabulary.themes import theme_of

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
DATE = re.compile(rf"{WEEKDAY}\b{DAY}\s+({MONTHS})(?:,?\s+(\d{{4}}|\d{{2}}))?\b", re.IGNORECASE)
FULL_DATE = re.compile(rf"{WEEKDAY}\b{DAY}\s+({MONTHS}),?\s+(\d{{4}})\b", re.IGNORECASE)
WEEKDAY_DATE = re.compile(
    rf"\b((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day),?\s+{DAY}\s+({MONTHS}),?\s+(\d{{4}})\b", re.I
)
DATE_RANGE = re.compile(
    rf"{WEEKDAY}\b{DAY}(?:\s+({MONTHS}))?(?:,?\s+(\d{{4}}))?\s*(?:and|to|until|[-–—])\s*"
    rf"{WEEKDAY}{DAY}\s+({MONTHS})(?:,?\s+(\d{{4}}))?\b",
    re.IGNORECASE,
)
DEEP_DIVE = re.compile(r"deep[\s-]dive[’'”\"]?\s*(?:focus(?:ed)?\s+)?(?:on|into|of)\s+(.+)", re.IGNORECASE)
RESPONSE_TO = re.compile(r"(multi-?\s?agency\s+responses?\s+to\s+.+)", re.IGNORECASE)
NO_PRIORITY_ACTION = re.compile(
    r"\b(?:no|not\s+(?:identif\w+|found|find)\s+any)\s+areas?\s+(?:for|of|requiring)\s+priority\s+action", re.IGNORECASE
)
STATEMENT = re.compile(
    r"^(?P<lead>.+?)\s+(?:is\s+the\s+principal\s+authority,?\s+and\s+)?"
    r"(?:should|must|will|needs?\s+to|is\s+(?:asked|required)\s+to)\s+(?:[\w’,-]+\s+){0,8}?"
    r"(?:prepar|produc|co-?ordinat|lead|develop|writ)\w*\b[^.]{0,80}?\bstatement\b",
    re.IGNORECASE,
)
LEAD_OPENING = re.compile(r"^.*?\b(?:determined|decided|concluded|agreed)\s+that\s+", re.IGNORECASE | re.DOTALL)
PARENTHESIS = re.compile(r"\s*\([^)]{20,}\)")
DUE = re.compile(rf"\b(?:by|before|no\s+later\s+than)\s+(?:[\w’]+\s+){{0,6}}?({DATE.pattern})", re.IGNORECASE)
LONGEST_DENIAL = 120
TWO_DIGIT_YEARS_FROM = 2000


@dataclass(frozen=True, slots=True)
class InspectionDates:
    """When inspectors were there, the words that say so, and whether the year was inferred from the letter's date."""

    start: date | None = None
    end: date | None = None
    quote: str | None = None
    is_year_inferred: bool = False


@dataclass(frozen=True, slots=True)
class ThemeFound:
    """The theme from the closed list, the words it came from, and what the deep dive was on where there was one."""

    theme: str | None = None
    quote: str | None = None
    deep_dive_focus: str | None = None


@dataclass(frozen=True, slots=True)
class WrittenStatement:
    """The statement of proposed action that "Next steps" asks for: who leads it, by when, and the words that say so."""

    is_required: bool = False
    lead: str | None = None
    due_date: date | None = None
    quote: str | None = None


def letter_date_in(opening: Sequence[str]) -> date | None:
    """Return the first full date among the lines above the title."""
    dates = (_date(*match.groups()) for text in opening for match in FULL_DATE.finditer(text))
    return next((found for found in dates if found), None)


def inspection_dates_in(introduction: str, letter_date: date | None) -> InspectionDates:
    """Return the first range of dates in the introduction; a year that is not printed is the last one possible."""
    for sentence in _sentences(introduction):
        match = DATE_RANGE.search(sentence)
        if match:
            return _inspection_dates(match, sentence, letter_date)
    return InspectionDates()


def _inspection_dates(match: re.Match[str], sentence: str, letter_date: date | None) -> InspectionDates:
    start_day, start_month, start_year, end_day, end_month, end_year = match.groups()
    is_inferred = end_year is None
    if end_year is None and letter_date is None:
        return InspectionDates(quote=sentence)
    end = _date(end_day, end_month, end_year or str(letter_date.year if letter_date else 0))
    if is_inferred and end and letter_date and end > letter_date:
        end = _date(end_day, end_month, str(letter_date.year - 1))
    start = _date(start_day, start_month or end_month, start_year or str(end.year if end else 0))
    if start and end and start > end and not start_year:
        start = _date(start_day, start_month or end_month, str(end.year - 1))
    return InspectionDates(start, end, sentence, is_inferred)


def theme_in(title: str | None, introduction: str) -> ThemeFound:
    """Return the theme named by the deep dive, or else by the opening sentence, or else by the title."""
    focuses = _subjects(DEEP_DIVE, introduction)
    quotes = [*focuses, *_subjects(RESPONSE_TO, introduction), *_subjects(RESPONSE_TO, title or "")]
    named = next((quote for quote in quotes if theme_of(quote)), None)
    return ThemeFound(
        theme=theme_of(named) if named else None,
        quote=named or next(iter(quotes), None),
        deep_dive_focus=next(iter(focuses), None),
    )


def _subjects(wording: re.Pattern[str], text: str) -> list[str]:
    return [match[1].rstrip(" .,;") for sentence in _sentences(text) if (match := wording.search(sentence))]


def states_no_priority_action(texts: Sequence[str]) -> bool:
    """Say whether the letter states that there are no areas for priority action."""
    return any(NO_PRIORITY_ACTION.search(text) for text in texts if "priority" in text.lower())


def is_only_no_priority_action(text: str) -> bool:
    """Say whether a paragraph or bullet says no more than that there are no areas for priority action."""
    return len(text) < LONGEST_DENIAL and states_no_priority_action([text])


def written_statement_in(next_steps: str) -> WrittenStatement:
    """Return the written statement that "Next steps" asks for."""
    match = next((found for sentence in _sentences(next_steps) if (found := STATEMENT.search(sentence))), None)
    if not match:
        return WrittenStatement()
    due = DUE.search(next_steps)
    return WrittenStatement(
        is_required=True,
        lead=PARENTHESIS.sub("", LEAD_OPENING.sub("", match["lead"])).strip(" ,\n") or None,
        due_date=_date(*due.groups()[1:]) if due and due.groups()[-1] else None,
        quote=" … ".join(found[0] for found in (match, due) if found),
    )


def weekday_slips(text: str) -> list[tuple[str, date]]:
    """Return the dates printed with a weekday that they do not fall on: the words, and the date."""
    if "day" not in text.lower():
        return []
    dated = [(match, _date(*match.groups()[1:])) for match in WEEKDAY_DATE.finditer(text)]
    return [(match[0], day) for match, day in dated if day and f"{day:%A}".lower() != match[1].lower()]


def _sentences(text: str) -> list[str]:
    return [sentence for paragraph in text.split("\n") for sentence in sentences_in(paragraph)]


def _date(day: str, month: str, year: str) -> date | None:
    full_year = int(year) + (TWO_DIGIT_YEARS_FROM if len(year) == 2 else 0)  # noqa: PLR2004
    try:
        return datetime.strptime(f"{day} {month} {full_year:04d}", "%d %B %Y").date()  # noqa: DTZ007
    except ValueError:
        return None
