"""Sections: a letter's blocks under the heading printed above them, each with a true start and end.

Letters put case studies in boxes; a box may split a list, so boxes come here lifted out of the text and take their
place beside it. A subheading may look exactly like a heading: what tells them apart is that a kind of section
opens once, and that an unknown heading inside a section divides that section, unless it turns a list into prose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractors.letters.anatomy import Anatomy, BoxedStudy
from extractors.letters.blocks import Block
from extractors.letters.headings import is_case_study_heading, kind_of_heading, polarity_of
from extractors.letters.summaries import summarise
from extractors.records import FINDINGS_KINDS, CaseStudy, Polarity, Section, SectionKind

LIST_KINDS: tuple[SectionKind, ...] = (*FINDINGS_KINDS, "headline_findings", "introduction")


@dataclass(slots=True)
class Part:
    """A section while it is being cut: its heading and its blocks, subheadings among them."""

    kind: SectionKind
    heading: Block | None
    level: int = 1
    parent: Part | None = None
    polarity: Polarity | None = None
    blocks: list[Block] = field(default_factory=list)
    number: int = 0

    @property
    def title(self) -> str | None:
        """The heading's words, or None for the unheaded introduction."""
        return self.heading.text if self.heading else None

    @property
    def body(self) -> list[Block]:
        """The blocks that are not headings."""
        return [block for block in self.blocks if block.form != "heading"]

    def bullets(self, level: int) -> list[Block]:
        """Return the list items of a level."""
        return [block for block in self.blocks if block.form == "bullet" and block.level == level]


def cut_sections(anatomy: Anatomy) -> list[Part]:
    """Group a letter's blocks under their headings: sections, subsections and case studies in reading order."""
    opening = Part("introduction", None)
    parts, current, sub = [opening], opening, None
    for at, block in enumerate(anatomy.text):
        parts += [_study(study, current) for study in anatomy.studies if study.position == at]
        if block.form != "heading":
            sub = None if sub and _resumes_list(block, sub, current) else sub
            _add(block, current, sub)
            continue
        kind = _level_1_kind(block, anatomy.text[at + 1 :], parts, current)
        if kind:
            current, sub = Part(kind, block), None
            parts.append(current)
        else:
            sub = _subsection(block, current)
            current.blocks += [block] if sub.kind == "sub_section" else []
            parts.append(sub)
    parts += [_study(study, current) for study in anatomy.studies if study.position >= len(anatomy.text)]
    return _numbered([part for part in parts if part.heading or part.blocks])


def _add(block: Block, current: Part, sub: Part | None) -> None:
    """Add a block to its section and subsection; a case study's text is its own only, boxed or not."""
    if sub is None or sub.kind != "case_study":
        current.blocks.append(block)
    if sub is not None:
        sub.blocks.append(block)


def _resumes_list(block: Block, sub: Part, current: Part) -> bool:
    """Say whether the list that a case study without a box interrupted goes on."""
    is_list_interrupted = sub.kind == "case_study" and bool(current.bullets(1)) and not sub.bullets(1)
    return is_list_interrupted and bool(sub.blocks) and block.form == "bullet"


def _level_1_kind(heading: Block, after: Sequence[Block], parts: Sequence[Part], current: Part) -> SectionKind | None:
    """Return the kind of section a heading opens, or None where it is a subheading of the current one."""
    kind = kind_of_heading(heading.text)
    opened = {part.kind for part in parts if part.level == 1 and part.heading}
    if kind:
        return kind if kind not in opened else None
    if is_case_study_heading(heading.text):
        return None
    if current.kind == "introduction":
        return "other"
    is_new_family = "headline_findings" in opened
    return "other" if is_new_family and _turns_list_into_prose(after, current) else None


def _turns_list_into_prose(after: Sequence[Block], current: Part) -> bool:
    following = after[0].form if after else "heading"
    return current.kind in LIST_KINDS and bool(current.bullets(1)) and following == "paragraph"


def _subsection(heading: Block, parent: Part) -> Part:
    if is_case_study_heading(heading.text):
        return Part("case_study", heading, 2, parent, polarity_of(heading.text))
    return Part("sub_section", heading, 2, parent)


def _study(study: BoxedStudy, parent: Part) -> Part:
    heading, *blocks = study.blocks
    while blocks and blocks[0].form == "heading":
        subtitle = blocks.pop(0)
        heading = replace(heading, lines=heading.lines + subtitle.lines, text=f"{heading.text}: {subtitle.text}")
    return Part("case_study", heading, 2, parent, polarity_of(study.blocks[0].text), blocks)


def _numbered(parts: list[Part]) -> list[Part]:
    for number, part in enumerate(parts, start=1):
        part.number = number
    return parts


def section_rows(report_id: str, parts: Sequence[Part]) -> list[Section]:
    """Return the sections as rows."""
    return [_section_row(report_id, part) for part in parts]


def _section_row(report_id: str, part: Part) -> Section:
    first = part.heading or part.blocks[0]
    last = part.blocks[-1] if part.blocks else first
    return Section(
        report_id=report_id,
        section_number=part.number,
        parent_section_number=part.parent.number if part.parent else None,
        level=part.level,
        kind=part.kind,
        heading=part.title,
        polarity=part.polarity,
        start_page=first.page,
        end_page=last.end_page,
        text="\n".join(block.text for block in part.blocks),
        summary=summarise(part.body),
        paragraph_count=sum(block.form == "paragraph" for block in part.blocks),
        bullet_count=len(part.bullets(1)),
        sub_bullet_count=len(part.bullets(2)),
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
            text=section.text,
            start_page=section.start_page,
            end_page=section.end_page,
        )
        for number, section in enumerate(studies, start=1)
    ]
