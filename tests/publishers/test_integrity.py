"""A release that cannot be read whole is named, and nothing is released over it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from publishers import DamagedReleaseError, latest_release, list_releases, require_whole_releases

OLD, NEW = "2026-11-01T000000Z", "2026-11-08T000000Z"


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """Two small releases of one source."""
    for name in (OLD, NEW):
        make_release(tmp_path / name)
    (tmp_path / "latest").symlink_to(NEW)
    return tmp_path


def make_release(folder: Path, *, refreshed_at: str = "2026-11-01T00:00:00+00:00") -> None:
    body = folder.name.encode()
    folder.mkdir()
    (folder / "jtai.duckdb").write_bytes(body)
    manifest = {
        "name": folder.name,
        "source": "report site",
        "run_id": "1",
        "refreshed_at": refreshed_at,
        "versions": {},
        "tables": {},
        "changes": {"new_letters": 0, "changed_letters": 0, "changed_cells": 0, "gone_letters": 0},
        "input_files": {},
        "files": [{"path": "jtai.duckdb", "size_bytes": len(body), "sha256": sha256(body).hexdigest()}],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))


def truncate_manifest(releases: Path) -> None:
    path = releases / NEW / "manifest.json"
    path.write_text(path.read_text()[:100])


def date_in_the_future(releases: Path) -> None:
    shutil.rmtree(releases / NEW)
    make_release(releases / NEW, refreshed_at=(datetime.now(UTC) + timedelta(days=1)).isoformat())


def replace_latest_by_a_folder(releases: Path) -> None:
    (releases / "latest").unlink()
    shutil.copytree(releases / NEW, releases / "latest")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (truncate_manifest, f"Release {NEW} cannot be read: its manifest.json is missing or damaged"),
        (lambda releases: (releases / OLD / "manifest.json").unlink(), f"Release {OLD} cannot be read"),
        (date_in_the_future, f"Release {NEW} is dated in the future"),
        (lambda releases: (releases / NEW / "jtai.duckdb").write_bytes(b"2026"), "jtai.duckdb: it has 4 bytes, not 18"),
        (
            lambda releases: (releases / NEW / "jtai.duckdb").write_bytes(b"2026-11-08T000001Z"),
            "jtai.duckdb: its content is another one",
        ),
        (lambda releases: (releases / NEW / "jtai.duckdb").unlink(), "jtai.duckdb: it is missing"),
        (lambda releases: (releases / NEW).rename(releases / "kept"), f"is release {NEW} under another name"),
        (lambda releases: shutil.rmtree(releases / NEW), "leads to .*, which is not there"),
        (replace_latest_by_a_folder, "is not a link to a release"),
    ],
)
def test_a_damaged_release_is_named_with_what_to_do(
    damage: Callable[[Path], object], message: str, releases: Path
) -> None:
    require_whole_releases(releases)
    damage(releases)
    with pytest.raises(DamagedReleaseError, match=f"(?s){message}.*Nothing was released. Restore it") as stopped:
        require_whole_releases(releases)
    assert stopped.value.exit_code == 2


def test_a_backup_copy_is_no_release(releases: Path) -> None:
    shutil.copytree(releases / OLD, releases / f"{NEW} copy")
    require_whole_releases(releases)
    assert [one.manifest.name for one in list_releases(releases)] == [NEW, OLD]
    latest = latest_release(releases)
    assert latest is not None
    assert latest.manifest.name == NEW


def test_a_folder_of_somebody_elses_is_no_damaged_release(releases: Path) -> None:
    (releases / "notes").mkdir()
    require_whole_releases(releases)


def test_before_the_first_release_nothing_is_damaged(tmp_path: Path) -> None:
    require_whole_releases(tmp_path / "releases")
