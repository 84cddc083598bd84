"""What a caller tells the publishers about the run whose warehouse they release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

Cell = str | int | float | bool | date | datetime | None
Row = dict[str, Cell]

# Identities of sources, as discovery records them.
REPORT_SITE = "report site"
BUNDLED_SAMPLE = "bundled sample"


class PublishingError(Exception):
    """A release could not be made; the message names what stopped it. The last release is untouched."""


def release_name(refreshed_at: datetime) -> str:
    """The time of refresh in UTC, to the second, so that names sort by age: `2026-11-21T213045Z`."""
    return refreshed_at.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """What one gate last said of one table; `judged_at` is ISO 8601, null in releases that did not keep it."""

    gate: str
    table_name: str
    is_passed: bool
    row_count: int
    judged_at: str | None = None


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """Where a release comes from, beside its tables.

    `source` is the identity that discovery recorded; `refreshed_at` is aware and names the release;
    `versions` has at least `project` and `extractor`; `input_files` is report_id → SHA-256 of the letter's
    file; `release_before` is the name of the release that `changes` compares with, null where there is none;
    `inputs` is file name → bytes of what a rebuild begins with.
    """

    source: str
    run_id: str
    refreshed_at: datetime
    versions: Mapping[str, str]
    gates: Sequence[GateVerdict]
    input_files: Mapping[str, str]
    release_before: str | None
    inputs: Mapping[str, bytes]

    @property
    def release_name(self) -> str:
        """The name of the release."""
        return release_name(self.refreshed_at)

    @property
    def release_time(self) -> str:
        """The time of refresh as ISO 8601 in UTC, to the second."""
        return self.refreshed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def is_sample(self) -> bool:
        """Whether the letters are the invented ones that ship with the project."""
        return self.source == BUNDLED_SAMPLE
