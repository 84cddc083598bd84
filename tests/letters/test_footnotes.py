"""Footnotes: the notes that are printed, and the marks whose notes are not."""

from __future__ import annotations

import pytest

from extractors.letters.content.footnotes import footnote_rows
from extractors.letters.layout.lines import Line, NoteMark
from extractors.letters.structure.dehyphenation import PrintedWords, collect_printed_words
from extractors.letters.structure.headers_footers import Note, opening_marker
from extractors.records import Footnote


def line(text: str, *marks: NoteMark) -> Line:
    return Line(2, text, 70, 100, 500, 112, 110, 12, is_bold=False, note_marks=marks)


def test_a_mark_whose_note_is_not_printed_is_a_footnote_without_text() -> None:
    text = [line("The board met once.", NoteMark(9, "1")), line("The plan was late.", NoteMark(8, "2"))]
    notes = [Note("1", (line("1 The board is a partnership."),))]
    assert footnote_rows("report", notes, text, collect_printed_words(text)) == [
        Footnote("report", 1, "1", "The board is a partnership.", 2, 2, "The board"),
        Footnote("report", 2, "2", None, None, 2, "The plan"),
    ]


@pytest.mark.parametrize(
    "printed", ["1 This is a note.", "1. This is a note.", "1) This is a note.", "*This is a note."]
)
def test_a_note_is_opened_by_its_number_with_a_stop_or_without(printed: str) -> None:
    marker = opening_marker(line(printed))
    assert marker == printed[0]
    (row,) = footnote_rows("501", [Note(marker, (line(printed),))], [], PrintedWords(""))
    assert row.text == "This is a note."
