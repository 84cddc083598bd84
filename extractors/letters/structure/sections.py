"""Sections: a letter's blocks under the heading printed above them, each with a true start and end.

Letters put case studies in boxes; a box may split a list, so boxes come here lifted out of the text and take their
place beside it. A subheading may look exactly like a heading. A known heading opens a section, once for each kind. An
unknown one is a subheading where it is set below its section's heading, or where its section is divided from its start;
else it opens a section of its own, of kind `other`, so that its list is never taken for the section's above.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extractors.letters.layout.lines import Line
from extractors.letters.structure.blocks import Block
from extractors.letters.structure.document_structure import BoxedStudy, DocumentStructure
from extractors.letters.vocabulary.headings import is_case_study_heading, kind_of_heading, polarity_of
from extractors.records import FINDINGS_KINDS, Polarity, SectionKind

SAME_SIZE = 0.96
"""A heading this much smaller than another is set below it."""


@dataclass(slots=True)
class DraftSection:
    """A section while it is being cut: its heading and its blocks, subheadings among them."""

    kind: SectionKind
    heading: Block | None
    level: int = 1
    parent: DraftSection | None = None
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


def cut_sections(structure: DocumentStructure) -> list[DraftSection]:
    """Group a letter's blocks under their headings: sections, subsections and case studies in reading order."""
    opening = DraftSection("introduction", None)
    drafts, current, sub = [opening], opening, None
    for at, block in enumerate(structure.text):
        drafts += [_case_study(study, current) for study in structure.studies if study.position == at]
        if block.form != "heading":
            sub = None if sub and (_resumes_list(block, sub, current) or _ends_study(block, sub, current)) else sub
            _add(block, current, sub)
            continue
        kind = _level_1_kind(block, {draft.kind for draft in drafts if draft.heading}, current)
        if kind:
            current, sub = DraftSection(kind, block), None
            drafts.append(current)
        else:
            sub = _subsection(block, current)
            current.blocks += [block] if sub.kind == "sub_section" else []
            drafts.append(sub)
    drafts += [_case_study(study, current) for study in structure.studies if study.position >= len(structure.text)]
    return _numbered([draft for draft in drafts if draft.heading or draft.blocks])


def _add(block: Block, current: DraftSection, sub: DraftSection | None) -> None:
    """Add a block to its section and subsection; a case study's text is its own only, boxed or not."""
    if sub is None or sub.kind != "case_study":
        current.blocks.append(block)
    if sub is not None:
        sub.blocks.append(block)


def _resumes_list(block: Block, sub: DraftSection, current: DraftSection) -> bool:
    """Say whether the list that a case study without a box interrupted goes on."""
    is_list_interrupted = sub.kind == "case_study" and bool(current.bullets(1)) and not sub.bullets(1)
    return is_list_interrupted and bool(sub.blocks) and block.form == "bullet"


def _ends_study(block: Block, sub: DraftSection, current: DraftSection) -> bool:
    """Say whether a case study without a box, set smaller or further in than its section, ends before a block."""
    before = next((each.lines[0] for each in reversed(current.blocks) if each.form == "paragraph"), None)
    if sub.kind != "case_study" or not sub.blocks or before is None:
        return False
    return not is_set_as(sub.blocks[0].lines[0], before) and is_set_as(block.lines[0], before)


def is_set_as(line: Line, other: Line) -> bool:
    """Say whether two lines are as large and begin at one edge."""
    is_as_large = min(line.size, other.size) > SAME_SIZE * max(line.size, other.size)
    return is_as_large and abs(line.x0 - other.x0) < other.size / 2


def _level_1_kind(heading: Block, opened: set[SectionKind], current: DraftSection) -> SectionKind | None:
    """Return the kind of section a heading opens, or None where it is a subheading of the current one."""
    kind = kind_of_heading(heading.text)
    if kind and kind not in opened:
        return kind
    if kind == current.kind or is_case_study_heading(heading.text):
        return None
    if is_set_below(heading, current) or _is_divided(current, heading):
        return None
    return kind if kind in FINDINGS_KINDS and current.kind in FINDINGS_KINDS else "other"


def is_set_below(heading: Block | None, section: DraftSection | None) -> bool:
    """Say whether a heading is smaller than that of its section, or not bold where that is."""
    if heading is None or section is None or section.heading is None:
        return False
    own, above = heading.lines[0], section.heading.lines[0]
    return own.size < SAME_SIZE * above.size or (above.is_bold and not own.is_bold)


def _is_divided(section: DraftSection, heading: Block) -> bool:
    """Say whether a section has subheadings from its start, set as this one is: then it is a subheading too."""
    if section.heading is None or not section.blocks:
        return section.heading is not None
    first = section.blocks[0]
    return first.form == "heading" and (is_set_below(heading, section) or not is_set_below(first, section))


def _subsection(heading: Block, parent: DraftSection) -> DraftSection:
    if is_case_study_heading(heading.text):
        return DraftSection("case_study", heading, 2, parent, polarity_of(heading.text))
    return DraftSection("sub_section", heading, 2, parent)


def _case_study(study: BoxedStudy, parent: DraftSection) -> DraftSection:
    heading, *blocks = study.blocks
    while blocks and blocks[0].form == "heading":
        subtitle = blocks.pop(0)
        heading = replace(heading, lines=heading.lines + subtitle.lines, text=f"{heading.text}: {subtitle.text}")
    return DraftSection("case_study", heading, 2, parent, polarity_of(study.blocks[0].text), blocks)


def _numbered(drafts: list[DraftSection]) -> list[DraftSection]:
    for number, draft in enumerate(drafts, start=1):
        draft.number = number
    return drafts
