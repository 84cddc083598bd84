"""Heading styles: how a letter sets its headings, where no font says that it is bold.

A font's name, flags or weight may say nothing, and headings may only be coloured. A style that is not the body's, and
that sets known headings and little else, is the style of headings. One that sets nothing but short lines, each alone
above a paragraph, is that of subheadings, which may be in any words: in italics, say, or underlined.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.letters.layout.lines import Line, Page
from extractors.letters.layout.text_runs import ENUMERATOR
from extractors.letters.structure.headers_footers import find_repeated_lines
from extractors.letters.vocabulary.headings import is_caption, is_case_study_heading, kind_of_heading

LONGEST_HEADING_LINE = 90
HEADING_SHARE = 0.7
FARTHEST_TEXT = 3
NO_HEADING = re.compile(r"@|www\.|https?:|\d{4}$|^[^A-Za-z]*$")
SENTENCE_ENDS = (".", "!", "?", ":", ";", "”", "’", ")")


def mark_heading_styles(pages: Sequence[Page]) -> list[Page]:
    """Return the pages with the lines in a heading style as bold ones."""
    pages = _with_lettered_headings(_without_bold_text(pages))
    repeated = set(map(id, find_repeated_lines(pages)))
    lines = [line for page in pages for line in page.lines if id(line) not in repeated]
    running_on = {id(line) for line, after in pairwise(lines) if after.style != line.style and _runs_on(line, after)}
    lines = [line for line in lines if id(line) not in running_on]
    styles = set(_heading_styles(lines))
    lines = [_as_heading(line, styles, set()) for line in lines] if styles else lines
    light_styles = set(_subheading_styles(lines)) - styles
    if not styles and not light_styles:
        return list(pages)
    return [
        replace(
            page,
            lines=tuple(
                line if id(line) in running_on else _as_heading(line, styles, light_styles) for line in page.lines
            ),
        )
        for page in pages
    ]


def _runs_on(line: Line, after: Line) -> bool:
    """Say whether a line that opens in another style than the text goes on in it below, in the middle of a sentence."""
    is_plain = after.list_mark is None and after.text[:1].islower()
    return is_plain and after.page == line.page and not line.is_bold and not line.text.endswith(SENTENCE_ENDS)


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


def _with_lettered_headings(pages: Sequence[Page]) -> Sequence[Page]:
    """Return the pages with letters that count headings, as the headings' words say, as a part of their text."""
    lines = [line for page in pages for line in page.lines]
    lettered = [line for line in lines if line.list_mark and ENUMERATOR.fullmatch(line.list_mark)]
    if not lettered:
        return pages
    text = Counter(map(_set_as, lines)).most_common(1)
    styles = {_set_as(line) for line in lettered if kind_of_heading(line.text)} - {setting for setting, _ in text}
    if not styles:
        return pages
    headings = {id(line) for line in lettered if _set_as(line) in styles}
    return [
        replace(page, lines=tuple(_with_mark(line) if id(line) in headings else line for line in page.lines))
        for page in pages
    ]


def _set_as(line: Line) -> tuple[str, float, bool]:
    return line.style, round(line.size), line.is_bold


def _with_mark(line: Line) -> Line:
    """Return a line with its list mark as the beginning of its text."""
    return line._replace(list_mark=None, text=f"{line.list_mark} {line.text}", text_x0=line.x0)


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


def _subheading_styles(lines: Sequence[Line]) -> Iterable[str]:
    """Yield the styles, other than the text's, of nothing but short lines that stand alone above paragraphs."""
    places: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        places.setdefault(line.style, []).append(at)
    first = next((at for at, line in enumerate(lines) if line.is_bold and _is_known(line)), len(lines))
    text_style = max(places, key=lambda style: len(places[style]), default="")
    for style, found in places.items():
        if style == text_style or found[0] < first or len({lines[at].text for at in found}) < len(found):
            continue
        if all(_is_alone_above_text(lines[at - 1 : at + 2], text_style) for at in found):
            yield style


def _is_alone_above_text(lines: Sequence[Line], text_style: str) -> bool:
    """Say whether the middle one of three lines may be a subheading: text begins below it, nothing runs on to it."""
    if len(lines) < 3:  # noqa: PLR2004 the last line
        return False
    before, line, after = lines
    is_worded_so = line.text[:1].isupper() and not is_caption(line.text) and not NO_HEADING.search(line.text)
    is_after_end = before.page != line.page or before.is_bold or before.text.endswith(SENTENCE_ENDS)
    is_above_text = after.page == line.page and after.style == text_style and after.text[:1].isupper()
    is_close = 0 < after.baseline - line.baseline < FARTHEST_TEXT * line.size
    is_as_large = line.size > 0.95 * after.size
    return (
        all((is_worded_so, is_after_end, is_above_text, is_close, is_as_large))
        and not line.is_bold
        and not line.is_in_table
        and _may_be_heading(line)
    )


def _may_be_heading(line: Line) -> bool:
    return line.list_mark is None and len(line.text) < LONGEST_HEADING_LINE and not line.text.endswith((".", ";", ","))


def _is_known(line: Line) -> bool:
    return kind_of_heading(line.text) is not None or is_case_study_heading(line.text)


def _as_heading(line: Line, styles: set[str], light_styles: set[str]) -> Line:
    if line.list_mark is not None or line.is_in_table:
        return line
    if line.style in styles:
        return line._replace(is_bold=True)
    return line._replace(is_light_heading=True) if line.style in light_styles else line
