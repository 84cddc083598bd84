"""Claims about what the reader itself was unsure of: each such row becomes a problem as bad as it says."""

from __future__ import annotations

from typing import get_args

import great_expectations as gx
import pandas as pd

from expectations.claims import is_never, is_one_of, may_be_empty, suite_of
from expectations.rows import with_facts
from expectations.tables import Tables
from extractors.records import Severity


def suite() -> gx.ExpectationSuite:
    """Claim that the reader was sure of all it read."""
    seen = "said"
    return suite_of(
        "extracted.reading_problems",
        may_be_empty("There may be no reading problems, which is the aim."),
        is_one_of("severity", get_args(Severity), "a_reading_problem_has_a_severity",
                  "It is known how bad a reading problem is.", "critical", seen),
        is_never("severity", "critical", "the_letter_could_be_read_safely",
                 "The reader met nothing that it could not read safely.", "critical", seen),
        is_never("severity", "warning", "the_reader_was_sure",
                 "The letter was read without doubts.", "warning", seen),
        row_key="rule",
        page="page",
    )  # fmt: skip


def rows(tables: Tables, listed: pd.DataFrame) -> pd.DataFrame:
    """What the reader was unsure of in what it read; that a letter could not be read is a claim of its own."""
    problems = with_facts(tables["reading_problems"], listed[listed["is_read"]])
    return problems.assign(said=[said(*each) for each in zip(problems["detail"], problems["quote"], strict=True)])


def said(detail: str, quote: str | None) -> str:
    """A doubt of the reader as a sentence, with the words of the letter that it is about."""
    sentence = f"{detail[:1].upper()}{detail[1:].rstrip('.')}"
    return f"{sentence}." if pd.isna(quote) else f"{sentence}; printed there is “{quote}”."
