"""What is claimed of the letters as read, before anything is built on them.

What one letter says, or how it was read, is mostly a warning here: the letter is released flagged. Critical is what
most letters would have to suffer from together, what loses or damages a letter that was released before, and what our
own numbering must never get wrong.
Raw tables may still hold letters that are no longer listed, so everything starts from the files listed now.
"""

from __future__ import annotations

from collections.abc import Iterator

from expectations.claims import Check
from expectations.extracted import (
    case_studies,
    findings,
    footnotes,
    letters,
    listed_letters,
    reading_problems,
    released_letters,
    sections,
)
from expectations.tables import LastRelease, Tables


def checks(tables: Tables, last: LastRelease) -> Iterator[Check]:
    """Pair each suite of this border with the rows it judges, one after the other."""
    listed = listed_letters.rows(tables, last)
    read = letters.rows(tables, listed)
    parts = sections.rows(tables, read)
    boxes = parts.loc[parts["kind"].eq("case_study"), ["report_id", "section_number", "start_page", "end_page"]]
    yield Check("letters", listed_letters.suite(), listed)
    yield Check("letters", letters.suite(tables["themes"]["theme"]), read)
    yield Check("letters", released_letters.suite(), released_letters.rows(tables, read, last))
    yield Check("sections", sections.suite(), parts)
    yield Check("findings", findings.suite(), findings.rows(tables, read))
    yield Check("case_studies", case_studies.suite(len(boxes)), case_studies.rows(tables, read, boxes))
    yield Check("footnotes", footnotes.suite(), footnotes.rows(tables, read))
    yield Check("reading_problems", reading_problems.suite(), reading_problems.rows(tables, listed))
