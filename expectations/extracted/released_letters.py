"""Claims about letters that the release before held: none may have shrunk since.

A letter may be replaced on the site by a shorter one, which is news; the same file that gives much less than it gave
before has been damaged, or is being read worse.
"""

from __future__ import annotations

import great_expectations as gx
import pandas as pd

from expectations.claims import has_none, may_be_empty, suite_of
from expectations.tables import LastRelease, Tables

COUNTED = {
    "page_count": "pages",
    "word_count": "words",
    "section_count": "sections",
    "finding_count": "findings",
    "case_study_count": "case studies",
}
LEAST_WORDS_SHARE = 0.99
"""Words are counted page by page, so a reader that tells furniture better still counts almost the same."""
LEAST_SAME_FILE_SHARE = 0.5


def suite() -> gx.ExpectationSuite:
    """Claim that letters are as long as they were."""
    return suite_of(
        "extracted.released_letters",
        may_be_empty("There may be no letters that were released before, since this may be the first release."),
        has_none("shrunk", "a_released_letter_has_not_shrunk",
                 "A letter that was released before has as many pages, words, sections, findings and case studies "
                 "as it had.", "warning"),
        has_none("halved", "a_released_letter_is_not_halved",
                 "A letter whose file has not changed has at least half the sections, findings and words that were "
                 "released.", "critical"),
    )  # fmt: skip


def rows(tables: Tables, letters: pd.DataFrame, last: LastRelease) -> pd.DataFrame:
    """Letters that were released before, with what each lost since."""
    counted = letters.assign(
        section_count=counts(letters, tables["sections"]),
        finding_count=counts(letters, tables["findings"]),
        case_study_count=counts(letters, tables["case_studies"]),
    )
    both = counted.merge(last.facts, on="report_id", how="inner", suffixes=("", "_before"))
    is_same_file = both["file_sha256"].eq(both["file_sha256_before"])
    lost = [losses(row, 1) for row in both.to_dict("records")]
    halved = [losses(row, LEAST_SAME_FILE_SHARE) for row in both.to_dict("records")]
    return both.assign(shrunk=lost, halved=pd.Series(halved, dtype=object).where(is_same_file, None))


def counts(letters: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """How many rows of a table each letter has."""
    return letters["report_id"].map(rows["report_id"].value_counts()).fillna(0).astype(int)


def losses(row: dict[str, int], share: float) -> str | None:
    """Say what is less than a share of what it was; a letter without many of a thing may have lost one by right."""
    lost = [
        f"{name}: {row[column]:g}, were {row[f'{column}_before']:g}"
        for column, name in COUNTED.items()
        if row[column] < row[f"{column}_before"] * min(share, LEAST_WORDS_SHARE if name == "words" else 1)
    ]
    return "; ".join(lost) or None
