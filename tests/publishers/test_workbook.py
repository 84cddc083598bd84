"""The workbook holds values, never formulas, and says when it had to cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from small_warehouse import CROP, FORMULA, MARKUP, DatabaseOf, facts, small_rows, tags_of_last_finding

from publishers.duckdb_helpers import open_read_only
from publishers.formats.excel.cells import MAX_CELL_UNITS, to_cells
from publishers.formats.excel.workbook import write_workbook
from publishers.published_tables import describe_tables


@pytest.fixture
def book(released: Path) -> Workbook:
    return load_workbook(released / "jtai_outcomes.xlsx")


def column(sheet: Worksheet, heading: str) -> list[object]:
    (found,) = [cells for cells in sheet.iter_cols() if cells[0].value == heading]
    return list(found[1:])


def to_cell(text: str) -> str:
    cells = to_cells(pl.DataFrame({"text": [text]}))
    return str(cells.item())


def test_the_sheets_are_in_reading_order(book: Workbook) -> None:
    assert book.sheetnames == [
        "Cover",
        "Inspections",
        "Authorities",
        "Findings",
        "Counts",
        "Case studies",
        "Summary",
        "Expanded",
        "Problems",
        "Corrections",
        "Changes",
        "Versions",
        "Metrics",
        "Data dictionary",
    ]


def test_every_sheet_about_authorities_can_be_looked_up_by_la_code(book: Workbook) -> None:
    for title in book.sheetnames[1:]:
        headings = [cell.value for cell in book[title][1]]
        assert ("LA code" in headings) == ("Local authority" in headings), title
    assert {sheet.title for sheet in book.worksheets[1:] if sheet["A1"].value == "LA code"} == {
        *["Inspections", "Authorities", "Findings", "Counts", "Case studies"],
        *["Problems", "Corrections", "Changes", "Versions"],
    }


def test_findings_show_who_where_when_what_and_the_text_in_the_first_screen(book: Workbook) -> None:
    findings = book["Findings"]
    headings = [cell.value for cell in findings[1]]
    assert headings[:6] == ["LA code", "Local authority", "Region", "Publication date", "Kind", "Text"]
    assert sum(findings.column_dimensions[letter].width for letter in "ABCDEF") * 7 < 1230
    assert [cell.value for cell in column(findings, "Kind")] == ["Strengths"] * 4


def test_inspections_have_counts_and_no_long_text(book: Workbook) -> None:
    sheet = book["Inspections"]
    assert [cell.value for cell in column(sheet, "Strengths")] == [None, 2, 1]
    assert [cell.value for cell in column(sheet, "Has priority action")] == ["no", "yes", "no"]
    assert max(len(str(cell.value)) for row in sheet.iter_rows() for cell in row) < 100


def test_authorities_name_their_neighbours_and_say_who_was_never_inspected(book: Workbook) -> None:
    sheet = book["Authorities"]
    assert [cell.value for cell in column(sheet, "Never inspected")] == ["no", "no", "yes"]
    assert [cell.value for cell in column(sheet, "Neighbours")] == [
        "Never Seen, Marlow’s Reach",
        "Ashby & Vale",
        "Marlow’s Reach",
    ]


def test_rows_stay_readable(book: Workbook) -> None:
    heights = [sheet.row_dimensions[row].height or 15 for sheet in book for row in range(1, sheet.max_row + 1)]
    assert max(heights) <= 120


def test_nothing_is_written_elsewhere_that_a_kill_could_leave(
    release_now: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "no such folder"))
    assert (release_now() / "jtai_outcomes.xlsx").is_file()


def test_a_formula_in_a_letter_stays_text(book: Workbook) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell for cell in cells if cell.value == f"'{FORMULA}"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+A1", "@SUM(A1)", "\t=1", "\r=1", " \n=1", "＝1", "\x07=1"])
def test_a_text_that_a_saved_csv_would_run_has_an_apostrophe(text: str) -> None:
    assert to_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["a = b", "’-", "1-2", "− a bullet"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert to_cell(text) == text


def test_truth_values_are_words(book: Workbook) -> None:
    # A spreadsheet may make a formula of a truth value.
    assert [cell.value for cell in column(book["Problems"], "Is open")] == ["yes"]


def test_a_problem_says_what_is_wrong_before_the_rule(book: Workbook) -> None:
    assert [cell.value for cell in column(book["Problems"], "Message")] == [f"Heading not recognised: “{MARKUP}”."]
    assert [cell.value for cell in column(book["Problems"], "Rule")] == ["A section's heading is recognised."]


def test_no_cells_are_merged_and_no_heading_is_missing(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges
    for sheet in book.worksheets[1:]:
        headings = [cell.value for cell in sheet[1]]
        assert all(headings)
        assert len(set(headings)) == len(headings)


def test_findings_have_the_topics_and_agencies_that_are_shown(database_of: DatabaseOf, tmp_path: Path) -> None:
    book, _ = write_book(database_of(small_rows() | tags_of_last_finding()), tmp_path)
    sheet = book["Findings"]
    names = ("Text", "Suggested topics", "Suggested agencies")
    findings = {tuple(cell.value for cell in row) for row in zip(*(column(sheet, name) for name in names), strict=True)}
    assert {finding for finding in findings if finding[1] or finding[2]} == {
        ("The last finding.", "Early help", "Police")
    }


def test_an_archive_gives_no_link(database_of: DatabaseOf, tmp_path: Path) -> None:
    rows = small_rows()
    for row in rows["inspections"]:
        row["report_url"] = "file:///home/someone/letter.pdf"
    for row in rows["findings"]:
        row["finding_url"] = "file:///home/someone/letter.pdf#page=3"
    book, _ = write_book(database_of(rows), tmp_path)
    assert not [cell for row in book["Findings"].iter_rows() for cell in row if cell.hyperlink]
    assert {cell.value for cell in column(book["Findings"], "Page URL")} == {None}


def test_dates_are_dates(book: Workbook) -> None:
    (_, start) = column(book["Summary"], "Inspection start date")
    assert start.is_date
    assert start.value == datetime(2023, 5, 15)  # noqa: DTZ001 - a workbook knows no time zones


def test_a_finding_links_to_its_page(book: Workbook) -> None:
    first = column(book["Findings"], "Page URL")[0]
    assert first.value == "https://files.example.org/v1/file/50200001#page=3"
    link = first.hyperlink
    assert f"{link.target}{'#' + link.location if link.location else ''}" == first.value


def test_a_problem_links_to_the_picture_beside_the_workbook(book: Workbook) -> None:
    (crop,) = column(book["Problems"], "Crop path")
    # Spreadsheets write the path of a file as Windows does.
    assert (crop.value, crop.hyperlink.target.replace("\\", "/")) == (CROP, CROP)


def test_what_is_no_address_is_no_link(book: Workbook) -> None:
    links = [cell.hyperlink.target for row in book["Findings"].iter_rows() for cell in row if cell.hyperlink]
    assert links
    assert all(target.startswith("https://") for target in links)


def test_headers_stay_in_sight_and_filter(book: Workbook) -> None:
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes
        (table,) = sheet.tables.values()
        assert table.autoFilter.ref == table.ref == sheet.dimensions


def test_control_characters_are_left_out_and_the_rest_is_kept(book: Workbook) -> None:
    (text,) = [cell.value for cell in column(book["Expanded"], "Key strengths") if cell.value]
    assert "\x07" not in text
    assert "👪" in text
    assert "“quote”" in text


def test_a_text_too_long_for_a_cell_says_so(book: Workbook) -> None:
    (text,) = [cell.value for cell in column(book["Expanded"], "Main findings") if cell.value]
    assert len(text) == MAX_CELL_UNITS
    assert "truncated: all 37800 characters are in jtai.duckdb" in text


def test_a_cell_is_measured_as_a_spreadsheet_measures_it() -> None:
    # An emoji is two units in a spreadsheet and one character here.
    family = "👪" * 20_000
    fitted = to_cell(family)
    assert len(fitted.encode("utf-16-le")) <= 2 * MAX_CELL_UNITS
    assert fitted.startswith("👪👪")
    assert "all 20000 characters" in fitted
    assert to_cell("a" * MAX_CELL_UNITS) == "a" * MAX_CELL_UNITS
    assert "all 70000 characters" in to_cell("👪" * 70_000)


def test_the_cover_names_source_refresh_counts_and_licence(book: Workbook) -> None:
    cover = " ".join(str(cell.value) for row in book["Cover"].iter_rows() for cell in row if cell.value)
    assert "Open Government Licence v3.0" in cover
    assert "MIT licence" in cover
    assert "21 November 2026, 21:30 UTC" in cover
    assert "Ofsted's report site" in cover
    assert "3 letters about 2 authorities, 4 findings, 1 case study" in cover
    assert "1 letter (1 open problem); 0 further problems of the source" in cover


def test_the_cover_leads_to_every_sheet_and_counts_its_rows(book: Workbook) -> None:
    cover = book["Cover"]
    listed = {row[0].value: row for row in cover.iter_rows() if row[0].hyperlink}
    assert list(listed) == book.sheetnames[1:]
    for title, row in listed.items():
        assert row[0].hyperlink.location == f"'{title}'!A1"
        rows = [line for line in book[title].iter_rows(min_row=2) if any(cell.value for cell in line)]
        assert row[2].value == len(rows)


def test_the_dictionary_explains_every_column(book: Workbook) -> None:
    rows = list(book["Data dictionary"].iter_rows(min_row=2, values_only=True))
    assert ("not in this workbook", "X0", "findings", "x0", "DOUBLE", "The findings column x0.") in rows
    assert all(all(row) for row in rows)
    explained = {(row[0], row[1]) for row in rows}
    for sheet in book.worksheets[1:-1]:
        own = {(sheet.title, cell.value) for cell in sheet[1]}
        assert {heading for _, heading in own - explained} <= {"Local authority", "Publication date", "Theme"}


def test_rows_that_do_not_fit_a_sheet_are_counted_on_the_cover_and_reported(
    released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("worksheets", "workbook"):
        monkeypatch.setattr(f"publishers.formats.excel.{module}.MAX_ROWS", 2)
    book, cuts = write_book(released / "jtai.duckdb", tmp_path)
    assert book["Findings"].max_row == 3
    (about, row_count) = next(
        (row[1].value, row[2].value) for row in book["Cover"].iter_rows() if row[0].value == "Findings"
    )
    assert row_count == 2
    assert "Only the first 2 of 4 rows fit; csv/ holds them all." in about
    assert "sheet Findings: Only the first 2 of 4 rows fit; csv/ holds them all." in cuts


def test_links_that_a_sheet_cannot_hold_stay_as_text(
    released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publishers.formats.excel.worksheets.MAX_LINKS", 1)
    book, cuts = write_book(released / "jtai.duckdb", tmp_path)
    urls = column(book["Findings"], "Page URL")
    assert [bool(cell.hyperlink) for cell in urls] == [True, False, False, False]
    assert urls[1].value == "https://files.example.org/v1/file/50200001#page=3"
    assert not cuts


def write_book(database: Path, folder: Path) -> tuple[Workbook, Sequence[str]]:
    """Write the workbook of a released database, in this process; and what it says that does not fit."""
    with open_read_only(database) as con:
        cuts = write_workbook(con, describe_tables(con, "main"), facts(), folder)
    return load_workbook(folder / "jtai_outcomes.xlsx"), cuts
