"""Words of one letter that stand in another.

Inspectorates introduce an inspection and say what comes next in the same words each time, and a phrase that many
letters have is theirs too. Beyond that no two of 40 letters share a paragraph of any length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from expectations.blemishes import letters_of
from expectations.sentences import paragraphs_of

COMMON_KINDS = ("introduction", "context", "next_steps")
LEAST_LETTERS = 40
"""A shorter paragraph may be a phrase that two letters happen to share."""
LEAST_COMMON = 4
"""What so many letters say is a set phrase."""


def borrowed_paragraphs(sections: pd.DataFrame) -> list[str | None]:
    """Quote from each section the first paragraph that another letter has too, and name that letter."""
    files, reports = sections["file_sha256"].tolist(), sections["report_id"].tolist()
    # Numbers stand for the paragraphs, which would take more memory than all other tables together.
    keys = [[hash(letters_of(text)) for text in texts] for texts in own_paragraphs(sections)]
    owners = owners_of_repeated(files, reports, keys)
    headings = {hash(letters_of(heading)) for heading in sections["heading"].dropna()}
    shared = {key for key, by_file in owners.items() if len(by_file) < LEAST_COMMON} - headings
    return [
        next((told(text, owners[key], file) for text, key in zip(texts, its, strict=True) if key in shared), None)
        for file, texts, its in zip(files, own_paragraphs(sections), keys, strict=True)
    ]


def owners_of_repeated(
    files: Sequence[object], reports: Sequence[object], keys: Sequence[Sequence[int]]
) -> dict[int, dict[object, object]]:
    """For each paragraph that more than one file has, a report of each of these files."""
    first: dict[int, object] = {}
    repeated = {
        key for file, its in zip(files, keys, strict=True) for key in its if first.setdefault(key, file) != file
    }
    owners: dict[int, dict[object, object]] = {key: {} for key in repeated}
    for file, report, its in zip(files, reports, keys, strict=True):
        for key in repeated.intersection(its):
            owners[key].setdefault(file, report)
    return owners


def own_paragraphs(sections: pd.DataFrame) -> Iterator[list[str]]:
    """The paragraphs of each section that are long enough to tell letters apart; none of what all letters say."""
    for kind, (_, texts) in zip(sections["kind"], paragraphs_of(sections), strict=True):
        yield [] if kind in COMMON_KINDS else [text for text in texts if len(letters_of(text)) >= LEAST_LETTERS]


def told(text: str, by_file: dict[object, object], file: object) -> str:
    """Name the letters that share a paragraph, and quote it."""
    others = sorted(str(report) for owner, report in by_file.items() if owner != file)
    return f"also in {', '.join(others)}: {text}"
