"""Letters that a person says were rightly withdrawn: the file in the home that lets a release go on without them.

A letter that is missing from the source is, until somebody has looked, a fault of the source or of our reading of it.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path

from orchestration.tables import AcknowledgedWithdrawal

COLUMNS = tuple(field.name for field in fields(AcknowledgedWithdrawal))


class WithdrawalsNotUnderstood(Exception):
    """The file of acknowledged withdrawals cannot be used; the message names the line and what is wrong with it."""


def acknowledged_withdrawals(path: Path) -> list[AcknowledgedWithdrawal]:
    """Read the file; empty where there is none. Raises `WithdrawalsNotUnderstood`."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.DictReader(file)
        if tuple(lines.fieldnames or ()) != COLUMNS:
            raise WithdrawalsNotUnderstood(f"{path}: the first line must be {','.join(COLUMNS)}")
        return [_withdrawal(path, lines.line_num, line) for line in lines]


def how_to_acknowledge(path: Path, report_ids: Sequence[str]) -> str:
    """What to do about letters that are missing from the source, with the lines to write."""
    heading = [] if path.exists() else [",".join(COLUMNS)]
    lines = [f"{report_id},why,your name,{date.today():%Y-%m-%d}" for report_id in report_ids]  # noqa: DTZ011 a person's day
    return "\n".join(
        [
            f"Look on the source's own pages. Letters that were rightly withdrawn are acknowledged in {path},",
            "one line each; then refresh again:",
            *heading,
            *lines,
        ]
    )


def _withdrawal(path: Path, line_number: int, line: dict[str, str]) -> AcknowledgedWithdrawal:
    told = {name: (line[name] or "").strip() for name in COLUMNS}
    if empty := [name for name, value in told.items() if not value]:
        raise WithdrawalsNotUnderstood(f"{path}, line {line_number}: {', '.join(empty)} must be filled in")
    try:
        day = date.fromisoformat(told["acknowledged_on"])
    except ValueError:
        message = (
            f"{path}, line {line_number}: acknowledged_on is {told['acknowledged_on']!r}, not a date as 2026-07-31"
        )
        raise WithdrawalsNotUnderstood(message) from None
    return AcknowledgedWithdrawal(told["report_id"], told["reason"], told["acknowledged_by"], day)
