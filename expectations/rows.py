"""Small ways to go through the rows of a frame and to ask things of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from expectations.blemishes import letters_of
from expectations.claims import NEW, RELEASED_BEFORE
from expectations.tables import LastRelease

Key = tuple[object, object]


def with_facts(rows: pd.DataFrame, letters: pd.DataFrame, *facts: str) -> pd.DataFrame:
    """The rows of these letters, in the order of the table, with `facts` of the letter beside them."""
    known = letters.drop_duplicates("report_id").set_index("report_id")
    is_known = rows["report_id"].isin(known.index)
    # A copy of all texts is made only where some are not wanted.
    wanted = rows if is_known.all() else rows[is_known].reset_index(drop=True)
    return wanted.assign(**{fact: known[fact].reindex(wanted["report_id"]).array for fact in facts})


def standing(report_ids: pd.Series, last: LastRelease) -> pd.Series:
    """Whether each report was released before or is new."""
    return report_ids.isin(last.letters).map({True: RELEASED_BEFORE, False: NEW})


def is_worded(texts: pd.Series) -> list[bool]:
    """Whether each text has a letter or a digit; asked one after the other, for `map` would hold all of them twice."""
    return [isinstance(text, str) and letters_of(text) != "" for text in texts]


def is_counted(rows: pd.DataFrame, number: str) -> pd.Series:
    """Whether the numbers of each report run 1, 2, 3 without a gap."""
    return rows.groupby("report_id")[number].rank(method="first").eq(rows[number])


def keys_of(rows: pd.DataFrame, number: str) -> list[Key]:
    """(report, number) of each row."""
    return list(zip(rows["report_id"], rows[number], strict=True))


def texts_by_key(sections: pd.DataFrame) -> Callable[[Key], str]:
    """The text of a section by its report and number, empty where there is none; looked up, for all would be a lot."""
    texts = sections["text"].array
    places = {key: place for place, key in enumerate(keys_of(sections, "section_number"))}

    def text_of(key: Key) -> str:
        text = texts[places[key]] if key in places else None
        return text if isinstance(text, str) else ""

    return text_of


def columns_of(rows: pd.DataFrame, *columns: str) -> Iterator[tuple[object, ...]]:
    """The named columns of each row, as a tuple."""
    return zip(*(rows[column] for column in columns), strict=True)
