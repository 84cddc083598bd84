"""Hand-made labels of real letters, and how a letter as read is held against them: on letters and digits only."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from extractors.letters import LetterRows
from letters.rows import sections_of

FACTS = ("letter_date", "inspection_start_date", "inspection_end_date", "priority_action_areas_stated_none")
COUNTS = {
    "paragraph_count": "paragraphs",
    "bullet_count": "bullets",
    "sub_bullet_count": "sub_bullets",
    "level": "level",
    "end_page": "end_page",
}
YEAR = re.compile(r"\b20\d\d\b")
EDGE_WORDS = 6
# A section's label may leave out the subheading its text begins with.
LONGEST_SUBHEADING = 200


def label_of(folder: Path, letter: Path) -> dict[str, Any]:
    label: dict[str, Any] = json.loads((folder / f"{letter.stem}.json").read_text("utf-8"))
    _mark_sections_ending_in_boxes(label)
    return label


def differences(rows: LetterRows, label: dict[str, Any]) -> Iterator[str]:
    """Say in what a letter as read differs from what a person found in it."""
    for fact in FACTS:
        found = getattr(rows.letter, fact)
        if (found.isoformat() if hasattr(found, "isoformat") else found) != label[fact]:
            yield f"{fact} {found} is not {label[fact]}"
    yield from _wording_differences(rows, label)
    yield from _statement_differences(rows, label["written_statement"])
    yield from _footnote_differences(rows, label["footnotes"])
    sections = sections_of(rows)
    for expected in label["sections"]:
        section = next((each for each in sections if _is_same(each, expected)), None)
        if section is None:
            yield f"no {expected['kind']} begins {expected['first_words']!r} and ends {expected['last_words']!r}"
        else:
            sections.remove(section)
            yield from _section_differences(section, expected)


def _wording_differences(rows: LetterRows, label: dict[str, Any]) -> Iterator[str]:
    letter = rows.letter
    if letters_of(letter.title or "") != letters_of(label["title"]):
        yield f"title {letter.title!r} is not {label['title']!r}"
    for found, expected in (
        (letter.deep_dive_focus, label["deep_dive_focus"]),
        (letter.inspection_dates_quote, label["dates_quote"]),
    ):
        shorter, longer = sorted((letters_of(found or ""), letters_of(expected or "")), key=len)
        if bool(shorter) != bool(longer) or shorter not in longer:
            yield f"{found!r} is not {expected!r}"
    if letter.is_inspection_year_inferred == bool(YEAR.search(label["dates_quote"])):
        yield f"whether the year of {label['dates_quote']!r} was inferred"


def _footnote_differences(rows: LetterRows, expected: list[dict[str, Any]]) -> Iterator[str]:
    found = [(note.marker, note.page) for note in rows.footnotes if note.text]
    if found != [(str(note["marker"]), note["page"]) for note in expected]:
        yield f"footnotes {found} are not {expected}"


def _statement_differences(rows: LetterRows, expected: dict[str, Any]) -> Iterator[str]:
    letter = rows.letter
    due = letter.written_statement_due_date
    if letter.written_statement_required != expected["required"]:
        yield "whether a written statement is required"
    if (due.isoformat() if due else None) != expected["due_date"]:
        yield f"written statement due {due} is not {expected['due_date']}"


def _is_same(section: SimpleNamespace, expected: dict[str, Any]) -> bool:
    text = letters_of(section.text)
    first, last = words_of(expected["first_words"])[:EDGE_WORDS], words_of(expected["last_words"])[-EDGE_WORDS:]
    begins = text.find("".join(first)) in range(LONGEST_SUBHEADING)
    return section.kind == expected["kind"] and begins and (expected["ends_in_box"] or text.endswith("".join(last)))


def _section_differences(section: SimpleNamespace, expected: dict[str, Any]) -> Iterator[str]:
    for column, name in COUNTS.items():
        if getattr(section, column) != expected[name]:
            yield f"{section.heading}: {column} {getattr(section, column)} is not {expected[name]}"
    # A box's own title follows the heading that says that it is a case study.
    if not letters_of(section.heading or "").startswith(letters_of(expected["heading"] or "")):
        yield f"heading {section.heading!r} is not {expected['heading']!r}"
    if section.kind == "case_study" and section.polarity != expected["polarity"]:
        yield f"{section.heading}: polarity {section.polarity} is not {expected['polarity']}"
    if section.kind != "sub_section" and section.start_page != expected["start_page"]:
        yield f"{section.heading}: starts on page {section.start_page}, not {expected['start_page']}"


def _mark_sections_ending_in_boxes(label: dict[str, Any]) -> None:
    """Mark the sections whose label runs on to the end of a box in them: their own text ends before it."""
    ends = {letters_of(each["last_words"])[-30:] for each in label["sections"] if each["kind"] == "case_study"}
    for each in label["sections"]:
        is_study = each["kind"] == "case_study"
        each["ends_in_box"] = not is_study and letters_of(each["last_words"])[-30:] in ends


def letters_of(text: str) -> str:
    return "".join(words_of(text))


def words_of(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.findall(r"[a-z0-9£%]+", re.sub(r"[’'‘]", "", plain))
