"""The versions of the extractor, and which letters each of them can read differently.

A version is a row of `versions.csv`: raised whenever the same file can give other rows, for the families of letter that
it can give other rows for. So a change to how boxes of 2016 to 2020 are read leaves the letters of 2022 on as they are.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ALL_FAMILIES = "all"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the extractor: the families of letter it may read differently, `all` or names joined by `;`."""

    number: int
    families: frozenset[str]

    def may_change(self, family: str | None) -> bool:
        """Whether a letter of `family` may read differently; one of no known family always may."""
        return family is None or bool(self.families & {ALL_FAMILIES, family})


def must_be_read_again(read_by: str, family: str | None) -> bool:
    """Whether a letter, read by version `read_by` as one of `family`, may read differently now."""
    later = [version for version in _versions() if not read_by.isdecimal() or version.number > int(read_by)]
    return any(version.may_change(family) for version in later)


@cache
def _versions() -> tuple[Version, ...]:
    with (files("extractors.letters") / "versions.csv").open(encoding="utf-8") as table:
        return tuple(
            Version(int(row["version"]), frozenset(row["families"].split(";"))) for row in csv.DictReader(table)
        )


EXTRACTOR_VERSION = str(max(version.number for version in _versions()))
