"""Whether anything changed since the latest release, by the fingerprint that its manifest keeps.

The same listing, files, manual inputs, code and settings make the same release, so a run on unchanged inputs ends
early. This is the only place that decides it. A release of letters whose reading was cut short by a limit of time or
memory names them in its fingerprint, which counts as a change: another run may read them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

import polars as pl

from publishers import Release

FILE_COLUMNS = ("report_id", "file_sha256", "fetch_problem")
CUT_SHORT = "letters_cut_short"


def fingerprint_inputs(
    source: str,
    listing: Sequence[pl.DataFrame],
    report_files: pl.DataFrame,
    manual_files: Mapping[str, bytes],
    versions: Mapping[str, str],
    *,
    settings: Mapping[str, str | float],
) -> dict[str, str]:
    """Hash each part of what a release is made from: listing, files, manual_inputs, code, settings."""
    return {
        "listing": _hash(source, *(frame.write_csv() for frame in listing)),
        "files": _hash(report_files.select(FILE_COLUMNS).sort("report_id").write_csv()),
        "manual_inputs": _hash(*(f"{name} {body.hex()}" for name, body in sorted(manual_files.items()))),
        "code": _hash(json.dumps(versions, sort_keys=True)),
        "settings": _hash(json.dumps(settings, sort_keys=True)),
        CUT_SHORT: "",
    }


def add_cut_short(fingerprint: Mapping[str, str], report_ids: Sequence[str]) -> dict[str, str]:
    """The fingerprint of a release in which the reading of these letters was cut short by a limit."""
    return {**fingerprint, CUT_SHORT: ", ".join(report_ids)}


def find_cut_short(latest: Release | None) -> str:
    """The letters of the latest release whose reading was cut short by a limit; empty where there are none."""
    return latest.manifest.fingerprint.get(CUT_SHORT, "") if latest else ""


def find_changes(fingerprint: Mapping[str, str], latest: Release | None) -> list[str]:
    """Name the parts that differ from the latest release; all of them where there is none."""
    before = latest.manifest.fingerprint if latest else {}
    return [part for part, value in fingerprint.items() if before.get(part) != value]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
