"""Where the sections of a letter lie: on its pages, in each other, and clear of the next."""

from __future__ import annotations

import pandas as pd

from expectations.blemishes import OPENING_LETTERS, letters_of
from expectations.rows import columns_of, keys_of, texts_by_key


def are_pages_in_bounds(sections: pd.DataFrame) -> pd.Series:
    """Whether a section starts before it ends, on pages the letter has."""
    starts, ends = sections["start_page"], sections["end_page"]
    return starts.ge(1) & starts.le(ends) & ends.le(sections["page_count"])


def is_within_parent(sections: pd.DataFrame) -> list[bool]:
    """Whether the parent a section names is there and, for a subsection, has it on its pages.

    A case study may stand on the page after the last words of the section it belongs to.
    """
    pages = dict(zip(keys_of(sections, "section_number"), columns_of(sections, "start_page", "end_page"), strict=True))
    answers = []
    for report, parent, kind, start, end in sections[
        ["report_id", "parent_section_number", "kind", "start_page", "end_page"]
    ].itertuples(index=False):
        first, last = pages.get((report, parent), (None, None))
        is_on_its_pages = first is not None and (kind != "sub_section" or first <= start <= end <= last)
        answers.append(pd.isna(parent) or is_on_its_pages)
    return answers


def is_expected_there(sections: pd.DataFrame) -> list[bool]:
    """Whether a subsection is where letters of its family have some: an unknown heading elsewhere is a section's."""
    kinds = dict(zip(keys_of(sections, "section_number"), sections["kind"], strict=True))
    return [
        kind != "sub_section" or family != "2022 on" or kinds.get((report, parent)) == "main_findings"
        for report, parent, kind, family in columns_of(sections, "report_id", "parent_section_number", "kind", "family")
    ]


def is_clear_of_next(sections: pd.DataFrame) -> pd.Series:
    """Whether a top-level section ends where the next begins: on its page or before, and without its words."""
    is_top = sections["level"].eq(1) & sections["kind"].ne("case_study")
    tops = sections.loc[is_top, ["report_id", "section_number", "start_page", "end_page"]]
    nexts = tops.groupby("report_id").shift(-1)
    text_of = texts_by_key(sections)
    neighbours = columns_of(tops.assign(following=nexts["section_number"]), "report_id", "section_number", "following")
    merged = [runs_into(text_of((report, one)), text_of((report, following))) for report, one, following in neighbours]
    is_merged = pd.Series(merged, index=tops.index, dtype=bool)
    is_clear = ~(tops["end_page"].gt(nexts["start_page"]) | is_merged)
    return is_clear.reindex(sections.index, fill_value=True)


def runs_into(text: str, following: str) -> bool:
    """Whether a text goes on into the one that follows."""
    opening = letters_of(following)[:OPENING_LETTERS]
    return len(opening) == OPENING_LETTERS and opening in letters_of(text)
