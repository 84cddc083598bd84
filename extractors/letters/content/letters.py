"""The letter itself as a row: its facts, and how many of its words came into its sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractors.letters.content.facts import (
    inspection_dates_in,
    letter_date_in,
    states_no_priority_action,
    theme_in,
    written_statement_in,
)
from extractors.letters.content.signatures import signatory_offices_in
from extractors.letters.layout.lines import Page
from extractors.letters.structure.blocks import Block
from extractors.letters.structure.document_structure import DocumentStructure
from extractors.letters.structure.sections import DraftSection
from extractors.letters.vocabulary.inspectorates import inspectorates_in
from extractors.records import Letter

# How many words, and how many letters and digits.
Counts = tuple[int, int]
OLDER_FAMILY, NEWER_FAMILY = "2016 to 2020", "2022 on"
WORD = re.compile(r"\w+")


def with_facts(
    letter: Letter, pages: Sequence[Page], structure: DocumentStructure, drafts: Sequence[DraftSection]
) -> Letter:
    """Return the row of a letter with all that it says of itself, and how much of it was placed."""
    introduction = _text_of(drafts, "introduction")
    letter_date = letter_date_in([block.text for block in structure.opening])
    dates = inspection_dates_in(introduction, letter_date)
    theme = theme_in(structure.title, introduction)
    statement = written_statement_in(_text_of(drafts, "next_steps"))
    counts = {id(line): _counts_of(line.text) for page in pages for line in page.lines}
    return replace(
        letter,
        family=_family(drafts),
        word_count=sum(words for words, _ in counts.values()),
        unplaced_word_count=_unplaced_word_count(counts, structure, drafts),
        placed_character_count=_placed_character_count(counts, drafts),
        title=structure.title,
        letter_date=letter_date,
        inspection_start_date=dates.start,
        inspection_end_date=dates.end,
        inspection_dates_quote=dates.quote,
        is_inspection_year_inferred=dates.is_year_inferred,
        theme=theme.theme,
        theme_quote=theme.quote,
        deep_dive_focus=theme.deep_dive_focus,
        priority_action_areas_stated_none=states_no_priority_action([block.text for block in structure.text]),
        written_statement_required=statement.is_required,
        written_statement_lead=statement.lead,
        written_statement_due_date=statement.due_date,
        written_statement_quote=statement.quote,
        inspectorates="; ".join(inspectorates_in(introduction)) or None,
        signatory_offices="; ".join(signatory_offices_in([line.text for line in structure.closing])) or None,
    )


def _text_of(drafts: Sequence[DraftSection], kind: str) -> str:
    return "\n".join(block.text for draft in drafts if draft.kind == kind for block in draft.body)


def _family(drafts: Sequence[DraftSection]) -> str | None:
    """Return the family of letter that the sections show; None where they show neither."""
    kinds = {draft.kind for draft in drafts if draft.level == 1}
    if kinds & {"headline_findings", "needs_to_improve", "main_findings"}:
        return NEWER_FAMILY
    return OLDER_FAMILY if "areas_for_improvement" in kinds or "strengths" in kinds else None


def _counts_of(text: str) -> Counts:
    words = WORD.findall(text)
    return len(words), len("".join(words).replace("_", ""))


def _unplaced_word_count(
    counts: Mapping[int, Counts], structure: DocumentStructure, drafts: Sequence[DraftSection]
) -> int:
    """Count the words on lines (by their `id`) that are in no section, opening, closing, note, header or footer."""
    placed: set[int] = {id(line) for line in (*structure.headers_footers, *structure.closing)}
    placed |= {id(line) for note in structure.notes for line in note.lines}
    placed |= {id(line) for block in structure.opening for line in block.lines}
    placed |= {id(line) for block in _placed_blocks(drafts) for line in block.lines}
    return sum(words for line, (words, _) in counts.items() if line not in placed)


def _placed_character_count(counts: Mapping[int, Counts], drafts: Sequence[DraftSection]) -> int:
    """Count the letters and digits on the lines of sections; a line of a subsection is also its section's."""
    blocks = list(_placed_blocks(drafts))
    lines = {id(line) for block in blocks for line in block.lines}
    labels = {id(block.lines[0]): str(block.number) for block in blocks if block.number is not None}
    printed = sum(counts[line][1] for line in lines)
    return printed - sum(len(label) for label in labels.values())


def _placed_blocks(drafts: Sequence[DraftSection]) -> Iterator[Block]:
    return (block for draft in drafts for block in (draft.heading, *draft.blocks) if block)
