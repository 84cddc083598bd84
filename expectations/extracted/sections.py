"""Claims about the sections of the letters that were read."""

from __future__ import annotations

from typing import get_args

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd

from expectations.blemishes import blemishes_in
from expectations.claims import (
    has_none,
    has_rows,
    has_words,
    holds,
    is_never,
    is_one_of,
    is_unique_in_report,
    suite_of,
)
from expectations.extracted.borrowed import borrowed_paragraphs
from expectations.extracted.placed_words import stand_apart
from expectations.extracted.section_findings import findings_beside_bullets
from expectations.extracted.section_places import (
    are_pages_in_bounds,
    is_clear_of_next,
    is_expected_there,
    is_within_parent,
)
from expectations.rows import is_counted, is_worded, with_facts
from expectations.sentences import torn_sentences_in
from expectations.tables import Tables
from extractors.records import SectionKind


def suite() -> gx.ExpectationSuite:
    """Claim that sections are whole, in order, apart from each other and clean."""
    counts = ("bullet_count", "finding_count", "sub_bullet_count", "sub_finding_count")
    return suite_of(
        "extracted.sections",
        has_rows("sections"),
        is_unique_in_report("section_number", "a_section_number_is_used_once",
                            "No section number is used twice in a letter.", "heading"),
        holds("is_in_sequence", "sections_are_counted",
              "Sections are numbered 1, 2, 3 without a gap.", "critical", "section_number", "heading"),
        is_one_of("kind", get_args(SectionKind), "the_kind_is_on_the_list",
                  "A section is of a known kind.", "critical", "kind", "heading"),
        is_never("kind", "other", "the_heading_is_recognised",
                 "A section's heading is recognised.", "warning", "heading"),
        holds("is_expected_there", "no_unknown_heading_divides_a_list",
              "In letters from 2022 on, subheadings stand in the main findings only.", "warning", "heading"),
        has_words("text", "a_section_has_words", "No section is without words.", "warning", "heading"),
        holds("are_pages_in_bounds", "a_section_is_within_the_letter",
              "A section starts before it ends, on pages the letter has.", "critical",
              "start_page", "end_page", "page_count"),
        holds("is_within_parent", "a_subsection_is_within_its_section",
              "A subsection is on the pages of the section it belongs to.", "warning",
              "heading", "parent_section_number", "start_page", "end_page"),
        holds("is_apart", "a_case_study_stands_apart",
              "A case study's words stand in no other section.", "warning", "heading"),
        holds("is_clear_of_next", "sections_do_not_overlap",
              "A section ends where the next one begins.", "warning", "heading", "end_page"),
        holds("are_bullets_findings", "every_bullet_is_a_finding",
              "A findings section has as many findings as bullets.", "warning", "heading", *counts),
        *text_is_clean(),
        row_key="section_number",
        page="start_page",
    )  # fmt: skip


def text_is_clean() -> list[gxe.Expectation]:
    """Claim that a text is whole sentences of this letter, and that nothing of the page stands in them."""
    return [
        has_none("broken_word", "no_broken_word_is_in_a_sentence",
                 "No broken hyphen or unknown glyph stands in a sentence.", "warning"),
        has_none("note_mark", "no_footnote_mark_is_in_a_sentence",
                 "No footnote mark stands in a sentence.", "warning"),
        has_none("page_number", "no_page_number_is_in_a_sentence", "No page number stands in a sentence.", "warning"),
        has_none("footnote", "no_footnote_is_in_a_section", "No footnote's text stands in a section.", "warning"),
        has_none("begins_midway", "no_paragraph_begins_midway",
                 "No paragraph begins in the middle of a sentence.", "warning"),
        has_none("ends_midway", "no_paragraph_ends_midway",
                 "No paragraph ends in the middle of a sentence.", "warning"),
        has_none("borrowed", "no_paragraph_is_of_another_letter",
                 "No paragraph of findings stands in another letter too.", "warning"),
    ]  # fmt: skip


def rows(tables: Tables, letters: pd.DataFrame) -> pd.DataFrame:
    """Sections in reading order, with where they lie in the letter and what should not be in their text."""
    facts = ("family", "file_sha256", "page_count", "priority_action_areas_stated_none")
    sections = in_reading_order(with_facts(tables["sections"], letters, *facts))
    return sections.assign(
        is_in_sequence=is_counted(sections, "section_number"),
        is_expected_there=is_expected_there(sections),
        is_text_worded=is_worded(sections["text"]),
        are_pages_in_bounds=are_pages_in_bounds(sections),
        is_within_parent=is_within_parent(sections),
        is_apart=sections["kind"].ne("case_study") | pd.Series(stand_apart(sections), dtype=bool),
        is_clear_of_next=is_clear_of_next(sections),
        **findings_beside_bullets(sections, tables["findings"]),
        **blemishes_in(sections, tables["footnotes"]),
        **torn_sentences_in(sections),
        borrowed=borrowed_paragraphs(sections),
    )


def in_reading_order(sections: pd.DataFrame) -> pd.DataFrame:
    """Sections as their letters have them; they mostly are, and a copy of all texts is made only where not."""
    order = sections[["report_id", "section_number"]].sort_values(["report_id", "section_number"]).index
    return sections if order.is_monotonic_increasing else sections.loc[order].reset_index(drop=True)
