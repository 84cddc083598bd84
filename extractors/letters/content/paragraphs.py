"""Paragraphs: one row for every paragraph, list item and subheading of a letter, with its place on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from extractors.letters.content.actions import is_only_no_priority_action
from extractors.letters.layout.lines import Line
from extractors.letters.structure.blocks import Block
from extractors.letters.structure.sections import DraftSection
from extractors.records import FINDINGS_KINDS, Paragraph


def paragraph_rows(report_id: str, drafts: Sequence[DraftSection]) -> list[Paragraph]:
    """Return a letter's paragraphs in reading order; a case study follows the section around it."""
    rows: list[Paragraph] = []
    for draft in _outermost_in_order(drafts):
        _add_paragraphs(rows, report_id, draft, drafts)
    return rows


def _outermost_in_order(drafts: Sequence[DraftSection]) -> Iterator[DraftSection]:
    """Yield the sections and case studies that no other holds the text of."""
    return (draft for draft in drafts if draft.kind != "sub_section")


def _add_paragraphs(rows: list[Paragraph], report_id: str, draft: DraftSection, drafts: Sequence[DraftSection]) -> None:
    parent: int | None = None
    for block in draft.blocks:
        number = len(rows) + 1
        parent = number if block.form == "bullet" and block.level == 1 else parent
        rows.append(
            Paragraph(
                report_id=report_id,
                paragraph_number=number,
                section_number=_innermost(block, draft, drafts).number,
                form=block.form,
                level=block.level,
                parent_paragraph_number=parent if block.level > 1 else None,
                is_itemised=_is_itemised(block, draft),
                text=block.text,
                **_place(block),
            )
        )


def _is_itemised(block: Block, draft: DraftSection) -> bool:
    """Say whether a block is what a section of findings lists; that there is no priority action is no finding.

    A list under a heading that is not recognised may be one of findings; a paragraph there need not be.
    """
    if draft.level > 1 or draft.kind not in {*FINDINGS_KINDS, "other"}:
        return False
    is_listed = block.form == ("bullet" if draft.bullets(1) or draft.kind == "other" else "paragraph")
    is_priority = draft.kind == "priority_action"
    return is_listed and not is_only_no_priority_action(block.text, under_its_heading=is_priority)


def _innermost(block: Block, draft: DraftSection, drafts: Sequence[DraftSection]) -> DraftSection:
    """Return the subsection that a block of a section is in, else the section; a subheading is the section's."""
    subsections = (sub for sub in drafts if sub.parent is draft and sub.kind == "sub_section")
    return next((sub for sub in subsections if any(each is block for each in sub.blocks)), draft)


def _place(block: Block) -> dict[str, Any]:
    """Return the box of what a block begins with, and of what it ends with in another column or on another page."""
    parts = _cut_at_columns_and_pages(block.lines)
    first, last = parts[0], parts[-1]
    place: dict[str, Any] = {"page": first[0].page, **_box(first), "end_page": last[0].page}
    return place | ({f"end_{name}": value for name, value in _box(last).items()} if len(parts) > 1 else {})


def _cut_at_columns_and_pages(lines: Iterable[Line]) -> list[list[Line]]:
    """Cut lines where they go on at the top of another page, or above the line before."""
    parts: list[list[Line]] = []
    for line in lines:
        if parts and line.page == parts[-1][-1].page and line.bottom > parts[-1][-1].top:
            parts[-1].append(line)
        else:
            parts.append([line])
    return parts


def _box(lines: Sequence[Line]) -> dict[str, float]:
    return {
        "x0": round(min(line.x0 for line in lines), 1),
        "top": round(min(line.top for line in lines), 1),
        "x1": round(max(line.x1 for line in lines), 1),
        "bottom": round(max(line.bottom for line in lines), 1),
    }
