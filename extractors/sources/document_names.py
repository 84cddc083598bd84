"""The line that names a document: "LABEL, PDF - 18 July 2022", or in an archive "label - 18 july 2022"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thur?s?|fri|sat|sun)\.?,?\s+"
DAY = (
    rf"(?:{WEEKDAY})?\d{{1,2}}(?:st|nd|rd|th)?\s+[a-z]+,?\s+\d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}"
)
FORMAT = r"(?P<format>pdf|word|docx?|odt|rtf|html)(?:\s*[,(]?\s*[\d.]+\s*[kmg]i?b\)?)?"
# The label may itself hold " - ", so the date is sought from the end; "_1" marks a file that was saved twice.
DOCUMENT_NAME = re.compile(
    rf"(?P<label>.+?)(?:\s*,\s*{FORMAT})?\s+[-–—]\s+(?P<day>{DAY})(?:_(?P<copy>\d+))?",
    re.IGNORECASE,
)
# The first is the site's own; the others are not ambiguous either, for a British site puts the day first.
DAY_FORMS = ("%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%Y-%m-%d")
NOT_IN_FORM = re.compile(rf"^{WEEKDAY}|(?<=\d)(?:st|nd|rd|th)\b|,", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DocumentName:
    """A document's label, publication date and, where it was saved more than once, the number of the copy.

    `format` is the kind of file in the site's words, null where it names none.
    """

    label: str
    published: date
    copy: str | None
    format: str | None = None


def parse_document_name(text: str) -> DocumentName | None:
    """Read label and date out of the line that names a document; null where it is no such line."""
    match = DOCUMENT_NAME.fullmatch(plain(text))
    published = parse_day(match["day"]) if match else None
    return DocumentName(match["label"], published, match["copy"], match["format"]) if match and published else None


def plain(text: str) -> str:
    """A name on one line, without what prints nothing: escape codes, marks that turn the line round, broken bytes."""
    shown = (letter for letter in text if letter.isspace() or not unicodedata.category(letter).startswith("C"))
    return " ".join("".join(shown).split())


def parse_day(text: str) -> date | None:
    """Read a date like "18 July 2022", in any case and any known form; null where it is none."""
    words = NOT_IN_FORM.sub("", " ".join(text.split()))
    for form in DAY_FORMS:
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007 a date has no time zone
        except ValueError:
            continue
    return None


def find_days(text: str) -> list[date]:
    """Every date in a text, in order."""
    found = (parse_day(match[0]) for match in re.finditer(DAY, " ".join(text.split()), re.IGNORECASE))
    return [day for day in found if day]
