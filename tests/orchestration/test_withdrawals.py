"""The file in which a person acknowledges that a letter was withdrawn."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from orchestration.tables import AcknowledgedWithdrawal
from orchestration.withdrawals import WithdrawalsNotUnderstood, acknowledged_withdrawals, how_to_acknowledge

HEADING = "report_id,reason,acknowledged_by,acknowledged_on\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "acknowledged_withdrawals.csv"


def test_without_a_file_nothing_is_acknowledged(path: Path) -> None:
    assert acknowledged_withdrawals(path) == []


def test_the_lines_that_the_message_proposes_can_be_read(path: Path) -> None:
    path.write_text("\n".join(how_to_acknowledge(path, ["50100009"]).splitlines()[2:]))
    assert acknowledged_withdrawals(path) == [AcknowledgedWithdrawal("50100009", "why", "your name", date.today())]  # noqa: DTZ011


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("report_id,reason\n1,because\n", "the first line must be report_id,reason,acknowledged_by,acknowledged_on"),
        (HEADING + "1,,A person,2026-01-01\n", "line 2: reason must be filled in"),
        (HEADING + "1,because\n", "line 2: acknowledged_by, acknowledged_on must be filled in"),
        (HEADING + "1,because,A person,last week\n", "line 2: acknowledged_on is 'last week', not a date"),
    ],
)
def test_a_line_that_says_too_little_is_named(path: Path, text: str, reason: str) -> None:
    path.write_text(text)
    with pytest.raises(WithdrawalsNotUnderstood, match=reason):
        acknowledged_withdrawals(path)
