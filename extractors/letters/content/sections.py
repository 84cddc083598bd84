"""Sections and case studies as rows: each section with its true start and end and its counts."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.letters.content.summaries import summarise
from extractors.letters.structure.sections import DraftSection, is_set_below
from extractors.records import CaseStudy, Section


def section_rows(report_id: str, drafts: Sequence[DraftSection]) -> list[Section]:
    """Return the sections as rows."""
    return [_section_row(report_id, draft) for draft in drafts]


def _section_row(report_id: str, draft: DraftSection) -> Section:
    first = draft.heading or draft.blocks[0]
    last = draft.blocks[-1] if draft.blocks else first
    return Section(
        report_id=report_id,
        section_number=draft.number,
        parent_section_number=draft.parent.number if draft.parent else None,
        level=draft.level,
        kind=draft.kind,
        heading=draft.title,
        polarity=draft.polarity,
        start_page=first.page,
        end_page=last.end_page,
        summary=summarise(draft.body),
        paragraph_count=sum(block.form == "paragraph" for block in draft.blocks),
        bullet_count=len(draft.bullets(1)),
        sub_bullet_count=len(draft.bullets(2)),
        is_set_below=draft.kind == "sub_section" and is_set_below(draft.heading, draft.parent),
    )


def case_study_rows(report_id: str, sections: Sequence[Section]) -> list[CaseStudy]:
    """Return the boxed examples as rows."""
    studies = [section for section in sections if section.kind == "case_study"]
    return [
        CaseStudy(
            report_id=report_id,
            case_study_number=number,
            section_number=section.section_number,
            title=section.heading or "",
            polarity=section.polarity or "neutral",
            start_page=section.start_page,
            end_page=section.end_page,
        )
        for number, section in enumerate(studies, start=1)
    ]
