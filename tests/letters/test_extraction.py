"""Many letters are extracted as frames, each read once for its file and the extractor's code, within limits."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from functools import partial
from importlib.metadata import packages_distributions
from pathlib import Path

import polars as pl
import pytest
from packaging.utils import canonicalize_name

from bad_pdfs import BAD_FILES, LETTER, OTHER_INSPECTION, SCATTERED_MARKS, drawing_itself, with_stream
from extractors.files import FileStore
from extractors.frames import to_frame
from extractors.letters import (
    LETTER_TABLES,
    ExtractedBatch,
    LetterFile,
    Limits,
    StoredLetter,
    extract_letters,
    extraction,
    extractor_hash,
    find_cut_short,
    read_here,
)
from extractors.letters.extractor_code import LIBRARIES, PACKAGE, hash_extractor
from extractors.letters.fallback_extraction import read_letter
from extractors.letters.shares import ReadLetters
from extractors.records import CaseStudy, Footnote, Letter, Paragraph, ReadingProblem, Section
from imports import list_imports, parse_product


@pytest.fixture
def memo(tmp_path: Path) -> Path:
    return tmp_path / "memo"


def stored(folder: Path, content: bytes, report_id: str = "501") -> StoredLetter:
    sha256 = hashlib.sha256(content).hexdigest()
    path = folder / sha256[:2] / f"{sha256}.pdf"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return StoredLetter(report_id, sha256)


def readers(memo: Path, limits: Limits | None = None) -> ReadLetters:
    """One process that reads letters stored beside the memo."""
    return partial(read_here, store=FileStore(memo.parent), limits=limits, workers=1)


def extract(
    letters: Sequence[StoredLetter], memo: Path, *, force: bool = False, limits: Limits | None = None
) -> ExtractedBatch:
    """Extract a few letters: one batch."""
    (batch,) = extract_letters(letters, readers(memo, limits), memo=memo, force=force)
    return batch


def read_ids(batch: ExtractedBatch) -> list[str]:
    return [one.report_id for one in batch.extracted]


def memos_in(memo: Path) -> set[str]:
    return {path.relative_to(memo).as_posix() for path in memo.rglob("*") if path.is_file()}


def memo_of(file: StoredLetter) -> str:
    return f"{extractor_hash()}/{file.file_sha256}.json"


# What comes out


def test_a_batch_has_a_frame_of_each_table_with_all_that_was_read(tmp_path: Path, memo: Path) -> None:
    file = stored(tmp_path, LETTER.read_bytes())
    rows = read_letter(LetterFile(file.report_id, FileStore(tmp_path).path_of(file.file_sha256), file.file_sha256))
    frames = extract([file], memo).frames
    assert list(frames) == list(LETTER_TABLES)
    assert frames[Letter].equals(to_frame(Letter, [rows.letter]))
    assert frames[Section].equals(to_frame(Section, rows.sections))
    assert frames[Paragraph].equals(to_frame(Paragraph, rows.paragraphs))
    assert frames[CaseStudy].equals(to_frame(CaseStudy, rows.case_studies))
    assert frames[Footnote].equals(to_frame(Footnote, rows.footnotes))
    assert frames[ReadingProblem].equals(to_frame(ReadingProblem, rows.problems))
    assert frames[Letter]["extractor_version"].to_list() == [extractor_hash()]


def test_letters_come_in_the_order_asked_for_in_batches(
    tmp_path: Path, memo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extraction, "LETTERS_PER_BATCH", 2)
    files = [stored(tmp_path, LETTER.read_bytes() + b"\n" * at, f"50{at}") for at in range(5)]
    done: list[tuple[int, int]] = []
    batches = list(extract_letters(files, readers(memo), memo=memo, on_read=lambda *count: done.append(count)))
    assert [batch.frames[Letter]["report_id"].to_list() for batch in batches] == [
        ["500", "501"],
        ["502", "503"],
        ["504"],
    ]
    assert done == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_without_a_letter_there_is_one_batch_of_empty_tables(memo: Path) -> None:
    batch = extract([], memo)
    assert [(frame.height, frame.width > 0) for frame in batch.frames.values()] == [(0, True)] * len(LETTER_TABLES)
    assert batch.frames[Letter].schema["letter_date"] == pl.Date()


def test_a_summary_says_what_came_of_each_letter(tmp_path: Path, memo: Path) -> None:
    letter, other = stored(tmp_path, LETTER.read_bytes(), "1"), stored(tmp_path, OTHER_INSPECTION.read_bytes(), "2")
    read, not_read = extract([letter, other], memo).extracted
    assert (read.status, read.reader, read.reason) == ("read", "pdfium", None)
    assert read.pages > 1
    assert read.sections > 1
    assert read.paragraphs > 1
    assert (not_read.report_id, not_read.status, not_read.sections) == ("2", "not_a_jtai_letter", 0)
    assert "Area SEND inspection" in str(not_read.reason)


def test_a_letter_that_was_cut_short_is_known_until_it_is_read_also_where_it_was_read_before(
    tmp_path: Path, memo: Path
) -> None:
    file = stored(tmp_path, LETTER.read_bytes())
    extract([file], memo, limits=Limits(seconds=0.01))
    assert find_cut_short([file], memo) == ["501"]
    extract([file], memo)
    assert find_cut_short([file], memo) == []
    extract([file], memo, force=True, limits=Limits(seconds=0.01))
    assert find_cut_short([file], memo) == ["501"]


# The memo


def test_a_letter_is_read_once_for_its_file(tmp_path: Path, memo: Path) -> None:
    file = stored(tmp_path, LETTER.read_bytes())
    first, second = extract([file], memo), extract([file], memo)
    assert (read_ids(first), read_ids(second)) == (["501"], [])
    for row_type in LETTER_TABLES:
        assert first.frames[row_type].equals(second.frames[row_type])
    changed = stored(tmp_path, LETTER.read_bytes() + b"\n")
    assert read_ids(extract([changed], memo)) == ["501"]


def test_a_letter_is_read_again_where_it_is_forced(tmp_path: Path, memo: Path) -> None:
    file = stored(tmp_path, LETTER.read_bytes())
    extract([file], memo)
    path = memo / memo_of(file)
    written = path.read_bytes()
    path.write_bytes(written.replace(b'"reader":"pdfium"', b'"reader":"edited"'))
    assert extract([file], memo).frames[Letter]["reader"].to_list() == ["edited"]
    forced = extract([file], memo, force=True)
    assert (read_ids(forced), forced.frames[Letter]["reader"].to_list()) == (["501"], ["pdfium"])
    assert path.read_bytes() == written


def test_a_file_under_another_report_id_is_not_read_again(tmp_path: Path, memo: Path) -> None:
    first, second = stored(tmp_path, LETTER.read_bytes(), "501"), stored(tmp_path, LETTER.read_bytes(), "502")
    read = extract([first], memo)
    remembered = extract([second], memo)
    assert read_ids(remembered) == []
    for row_type, frame in remembered.frames.items():
        assert set(frame["report_id"]) <= {"502"}
        assert frame.drop("report_id").equals(read.frames[row_type].drop("report_id"))


@pytest.mark.parametrize("damage", [b"", b'{"letter": {"report_id": "501", "file_sha', b"null", b"{}"])
def test_a_damaged_memo_is_replaced(damage: bytes, tmp_path: Path, memo: Path) -> None:
    file = stored(tmp_path, LETTER.read_bytes())
    extract([file], memo)
    (memo / memo_of(file)).write_bytes(damage)
    assert read_ids(extract([file], memo)) == ["501"]
    assert read_ids(extract([file], memo)) == []


def test_a_file_that_cannot_be_read_is_not_tried_again(tmp_path: Path, memo: Path) -> None:
    file = stored(tmp_path, BAD_FILES["cut off"].make())
    first, second = extract([file], memo), extract([file], memo)
    assert (read_ids(first), read_ids(second)) == (["501"], [])
    assert second.frames[Letter]["status"].to_list() == ["unreadable"]


def test_another_extractor_reads_every_letter_again(tmp_path: Path, memo: Path) -> None:
    file = stored(tmp_path, LETTER.read_bytes())
    extract([file], memo)
    (memo / extractor_hash()).rename(memo / "0123456789abcdef")
    assert read_ids(extract([file], memo)) == ["501"]


def test_the_memo_holds_no_more_than_the_letters_listed_now(tmp_path: Path, memo: Path) -> None:
    stays, goes = stored(tmp_path, LETTER.read_bytes(), "1"), stored(tmp_path, OTHER_INSPECTION.read_bytes(), "2")
    extract([stays, goes], memo)
    shutil.copytree(memo / extractor_hash(), memo / "0123456789abcdef")
    (memo / extractor_hash() / ".tmp-1").touch()
    extract([stays], memo)
    assert memos_in(memo) == {memo_of(stays)}


def test_a_run_that_ends_early_forgets_nothing(tmp_path: Path, memo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "LETTERS_PER_BATCH", 1)
    files = [stored(tmp_path, LETTER.read_bytes() + b"\n" * at, f"50{at}") for at in range(3)]
    list(extract_letters(files, readers(memo), memo=memo))
    batches = extract_letters(files[:2], readers(memo), memo=memo)
    next(batches)
    batches.close()  # type: ignore[attr-defined]
    assert memos_in(memo) == {memo_of(file) for file in files}


# The extractor's own code


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the extractor's code that a test may change."""
    return Path(shutil.copytree(PACKAGE, tmp_path / "extractors", ignore=shutil.ignore_patterns("archive", "*.pyc")))


@pytest.mark.parametrize(
    "module",
    [
        "records.py",
        "frames.py",
        "letters/reading.py",
        "letters/layout/pdfium_reader.py",
        "letters/structure/blocks.py",
        "letters/content/theme.py",
        "letters/vocabulary/themes.csv",
        "letters/vocabulary/headings.csv",
    ],
)
def test_a_changed_line_is_another_extractor_and_its_reversal_the_first_again(module: str, package: Path) -> None:
    before = hash_extractor(package)
    assert before == extractor_hash()
    code = (package / module).read_text()
    (package / module).write_text(code + "\n")
    assert hash_extractor(package) != before
    (package / module).write_text(code)
    assert hash_extractor(package) == before


def test_every_library_that_decides_what_is_read_is_part_of_the_extractor() -> None:
    reading = ("layout", "structure", "content", "vocabulary", "reading", "fallback_extraction")
    modules = [
        tree
        for module, tree in parse_product().items()
        if module[:2] == ("extractors", "letters") and module[2] in reading
    ]
    imported = {name.partition(".")[0] for tree in modules for name, _ in list_imports(tree)}
    packages = packages_distributions()
    libraries = {library for name in imported - {"extractors"} for library in packages.get(name, [])}
    assert {*map(canonicalize_name, libraries)} == {*map(canonicalize_name, LIBRARIES)}


def test_a_new_a_moved_and_a_removed_module_are_other_extractors(package: Path) -> None:
    module = package / "letters" / "content" / "topics.py"
    hashes = [hash_extractor(package)]
    module.touch()
    hashes.append(hash_extractor(package))
    module.rename(module.with_name("topics_2.py"))
    hashes.append(hash_extractor(package))
    (package / "letters" / "content" / "theme.py").unlink()
    hashes.append(hash_extractor(package))
    assert len(set(hashes)) == 4


def test_a_source_or_a_compiled_file_is_no_part_of_the_extractor(package: Path) -> None:
    before = hash_extractor(package)
    (package / "sources" / "archive.py").unlink()
    (package / "letters" / "reading.pyc").touch()
    assert hash_extractor(package) == before


def test_a_new_version_of_a_library_is_another_extractor(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = hash_extractor(package)
    for library in LIBRARIES:
        with monkeypatch.context() as patch:
            patch.setattr("extractors.letters.extractor_code.version", lambda name, new=library: f"{name == new}")
            assert hash_extractor(package) != before


# Limits of this machine


def test_a_page_that_unfolds_to_more_memory_than_there_is_costs_its_worker_only(tmp_path: Path, memo: Path) -> None:
    files = [
        stored(tmp_path, with_stream(b"0 0 m " * 50_000_000), "big"),
        stored(tmp_path, LETTER.read_bytes(), "letter"),
    ]
    given_up, read = extract(files, memo, limits=Limits(mib=300)).extracted
    assert (given_up.status, read.status) == ("unreadable", "read")
    assert "300 MiB" in str(given_up.reason)
    assert memos_in(memo) == {memo_of(files[1])}


@pytest.mark.slow
def test_a_letter_that_kills_its_worker_is_named_and_the_others_are_read(tmp_path: Path, memo: Path) -> None:
    files = [stored(tmp_path, drawing_itself(), "deadly"), stored(tmp_path, LETTER.read_bytes(), "letter")]
    died, read = extract(files, memo).extracted
    assert "the process that read it died" in str(died.reason)
    assert read.status == "read"
    assert memos_in(memo) == {memo_of(files[1])}


@pytest.mark.slow
def test_a_letter_that_takes_too_long_is_unreadable_and_the_others_are_read(tmp_path: Path, memo: Path) -> None:
    files = [stored(tmp_path, LETTER.read_bytes(), "letter"), stored(tmp_path, with_stream(SCATTERED_MARKS), "slow")]
    read, given_up = extract(files, memo, limits=Limits(seconds=2)).extracted
    assert read.status == "read"
    assert given_up.reason == "reading it took longer than 2 seconds"
    assert memos_in(memo) == {memo_of(files[0])}


@pytest.mark.slow
def test_where_only_the_second_reader_takes_too_long_the_first_reading_is_kept(tmp_path: Path, memo: Path) -> None:
    """PDFium says at once that a million drawings are too many; pdfplumber goes through them all."""
    file = stored(tmp_path, BAD_FILES["a million marks"].make())
    (read,) = extract([file], memo, limits=Limits(seconds=8)).extracted
    assert "drawn objects" in str(read.reason)
    assert memos_in(memo) == set()


def test_a_memo_is_plain_json(tmp_path: Path, memo: Path) -> None:
    file = stored(tmp_path, LETTER.read_bytes())
    extract([file], memo)
    assert json.loads((memo / memo_of(file)).read_text("utf-8"))["letter"]["file_sha256"] == file.file_sha256
