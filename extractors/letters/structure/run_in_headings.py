"""Run-in headings: bold words that open a paragraph and head what follows, on one line with it.

Catchwords are set so too, so only what is known as a heading of a section is cut off, and only before a new sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractors.letters.layout.lines import Gap, Line, NoteMark
from extractors.letters.vocabulary.headings import kind_of_heading

ENDS_HEADING = re.compile(r"\s*[.:–—-]$")


def split_run_in_headings(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines, those that a known heading opens as two: the heading, and the text after it."""
    for line in lines:
        heading = ENDS_HEADING.sub("", line.text[: line.bold_length])
        text = line.text[line.bold_length :].lstrip(" –—-:")
        opens_sentence = (
            ENDS_HEADING.search(line.text[: line.bold_length]) or text != line.text[line.bold_length :].lstrip()
        )
        if not heading or not text[:1].isupper() or not opens_sentence or kind_of_heading(heading) is None:
            yield line
            continue
        cut = len(line.text) - len(text)
        edge = line.x0 + (line.x1 - line.x0) * cut / len(line.text)
        yield line._replace(text=heading, x1=edge, is_bold=True, note_marks=(), gaps=(), bold_length=0)
        yield line._replace(
            text=text,
            bold_length=0,
            note_marks=tuple(NoteMark(max(mark.offset - cut, 0), mark.marker) for mark in line.note_marks),
            gaps=tuple(Gap(gap.offset - cut, gap.x0, gap.x1) for gap in line.gaps if gap.offset > cut),
        )
