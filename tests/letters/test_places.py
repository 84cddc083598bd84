"""Places: a finding's box on the page holds its words, from the first on, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.letters.layout.lines import Page
from extractors.letters.layout.pdfium_reader import read_pages
from extractors.records import Finding
from extractors.sample import ARCHIVE
from letters.labels import letters_of
from letters.rows import rows_of

SAMPLE = sorted(ARCHIVE.glob("*/*.pdf"))


@pytest.mark.parametrize("letter", SAMPLE, ids=lambda path: path.parent.name)
def test_a_finding_of_the_sample_stands_in_its_box(letter: Path) -> None:
    assert_findings_stand_in_their_boxes(letter)


def test_a_finding_of_a_real_letter_stands_in_its_box(real_letter: Path) -> None:
    assert_findings_stand_in_their_boxes(real_letter)


def assert_findings_stand_in_their_boxes(letter: Path) -> None:
    pages = read_pages(letter)
    for finding in rows_of(letter).findings:
        found = words_in(pages[finding.page - 1], finding)
        assert found
        assert letters_of(finding.text).startswith(found)


def words_in(page: Page, box: Finding) -> str:
    inside = [line for line in page.lines if box.top <= (line.top + line.bottom) / 2 <= box.bottom]
    return letters_of(" ".join(line.text for line in inside if box.x0 - 1 <= line.x0 and line.x1 <= box.x1 + 1))
