"""Archives: folders of letters in the two layouts that people have on disk."""

from __future__ import annotations

import errno
import os
import re
from datetime import date
from pathlib import Path

import pytest
from loopback_site import pdf
from upath import UPath

from extractors.files import FileStore
from extractors.sources import (
    DiscoveryResult,
    FilesUnreachableError,
    LabelDecision,
    SourceUnreachableError,
    fetch_all,
    open_source,
)
from extractors.sources.archive import Archive

LABELLED = "80426_ambridge & district/joint area child protection inspection - 18 july 2022.pdf"
DATED = "80427_2023-01-06.pdf"


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def archive_of(tmp_path: Path, store: FileStore, files: dict[str, bytes]) -> Archive:
    folder = tmp_path / "archive"
    for name, body in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    return Archive(folder, store, identity="an archive")


def discover(archive: Archive) -> DiscoveryResult:
    return archive.discover(lambda done, total: None)


def test_both_layouts_are_read_in_one_archive(tmp_path: Path, store: FileStore) -> None:
    found = discover(archive_of(tmp_path, store, {LABELLED: pdf("one"), f"more/{DATED}": pdf("two")}))
    labelled, dated = found.publications
    assert (labelled.report_id, labelled.urn) == ("80426_2022-07-18", 80426)
    assert (labelled.label, labelled.is_jtai) == ("joint area child protection inspection", True)
    assert labelled.publication_date == date(2022, 7, 18)
    assert (dated.report_id, dated.label, dated.is_jtai) == ("80427_2023-01-06", None, True)
    assert [one.provider_name for one in found.providers] == ["ambridge & district", "URN 80427"]


def test_a_folder_that_may_not_be_read_is_no_empty_one(
    tmp_path: Path, store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = archive_of(tmp_path, store, {LABELLED: pdf("one"), f"more/{DATED}": pdf("two")})
    scandir = os.scandir

    def refuse(path: str | Path) -> object:
        if Path(path).name == "more":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    # To the superuser, who may run this test, no folder is closed.
    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(SourceUnreachableError, match=r"archive cannot be read: .*Permission denied"):
        discover(archive)


def test_an_address_does_not_tell_where_the_archive_lies(tmp_path: Path, store: FileStore) -> None:
    archive = archive_of(tmp_path, store, {LABELLED: pdf("one"), f"more/{DATED}": pdf("two")})
    found = discover(archive)
    assert [one.report_url for one in found.publications] == [LABELLED, f"more/{DATED}"]
    assert all(file.file_sha256 for file in archive.fetch_all(found.publications, lambda done, total: None))


def test_a_label_may_hold_a_dash_and_the_word_pdf(tmp_path: Path, store: FileStore) -> None:
    name = "80498_felpersham/joint area review - progress inspection,  pdf - 03 july 2009.pdf"
    (document,) = discover(archive_of(tmp_path, store, {name: pdf()})).publications
    assert document.label == "joint area review - progress inspection"
    assert document.report_id == "80498_2009-07-03_joint-area-review-progress-inspection"
    assert not document.is_jtai


def test_a_file_says_whether_its_label_is_known(tmp_path: Path, store: FileStore) -> None:
    files = {
        LABELLED: pdf("one"),
        DATED: pdf("two"),
        "80428_felpersham/joint local inspection - 18 july 2022.pdf": pdf("three"),
        "80429_borchester/monitoring visit, new - 18 july 2022.pdf": pdf("four"),
    }
    found = discover(archive_of(tmp_path, store, files))
    assert {one.urn: (one.is_jtai, one.is_known_label, one.may_be_jtai_label) for one in found.publications} == {
        80426: (True, True, False),
        80427: (True, True, False),
        80428: (False, False, True),
        80429: (False, False, False),
    }
    assert found.warnings[-1].endswith(
        'label_decisions.csv: "monitoring visit, new",true|false,why,your name,YYYY-MM-DD'
    )


def test_a_decision_of_the_data_directory_changes_what_an_archive_holds(tmp_path: Path, store: FileStore) -> None:
    name = "80428_felpersham/joint local inspection - 18 july 2022.pdf"
    folder = tmp_path / "archive"
    archive_of(tmp_path, store, {name: pdf()})
    decision = LabelDecision("Joint local inspection", True, "the new name", "Ada", date(2026, 11, 26))
    with open_source(str(folder), store, pace_seconds=0, contact="", label_decisions=[decision]) as source:
        found = source.discover(lambda done, total: None)
    (letter,) = found.publications
    assert (letter.report_id, letter.is_jtai, letter.is_known_label) == ("80428_2022-07-18", True, True)
    assert found.warnings == []


def test_a_letter_kept_in_both_layouts_is_one_publication(tmp_path: Path, store: FileStore) -> None:
    found = discover(archive_of(tmp_path, store, {"80426_2022-07-18.pdf": pdf(), LABELLED: pdf()}))
    assert [one.label for one in found.publications] == ["joint area child protection inspection"]


def test_different_files_under_one_name_are_both_kept_and_warned_of(tmp_path: Path, store: FileStore) -> None:
    found = discover(archive_of(tmp_path, store, {"80426_2022-07-18.pdf": pdf("corrected"), LABELLED: pdf()}))
    ids = sorted(one.report_id for one in found.publications)
    assert ids[0] == "80426_2022-07-18"
    assert re.fullmatch(r"80426_2022-07-18_[0-9a-f]{8}", ids[1])
    assert f"kept as {ids[1]}" in found.warnings[0]


def test_a_file_saved_twice_has_its_number_in_its_id(tmp_path: Path, store: FileStore) -> None:
    copy = LABELLED.replace("2022", "2022_1")
    found = discover(archive_of(tmp_path, store, {LABELLED: pdf("one"), copy: pdf("two")}))
    assert sorted(one.report_id for one in found.publications) == ["80426_2022-07-18", "80426_2022-07-18_1"]


def test_ids_are_the_same_at_every_look(tmp_path: Path, store: FileStore) -> None:
    files = {LABELLED: pdf("one"), "80426_2022-07-18.pdf": pdf("two"), DATED: pdf("three")}
    archive = archive_of(tmp_path, store, files)
    assert discover(archive).publications == discover(archive).publications


@pytest.mark.parametrize(
    "name",
    [
        "notes.txt",
        "letter.pdf",
        "80427_2023-02-30.pdf",
        "80426_ambridge/joint area child protection inspection - 31 february 2022.pdf",
        "ambridge/joint area child protection inspection - 18 july 2022.pdf",
    ],
)
def test_a_file_that_fits_neither_layout_is_named(name: str, tmp_path: Path, store: FileStore) -> None:
    found = discover(archive_of(tmp_path, store, {LABELLED: pdf(), name: pdf("another")}))
    assert len(found.publications) == 1
    file_name = name.rpartition("/")[2]
    assert found.warnings == [f"files named in neither layout, left out: {file_name}"]
    counted = (1, file_name) if file_name.endswith(".pdf") else (0, None)
    assert (found.discovery.pdfs_left_out, found.discovery.first_pdfs_left_out) == counted


def test_names_are_plain_text_however_they_are_written(tmp_path: Path, store: FileStore) -> None:
    names = {"80426_\x1b[31m\u202eAm\u200bbridge\udcff\x07": pdf("one"), "80427_two\nlines": pdf("two")}
    label = "joint area\u200b child protection inspection - 18 july 2022.pdf"
    found = discover(archive_of(tmp_path, store, {f"{name}/{label}": body for name, body in names.items()}))
    assert [one.provider_name for one in found.providers] == ["[31mAmbridge"]
    assert [one.label for one in found.publications] == ["joint area child protection inspection"]
    assert found.warnings == [f"files named in neither layout, left out: {label.replace(chr(0x200B), '')}"]


def test_hidden_files_are_nobodys_letters(tmp_path: Path, store: FileStore) -> None:
    hidden = {"._80427_2023-01-06.pdf": b"", ".DS_Store": b""}
    assert discover(archive_of(tmp_path, store, {LABELLED: pdf(), **hidden})).warnings == []


def test_files_are_copied_into_the_store(tmp_path: Path, store: FileStore) -> None:
    archive = archive_of(tmp_path, store, {LABELLED: pdf("one"), DATED: pdf("two")})
    files = fetch_all(archive, discover(archive).publications, lambda done, total: None)
    assert [store.path_of(file.file_sha256 or "").read_bytes() for file in files] == [pdf("one"), pdf("two")]
    assert fetch_all(archive, discover(archive).publications, lambda done, total: None) == files


def test_a_document_of_another_kind_is_not_fetched(tmp_path: Path, store: FileStore) -> None:
    other = "80426_ambridge/children's services inspection - 18 july 2022.pdf"
    archive = archive_of(tmp_path, store, {LABELLED: pdf("one"), other: pdf("two")})
    files = fetch_all(archive, discover(archive).publications, lambda done, total: None)
    assert [file.report_id for file in files] == ["80426_2022-07-18"]


def test_a_file_that_is_no_pdf_is_a_problem_of_its_report(tmp_path: Path, store: FileStore) -> None:
    archive = archive_of(tmp_path, store, {LABELLED: b"<html>", DATED: pdf()})
    broken, whole = fetch_all(archive, discover(archive).publications, lambda done, total: None)
    assert (broken.file_sha256, whole.fetch_problem) == (None, None)
    assert broken.fetch_problem == f"{LABELLED}: no PDF (6 bytes)"


def test_a_file_that_went_away_is_a_problem_of_its_report(tmp_path: Path, store: FileStore) -> None:
    archive = archive_of(tmp_path, store, {DATED: pdf()})
    (letter,) = discover(archive).publications
    (tmp_path / "archive" / DATED).unlink()
    (file,) = archive.fetch_all([letter], lambda done, total: None)
    assert file.fetch_problem == f"{DATED}: no such file"


@pytest.mark.parametrize("code", [errno.EIO, errno.EACCES, errno.ESTALE, errno.ETIMEDOUT])
def test_files_that_may_be_read_another_time_end_the_fetch_and_are_all_named(
    code: int, tmp_path: Path, store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = archive_of(tmp_path, store, {LABELLED: pdf("one"), DATED: pdf("two"), "80428_2023-01-06.pdf": pdf()})
    listed = discover(archive).publications
    read = Path.read_bytes

    def read_or_fail(path: Path) -> bytes:
        if path.name == DATED or path.parent.name in LABELLED:
            raise OSError(code, os.strerror(code), str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", read_or_fail)
    with pytest.raises(FilesUnreachableError) as stopped:
        fetch_all(archive, listed, lambda done, total: None)
    assert sorted(stopped.value.problems) == ["80426_2022-07-18", "80427_2023-01-06"]
    assert os.strerror(code) in stopped.value.problems["80427_2023-01-06"]
    assert stopped.value.exit_code == 3


@pytest.mark.parametrize("files", [{}, {"letter.pdf": pdf()}])
def test_an_archive_without_letters_says_what_to_do(files: dict[str, bytes], tmp_path: Path, store: FileStore) -> None:
    with pytest.raises(SourceUnreachableError, match=r"give a folder whose files are named 'URN_authority/label"):
        discover(archive_of(tmp_path, store, files))


def test_a_bucket_is_an_archive_too(store: FileStore) -> None:
    bucket = UPath("memory://letters")
    (bucket / LABELLED).parent.mkdir(parents=True)
    (bucket / LABELLED).write_bytes(pdf())
    archive = Archive(bucket, store, identity="a bucket")
    (file,) = fetch_all(archive, discover(archive).publications, lambda done, total: None)
    assert store.path_of(file.file_sha256 or "").read_bytes() == pdf()


@pytest.mark.usefixtures("two_at_once")
def test_an_archive_in_a_bucket_is_fetched_with_several_requests_at_once(store: FileStore) -> None:
    bucket = UPath("memory://slow-letters")
    names = [f"{urn}_2023-01-06.pdf" for urn in (80427, 80428)]
    for name in names:
        bucket.fs.pipe_file(f"/slow-letters/{name}", pdf(name))
    archive = Archive(bucket, store, identity="a bucket")
    shown: list[int] = []
    files = fetch_all(archive, discover(archive).publications, lambda done, total: shown.append(done))
    assert [f"{file.report_id}.pdf" for file in files if file.file_sha256] == names
    assert shown == [1, 2]
