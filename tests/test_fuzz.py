"""A few hundred damaged letters and pages, each time the same: only our own words about them come out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parents[1] / "benchmarks" / "fuzz.py"


@pytest.mark.parametrize(("kind", "count"), [("letters", 120), ("pages", 400)])
def test_damaged_input_is_told_and_nothing_falls_over(kind: str, count: int) -> None:
    told = subprocess.run(
        [sys.executable, FUZZ, kind, "--count", str(count), "--seed", "300001"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert f"{count} {kind} from seed 300001, 0 went wrong" in told.stdout
