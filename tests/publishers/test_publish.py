"""A release appears all at once or not at all, and only from a warehouse whose blocking checks passed."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from small_warehouse import CROP, LONG, REFRESHED_AT, facts

import publishers
from extractors.files import identify_archive
from publishers import CheckOutcome, PublishingError, latest_release, list_releases, previous_release
from publishers.release.publish import publish
from publishers.release.release_directory import finish_interrupted_release, new_release_folder

pytestmark = pytest.mark.slow

Publish = Callable[..., Path]
TOMORROW = REFRESHED_AT + timedelta(days=1)
NEW_IN_MANIFEST = {"checks", "fingerprint", "previous_release", "metrics"}


def change_a_letter(warehouse: Path, theme: str = "domestic abuse") -> None:
    with duckdb.connect(str(warehouse)) as con:
        con.execute("UPDATE marts.inspections SET theme = ? WHERE report_id = '50200001'", [theme])


def everything_under(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_every_promised_file_is_there(released: Path) -> None:
    promised = ["jtai.duckdb", "jtai_outcomes.xlsx", "index.html", "csv", "parquet", "datapackage.json"]
    promised += ["feed.xml", "data_docs", "crops", "inputs", "manifest.json"]
    promised += ["croissant.json", "CITATION.cff", "SHA256SUMS", "letters", "llms.txt"]
    assert set(promised) == {path.name for path in released.iterdir()}


def test_the_pictures_that_problems_name_are_in_the_release_and_no_others(released: Path) -> None:
    assert everything_under(released / "crops") == {Path(CROP).name}
    assert (released / CROP).read_bytes() == b"a picture"


def test_a_picture_that_is_missing_stops_the_release_and_is_named(crops: Path, release_now: Publish) -> None:
    (crops / Path(CROP).name).unlink()
    with pytest.raises(PublishingError, match=f"{Path(CROP).name}, which shows a problem, is missing"):
        release_now()


def test_latest_is_a_relative_link_to_the_release(release: Path, releases: Path) -> None:
    assert (releases / "latest").readlink() == Path("2026-11-21T213045Z")
    assert (releases / "latest").resolve() == release.resolve()


def test_nobody_can_write_to_a_released_file(released: Path) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in released.rglob("*") if path.is_file()}
    assert modes == {0o444}


def test_nobody_else_can_write_to_a_released_folder_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with new_release_folder(tmp_path / "releases", "2026-11-21T213045Z") as folder:
            (folder / "csv").mkdir()
    finally:
        os.umask(before)
    folders = (tmp_path / "releases", *(tmp_path / "releases").rglob("2026*"), *(tmp_path / "releases").rglob("csv"))
    assert {stat.S_IMODE(path.stat().st_mode) & 0o022 for path in folders} == {0}


def test_the_next_release_becomes_the_latest_and_the_older_one_stays(
    release: Path, warehouse: Path, releases: Path, release_now: Publish
) -> None:
    change_a_letter(warehouse)
    newer = release_now(refreshed_at=TOMORROW)
    assert newer == releases / "2026-11-22T213045Z"
    assert (releases / "latest").readlink() == Path("2026-11-22T213045Z")
    assert release.is_dir()


def test_a_failure_half_way_leaves_no_trace(
    release: Path, releases: Path, warehouse: Path, tmp_path: Path, crops: Path
) -> None:
    change_a_letter(warehouse)
    before = everything_under(releases)
    with pytest.raises(PublishingError, match="no data docs"):
        later = facts(refreshed_at=TOMORROW, previous_release=release.name)
        publish(warehouse, releases, data_docs=tmp_path / "absent", crops=crops, facts=later)
    assert everything_under(releases) == before
    assert (releases / "latest").resolve() == release.resolve()


def test_a_failure_at_the_switch_leaves_no_trace(
    release: Path, releases: Path, warehouse: Path, release_now: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_a_letter(warehouse)
    before = everything_under(releases)

    def disk_is_full(path: Path, target: Path) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "replace", disk_is_full)
    with pytest.raises(OSError, match="No space left"):
        release_now(refreshed_at=TOMORROW)
    assert everything_under(releases) == before


def test_what_a_dead_run_left_is_removed(releases: Path, release_now: Publish) -> None:
    (releases / ".building-2026-11-20T000000Z" / "csv").mkdir(parents=True)
    (releases / ".building-latest").symlink_to("2026-11-20T000000Z")
    release_now()
    assert {path.name for path in releases.iterdir()} == {"2026-11-21T213045Z", "latest"}


def test_a_release_that_lacked_only_the_switch_becomes_the_latest(
    release: Path, releases: Path, warehouse: Path, release_now: Publish
) -> None:
    change_a_letter(warehouse)
    newer = release_now(refreshed_at=TOMORROW)
    put_back_before_the_switch(releases, release, newer)
    finish_interrupted_release(releases)
    assert (releases / "latest").resolve() == newer.resolve()
    assert everything_in(releases) == {release.name, newer.name, "latest"}


def test_a_release_that_a_person_went_back_from_stays_where_it_is(
    release: Path, releases: Path, warehouse: Path, release_now: Publish
) -> None:
    change_a_letter(warehouse)
    newer = release_now(refreshed_at=TOMORROW)
    (releases / "latest").unlink()
    (releases / "latest").symlink_to(release.name)
    finish_interrupted_release(releases)
    assert (releases / "latest").resolve() == release.resolve()
    assert newer.is_dir()


def put_back_before_the_switch(releases: Path, before: Path, newer: Path) -> None:
    (releases / "latest").unlink()
    (releases / "latest").symlink_to(before.name)
    (releases / ".building-latest").symlink_to(newer.name)


def everything_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_release_is_never_overwritten(release: Path, warehouse: Path, release_now: Publish) -> None:
    change_a_letter(warehouse)
    with pytest.raises(PublishingError, match="already exists"):
        release_now()
    assert (release / "manifest.json").is_file()


@pytest.mark.slow
def test_an_analyst_keeps_the_open_file_through_further_releases(
    release: Path, releases: Path, warehouse: Path, release_now: Publish
) -> None:
    with duckdb.connect(str(releases / "latest" / "jtai.duckdb"), read_only=True) as analyst:
        for day, theme in enumerate(["domestic abuse", "neglect"], start=1):
            change_a_letter(warehouse, theme)
            assert release_now(refreshed_at=REFRESHED_AT + timedelta(days=day)) is not None
        assert analyst.execute("SELECT theme FROM inspections WHERE report_id = '50200001'").fetchone() == ("neglect",)


ASK_FOR_EVER = """
import sys
import duckdb
path = sys.argv[1]
kept_open = duckdb.connect(path, read_only=True)
asked = 0
print("reading", flush=True)
while True:
    for connection in (kept_open, duckdb.connect(path, read_only=True)):
        assert connection.execute("SELECT count(*) FROM inspections").fetchone() == (3,)
    connection.close()
    asked += 1
    if asked % 10 == 0:
        print(asked, flush=True)
"""


@pytest.mark.slow
def test_an_analyst_in_another_process_asks_on_through_further_releases(
    release: Path, releases: Path, warehouse: Path, release_now: Publish
) -> None:
    command = [sys.executable, "-c", ASK_FOR_EVER, releases / "latest" / "jtai.duckdb"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as analyst:
        assert analyst.stdout is not None
        assert analyst.stdout.readline() == "reading\n"
        for day in range(1, 4):
            change_a_letter(warehouse, f"theme of day {day}")
            assert release_now(refreshed_at=REFRESHED_AT + timedelta(days=day)) is not None
        assert analyst.poll() is None, analyst.stderr
        analyst.kill()
        assert int(analyst.stdout.read().split()[-1]) >= 10
    assert len(list_releases(releases)) == 4


def test_a_failed_blocking_check_stops_the_release(release_now: Publish, releases: Path) -> None:
    with pytest.raises(PublishingError, match="check sections_do_not_overlap of raw/sections failed: 7 rows"):
        release_now(checks=[CheckOutcome("raw/sections", "sections_do_not_overlap", "critical", False, 7)])
    assert not releases.exists()


def test_without_any_check_there_is_no_release(release_now: Publish, releases: Path) -> None:
    with pytest.raises(PublishingError, match="no check has validated"):
        release_now(checks=[])
    assert not releases.exists()


def test_a_failed_warning_is_released_and_is_in_the_manifest(release_now: Publish) -> None:
    warning = CheckOutcome("raw/sections", "headings_are_known", "warning", False, 2)
    manifest = json.loads((release_now(checks=[warning]) / "manifest.json").read_text())
    assert manifest["checks"] == [asdict(warning)]


def test_a_missing_table_is_named(warehouse: Path, release_now: Publish) -> None:
    with duckdb.connect(str(warehouse)) as con:
        con.execute("DROP TABLE marts.footnotes")
    with pytest.raises(PublishingError, match="no table footnotes"):
        release_now()


def test_a_column_without_a_comment_is_named(warehouse: Path, release_now: Publish) -> None:
    with duckdb.connect(str(warehouse)) as con:
        con.execute("COMMENT ON COLUMN marts.findings.page IS NULL")
    with pytest.raises(PublishingError, match=r"column findings\.page has no comment"):
        release_now()


def test_the_same_warehouse_gives_the_same_bytes(warehouse: Path, data_docs: Path, tmp_path: Path, crops: Path) -> None:
    one, other = (
        publish(warehouse, tmp_path / name, data_docs=data_docs, crops=crops, facts=facts()) for name in ("a", "b")
    )
    files = [path.relative_to(one) for path in one.rglob("*") if path.is_file()]
    differ = {str(path) for path in files if (one / path).read_bytes() != (other / path).read_bytes()}
    # A DuckDB file carries an identifier of its own, and the manifest that file's hash.
    assert differ <= {"jtai.duckdb", "manifest.json"}


def test_the_manifest_lists_every_other_file_with_its_hash(released: Path) -> None:
    manifest = json.loads((released / "manifest.json").read_text("utf-8"))
    listed = {file["path"]: file["size_bytes"] for file in manifest["files"]}
    there = {str(path.relative_to(released)): path.stat().st_size for path in released.rglob("*") if path.is_file()}
    assert listed == {name: size for name, size in there.items() if name != "manifest.json"}
    assert all(len(file["sha256"]) == 64 for file in manifest["files"])
    assert manifest["input_files"] == {"50200001": "ab" * 32}
    assert manifest["checks"][0]["asset"] == "marts/inspections"
    assert manifest["fingerprint"] == {"listing": "cd" * 32}


def test_releases_are_listed_newest_first_with_counts_and_changes(
    release: Path, releases: Path, warehouse: Path, release_now: Publish
) -> None:
    change_a_letter(warehouse)
    release_now(refreshed_at=TOMORROW)
    newest, oldest = list_releases(releases)
    assert (newest.is_latest, oldest.is_latest) == (True, False)
    assert oldest.path == release
    assert newest.manifest.tables["inspections"].row_count == 3
    assert newest.manifest.changes == publishers.ChangeCounts(1, 1, 1, 1)
    found = latest_release(releases)
    assert found is not None
    assert found.manifest.name == "2026-11-22T213045Z"


def test_the_manifest_of_an_older_version_is_still_read(release: Path, releases: Path) -> None:
    path = release / "manifest.json"
    manifest = json.loads(path.read_text())
    older = {name: manifest[name] for name in manifest if name not in NEW_IN_MANIFEST}
    older |= {
        "release_before": "2026-11-14T213045Z",
        "figures": {"words": 4000.0},
        "gates": [{"gate": "published", "is_passed": True}],
    }
    older["tables"]["themes"] |= {"content_hash": "ef" * 32}
    path.chmod(0o644)
    path.write_text(json.dumps(older))
    (found,) = list_releases(releases)
    assert found.manifest.previous_release == "2026-11-14T213045Z"
    assert (found.manifest.checks, found.manifest.fingerprint) == ([], {})
    assert found.manifest.metrics == {"words": 4000.0}
    assert found.manifest.tables["themes"].row_count == 1


def test_a_release_of_an_archive_whose_path_was_its_name_is_one_of_the_same_source(
    release: Path, releases: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "letters"
    path = release / "manifest.json"
    manifest = json.loads(path.read_text())
    path.chmod(0o644)
    path.write_text(json.dumps(manifest | {"source": f"archive: {archive}"}))
    assert named(previous_release(releases, identify_archive(archive))) == release.name
    assert previous_release(releases, identify_archive(tmp_path / "others" / "letters")) is None
    assert str(tmp_path) not in list_releases(releases)[0].manifest.source


def test_a_folder_that_is_no_release_is_not_listed(release: Path, releases: Path) -> None:
    (releases / "notes").mkdir()
    (releases / "damaged").mkdir()
    (releases / "damaged" / "manifest.json").write_text("{")
    assert [found.path for found in list_releases(releases)] == [release]


def test_the_previous_release_is_the_newest_of_its_source_but_none_newer_than_latest(
    release: Path, warehouse: Path, releases: Path, release_now: Publish
) -> None:
    release_now(refreshed_at=TOMORROW, source="bundled sample")
    assert named(previous_release(releases, "report site")) == release.name
    change_a_letter(warehouse)
    newer = release_now(refreshed_at=TOMORROW + timedelta(days=1))
    assert named(previous_release(releases, "report site")) == newer.name
    (releases / "latest").unlink()
    (releases / "latest").symlink_to(release.name)
    assert named(previous_release(releases, "report site")) == release.name
    assert previous_release(releases, "an archive") is None


def test_a_comparison_with_another_release_than_the_previous_one_is_not_published(
    release: Path, warehouse: Path, releases: Path, release_now: Publish
) -> None:
    change_a_letter(warehouse)
    with pytest.raises(PublishingError, match=f"compared with release none, but the previous one is {release.name}"):
        release_now(refreshed_at=TOMORROW, previous_release=None)
    assert (releases / "latest").resolve() == release.resolve()


def test_metrics_and_inputs_are_kept_with_the_manifest(released: Path) -> None:
    manifest = json.loads((released / "manifest.json").read_text())
    assert manifest["metrics"] == {"words": 3200.0}
    assert "inputs/source.json" in {file["path"] for file in manifest["files"]}


def named(release: publishers.Release | None) -> str:
    return release.manifest.name


def test_before_the_first_release_there_is_none(releases: Path) -> None:
    assert list_releases(releases) == []
    assert latest_release(releases) is None


def test_a_long_text_is_complete_in_the_database(released: Path) -> None:
    with duckdb.connect(str(released / "jtai.duckdb"), read_only=True) as con:
        (text,) = con.execute("SELECT main_findings FROM outcomes_expanded WHERE report_id = '50200002'").fetchall()[0]
    assert text == LONG
