"""The file store: bytes under their hash, and where each came from."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from upath import UPath

from extractors.files import Fetch, FileStore, is_pdf, new_fetch

URL = "https://reports.example/v1/file/501"
LETTER = b"%PDF-1.7 a letter"
CORRECTED = b"%PDF-1.7 a corrected letter"


@pytest.fixture(params=["folder", "bucket"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path | UPath:
    return tmp_path / "files" if request.param == "folder" else UPath(f"memory://{tmp_path.name}/files")


def fetched(body: bytes, etag: str | None = '"1"') -> Fetch:
    return new_fetch(body, url=URL, suffix=".pdf", media_type="application/pdf", etag=etag)


def test_a_file_lies_under_its_hash_and_can_be_read_locally(root: Path | UPath) -> None:
    store = FileStore(root)
    fetch = store.store(LETTER, fetched(LETTER))
    assert (root / fetch.sha256[:2] / f"{fetch.sha256}.pdf").read_bytes() == LETTER
    assert fetch.sha256 == hashlib.sha256(LETTER).hexdigest()
    assert store.path_of(fetch.sha256).read_bytes() == LETTER


def test_where_a_file_came_from_outlives_the_store(root: Path | UPath) -> None:
    fetch = FileStore(root).store(LETTER, fetched(LETTER))
    again = FileStore(root).latest_fetch(URL)
    assert again == fetch
    assert again.fetched_at.tzinfo is UTC
    assert FileStore(root).read(fetch) == LETTER


def test_a_url_that_gives_other_bytes_keeps_both_newest_last(root: Path | UPath) -> None:
    store = FileStore(root)
    for body in (LETTER, CORRECTED, LETTER):
        store.store(body, fetched(body))
    assert [store.read(fetch) for fetch in store.fetches_of(URL)] == [LETTER, CORRECTED, LETTER]


def test_the_same_bytes_again_are_one_fetch_with_todays_etag(root: Path | UPath) -> None:
    store = FileStore(root)
    first = store.store(LETTER, fetched(LETTER, '"1"'))
    again = store.store(LETTER, fetched(LETTER, '"2"'))
    assert again == replace(first, etag='"2"')
    assert store.fetches_of(URL) == [again]


def test_a_damaged_file_is_not_read_and_keeping_it_again_mends_it(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    fetch = store.store(LETTER, fetched(LETTER))
    store.path_of(fetch.sha256).write_bytes(b"%PDF-1.7 half a")
    assert store.read(fetch) is None
    store.store(LETTER, fetched(LETTER))
    assert store.read(fetch) == LETTER


def test_a_damaged_note_counts_as_never_fetched(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    store.store(LETTER, fetched(LETTER))
    next((tmp_path / "fetches").iterdir()).write_text('[{"url": "')
    assert store.latest_fetch(URL) is None


def test_a_missing_file_is_named_with_what_to_do(root: Path | UPath) -> None:
    with pytest.raises(FileNotFoundError, match=r"abc\.pdf is not stored: refresh"):
        FileStore(root).path_of("abc")


def test_nothing_half_written_is_left_beside_the_file(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    fetch = store.store(LETTER, fetched(LETTER))
    assert [path.name for path in store.path_of(fetch.sha256).parent.iterdir()] == [f"{fetch.sha256}.pdf"]


def test_an_error_page_is_no_pdf() -> None:
    assert is_pdf(b"\n" + LETTER)
    assert not is_pdf(b"<html>Sorry, there is a problem</html>")


def test_copies_of_a_buckets_files_are_gone_afterwards_and_a_folders_files_stay(root: Path | UPath) -> None:
    store = FileStore(root)
    fetch = store.store(LETTER, fetched(LETTER))
    with store.local_copies([fetch.sha256]) as paths:
        assert paths[fetch.sha256].read_bytes() == LETTER
        assert paths[fetch.sha256].stem == fetch.sha256
    assert paths[fetch.sha256].exists() == isinstance(root, Path)
    assert store.read(fetch) == LETTER


@pytest.mark.usefixtures("two_at_once")
def test_a_buckets_files_are_copied_with_several_requests_at_once() -> None:
    bucket, bodies = UPath("memory://slow-files"), (LETTER, CORRECTED)
    hashes = [hashlib.sha256(body).hexdigest() for body in bodies]
    for sha256, body in zip(hashes, bodies, strict=True):
        bucket.fs.pipe_file(f"/slow-files/{sha256[:2]}/{sha256}.pdf", body)
    with FileStore(bucket).local_copies(hashes) as paths:
        assert [paths[sha256].read_bytes() for sha256 in hashes] == [*bodies]


def test_what_goes_wrong_with_a_folder_is_reported_in_the_systems_words(tmp_path: Path) -> None:
    (tmp_path / "fetches").write_text("a file in the place of a folder")
    with pytest.raises(NotADirectoryError):
        FileStore(tmp_path).latest_fetch(URL)
