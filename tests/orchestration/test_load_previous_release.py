"""What is read of the previous release, also of one that an earlier version made."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from polars.testing import assert_frame_equal
from running import Refreshed

from extractors.frames import to_frame
from extractors.records import Provider, Publication
from orchestration.warehouse.previous_release import _read_listing, load_previous_release, write_listing
from publishers import ChangeCounts, DamagedReleaseError, Manifest, Release, list_releases


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """The folder of a release, without files yet."""
    manifest = Manifest(
        name="2026-11-01T000000Z",
        source="report site",
        run_id="1",
        refreshed_at="2026-11-01T00:00:00+00:00",
        versions={"project": "0.0.1"},
        tables={},
        changes=ChangeCounts(0, 0, 0, 0),
        input_files={},
        files=[],
    )
    return Release(tmp_path, manifest, is_latest=True)


def test_a_release_without_a_column_that_is_compared_is_named_with_what_to_do(release: Release) -> None:
    with duckdb.connect(release.path / "jtai.duckdb") as connection:
        connection.execute("CREATE TABLE inspections (report_id VARCHAR)")
    with pytest.raises(
        DamagedReleaseError, match=r"release 2026-11-01T000000Z, made by version 0\.0\.1, cannot be read: (?s:.*)move"
    ) as stopped:
        load_previous_release(release, ())
    assert stopped.value.exit_code == 2


def test_what_an_earlier_version_did_not_list_is_null(release: Release) -> None:
    (release.path / "inputs").mkdir()
    (release.path / "inputs" / "providers.csv").write_text("urn,provider_name,provider_url\n80426,Ambridge,\n")
    listed = _read_listing(release, Provider)
    assert listed is not None
    assert listed.schema == to_frame(Provider, []).schema
    assert listed.row(0, named=True)["is_closed"] is None


def test_what_only_a_later_version_lists_is_left_out(release: Release) -> None:
    (release.path / "inputs").mkdir()
    (release.path / "inputs" / "providers.csv").write_text(
        "urn,inspectorate,provider_name,provider_url,is_closed,successor_urns\n80426,Ofsted,Ambridge,,false,\n"
    )
    listed = _read_listing(release, Provider)
    assert listed is not None
    assert_frame_equal(listed, to_frame(Provider, [Provider(80426, "Ambridge", None)]))


def test_a_listing_is_read_as_it_was_written(release: Release) -> None:
    providers = to_frame(Provider, [Provider(80426, "Ambridge", None, is_closed=True, successor_urns="80427")])
    (release.path / "inputs").mkdir()
    for name, body in write_listing({Provider: providers, Publication: to_frame(Publication, [])}).items():
        (release.path / "inputs" / name).write_bytes(body)
    listed = _read_listing(release, Provider)
    assert listed is not None
    assert_frame_equal(listed, providers)


def test_a_release_is_read_with_what_each_of_its_letters_has_in_common_with_others(refreshed: Refreshed) -> None:
    [release] = list_releases(refreshed.home / "releases")

    loaded = load_previous_release(release, ())

    assert sorted(loaded.traits["report_id"]) == sorted(loaded.letters["report_id"])
    assert loaded.traits["have an introduction"].all()
    assert not loaded.traits["have no theme"].all()
