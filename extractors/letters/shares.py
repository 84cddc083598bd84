"""Reading stored letters a share at a time, in worker processes, each letter within limits of time and memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from concurrent.futures import TimeoutError as LetterTookTooLong
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from extractors.letters.fallback_extraction import read_letter
from extractors.letters.reading import LetterFile, LetterRows, read_with, unread_letter
from extractors.worker_pool import MIB_PER_WORKER, open_pool, result_of

SECONDS_PER_LETTER = 60
LETTERS_PER_SHARE = 50


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A letter in the file store: the report it is, and the hash of its file."""

    report_id: str
    file_sha256: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one letter may take."""

    seconds: float = SECONDS_PER_LETTER
    mib: int = MIB_PER_WORKER


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one letter; `is_final` is false where it exceeded a limit, and may not elsewhere."""

    rows: LetterRows
    is_final: bool = True


class LetterStore(Protocol):
    """Where the files of letters are stored, each under its hash; one that a cluster reaches too can be pickled."""

    def local_copies(self, sha256s: Collection[str]) -> AbstractContextManager[Mapping[str, Path]]:
        """Local paths to stored files, by hash. Raises `FileNotFoundError` where a file is missing."""
        ...


ReadLetters = Callable[[Sequence[StoredLetter]], Generator[Reading, None, None]]
"""Reads letters one after the other, in the order given; closing the generator ends the work."""


def read_here(
    letters: Sequence[StoredLetter], *, store: LetterStore, limits: Limits | None = None, workers: int | None = None
) -> Generator[Reading, None, None]:
    """Read letters on this machine, by default in one process a core.

    Raises `WorkersKilledError`, and `FileNotFoundError` where the store has no such file.
    """
    limits = limits or Limits()
    with open_pool(len(letters), workers=workers, mib=limits.mib) as pool:
        for share in cut_into_shares(letters):
            yield from read_share(pool, share, store, limits)


def cut_into_shares(letters: Sequence[StoredLetter]) -> list[Sequence[StoredLetter]]:
    """Cut letters into shares: what is copied from a bucket, or given to another machine, at once."""
    return [letters[start : start + LETTERS_PER_SHARE] for start in range(0, len(letters), LETTERS_PER_SHARE)]


def read_share(
    pool: ProcessPool, share: Sequence[StoredLetter], store: LetterStore, limits: Limits
) -> Iterator[Reading]:
    """Read the letters of a share in the processes of a pool."""
    with store.local_copies({letter.file_sha256 for letter in share}) as paths:
        files = [LetterFile(letter.report_id, paths[letter.file_sha256], letter.file_sha256) for letter in share]
        futures = [pool.schedule(read_letter, args=(file,), timeout=limits.seconds) for file in files]
        for file, future in zip(files, futures, strict=True):
            yield _take(pool, file, future, limits)


def _take(pool: ProcessPool, file: LetterFile, future: ProcessFuture[LetterRows], limits: Limits) -> Reading:
    try:
        return Reading(result_of(future))
    except (LetterTookTooLong, MemoryError, ProcessExpired):
        # The second reader takes forty times as long, and the first may have read the letter well enough.
        return Reading(_read_with_first_reader(pool, file, limits), is_final=False)


def _read_with_first_reader(pool: ProcessPool, file: LetterFile, limits: Limits) -> LetterRows:
    try:
        return result_of(pool.schedule(read_with, args=("pdfium", file), timeout=limits.seconds))
    except LetterTookTooLong:
        reason = f"reading it took longer than {limits.seconds:g} seconds"
    except MemoryError:
        reason = f"reading it took more than {limits.mib} MiB of memory"
    except ProcessExpired as died:
        may_need = f"it may have needed more than {limits.mib} MiB"
        reason = f"the process that read it died (exit code {died.exitcode}); {may_need}"
    return unread_letter(file, "pdfium", "unreadable", reason)
