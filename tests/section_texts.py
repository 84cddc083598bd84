"""The texts of sections, put together from their paragraphs as the pipeline does it in dbt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.records import Paragraph, Section


def join_texts(sections: Sequence[Section], paragraphs: Sequence[Paragraph]) -> Mapping[int, str]:
    """The text of each section by its number, a line for each paragraph; a subsection's is its section's too."""
    parents = {one.section_number: one.parent_section_number for one in sections if one.kind == "sub_section"}
    lines: dict[int, list[str]] = {one.section_number: [] for one in sections}
    for row in paragraphs:
        lines[row.section_number].append(row.text)
        if parent := parents.get(row.section_number):
            lines[parent].append(row.text)
    return {number: "\n".join(texts) for number, texts in lines.items()}
