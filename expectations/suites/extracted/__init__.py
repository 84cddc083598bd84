"""The gate `extracted`: the letters as read, before anything is built on them.

A problem of one letter is mostly a warning here: the letter is released flagged. Critical is what affects most letters
at once, what loses or damages a letter that was released before, and an error of our own numbering. Everything starts
from the files listed now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import great_expectations as gx
import polars as pl

from expectations.previous_release import PreviousRelease
from expectations.suites.extracted import (
    case_studies,
    footnotes,
    letters,
    listed_letters,
    paragraphs,
    printed_lines,
    reading_problems,
    sections,
    signatories,
)
from expectations.suites.extracted.recomputed_facts import find_facts_against_print, find_other_facts
from expectations.suites.extracted.released_letters import find_changed_parts
from expectations.suites.extracted.sampled_pages import find_pages_read_otherwise
from expectations.text.paragraphs import split_paragraphs
from expectations.text.printed_lines import cut_run_in_headings, order_lines, place_lines
from expectations.text.word_statistics import find_odd_statistics

INPUTS = (
    "providers",
    "publications",
    "report_files",
    "letters",
    "sections",
    "paragraphs",
    "case_studies",
    "footnotes",
    "signatories",
    "printed_lines",
    "sampled_words",
    "reading_problems",
    "themes",
    "local_authorities",
)
SUITES: tuple[gx.ExpectationSuite, ...] = (
    listed_letters.SUITE,
    letters.SUITE,
    sections.SUITE,
    paragraphs.SUITE,
    case_studies.SUITE,
    footnotes.SUITE,
    signatories.SUITE,
    printed_lines.SUITE,
    reading_problems.SUITE,
)


def build_batches(
    tables: Mapping[str, pl.DataFrame], previous: PreviousRelease
) -> Iterator[tuple[gx.ExpectationSuite, pl.DataFrame]]:
    """Pair each suite of this gate with the rows it validates, one after the other."""
    listed = listed_letters.build_batch(
        tables["letters"],
        tables["report_files"],
        tables["publications"],
        known_urns=listed_letters.find_known_urns(tables["local_authorities"], tables["providers"]),
        previous=previous,
    )
    read = listed.filter(pl.col("status") == "read")
    parts = sections.select_sections(tables["sections"], tables["paragraphs"], read)
    texts = split_paragraphs(parts)
    printed = cut_run_in_headings(tables["printed_lines"], tables["sections"])
    placed = place_lines(tables["paragraphs"], printed)
    lines = order_lines(printed, placed, sections=tables["sections"], footnotes=tables["footnotes"])
    yield listed_letters.SUITE, listed
    yield (
        letters.SUITE,
        letters.build_batch(
            read,
            parts,
            changed_parts=find_changed_parts(tables, read, parts, previous),
            other_facts=find_other_facts(
                read,
                tables["sections"],
                tables["paragraphs"],
                tables["printed_lines"],
                lines,
                reading_problems=tables["reading_problems"],
            ),
            facts_against_print=find_facts_against_print(read, tables["printed_lines"]),
            odd_words=find_odd_statistics(tables["paragraphs"]),
            findings=tables["paragraphs"].filter("is_itemised"),
            case_studies=tables["case_studies"],
            signatories=tables["signatories"],
            themes=tables["themes"],
            local_authorities=tables["local_authorities"],
            previous=previous,
        ),
    )
    yield (
        sections.SUITE,
        sections.build_batch(
            parts,
            texts,
            raw_paragraphs=tables["paragraphs"],
            footnotes=tables["footnotes"],
            lines=lines,
            placed=placed,
        ),
    )
    yield (
        paragraphs.SUITE,
        paragraphs.build_batch(tables["paragraphs"], parts, read, placed=placed, footnotes=tables["footnotes"]),
    )
    yield case_studies.SUITE, case_studies.build_batch(tables["case_studies"], parts, read)
    yield footnotes.SUITE, footnotes.build_batch(tables["footnotes"], read, tables["printed_lines"])
    yield signatories.SUITE, signatories.build_batch(tables["signatories"], read, tables["printed_lines"])
    yield (
        printed_lines.SUITE,
        printed_lines.build_batch(
            lines,
            placed,
            read,
            read_otherwise=find_pages_read_otherwise(
                tables["sampled_words"], tables["printed_lines"], tables["paragraphs"], tables["footnotes"]
            ),
        ),
    )
    yield reading_problems.SUITE, reading_problems.build_batch(tables["reading_problems"], listed.filter("is_read"))
