"""Findings: one row a bullet of the sections that list what was found, with its place on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.letters.blocks import Block
from extractors.letters.facts import is_only_no_priority_action
from extractors.letters.sections import Part
from extractors.records import FINDINGS_KINDS, Finding


def finding_rows(report_id: str, parts: Sequence[Part]) -> list[Finding]:
    """Return a letter's findings; a section without bullets gives its paragraphs."""
    rows: list[Finding] = []
    for part in parts:
        if part.level == 1 and part.kind in FINDINGS_KINDS:
            _add_findings(rows, report_id, part, parts)
    return rows


def _add_findings(rows: list[Finding], report_id: str, part: Part, parts: Sequence[Part]) -> None:
    parent: int | None = None
    for block in _listed(part):
        number = len(rows) + 1
        parent = number if block.level == 1 else parent
        rows.append(
            Finding(
                report_id=report_id,
                finding_number=number,
                section_number=_innermost(block, part, parts).number,
                kind=part.kind,
                level=block.level,
                parent_finding_number=parent if block.level > 1 else None,
                text=block.text,
                page=block.page,
                **_place(block),
            )
        )


def _listed(part: Part) -> Iterator[Block]:
    """Yield what the section lists; the statement that there is no priority action is itself no finding."""
    form = "bullet" if part.bullets(1) else "paragraph"
    return (block for block in part.blocks if block.form == form and not is_only_no_priority_action(block.text))


def _innermost(block: Block, part: Part, parts: Sequence[Part]) -> Part:
    subsections = (sub for sub in parts if sub.parent is part and sub.kind == "sub_section")
    return next((sub for sub in subsections if any(each is block for each in sub.blocks)), part)


def _place(block: Block) -> dict[str, float]:
    """Return the block's box on the page it starts on."""
    lines = [line for line in block.lines if line.page == block.page]
    return {
        "x0": round(min(line.x0 for line in lines), 1),
        "top": round(min(line.top for line in lines), 1),
        "x1": round(max(line.x1 for line in lines), 1),
        "bottom": round(max(line.bottom for line in lines), 1),
    }
