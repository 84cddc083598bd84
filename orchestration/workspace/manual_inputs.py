"""Manual inputs: the tables that people fill in, each a CSV file in `HOME/manual` with a header line.

A correction replaces a cell that was extracted wrongly, an acknowledged withdrawal lets a release go on without a
letter that the source no longer lists, a label decision says whether documents of a label are JTAI letters. All three
are read by the same loader; an empty template of each is written on the first run.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from types import NoneType
from typing import ClassVar, TypeVar, get_args, get_type_hints

from extractors.atomic_files import write_atomically
from extractors.errors import JtaiError
from extractors.frames import Row
from extractors.sources.labels import LabelDecision

BOOLEANS = {"true": True, "false": False}
ManualRow = TypeVar("ManualRow", bound=Row)


class ManualInputError(JtaiError):
    """A table that people fill in cannot be used; the message names the file, the line and what is wrong with it."""

    exit_code: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class HandCorrection:
    """A cell that a person corrects; key `report_id`, `table_name`, `row_key`, `column_name`.

    `row_key` is the number of the section, finding, case study or footnote, empty for `inspections`. Values are
    written as in the CSV files of a release; an empty value is null.
    """

    report_id: str
    table_name: str
    row_key: str | None
    column_name: str
    original_value: str | None
    corrected_value: str | None
    reason: str
    corrected_by: str
    corrected_on: date


@dataclass(frozen=True, slots=True)
class AcknowledgedWithdrawal:
    """A letter that a person says was rightly withdrawn from the source; key `report_id`."""

    report_id: str
    reason: str
    acknowledged_by: str
    acknowledged_on: date


FILE_NAMES: Mapping[type[Row], str] = {
    HandCorrection: "corrections.csv",
    AcknowledgedWithdrawal: "acknowledged_withdrawals.csv",
    LabelDecision: "label_decisions.csv",
}
KEYS: Mapping[type[Row], tuple[str, ...]] = {
    HandCorrection: ("report_id", "table_name", "row_key", "column_name"),
    AcknowledgedWithdrawal: ("report_id",),
    LabelDecision: ("label",),
}


def write_templates(folder: Path) -> None:
    """Write the header line of each table that is not there yet.

    Version 0.1 kept the acknowledged withdrawals in the data directory itself: that file is moved.
    """
    old_withdrawals = folder.parent / FILE_NAMES[AcknowledgedWithdrawal]
    if old_withdrawals.exists() and not (folder / old_withdrawals.name).exists():
        folder.mkdir(parents=True, exist_ok=True)
        old_withdrawals.rename(folder / old_withdrawals.name)
    for row_type, name in FILE_NAMES.items():
        if not (folder / name).exists():
            write_atomically(folder / name, f"{header_of(row_type)}\n".encode())


def read_manual_rows(folder: Path, row_type: type[ManualRow]) -> list[ManualRow]:
    """Read one table; empty where there is no file. Raises `ManualInputError`."""
    path = folder / FILE_NAMES[row_type]
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            lines = csv.DictReader(file, strict=True)
            if ",".join(lines.fieldnames or ()) != header_of(row_type):
                raise ManualInputError(f"{path}: the first line must be {header_of(row_type)}")
            return list(_unique_rows(path, row_type, lines))
        except (csv.Error, UnicodeDecodeError) as problem:
            raise ManualInputError(f"{path} is not a CSV file in UTF-8: {problem}") from problem


def read_manual_files(folder: Path) -> dict[str, bytes]:
    """The content of each table's file, by name; a release keeps them among its inputs."""
    return {name: (folder / name).read_bytes() for name in FILE_NAMES.values() if (folder / name).exists()}


def header_of(row_type: type[Row]) -> str:
    """The first line of a table's file."""
    return ",".join(field.name for field in fields(row_type))


def explain_acknowledgement(folder: Path) -> str:
    """What to do about letters that are missing from the source; the lines to add come after it."""
    return (
        "Check the report site. If a letter was rightly withdrawn, add one line for it to\n"
        f"{folder / FILE_NAMES[AcknowledgedWithdrawal]} ({header_of(AcknowledgedWithdrawal)}), then refresh again:"
    )


def write_acknowledgement(report_id: str) -> str:
    """The line that acknowledges that a letter was withdrawn, to be filled in."""
    return f"{report_id},why,your name,{date.today():%Y-%m-%d}"  # noqa: DTZ011 a person's day


def _unique_rows(path: Path, row_type: type[ManualRow], lines: csv.DictReader[str]) -> Iterator[ManualRow]:
    seen: dict[tuple[object, ...], int] = {}
    for line in lines:
        row = _parse_row(f"{path}, line {lines.line_num}", row_type, line)
        key = tuple(getattr(row, name) for name in KEYS[row_type])
        if key in seen:
            raise ManualInputError(
                f"{path}, line {lines.line_num}: repeats the {', '.join(KEYS[row_type])} of line {seen[key]}"
            )
        seen[key] = lines.line_num
        yield row


def _parse_row(place: str, row_type: type[ManualRow], line: Mapping[str, str | None]) -> ManualRow:
    if None in line or None in line.values():
        raise ManualInputError(f"{place}: has not as many cells as the first line; put a text with a comma in quotes")
    hints = get_type_hints(row_type)
    return row_type(**{name: _parse_cell(place, name, hints[name], line[name] or "") for name in hints})


def _parse_cell(place: str, column: str, hint: type, text: str) -> object:
    is_optional = NoneType in get_args(hint)
    if is_optional:
        return text or None
    text = text.strip()
    if not text:
        raise ManualInputError(f"{place}: {column} must be filled in")
    if hint is date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ManualInputError(f"{place}: {column} is {text!r}, not a date as 2026-07-31") from None
    if hint is bool:
        if text.lower() not in BOOLEANS:
            raise ManualInputError(f"{place}: {column} is {text!r}, write true or false")
        return BOOLEANS[text.lower()]
    return text
