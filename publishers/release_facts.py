"""What the caller knows about the run whose warehouse is released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

# Identities of sources, as discovery records them.
REPORT_SITE = "report site"
BUNDLED_SAMPLE = "bundled sample"


def release_name(refreshed_at: datetime) -> str:
    """Name a release by its time of refresh in UTC, so that names sort by age: `2026-11-21T213045Z`."""
    return refreshed_at.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """The latest result of one asset check; `asset` is its key, such as `raw/sections`."""

    asset: str
    name: str
    severity: str
    passed: bool
    failed_count: int

    @property
    def is_blocking(self) -> bool:
        """Whether a failure of this check stops a release."""
        return self.severity != "warning"


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """Where a release comes from, beside its tables.

    `source` is the identity that discovery recorded; `refreshed_at` has a time zone and names the release;
    `versions` has at least `project` and `extractor`; `input_files` is report_id → SHA-256 of the letter's file;
    `previous_release` is the name of the release that `changes` compares with, null where there is none; `inputs` is
    file name → bytes of what the run started from; `fingerprint` is what the next run compares itself with to see
    whether anything changed; `feedback_url` is where readers report a problem, empty where nowhere.
    """

    source: str
    run_id: str
    refreshed_at: datetime
    versions: Mapping[str, str]
    checks: Sequence[CheckOutcome]
    input_files: Mapping[str, str]
    previous_release: str | None
    inputs: Mapping[str, bytes]
    fingerprint: Mapping[str, str]
    feedback_url: str = ""

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
