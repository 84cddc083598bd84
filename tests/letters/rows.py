"""A letter's rows, read once for all the tests that look at them, and its texts put together from its paragraphs."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from extractors.letters import LetterFile, LetterRows
from extractors.letters.reading import Reader, read_with
from section_texts import join_texts


@cache
def rows_of(letter: Path, reader: Reader = "pdfium") -> LetterRows:
    return read_with(reader, LetterFile(letter.stem, letter, ""))


def sections_of(rows: LetterRows) -> list[SimpleNamespace]:
    """Sections, each with its text."""
    texts = join_texts(rows.sections, rows.paragraphs)
    return [SimpleNamespace(**asdict(one), text=texts[one.section_number]) for one in rows.sections]


def case_studies_of(rows: LetterRows) -> list[SimpleNamespace]:
    """Case studies, each with its text."""
    texts = join_texts(rows.sections, rows.paragraphs)
    return [SimpleNamespace(**asdict(one), text=texts[one.section_number]) for one in rows.case_studies]


def findings_of(rows: LetterRows) -> list[SimpleNamespace]:
    """Itemised paragraphs as the findings that they become: numbered from 1, of their section's kind."""
    sections = {one.section_number: one for one in rows.sections}
    itemised = [one for one in rows.paragraphs if one.is_itemised]
    numbers: dict[int | None, int] = {one.paragraph_number: at for at, one in enumerate(itemised, start=1)}

    def kind_of(number: int) -> str:
        section = sections[number]
        return section.kind if section.kind != "sub_section" else kind_of(section.parent_section_number or 0)

    return [
        SimpleNamespace(
            **asdict(one),
            finding_number=numbers[one.paragraph_number],
            parent_finding_number=numbers.get(one.parent_paragraph_number),
            kind=kind_of(one.section_number),
        )
        for one in itemised
    ]
