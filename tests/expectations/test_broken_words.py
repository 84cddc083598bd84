"""A word that a line breaks and that was read as one is flagged only where it is written with a hyphen elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from expectations.suites.extracted.broken_words import find_words_hyphenated_elsewhere
from expectations.text.printed_lines import place_lines
from extractors.frames import to_frame
from extractors.records import Paragraph, PrintedLine

TEXT = Paragraph(
    "letter", 1, 2, "paragraph", 1, None, False, "", 1, 72.0, 100.0, 520.0, 142.0, 1, None, None, None, None
)
BROKEN = ("The board and its sub-", "groups meet.")


def find(text: str, *elsewhere: str, lines: tuple[str, ...] = BROKEN) -> list[str]:
    """The flagged words of a letter that is read as `text`, beside letters with other texts."""
    printed = [
        PrintedLine("letter", 1, number, line, 72.0, 85.0 + 15 * number, 520.0, 97.0 + 15 * number)
        for number, line in enumerate(lines, start=1)
    ]
    others = [replace(TEXT, report_id=f"other {number}", text=other) for number, other in enumerate(elsewhere)]
    paragraphs = to_frame(Paragraph, [replace(TEXT, text=text), *others])
    found = find_words_hyphenated_elsewhere(paragraphs, place_lines(paragraphs, to_frame(PrintedLine, printed)))
    return found["hyphenated_elsewhere"].to_list()


@pytest.mark.parametrize("other", ["Each sub-group met.", "All sub-groups met.", "Sub-groups met."])
def test_a_word_that_another_letter_hyphenates_is_flagged(other: str) -> None:
    assert find("The board and its subgroups meet.", "A subgroup met.", other) == ["sub-groups"]


def test_a_word_that_no_other_letter_hyphenates_is_not_flagged() -> None:
    assert find("The board and its subgroups meet.", "A subgroup met.", "A sub-committee met.") == []


def test_a_word_read_with_its_hyphen_is_not_flagged() -> None:
    assert find("The board and its sub-groups meet.", "Each sub-group met.") == []


def test_a_word_that_the_letter_writes_as_one_elsewhere_is_not_flagged() -> None:
    lines = (*BROKEN, "Subgroups act.")
    assert find("The board and its subgroups meet. Subgroups act.", "Each sub-group met.", lines=lines) == []
