"""A letter's own date, and the dates of the inspection it is about.

An introduction may give other dates too: of an earlier inspection, or of when children came to notice. Dates are the
inspection's only where the words around them say that it took place then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise

from extractors.letters.content.dates import DateList, fill_years, find_date_lists, find_dates
from extractors.letters.content.sentences import sentences_of
from extractors.letters.vocabulary.date_contexts import words_that_say

# "Date:" and "Letter sent:" label the letter's date; any other label is of another date, such as "Publication date:".
OWN_LABEL = re.compile(r"(?:(?:the|date|letter|sent|dated|of)\b[\s:]*)*", re.IGNORECASE)
OTHER_LABEL = re.compile(
    r"\w[^,:]*:|\b(?:publi\w+|inspect\w+|visit\w*|ref\w*|due|by|until|from|between)\b", re.IGNORECASE
)
# Above a date, as on a stamp.
OTHER_LABEL_ABOVE = re.compile(
    r"(?:date\s+(?:of\s+)?)?(?:received|publi\w+|posted)(?:\s+(?:date|on|by))?[\s:]*", re.IGNORECASE
)
# A message is sent at a time of day, a letter on a day.
TIME_OF_DAY = re.compile(r"[\s,]*(?:at\s+)?\d{1,2}[:.]\d\d", re.IGNORECASE)
# How much after "Ofsted … undertook" still says what was undertaken: "a focused visit".
OBJECT_LENGTH = 40

TellsInspection = Callable[[str, str], bool]
"""Whether the words before a date, and those after it, say that an inspection took place then."""


@dataclass(frozen=True, slots=True)
class InspectionDates:
    """When inspectors were there, the words that say so, and whether the year was inferred from the letter's date.

    `competing_quote` is a sentence that gives, or goes on to, other dates that may be the inspection's.
    """

    start: date | None = None
    end: date | None = None
    quote: str | None = None
    is_year_inferred: bool = False
    competing_quote: str | None = None


def letter_date_in(opening: Sequence[str]) -> date | None:
    """Return the first date that a line above the title prints as the letter's own: alone, or labelled so."""
    for above, line in pairwise(["", *opening]):
        dates = find_dates(line)
        before = line[: dates[0].start].strip() if dates else ""
        is_labelled = OWN_LABEL.fullmatch(before) or not OTHER_LABEL.search(before)
        is_other = (not before and OTHER_LABEL_ABOVE.fullmatch(above)) or (
            dates and TIME_OF_DAY.match(line, dates[0].end)
        )
        if len(dates) == 1 and is_labelled and not is_other:
            return dates[0].value
    return None


def inspection_dates_in(introduction: str, letter_date: date | None) -> InspectionDates:
    """Return the first and last day on which the introduction says that this inspection took place.

    A year that is not printed is the last one possible.
    """
    sentences = [sentence for sentence in sentences_of(introduction) if re.search(r"\d", sentence)]
    for tells_inspection in (_tells_event, _names_inspection):
        read = [_read_dates(sentence, letter_date, tells_inspection) for sentence in sentences]
        found = [dates for dates in read if dates]
        if found:
            return _merge([dates for dates in found if not _names_earlier_one(dates)] or found)
    return InspectionDates(quote=next((sentence for sentence in sentences if find_date_lists(sentence)), None))


def _read_dates(sentence: str, letter_date: date | None, tells_inspection: TellsInspection) -> InspectionDates | None:
    """Return when a sentence says that the inspection was, or None where it does not."""
    lists = _lists_of_inspection(sentence, tells_inspection)
    if not lists:
        return None
    dates = fill_years([printed for dates in lists for printed in dates], letter_date)
    values = [printed.value for printed in dates if printed.value]
    is_read = len(values) == len(dates)
    before, is_one = sentence[: dates[0].start], len(dates) == 1
    lacks_start = is_one and _ends_with("only end", before)
    is_arrival = _ends_with("only start", before) or _pattern("arrival").search(before) is not None
    lacks_end = (is_one and is_arrival) or _ends_with("only starts", sentence[: lists[-1][0].start])
    return InspectionDates(
        start=min(values) if is_read and not lacks_start else None,
        end=max(values) if is_read and not lacks_end else None,
        quote=sentence,
        is_year_inferred=bool(values) and not any(printed.year for dates in lists for printed in dates),
        competing_quote=sentence if _leaves_dates_out(sentence, lists) else None,
    )


def _leaves_dates_out(sentence: str, lists: Sequence[DateList]) -> bool:
    """Say whether dates follow those of the inspection that no words say to be of something else."""
    starts = {dates[0].start for dates in lists}
    return any(
        dates[0].start in starts
        and following[0].start not in starts
        and not _says_other(sentence[dates[-1].end : following[0].start])
        for dates, following in pairwise(find_date_lists(sentence))
    )


def _says_other(words: str) -> bool:
    return any(_pattern(what).search(words) for what in ("other event", "other matter", "other clause"))


def _lists_of_inspection(sentence: str, tells_inspection: TellsInspection) -> list[DateList]:
    """Return the dates in a sentence that are the inspection's, which may have been in several parts."""
    chosen: list[DateList] = []
    lists = find_date_lists(sentence)
    ends = [0, *(dates[-1].end for dates in lists)]
    starts = [*(dates[0].start for dates in lists), len(sentence)]
    for at, dates in enumerate(lists):
        before, after = sentence[ends[at] : starts[at]], sentence[ends[at + 1] : starts[at + 1]]
        is_next_part = bool(chosen) and chosen[-1] is lists[at - 1] and _joins_parts(before)
        if is_next_part or tells_inspection(before, after) or (at > 0 and _goes_on(sentence[: starts[0]], before)):
            chosen.append(dates)
    return chosen


def _goes_on(opening: str, before: str) -> bool:
    """Say whether a sentence about inspectors or their inspection goes on to say that it was then."""
    match = re.match(rf"[\s,;]*and\s+(?:(?:then|it|they)\s+)?{words_that_say('took place')}", before, re.IGNORECASE)
    is_other = _pattern("other event").search(before) or _pattern("other matter").search(before)
    return match is not None and not is_other and _pattern("inspection").search(opening) is not None


def _tells_event(before: str, after: str) -> bool:
    """Say whether the words before dates, or where dates open the sentence those after, say that inspectors came."""
    event = _pattern("inspection", "took place")
    clause = _last_clause(before)
    match = event.search(clause)
    if match:
        return not _pattern("other event").search(clause) and not _pattern("other matter").search(clause, match.end())
    after = after.lstrip(", ")
    match = (_pattern("came then").match(after) or event.search(after)) if _joins_parts(before) else None
    if not match:
        return False
    undertaken = re.split(words_that_say("other clause"), after[: match.end() + OBJECT_LENGTH], flags=re.IGNORECASE)[0]
    return not _pattern("other event").search(undertaken)


def _names_inspection(before: str, _after: str) -> bool:
    """Say whether the words before dates name an inspection and nothing else that could have been then."""
    clause = _last_clause(before)
    is_other = _pattern("other event").search(clause) or _pattern("other matter").search(clause)
    return _pattern("inspection itself").search(clause) is not None and not is_other


def _last_clause(before: str) -> str:
    """Return the words from the last relative pronoun on; "which took place" goes on with the same subject."""
    joined = re.sub(rf",?\s*\b(?:which|that)\s+(?={words_that_say('took place')})", " ", before, flags=re.IGNORECASE)
    return re.split(rf";|{words_that_say('other clause')}", joined, flags=re.IGNORECASE)[-1]


def _merge(found: Sequence[InspectionDates]) -> InspectionDates:
    """Return the dates read first, widened by those of further parts; other dates compete with them."""
    merged = found[0]
    for other in found[1:]:
        if not (merged.start and merged.end and other.start and other.end):
            continue
        start, end = min(merged.start, other.start), max(merged.end, other.end)
        if (start, end) == (merged.start, merged.end):
            continue
        if (start, end) == (other.start, other.end):
            merged = replace(other, competing_quote=merged.competing_quote)
        elif _pattern("part").search(other.quote or ""):
            merged = replace(merged, start=start, end=end, quote=f"{merged.quote} … {other.quote}")
        else:
            merged = replace(merged, competing_quote=merged.competing_quote or other.quote)
    return merged


def _names_earlier_one(dates: InspectionDates) -> bool:
    return _pattern("earlier inspection").search(dates.quote or "") is not None


def _joins_parts(words: str) -> bool:
    return re.fullmatch(rf"(?:[\s,;()]|{words_that_say('next part')})*", words, re.IGNORECASE) is not None


def _ends_with(what: str, words: str) -> bool:
    return re.search(rf"{words_that_say(what)}\s*$", words, re.IGNORECASE) is not None


@cache
def _pattern(*meanings: str) -> re.Pattern[str]:
    """Return the expression of words that say one thing after the other."""
    return re.compile(r".*?".join(words_that_say(what) for what in meanings), re.IGNORECASE | re.DOTALL)
