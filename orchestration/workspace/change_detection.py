"""Whether anything changed since the latest release, by the fingerprint that its manifest keeps.

The same listing, files, manual inputs and code make the same release, so a run on unchanged inputs ends early. This is
the only place that decides it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

import polars as pl

from publishers import Release

FILE_COLUMNS = ("report_id", "file_sha256", "fetch_problem")


def fingerprint_inputs(
    source: str,
    listing: Sequence[pl.DataFrame],
    report_files: pl.DataFrame,
    manual_files: Mapping[str, bytes],
    versions: Mapping[str, str],
) -> dict[str, str]:
    """Hash each part of what a release is made from: listing, files, manual_inputs, code."""
    return {
        "listing": _hash(source, *(frame.write_csv() for frame in listing)),
        "files": _hash(report_files.select(FILE_COLUMNS).sort("report_id").write_csv()),
        "manual_inputs": _hash(*(f"{name} {body.hex()}" for name, body in sorted(manual_files.items()))),
        "code": _hash(json.dumps(versions, sort_keys=True)),
    }


def find_changes(fingerprint: Mapping[str, str], latest: Release | None) -> list[str]:
    """Name the parts that differ from the latest release; all of them where there is none."""
    before = latest.manifest.fingerprint if latest else {}
    return [part for part, value in fingerprint.items() if before.get(part) != value]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
