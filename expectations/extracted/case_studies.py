"""Claims about the case studies of the letters that were read."""

from __future__ import annotations

from typing import get_args

import great_expectations as gx
import pandas as pd

from expectations.claims import has_as_many_rows, has_words, holds, is_one_of, is_unique_in_report, suite_of
from expectations.rows import columns_of, is_worded, keys_of, with_facts
from expectations.tables import Tables
from extractors.records import Polarity


def suite(boxes: int) -> gx.ExpectationSuite:
    """Claim that case studies are the `boxes` sections of that kind; many letters have none, so that may be no rows."""
    return suite_of(
        "extracted.case_studies",
        has_as_many_rows(boxes, "every_case_study_section_is_a_case_study",
                         "There are as many case studies as sections of that kind."),
        is_unique_in_report("case_study_number", "a_case_study_number_is_used_once",
                            "No case-study number is used twice in a letter.", "title"),
        holds("is_a_section", "a_case_study_is_its_section",
              "A case study is a section of that kind, on the same pages.", "critical", "title", "section_number"),
        has_words("title", "a_case_study_has_a_title", "No case study is without a title.", "warning"),
        has_words("text", "a_case_study_has_words", "No case study is without words.", "warning", "title"),
        is_one_of("polarity", get_args(Polarity), "the_polarity_is_on_the_list",
                  "It is known what a case study is an example of.", "critical"),
        row_key="case_study_number",
        page="start_page",
    )  # fmt: skip


def rows(tables: Tables, letters: pd.DataFrame, boxes: pd.DataFrame) -> pd.DataFrame:
    """Case studies, and whether each is the case-study section it says it is."""
    studies = with_facts(tables["case_studies"], letters)
    pages = dict(zip(keys_of(boxes, "section_number"), columns_of(boxes, "start_page", "end_page"), strict=True))
    own_pages = columns_of(studies, "start_page", "end_page")
    keys = keys_of(studies, "section_number")
    return studies.assign(
        is_a_section=[pages.get(key) == own for key, own in zip(keys, own_pages, strict=True)],
        is_title_worded=is_worded(studies["title"]),
        is_text_worded=is_worded(studies["text"]),
    )
