"""The bundled sample, scored exactly: every row that the reader makes is the letter's known answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

import pytest

from extractors.letters import LetterRows
from extractors.sample import ARCHIVE
from letters.rows import case_studies_of, findings_of, rows_of, sections_of
from typesetting.answers import Answer, answer_of
from typesetting.letters import load_letters
from typesetting.typeset import pages_of

LETTERS = {letter.archive_path: letter for letter in load_letters() if letter.facts.is_jtai_letter}
each_letter = pytest.mark.parametrize("path", LETTERS, ids=lambda path: path[:5] + path[-8:-4])


@cache
def answer(path: str) -> Answer:
    return answer_of(LETTERS[path], pages_of(LETTERS[path], LETTERS[path].setting))


def rows(path: str) -> LetterRows:
    return rows_of(ARCHIVE / path)


def as_far_as_answered(row: object, answered: object) -> dict[str, Any]:
    return {name: getattr(row, name) for name in asdict(answered)}  # type: ignore[call-overload]


@each_letter
def test_the_facts_are_those_the_letter_was_written_from(path: str) -> None:
    found, facts = rows(path).letter, asdict(LETTERS[path].facts)
    known = {name: value for name, value in facts.items() if hasattr(found, name)}
    if answer(path).picture_pages:
        # It may be stated there.
        known["priority_action_areas_stated_none"] = None
    assert {name: getattr(found, name) for name in known} == known
    assert found.unplaced_word_count == 0


@each_letter
@pytest.mark.parametrize(
    ("table", "read"), [("sections", sections_of), ("findings", findings_of), ("case_studies", case_studies_of)]
)
def test_the_rows_are_those_the_letter_was_written_from(
    path: str, table: str, read: Callable[[LetterRows], Sequence[object]]
) -> None:
    found, expected = read(rows(path)), getattr(answer(path), table)
    for row, answered in zip(found, expected, strict=False):
        assert as_far_as_answered(row, answered) == asdict(answered)
    assert len(found) == len(expected)


@each_letter
def test_signatories_are_those_who_sign_the_letter(path: str) -> None:
    found, signed = rows(path).signatories, answer(path).signatures
    assert [row.office for row in found] == [
        re.sub(r", (?:Ofsted|CQC|Care Quality Commission)$", "", each.office) for each in signed
    ]
    assert all(row.organisation for row in found)


@each_letter
def test_footnotes_keep_their_words_and_the_place_that_refers_to_them(path: str) -> None:
    found, expected = rows(path).footnotes, answer(path).footnotes
    assert [(note.marker, note.text, note.page) for note in found] == [
        (note.marker, note.text, note.page) for note in expected
    ]
    for note, answered in zip(found, expected, strict=True):
        assert answered.text_before_mark.endswith(note.reference_quote or "no mark was found")


@each_letter
def test_a_page_that_is_a_picture_is_reported(path: str) -> None:
    pictures = [problem.page for problem in rows(path).problems if problem.rule == "page_is_an_image"]
    assert pictures == list(answer(path).picture_pages)
