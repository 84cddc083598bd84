"""A memo of extractions on disk: what one version of the extractor read from one file is never read again.

    memo/<hash of the extractor>/<hash of the file>.json

Nothing else decides what is extracted, so a memo is never out of date: another file or another extractor has another
name. A memo that is missing, damaged or cut short only means that its file is read once more.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Collection
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from extractors.atomic_files import write_atomically
from extractors.letters.extractor_code import extractor_hash
from extractors.letters.reading import LetterRows
from extractors.letters.shares import StoredLetter

logger = logging.getLogger(__name__)

AS_JSON = TypeAdapter(LetterRows)


class ExtractionMemo:
    """A folder of extractions that were made before."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._current = root / extractor_hash()

    def has(self, letter: StoredLetter) -> bool:
        """Say whether there is a memo of a letter's file, readable or not."""
        return self._path_of(letter.file_sha256).exists()

    def load(self, letter: StoredLetter) -> LetterRows | None:
        """Return what this extractor read from a letter's file before, as rows of its report; None where unknown."""
        path = self._path_of(letter.file_sha256)
        try:
            return with_report_id(AS_JSON.validate_json(path.read_bytes()), letter.report_id)
        except FileNotFoundError:
            return None
        except ValidationError as problem:
            logger.warning("%s is damaged, its file will be read again: %s", path, problem)
            return None

    def save(self, rows: LetterRows) -> None:
        """Keep an extraction under the extractor that made it: a worker may have loaded code edited since this run."""
        letter = rows.letter
        path = self._root / letter.extractor_version / f"{letter.file_sha256}.json"
        write_atomically(path, AS_JSON.dump_json(rows))

    def remove(self, letter: StoredLetter) -> None:
        """Remove the memo of a letter's file, if there is one."""
        self._path_of(letter.file_sha256).unlink(missing_ok=True)

    def remove_all_but(self, file_sha256s: Collection[str]) -> None:
        """Remove the memos of other extractors, those of other files, and what a killed run left half written."""
        if not self._root.exists():
            return
        for other in {*self._root.iterdir()} - {self._current}:
            shutil.rmtree(other)
        for past in {*self._current.glob("*")} - {self._path_of(sha256) for sha256 in file_sha256s}:
            past.unlink()

    def _path_of(self, file_sha256: str) -> Path:
        return self._current / f"{file_sha256}.json"


def with_report_id(rows: LetterRows, report_id: str) -> LetterRows:
    """Return the rows of a file as those of another report that has the same file."""
    if rows.letter.report_id == report_id:
        return rows
    others: dict[str, Any] = {
        part.name: [replace(row, report_id=report_id) for row in getattr(rows, part.name)]
        for part in fields(rows)
        if part.name not in ("letter", "pages_with_hidden_words")
    }
    return replace(rows, letter=replace(rows.letter, report_id=report_id), **others)
