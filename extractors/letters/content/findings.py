"""Findings: one row a bullet of the sections that list what was found, with its place on the page.

A list under a heading that is not recognised may say anything: its findings have no kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.letters.content.facts import is_only_no_priority_action
from extractors.letters.structure.blocks import Block
from extractors.letters.structure.sections import DraftSection
from extractors.records import FINDINGS_KINDS, Finding


def finding_rows(report_id: str, drafts: Sequence[DraftSection]) -> list[Finding]:
    """Return a letter's findings; a section of a known kind without bullets gives its paragraphs."""
    rows: list[Finding] = []
    for draft in drafts:
        if draft.level == 1 and (draft.kind in FINDINGS_KINDS or draft.kind == "other"):
            _add_findings(rows, report_id, draft, drafts)
    return rows


def _add_findings(rows: list[Finding], report_id: str, draft: DraftSection, drafts: Sequence[DraftSection]) -> None:
    parent: int | None = None
    for block in _listed(draft):
        number = len(rows) + 1
        parent = number if block.level == 1 else parent
        rows.append(
            Finding(
                report_id=report_id,
                finding_number=number,
                section_number=_innermost(block, draft, drafts).number,
                kind=None if draft.kind == "other" else draft.kind,
                level=block.level,
                parent_finding_number=parent if block.level > 1 else None,
                text=block.text,
                page=block.page,
                **_place(block),
            )
        )


def _listed(draft: DraftSection) -> Iterator[Block]:
    """Yield what the section lists; the statement that there is no priority action is itself no finding."""
    form = "bullet" if draft.bullets(1) or draft.kind == "other" else "paragraph"
    return (block for block in draft.blocks if block.form == form and not is_only_no_priority_action(block.text))


def _innermost(block: Block, draft: DraftSection, drafts: Sequence[DraftSection]) -> DraftSection:
    subsections = (sub for sub in drafts if sub.parent is draft and sub.kind == "sub_section")
    return next((sub for sub in subsections if any(each is block for each in sub.blocks)), draft)


def _place(block: Block) -> dict[str, float]:
    """Return the block's box on the page it starts on."""
    lines = [line for line in block.lines if line.page == block.page]
    return {
        "x0": round(min(line.x0 for line in lines), 1),
        "top": round(min(line.top for line in lines), 1),
        "x1": round(max(line.x1 for line in lines), 1),
        "bottom": round(max(line.bottom for line in lines), 1),
    }
