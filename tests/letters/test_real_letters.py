"""Real letters, read where they lie: held against hand-made labels, and against what holds for every letter."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from letters.labels import differences, label_of
from letters.rows import rows_of, sections_of

# Labels that say otherwise than the page: (letter, what differs).
WRONG_LABELS = {
    # The label ends Key Strengths with the last words of a footnote on the same page.
    ("80465_2018-08-24", "no strengths begins"),
    # The heading "priority action and improvement" is labelled `mixed` in one letter and `priority` in another.
    ("80522_2018-08-03", "Case study: areas for priority action and improvement: polarity"),
    # A line that begins without a gap is counted as a paragraph, and one that begins a page is not.
    ("80510_2024-02-12", "Main findings: paragraph_count"),
}
# What the page leaves open: (letter, what differs).
UNDECIDED = {
    # A full last line of a full page ends its paragraph.
    ("80499_2023-05-24", "Main findings: paragraph_count"),
    # An item of a list that lost its mark is set as a second paragraph of the item above.
    ("80503_2017-06-13", "Key Strengths: paragraph_count"),
}


def test_a_letter_is_read_as_a_person_reads_it(real_letter: Path, label_folder: Path) -> None:
    label = label_of(label_folder, real_letter)
    rows = rows_of(real_letter)
    assert (rows.letter.status == "read") == label["is_jtai"]
    if label["is_jtai"]:
        found = [
            difference
            for difference in differences(rows, label)
            if not any(
                real_letter.stem == name and difference.startswith(what) for name, what in WRONG_LABELS | UNDECIDED
            )
        ]
        assert found == []


def test_every_word_is_placed_and_no_page_number_or_footnote_is_in_a_sentence(real_letter: Path) -> None:
    rows = rows_of(real_letter)
    if rows.letter.status != "read":
        pytest.skip(f"no JTAI letter: {rows.letter.status_detail}")
    assert rows.letter.unplaced_word_count == 0
    texts = [section.text for section in sections_of(rows)]
    assert not [text for text in texts if re.search(r"[\u00ad\ufffe\ufffd\ue000-\uf8ff]|\n\d{1,2}(\n|$)", text)]
    printed = [note.text for note in rows.footnotes if note.text]
    assert not [note for note in printed if any(note[:40] in text for text in texts)]


def test_sections_follow_one_another_to_the_end_of_the_text(real_letter: Path) -> None:
    sections = [section for section in sections_of(rows_of(real_letter)) if section.level == 1]
    starts = [section.start_page for section in sections]
    assert starts == sorted(starts)
    for before, after in pairwise(sections):
        assert before.end_page <= after.start_page
        assert after.text[:60] not in before.text
