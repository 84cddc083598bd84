"""Whether the dates read from a sentence stand in it: its day, its month, and its year where the sentence has one."""

from __future__ import annotations

import re
from collections.abc import Hashable

import pandas as pd

QUOTE_OF = {
    "inspection_start_date": "inspection_dates_quote",
    "inspection_end_date": "inspection_dates_quote",
    "written_statement_due_date": "written_statement_quote",
}
YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
MONTH_LETTERS = 3


def dates_not_quoted(letters: pd.DataFrame) -> list[str | None]:
    """Name the dates of each letter that their sentence does not have, with the sentence."""
    columns = list(dict.fromkeys((*QUOTE_OF, *QUOTE_OF.values())))
    return [amiss(row) for row in letters[columns].to_dict("records")]


def amiss(row: dict[Hashable, object]) -> str | None:
    """Name the dates of one letter that their sentence does not have."""
    found = [
        f"{date}: {row[date]:%Y-%m-%d} is not in “{row[quote]}”"
        for date, quote in QUOTE_OF.items()
        if pd.notna(row[date]) and not stands_in(pd.Timestamp(str(row[date])), row[quote])
    ]
    return "; ".join(found) or None


def stands_in(date: pd.Timestamp, quote: object) -> bool:
    """Whether a sentence has the day, the month, and the year if it has any year."""
    if not isinstance(quote, str):
        return False
    has_day = re.search(rf"\b0?{date.day}(?!\d)", quote) is not None
    has_month = date.month_name()[:MONTH_LETTERS].lower() in quote.lower()
    years = YEAR.findall(quote)
    return has_day and has_month and (not years or str(date.year) in years)
