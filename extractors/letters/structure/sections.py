"""Sections: a letter's blocks under the heading printed above them, each with a true start and end.

Letters put case studies in boxes; a box may split a list, so boxes come here lifted out of the text and take their
place beside it. A subheading may look exactly like a heading: what tells them apart is that a kind of section
opens once, and that an unknown heading inside a section divides that section, unless it turns a list into prose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractors.letters.structure.blocks import Block
from extractors.letters.structure.document_structure import BoxedStudy, DocumentStructure
from extractors.letters.vocabulary.headings import is_case_study_heading, kind_of_heading, polarity_of
from extractors.records import FINDINGS_KINDS, Polarity, SectionKind

LIST_KINDS: tuple[SectionKind, ...] = (*FINDINGS_KINDS, "headline_findings", "introduction")


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
            sub = None if sub and _resumes_list(block, sub, current) else sub
            _add(block, current, sub)
            continue
        kind = _level_1_kind(block, structure.text[at + 1 :], drafts, current)
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


def _level_1_kind(
    heading: Block, after: Sequence[Block], drafts: Sequence[DraftSection], current: DraftSection
) -> SectionKind | None:
    """Return the kind of section a heading opens, or None where it is a subheading of the current one."""
    kind = kind_of_heading(heading.text)
    opened = {draft.kind for draft in drafts if draft.level == 1 and draft.heading}
    if kind:
        return kind if kind not in opened else None
    if is_case_study_heading(heading.text):
        return None
    if current.kind == "introduction":
        return "other"
    is_new_family = "headline_findings" in opened
    return "other" if is_new_family and _turns_list_into_prose(after, current) else None


def _turns_list_into_prose(after: Sequence[Block], current: DraftSection) -> bool:
    following = after[0].form if after else "heading"
    return current.kind in LIST_KINDS and bool(current.bullets(1)) and following == "paragraph"


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
