"""Heading styles: how a letter sets its headings, where no font says that it is bold.

A font's name, flags or weight may say nothing, and headings may only be coloured. A style that is not the body's, and
that sets known headings and little else, is the style of headings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.letters.layout.lines import Line, Page
from extractors.letters.vocabulary.headings import is_case_study_heading, kind_of_heading

LONGEST_HEADING_LINE = 90
HEADING_SHARE = 0.7


def mark_heading_styles(pages: Sequence[Page]) -> list[Page]:
    """Return the pages with the lines in a heading style as bold ones."""
    pages = _without_bold_text(pages)
    lines = [line for page in pages for line in page.lines]
    styles = set(_heading_styles(lines))
    if not styles:
        return list(pages)
    return [replace(page, lines=tuple(_as_heading(line, styles) for line in page.lines)) for page in pages]


def _without_bold_text(pages: Sequence[Page]) -> Sequence[Page]:
    """Return the pages with the style of most of their text as a plain one: a file may call any font heavy."""
    bold, total, styles = 0, 0, Counter[str]()
    for line in (line for page in pages for line in page.lines):
        total += len(line.text)
        bold += len(line.text) * line.is_bold
        styles[line.style] += len(line.text)
    if 2 * bold <= total:
        return pages
    text_style = styles.most_common(1)[0][0]
    return [
        replace(
            page, lines=tuple(line._replace(is_bold=line.is_bold and line.style != text_style) for line in page.lines)
        )
        for page in pages
    ]


def _heading_styles(lines: Iterable[Line]) -> Iterable[str]:
    plain: dict[str, list[Line]] = {}
    for line in lines:
        if not (line.is_bold or line.is_in_table):
            plain.setdefault(line.style, []).append(line)
    sizes = Counter({style: sum(len(line.text) for line in in_style) for style, in_style in plain.items()})
    for style, _ in sizes.most_common()[1:]:
        headings = [line for line in plain[style] if _may_be_heading(line)]
        if len(headings) >= HEADING_SHARE * len(plain[style]) and any(map(_is_known, headings)):
            yield style


def _may_be_heading(line: Line) -> bool:
    return line.list_mark is None and len(line.text) < LONGEST_HEADING_LINE and not line.text.endswith((".", ";", ","))


def _is_known(line: Line) -> bool:
    return kind_of_heading(line.text) is not None or is_case_study_heading(line.text)


def _as_heading(line: Line, styles: set[str]) -> Line:
    return (
        line._replace(is_bold=True)
        if line.style in styles and line.list_mark is None and not line.is_in_table
        else line
    )
