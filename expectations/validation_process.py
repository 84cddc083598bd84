"""The gates in a process of their own, for a caller that works while it imports Great Expectations: 3 s and 200 MB."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from pebble import ProcessPool

from expectations.checks import CheckResult, Gate
from expectations.previous_release import PreviousRelease
from extractors.worker_pool import open_pool, require_result


@dataclass(frozen=True, slots=True)
class ValidationProcess:
    """A process that has imported Great Expectations, or is about to."""

    pool: ProcessPool

    def validate(
        self,
        gate: Gate,
        tables: Mapping[str, pl.DataFrame],
        previous: PreviousRelease,
        *,
        docs: Path,
        max_flagged_share: float,
        corrected: Collection[str],
    ) -> list[CheckResult]:
        """Run one gate there, as `expectations.validation.validate` does. Raises `WorkersKilledError` as well."""
        options = {"docs": docs, "max_flagged_share": max_flagged_share, "corrected": corrected}
        return require_result(
            self.pool.schedule(_validate, args=(gate, tables, previous), kwargs=options), f"validates gate {gate}"
        )


@contextmanager
def start_validation() -> Iterator[ValidationProcess]:
    """Start the process; it ends with the block, also where it has nothing to validate."""
    with open_pool(1, mib=None) as pool:
        pool.schedule(_import_great_expectations)
        yield ValidationProcess(pool)
        pool.stop()  # type: ignore[no-untyped-call]


def _import_great_expectations() -> None:
    import expectations.validation  # noqa: F401, PLC0415


def _validate(
    gate: Gate, tables: Mapping[str, pl.DataFrame], previous: PreviousRelease, **options: Any
) -> list[CheckResult]:
    from expectations.validation import validate  # noqa: PLC0415

    return validate(gate, tables, previous, **options)
