"""The tables that people fill in are read by one loader, which names the line that cannot be used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from extractors.sources.labels import LabelDecision
from orchestration.workspace.manual_inputs import (
    FILE_NAMES,
    AcknowledgedWithdrawal,
    HandCorrection,
    ManualInputError,
    header_of,
    read_manual_files,
    read_manual_rows,
    write_acknowledgement,
    write_templates,
)

TODAY = date.today()  # noqa: DTZ011 a person's day


def test_without_a_file_nothing_is_entered(tmp_path: Path) -> None:
    assert all(read_manual_rows(tmp_path, row_type) == [] for row_type in FILE_NAMES)


def test_a_template_of_each_table_is_written_once_and_reads_as_empty(tmp_path: Path) -> None:
    folder = tmp_path / "manual"
    write_templates(folder)
    assert {path.name for path in folder.iterdir()} == {*FILE_NAMES.values()} == {*read_manual_files(folder)}
    assert all(read_manual_rows(folder, row_type) == [] for row_type in FILE_NAMES)
    (folder / "corrections.csv").write_text(
        header_of(HandCorrection) + "\n1,sections,2,kind,other,context,why,Me,2026-01-01\n"
    )
    write_templates(folder)
    (correction,) = read_manual_rows(folder, HandCorrection)
    assert correction == HandCorrection("1", "sections", "2", "kind", "other", "context", "why", "Me", date(2026, 1, 1))


def test_the_withdrawals_of_an_earlier_version_are_moved(tmp_path: Path) -> None:
    old = tmp_path / "acknowledged_withdrawals.csv"
    old.write_text(f"{header_of(AcknowledgedWithdrawal)}\n1,why,Me,2026-01-01\n")
    write_templates(tmp_path / "manual")
    assert [one.report_id for one in read_manual_rows(tmp_path / "manual", AcknowledgedWithdrawal)] == ["1"]
    assert not old.exists()


def test_the_lines_that_the_message_proposes_can_be_read(tmp_path: Path) -> None:
    write_templates(tmp_path)
    with (tmp_path / "acknowledged_withdrawals.csv").open("a") as file:
        file.write(write_acknowledgement("50100009"))
    expected = AcknowledgedWithdrawal("50100009", "why", "your name", TODAY)
    assert read_manual_rows(tmp_path, AcknowledgedWithdrawal) == [expected]


def test_an_empty_value_of_a_correction_is_null(tmp_path: Path) -> None:
    line = "1,inspections,,theme,,neglect,why,Me,2026-01-01"
    (tmp_path / "corrections.csv").write_text(f"{header_of(HandCorrection)}\n{line}\n")
    (correction,) = read_manual_rows(tmp_path, HandCorrection)
    assert (correction.row_key, correction.original_value, correction.corrected_value) == (None, None, "neglect")


@pytest.mark.parametrize(
    ("row_type", "lines", "reason"),
    [
        (AcknowledgedWithdrawal, ["report_id,reason", "1,because"], "the first line must be report_id,reason,ack"),
        (AcknowledgedWithdrawal, [None, "1,,A person,2026-01-01"], "line 2: reason must be filled in"),
        (AcknowledgedWithdrawal, [None, "1,because"], "line 2: has not as many cells as the first line"),
        (AcknowledgedWithdrawal, [None, "1,so, or so,A person,2026-01-01"], "line 2: has not as many cells"),
        (AcknowledgedWithdrawal, [None, "1,because,A person,last week"], "acknowledged_on is 'last week', not a date"),
        (AcknowledgedWithdrawal, [None, *["1,why,Me,2026-01-01"] * 2], "line 3: repeats the report_id of line 2"),
        (LabelDecision, [None, "A label,perhaps,why,Me,2026-01-01"], "is_jtai is 'perhaps', write true or false"),
        (HandCorrection, [None, '1,sections,2,kind,"other,context,why,Me,2026-01-01'], "is not a CSV file"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(
    tmp_path: Path, row_type: type, lines: list[str | None], reason: str
) -> None:
    text = "\n".join(line or header_of(row_type) for line in lines) + "\n"
    (tmp_path / FILE_NAMES[row_type]).write_text(text)
    with pytest.raises(ManualInputError, match=reason):
        read_manual_rows(tmp_path, row_type)
