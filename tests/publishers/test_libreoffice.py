"""LibreOffice Calc opens the workbook and changes nothing; what it saves as CSV holds nothing that would run."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

SOFFICE = shutil.which("soffice")
SECONDS = 180
# Commas, double quotes, UTF-8, from line 1, cells as shown, and every sheet into a file of its own.
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="soffice is not installed: LibreOffice Calc cannot be asked")


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("libreoffice")


def test_every_cell_comes_back_as_it_was(released: Path, work: Path) -> None:
    original = released / "jtai_outcomes.xlsx"
    convert(original, "xlsx", work)
    before, after = load_workbook(original), load_workbook(work / original.name)
    assert after.sheetnames == before.sheetnames
    assert cells_of(after) == cells_of(before)


def test_filters_and_links_come_back_as_they_were(released: Path, work: Path) -> None:
    original = released / "jtai_outcomes.xlsx"
    convert(original, "xlsx", work)
    before, after = load_workbook(original), load_workbook(work / original.name)
    for sheet in before:
        assert after[sheet.title].auto_filter.ref == sheet.auto_filter.ref
        assert links_in(after, sheet.title) == links_in(before, sheet.title)


def test_a_sheet_saved_as_csv_holds_nothing_that_would_run(released: Path, work: Path) -> None:
    convert(released / "jtai_outcomes.xlsx", AS_CSV, work)
    texts = [cell for path in work.glob("*.csv") for row in csv.reader(lines_of(path)) for cell in row]
    assert "'=HYPERLINK" in " ".join(texts)
    assert [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def convert(workbook: Path, kind: str, folder: Path) -> None:
    profile = (folder / "profile").as_uri()
    command = [str(SOFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", str(folder), str(workbook)], check=True, capture_output=True, timeout=SECONDS)


def lines_of(path: Path) -> list[str]:
    return path.read_bytes().decode("utf-8").splitlines(keepends=True)


def cells_of(book: Workbook) -> list[tuple[str, str, str, object]]:
    """Sheet, place, type and value of every cell that holds something."""
    return [
        (sheet.title, cell.coordinate, "date" if cell.is_date else cell.data_type, cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def links_in(book: Workbook, title: str) -> dict[str, str]:
    """Where links lead; a picture beside the workbook is named alone, since the copy lies in another folder."""
    links = [(cell.coordinate, cell.hyperlink) for row in book[title].iter_rows() for cell in row if cell.hyperlink]
    addresses = [(place, f"{link.target or ''}#{link.location or ''}") for place, link in links]
    return {place: re.sub(r".*crops[/\\]", "crops/", address).strip("#") for place, address in addresses}
