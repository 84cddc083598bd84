"""Footnotes: the notes at the foot of a page, and the place in the text that refers to each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.letters.layout.lines import Line
from extractors.letters.structure.dehyphenation import PrintedWords, join_lines
from extractors.letters.structure.headers_footers import LETTER_MARKER, PLAIN_MARKER, Note, opening_marker
from extractors.records import Footnote

QUOTED_WORDS = 8


def footnote_rows(
    report_id: str, notes: Sequence[Note], text: Iterable[Line], printed_words: PrintedWords
) -> list[Footnote]:
    """Return the notes as rows, each with the last words before its mark; then the marks whose note is not printed."""
    marks = {mark.marker: (line, mark.offset) for line in text for mark in line.note_marks}
    rows = [
        _footnote_row(report_id, number, note, marks.get(note.marker), printed_words)
        for number, note in enumerate(notes, start=1)
    ]
    missing = [marker for marker in marks if marker not in {note.marker for note in notes}]
    return rows + [
        Footnote(report_id, number, marker, None, None, marks[marker][0].page, _words_before(marks[marker]))
        for number, marker in enumerate(missing, start=len(rows) + 1)
    ]


def _footnote_row(
    report_id: str, number: int, note: Note, mark: tuple[Line, int] | None, printed_words: PrintedWords
) -> Footnote:
    return Footnote(
        report_id=report_id,
        footnote_number=number,
        marker=note.marker,
        text=_without_marker(join_lines(note.lines, printed_words), note),
        page=note.lines[0].page,
        reference_page=mark[0].page if mark else None,
        reference_quote=_words_before(mark) if mark else None,
    )


def _words_before(mark: tuple[Line, int]) -> str:
    line, offset = mark
    return " ".join(line.text[:offset].split()[-QUOTED_WORDS:])


def _without_marker(text: str, note: Note) -> str:
    first = note.lines[0]
    is_printed_plain = not first.note_marks and opening_marker(first, {note.marker}) is not None
    opening = LETTER_MARKER if note.marker.isalpha() else PLAIN_MARKER
    return opening.sub("", text, count=1) if is_printed_plain and first.list_mark is None else text
