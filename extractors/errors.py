"""Errors of this project: one base class; each error carries what the command line exits with.

Exit codes: 1 a check stopped the release, 2 wrong usage, 3 the source, the file store, a cluster or a database is out
of reach, 4 another process uses the data directory, 130 interrupted, 70 anything else (`EX_SOFTWARE` of sysexits.h).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class JtaiError(Exception):
    """Something went wrong in a way that we foresaw; the message says what, and what to do."""

    exit_code: ClassVar[int] = 70


class SourceUnreachableError(JtaiError):
    """The source as a whole cannot be reached or read, so nothing can be said about what it holds."""

    exit_code = 3


class FilesUnreachableError(SourceUnreachableError):
    """Files of listed reports cannot be fetched for now; `problems` says why, by `report_id`."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


class WrongSourceError(JtaiError, ValueError):
    """What was given as a source, or as a setting of one, is not something we can read from."""

    exit_code = 2


class StoreUnreachableError(JtaiError):
    """A bucket of stored files cannot be used now; the message names it and says why."""

    exit_code = 3


class WrongStoreError(JtaiError):
    """What was given as a file store is none that we can write to; the message names it."""

    exit_code = 2


class ReadersUnreachableError(JtaiError):
    """The cluster that is to read letters cannot be used now; the message names it and says why."""

    exit_code = 3


class WrongReadersError(JtaiError):
    """The cluster that is to read letters is not set up for it; the message says what to change."""

    exit_code = 2


class RecordsUnreachableError(JtaiError):
    """The database of Dagster's records cannot be used now; the message says why."""

    exit_code = 3


class UnreadableLetterError(JtaiError):
    """A file that cannot be read as a letter; the message says what was seen and fits a problem row."""


class WorkersKilledError(JtaiError):
    """Another program ended the worker processes; the message says what to do. No letter is to blame."""

    exit_code = 130
