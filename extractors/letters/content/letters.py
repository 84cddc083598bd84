"""The letter itself as a row: its facts, and how many of its words came into its sections."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from extractors.letters.content.actions import (
    is_only_no_priority_action,
    states_no_priority_action,
    written_statement_in,
)
from extractors.letters.content.letter_dates import InspectionDates, inspection_dates_in, letter_date_in
from extractors.letters.content.theme import theme_in
from extractors.letters.content.warnings import find_unread_pages
from extractors.letters.layout.lines import Line, Page, texts_between_gaps
from extractors.letters.structure.blocks import Block
from extractors.letters.structure.document_structure import DocumentStructure
from extractors.letters.structure.sections import DraftSection
from extractors.letters.vocabulary.inspectorates import inspectorates_in
from extractors.records import NEWER_FAMILY, OLDER_FAMILY, Family, Letter, SectionKind

# Where letters say that no area needs priority action, or list the areas that do.
PRIORITY_ACTION_PLACES: tuple[SectionKind, ...] = ("priority_action", "needs_to_improve", "areas_for_improvement")
WORD = re.compile(r"\w+")


def with_facts(
    letter: Letter,
    pages: Sequence[Page],
    structure: DocumentStructure,
    drafts: Sequence[DraftSection],
    dates: InspectionDates,
) -> Letter:
    """Return the row of a letter with all that it says of itself, and how much of it was placed."""
    introduction = _introduction_of(drafts)
    theme = theme_in(structure.title, introduction)
    statement = written_statement_in(
        _text_of(drafts, "next_steps"), elsewhere="\n".join(block.text for block in structure.text)
    )
    return replace(
        _with_counts(letter, [line for page in pages for line in page.lines], structure, drafts),
        family=family_of({draft.kind for draft in drafts if draft.level == 1}),
        title=structure.title,
        letter_date=_letter_date_of(structure),
        inspection_start_date=dates.start,
        inspection_end_date=dates.end,
        inspection_dates_quote=dates.quote,
        is_inspection_year_inferred=dates.is_year_inferred,
        theme=theme.theme,
        theme_quote=theme.quote,
        deep_dive_focus=theme.deep_dive_focus,
        priority_action_areas_stated_none=_states_no_priority_action(pages, structure, drafts),
        written_statement_required=statement.is_required,
        written_statement_lead=statement.lead,
        written_statement_due_date=statement.due_date,
        written_statement_quote=statement.quote,
        inspectorates="; ".join(_inspectorates_in(introduction)) or None,
    )


def _letter_date_of(structure: DocumentStructure) -> date | None:
    """Return the date printed above the title as the letter's own; it may be beside an address."""
    lines = [line for block in structure.opening for line in block.lines]
    return letter_date_in([text for line in lines for text in texts_between_gaps(line)])


def find_inspection_dates(structure: DocumentStructure, drafts: Sequence[DraftSection]) -> InspectionDates:
    """Return when the introduction says that the inspection was."""
    return inspection_dates_in(_introduction_of(drafts), _letter_date_of(structure))


def _introduction_of(drafts: Sequence[DraftSection]) -> str:
    """Return the introduction, or where it is under a heading of its own all that comes before what was found."""
    before = takewhile(lambda draft: draft.kind in ("introduction", "other"), drafts)
    return _text_of(drafts, "introduction") or "\n".join(block.text for draft in before for block in draft.body)


def _inspectorates_in(introduction: str) -> list[str]:
    """Return the inspectorates named in the paragraph that names most of them; where each is one, in all of them."""
    named = max(map(inspectorates_in, introduction.split("\n")), key=len)
    return named if len(named) > 1 else inspectorates_in(introduction)


def _text_of(drafts: Sequence[DraftSection], kind: str) -> str:
    return "\n".join(block.text for draft in drafts if draft.kind == kind for block in draft.body)


def _states_no_priority_action(
    pages: Sequence[Page], structure: DocumentStructure, drafts: Sequence[DraftSection]
) -> bool | None:
    """Say whether the letter states that no area needs priority action.

    None where the place that would say so was not found, or may be on a page that could not be read.
    """
    listed = [block.text for draft in drafts if draft.kind == "priority_action" for block in draft.body]
    if any(states_no_priority_action(block.text) for block in structure.text) or any(
        is_only_no_priority_action(text, under_its_heading=True) for text in listed
    ):
        return True
    is_place_read = any(draft.kind in PRIORITY_ACTION_PLACES and draft.body for draft in drafts)
    return False if is_place_read and not any(find_unread_pages(pages)) else None


def family_of(kinds: Collection[str]) -> Family | None:
    """Return the family of letter that the kinds of its sections show; None where they show neither."""
    if {*kinds} & {"headline_findings", "needs_to_improve", "main_findings"}:
        return NEWER_FAMILY
    return OLDER_FAMILY if "areas_for_improvement" in kinds or "strengths" in kinds else None


def _with_counts(
    letter: Letter, lines: Sequence[Line], structure: DocumentStructure, drafts: Sequence[DraftSection]
) -> Letter:
    """Return the row of a letter with its words counted, and those in no part of it.

    A line of a subsection is also its section's, and is counted once.
    """
    placed = {_place(line) for line in (*structure.headers_footers, *structure.closing)}
    placed |= {_place(line) for note in structure.notes for line in note.lines}
    placed |= {_place(line) for block in structure.opening for line in block.lines}
    placed |= {_place(line) for block in _placed_blocks(drafts) for line in block.lines}
    return replace(
        letter,
        word_count=_count_words(lines),
        unplaced_word_count=_count_words(line for line in lines if _place(line) not in placed),
    )


def _place(line: Line) -> tuple[int, float, float]:
    """Return where a line is printed, which no list mark taken off it changes."""
    return line.page, line.baseline, line.x1


def _count_words(lines: Iterable[Line]) -> int:
    return len(WORD.findall("\n".join([line.text for line in lines])))


def _placed_blocks(drafts: Sequence[DraftSection]) -> Iterator[Block]:
    return (block for draft in drafts for block in (draft.heading, *draft.blocks) if block)
