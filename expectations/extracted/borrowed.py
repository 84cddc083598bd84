"""Words of one letter that stand in another.

Inspectorates introduce an inspection and say what comes next in the same words each time, and a phrase that many
letters have is theirs too. Beyond that no two of 40 letters share a paragraph of any length.
"""

from __future__ import annotations

from collections import defaultdict

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
    paragraphs = own_paragraphs(sections)
    files = sections["file_sha256"].tolist()
    owners: dict[str, dict[object, object]] = defaultdict(dict)
    for file, report, texts in zip(files, sections["report_id"], paragraphs, strict=True):
        for text in texts:
            owners[letters_of(text)].setdefault(file, report)
    headings = {letters_of(heading) for heading in sections["heading"].dropna()}
    shared = {text for text, by_file in owners.items() if 1 < len(by_file) < LEAST_COMMON} - headings
    return [
        next((told(text, owners[key], file) for text in texts if (key := letters_of(text)) in shared), None)
        for file, texts in zip(files, paragraphs, strict=True)
    ]


def own_paragraphs(sections: pd.DataFrame) -> list[list[str]]:
    """The paragraphs of each section that are long enough to tell letters apart; none of what all letters say."""
    return [
        [] if kind in COMMON_KINDS else [text for text in texts if len(letters_of(text)) >= LEAST_LETTERS]
        for kind, (_, texts) in zip(sections["kind"], paragraphs_of(sections), strict=True)
    ]


def told(text: str, by_file: dict[object, object], file: object) -> str:
    """Name the letters that share a paragraph, and quote it."""
    others = sorted(str(report) for owner, report in by_file.items() if owner != file)
    return f"also in {', '.join(others)}: {text}"
