"""A letter that PDFium misreads is read again by pdfplumber, and the reading that the gate trusts more is kept."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import dagster as dg
import pytest
from pypdf import PdfWriter
from pypdf.generic import NameObject, NumberObject

from extractors.letters import LetterFile
from extractors.letters.reading import read_letter
from extractors.sample import ARCHIVE
from orchestration.assets.discovery import discovery
from orchestration.assets.letters import letters
from orchestration.assets.report_files import report_files
from orchestration.resources import resources_for
from orchestration.settings import Settings
from orchestration.warehouse import Warehouse

MISCOUNTED, CUT_OFF, SOUND = "90001_2016-04-12", "90008_2023-03-31", "90010_2024-05-16"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three letters: one whose page tree counts three pages of six, one cut off, and a sound one."""
    folder = tmp_path_factory.mktemp("archive")
    for name in (MISCOUNTED, CUT_OFF, SOUND):
        shutil.copy(sample_letter(name), folder / f"{name}.pdf")
    writer = PdfWriter(clone_from=sample_letter(MISCOUNTED))
    writer.root_object["/Pages"].get_object()[NameObject("/Count")] = NumberObject(3)
    writer.write(folder / f"{MISCOUNTED}.pdf")
    (folder / f"{CUT_OFF}.pdf").write_bytes(sample_letter(CUT_OFF).read_bytes()[:9000])
    return folder


@pytest.fixture(scope="module")
def home(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    read(archive, home)
    return home


def sample_letter(name: str) -> Path:
    urn, published = name.split("_")
    day = date.fromisoformat(published)
    return next(ARCHIVE.glob(f"{urn}_*/*- {day.day} {f'{day:%B}'.lower()} {day.year}.pdf"))


def read(archive: Path, home: Path) -> int:
    """Do what a refresh does up to the letters; the number of letters read."""
    resources = resources_for(Settings(home=home, source=str(archive)))
    result = dg.materialize([discovery, report_files, letters], resources=resources)
    (count,) = {
        event.metadata["letters_read"].value
        for event in result.asset_materializations_for_node("letters")
        if "letters_read" in event.metadata
    }
    return int(str(count))


def values(home: Path, query: str) -> list[tuple[object, ...]]:
    with Warehouse(home=str(home)).connect() as connection:
        return connection.execute(query).fetchall()


def test_only_the_letter_that_the_second_reader_reads_better_is_its_reading(home: Path) -> None:
    readers = values(home, "SELECT report_id, reader, status FROM raw.letters ORDER BY report_id")
    assert readers == [
        (MISCOUNTED, "pdfplumber", "read"),
        (CUT_OFF, "pdfium", "unreadable"),
        (SOUND, "pdfium", "read"),
    ]


def test_the_second_reading_has_all_that_the_undamaged_letter_has(home: Path) -> None:
    undamaged = read_letter(LetterFile(MISCOUNTED, sample_letter(MISCOUNTED), ""))
    for table, rows in (("sections", undamaged.sections), ("findings", undamaged.findings)):
        texts = {text for (text,) in values(home, f"SELECT text FROM raw.{table}")}  # noqa: S608
        assert texts >= {row.text for row in rows} != set()


def test_a_second_reading_says_so_and_why(home: Path) -> None:
    told = values(home, "SELECT report_id, severity, detail FROM raw.reading_problems WHERE rule = 'second_reading'")
    ((report_id, severity, detail),) = told
    assert (report_id, severity) == (MISCOUNTED, "warning")
    assert "read by pdfplumber" in str(detail)
    assert "A letter has an introduction, findings and next steps." in str(detail)


def test_a_later_run_reads_nothing_again(archive: Path, home: Path) -> None:
    assert read(archive, home) == 0
    assert values(home, "SELECT count(*) FROM raw.letters WHERE reader = 'pdfplumber'") == [(1,)]


def test_both_readers_give_the_same_rows_of_a_sound_letter() -> None:
    file = LetterFile(SOUND, sample_letter(SOUND), "")
    first, second = read_letter(file), read_letter(replace(file, reader="pdfplumber"))
    assert (first.letter.reader, second.letter.reader) == ("pdfium", "pdfplumber")
    assert first.sections == second.sections != []
