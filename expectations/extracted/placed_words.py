"""Whether what is printed in the sections of a letter is what their texts hold, and where their text ends.

Letters and digits are counted, not words: a word broken over two lines is two words there and one here.
"""

from __future__ import annotations

import pandas as pd

from expectations.blemishes import letters_of
from expectations.rows import columns_of, texts_by_key


def characters_lost(letters: pd.DataFrame, sections: pd.DataFrame) -> pd.Series:
    """How many letters and digits more are printed in a letter's sections than stand in their texts."""
    parts = zip(columns_of(sections, "heading", "text"), stand_apart(sections), strict=True)
    counts = [
        sum(len(letters_of(words)) for words in part if isinstance(words, str)) if is_apart else 0
        for part, is_apart in parts
    ]
    held = pd.Series(counts, index=sections.index).groupby(sections["report_id"]).sum()
    return letters["placed_character_count"] - _by_report(letters, held).fillna(0)


def stand_apart(sections: pd.DataFrame) -> list[bool]:
    """Whether a section's words stand in no other: not in a box outside the text, and not a part of its parent."""
    text_of = texts_by_key(sections)
    rows = columns_of(sections, "report_id", "parent_section_number", "kind", "heading")
    return [
        pd.isna(parent) or (kind == "case_study" and heading not in text_of((report, parent)).split("\n"))
        for report, parent, kind, heading in rows
    ]


def pages_after_text(letters: pd.DataFrame, sections: pd.DataFrame) -> pd.Series:
    """How many pages follow the last words of a letter's sections; signatures may fill one."""
    last = sections.groupby("report_id")["end_page"].max()
    return letters["page_count"] - _by_report(letters, last)


def _by_report(letters: pd.DataFrame, counts: pd.Series) -> pd.Series:
    """The count of each letter; missing where a letter has none, and a number even where no letter has any."""
    return pd.to_numeric(letters["report_id"].map(counts.to_dict()))
