"""Whether what is printed in the sections of a letter is what their texts hold, and where their text ends.

Letters and digits are counted, not words: a word broken over two lines is two words there and one here.
"""

from __future__ import annotations

import pandas as pd

from expectations.blemishes import letters_of
from expectations.rows import columns_of, keys_of


def characters_lost(letters: pd.DataFrame, sections: pd.DataFrame) -> pd.Series:
    """How many letters and digits more are printed in a letter's sections than stand in their texts."""
    headings = sections["heading"].where(sections["heading"].notna(), "")
    texts = (headings + " " + sections["text"].fillna("")).where(stand_apart(sections), "")
    held = texts.map(lambda text: len(letters_of(text))).groupby(sections["report_id"]).sum()
    return letters["placed_character_count"] - _by_report(letters, held).fillna(0)


def stand_apart(sections: pd.DataFrame) -> list[bool]:
    """Whether a section's words stand in no other: not in a box outside the text, and not a part of its parent."""
    texts = dict(zip(keys_of(sections, "section_number"), sections["text"], strict=True))
    rows = columns_of(sections, "report_id", "parent_section_number", "kind", "heading")
    return [
        pd.isna(parent) or (kind == "case_study" and heading not in str(texts.get((report, parent))).split("\n"))
        for report, parent, kind, heading in rows
    ]


def pages_after_text(letters: pd.DataFrame, sections: pd.DataFrame) -> pd.Series:
    """How many pages follow the last words of a letter's sections; signatures may fill one."""
    last = sections.groupby("report_id")["end_page"].max()
    return letters["page_count"] - _by_report(letters, last)


def _by_report(letters: pd.DataFrame, counts: pd.Series) -> pd.Series:
    """The count of each letter; missing where a letter has none, and a number even where no letter has any."""
    return pd.to_numeric(letters["report_id"].map(counts.to_dict()))
