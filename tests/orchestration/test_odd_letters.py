"""The whole job with odd letters among the others: one letter never stops the rest, and none is silently absent."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from running import Finished, jtai, unfolded

from odd_letters import ODD_LETTERS

pytestmark = pytest.mark.slow

UNKNOWN_URN = 99999
LETTER_NAME = "joint area child protection inspection - 12 april 2016.pdf"


@dataclass(frozen=True)
class OddRelease:
    """What was released of an archive with odd letters, by report, and the kind of each odd one."""

    finished: Finished
    kinds: dict[str, str]
    inspections: dict[str, tuple[str, str | None]]
    problems: dict[str, int]


@pytest.fixture(scope="module")
def released(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> OddRelease:
    folder = tmp_path_factory.mktemp("odd")
    shutil.copytree(archive, folder / "archive")
    kinds = {}
    for urn, (kind, make) in zip((UNKNOWN_URN, *range(80426, 80500)), ODD_LETTERS.items(), strict=False):
        (folder / "archive" / f"{urn}_Anywhere").mkdir()
        (folder / "archive" / f"{urn}_Anywhere" / LETTER_NAME).write_bytes(make())
        kinds[f"{urn}_2016-04-12"] = kind
    finished = jtai("refresh", "--home", folder / "home", "--source", folder / "archive", JTAI_MAX_FLAGGED_SHARE="1")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    with duckdb.connect(str(folder / "home" / "releases" / "latest" / "jtai.duckdb"), read_only=True) as connection:
        inspections = connection.execute(
            "SELECT report_id, extraction_status, unread_reason FROM inspections"
        ).fetchall()
        problems = connection.execute("SELECT report_id, count(*) FROM extraction_problems GROUP BY ALL").fetchall()
    return OddRelease(finished, kinds, {i: (status, reason) for i, status, reason in inspections}, dict(problems))


def test_every_odd_letter_is_an_inspection_with_its_status_and_reason(released: OddRelease) -> None:
    for report_id, kind in released.kinds.items():
        status, reason = released.inspections[report_id]
        assert status == "unread" if reason else status == "flagged", kind
        assert released.problems[report_id], kind


def test_the_run_ends_with_the_letters_that_were_not_read(released: OddRelease) -> None:
    unread = {report_id for report_id, (_, reason) in released.inspections.items() if reason}
    said = unfolded(released.finished.stdout)
    last_lines = said[said.index("not read:") :]
    assert unread
    assert [report_id for report_id in unread if f"({report_id}): " not in last_lines] == []
