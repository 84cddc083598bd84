"""Claims about the findings of the letters that were read."""

from __future__ import annotations

import great_expectations as gx
import pandas as pd

from expectations.blemishes import OPENING_LETTERS, letters_of
from expectations.claims import has_rows, has_words, holds, is_one_of, is_unique_in_report, suite_of
from expectations.rows import columns_of, is_counted, is_worded, keys_of, texts_by_key, with_facts
from expectations.tables import Tables
from extractors.records import FINDINGS_KINDS

PAGE_WIDTH_POINTS = 612
PAGE_HEIGHT_POINTS = 843
"""Letters are A4, 595.3 by 841.9 points; US paper is the widest they might be."""


def suite() -> gx.ExpectationSuite:
    """Claim that findings are counted, in their section and placed on its pages."""
    box = ("x0", "top", "x1", "bottom")
    return suite_of(
        "extracted.findings",
        has_rows("findings"),
        is_unique_in_report("finding_number", "a_finding_number_is_used_once",
                            "No finding number is used twice in a letter.", "text"),
        holds("is_in_sequence", "findings_are_counted",
              "Findings are numbered 1, 2, 3 without a gap.", "critical", "finding_number", "text"),
        is_one_of("kind", FINDINGS_KINDS, "a_finding_is_of_a_findings_section",
                  "A finding is of a findings section.", "critical"),
        has_words("text", "a_finding_has_words", "No finding is without words.", "warning"),
        holds("has_section", "a_finding_has_a_section",
              "The section a finding names is there.", "critical", "section_number"),
        holds("is_page_in_section", "a_finding_is_on_its_sections_pages",
              "A finding is on the pages of its section.", "warning", "page", "start_page", "end_page"),
        holds("is_text_in_section", "a_finding_is_in_its_sections_text",
              "A finding's words stand in its section.", "warning", "text"),
        holds("is_box_on_page", "a_finding_is_on_the_paper", "A finding's place is on the page.", "warning", *box),
        holds("is_placed_in_list", "a_sub_finding_has_a_finding",
              "A sub-bullet, and nothing else, belongs to a finding that is there.", "critical",
              "level", "parent_finding_number"),
        row_key="finding_number",
        page="page",
    )  # fmt: skip


def rows(tables: Tables, letters: pd.DataFrame) -> pd.DataFrame:
    """Findings beside the section they are of."""
    findings = beside_sections(with_facts(tables["findings"], letters), tables["sections"])
    text_of = texts_by_key(tables["sections"])
    return findings.assign(
        is_in_sequence=is_counted(findings, "finding_number"),
        is_text_worded=is_worded(findings["text"]),
        has_section=findings["start_page"].notna(),
        is_page_in_section=findings["page"].between(findings["start_page"], findings["end_page"]),
        is_text_in_section=[
            letters_of(text or "")[:OPENING_LETTERS] in letters_of(text_of(section))
            for text, section in zip(findings["text"], keys_of(findings, "section_number"), strict=True)
        ],
        is_box_on_page=is_box_on_page(findings),
        is_placed_in_list=is_placed_in_list(findings),
    )


def beside_sections(findings: pd.DataFrame, sections: pd.DataFrame) -> pd.DataFrame:
    """Each finding with the pages of its section, null where that is not there."""
    key = ["report_id", "section_number"]
    of_section = sections[[*key, "start_page", "end_page"]]
    return findings.merge(of_section.drop_duplicates(key), on=key, how="left")


def is_box_on_page(findings: pd.DataFrame) -> pd.Series:
    """Whether a finding's box has a size and lies on the paper."""
    is_across = findings["x0"].between(0, findings["x1"]) & findings["x1"].le(PAGE_WIDTH_POINTS)
    is_down = findings["top"].between(0, findings["bottom"]) & findings["bottom"].le(PAGE_HEIGHT_POINTS)
    return is_across & is_down & findings["x0"].ne(findings["x1"]) & findings["top"].ne(findings["bottom"])


def is_placed_in_list(findings: pd.DataFrame) -> list[bool]:
    """Whether a bullet has no parent, and a sub-bullet one that is there."""
    there = set(keys_of(findings, "finding_number"))
    return [
        pd.isna(parent) if level == 1 else (report, parent) in there
        for report, level, parent in columns_of(findings, "report_id", "level", "parent_finding_number")
    ]
