"""What a faultless reader finds in each letter of the sample, worked out from the letter's own structure.

No PDF is read here. Pages come from the typesetter (`typeset.pages_of`) and are given in. The rules are those of the
tables: a level-1 section's text holds its subheadings and their text and leaves its boxes out; a box belongs to the
level-1 section it stands in; a picture of text cannot be read and is left out; the sentence that says there are no
areas for priority action is a section's text and no finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.records import FINDINGS_KINDS, Polarity, SectionKind
from typesetting.blocks import Block, Box, Bullets, Numbered, Picture, Subheading, note_references, plain
from typesetting.letters import Facts, SampleLetter, Signature
from typesetting.parts import Line, Part, cut_parts

Pages = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class SectionAnswer:
    """One section, with the meaning of the table `sections`; the end page is that of its own last word."""

    section_number: int
    parent_section_number: int | None
    level: int
    kind: SectionKind
    heading: str | None
    polarity: Polarity | None
    start_page: int
    end_page: int
    text: str
    paragraph_count: int
    bullet_count: int
    sub_bullet_count: int


@dataclass(frozen=True, slots=True)
class FindingAnswer:
    """One finding; `section_number` is the innermost section, `kind` that of the level-1 section around it."""

    finding_number: int
    section_number: int
    kind: SectionKind
    level: int
    parent_finding_number: int | None
    text: str
    page: int


@dataclass(frozen=True, slots=True)
class CaseStudyAnswer:
    """One box."""

    case_study_number: int
    section_number: int
    title: str
    polarity: Polarity
    text: str
    start_page: int
    end_page: int


@dataclass(frozen=True, slots=True)
class FootnoteAnswer:
    """One footnote; `text_before_mark` is all of the paragraph or bullet that stands before the mark."""

    footnote_number: int
    marker: str
    text: str
    page: int
    text_before_mark: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The known answer for one document; nothing but facts where it is no JTAI letter."""

    urn: int
    authority: str
    archive_path: str
    title: str
    facts: Facts
    signatures: tuple[Signature, ...]
    sections: tuple[SectionAnswer, ...]
    findings: tuple[FindingAnswer, ...]
    case_studies: tuple[CaseStudyAnswer, ...]
    footnotes: tuple[FootnoteAnswer, ...]
    picture_pages: tuple[int, ...]


def answer_of(letter: SampleLetter, pages: Pages) -> Answer:
    """The known answer for one letter, given the pages its texts came to stand on."""
    parts = cut_parts(letter) if letter.facts.is_jtai_letter else []
    return Answer(
        urn=letter.urn,
        authority=letter.authority,
        archive_path=letter.archive_path,
        title=plain(letter.title),
        facts=letter.facts,
        signatures=letter.signatures,
        sections=tuple(_section(part, pages) for part in parts),
        findings=tuple(_findings(parts, pages)),
        case_studies=tuple(_case_studies(parts, pages)),
        footnotes=tuple(_footnotes(letter, pages)),
        picture_pages=tuple(pages[str(at)][0] for at, block in enumerate(letter.blocks) if isinstance(block, Picture)),
    )


def _section(part: Part, pages: Pages) -> SectionAnswer:
    paths = [*([part.heading_path] if part.heading_path else []), *(line.path for line in part.lines)]
    roles = [line.role for line in part.lines]
    return SectionAnswer(
        section_number=part.number,
        parent_section_number=part.parent,
        level=part.level,
        kind=part.kind,
        heading=part.heading,
        polarity=part.polarity,
        start_page=pages[paths[0]][0],
        end_page=pages[paths[-1]][1],
        text="\n".join(line.text for line in part.lines),
        paragraph_count=roles.count("paragraph"),
        bullet_count=roles.count("bullet"),
        sub_bullet_count=roles.count("sub_bullet"),
    )


def _findings(parts: Sequence[Part], pages: Pages) -> Iterator[FindingAnswer]:
    number = 0
    for part in (part for part in parts if part.kind in FINDINGS_KINDS and not part.states_none):
        inner = {line.path: sub.number for sub in parts if sub.kind == "sub_section" for line in sub.lines}
        parent = None
        for line in _finding_lines(part):
            number += 1
            is_sub = line.role == "sub_bullet"
            parent = parent if is_sub else number
            yield FindingAnswer(
                finding_number=number,
                section_number=inner.get(line.path, part.number),
                kind=part.kind,
                level=2 if is_sub else 1,
                parent_finding_number=parent if is_sub else None,
                text=line.text,
                page=pages[line.path][0],
            )


def _finding_lines(part: Part) -> list[Line]:
    bullets = [line for line in part.lines if line.role in {"bullet", "sub_bullet"}]
    return bullets or [line for line in part.lines if line.role == "paragraph"]


def _case_studies(parts: Sequence[Part], pages: Pages) -> Iterator[CaseStudyAnswer]:
    boxes = [part for part in parts if part.kind == "case_study"]
    for number, part in enumerate(boxes, start=1):
        row = _section(part, pages)
        yield CaseStudyAnswer(
            case_study_number=number,
            section_number=part.number,
            title=part.heading or "",
            polarity=part.polarity or "neutral",
            text=row.text,
            start_page=row.start_page,
            end_page=row.end_page,
        )


def _footnotes(letter: SampleLetter, pages: Pages) -> Iterator[FootnoteAnswer]:
    references = [reference for text in _all_texts(letter) for reference in note_references(text)]
    for number, (marker, before) in enumerate(references, start=1):
        yield FootnoteAnswer(number, marker, letter.footnotes[marker], pages[f"note.{marker}"][0], before)


def _all_texts(letter: SampleLetter) -> Iterator[str]:
    yield from (line for line in letter.addressees if isinstance(line, str))
    for block in letter.blocks:
        yield from _marked_texts(block)


def _marked_texts(block: Block) -> Iterator[str]:
    match block:
        case str():
            yield block
        case Subheading():
            yield block.subheading
        case Numbered():
            yield from block.numbered
        case Bullets():
            for bullet in block.bullets:
                yield from (bullet,) if isinstance(bullet, str) else (bullet.text, *bullet.sub_bullets)
        case Box():
            for inner in block.blocks:
                yield from _marked_texts(inner)
