"""A few hundred damaged letters and pages, each time the same: only errors of our own come out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

FUZZ = Path(__file__).parents[1] / "benchmarks" / "fuzz.py"


@pytest.mark.parametrize(("kind", "count"), [("letters", 120), ("pages", 400)])
def test_damaged_input_is_reported_and_nothing_crashes(kind: str, count: int) -> None:
    finished = subprocess.run(
        [sys.executable, FUZZ, kind, "--count", str(count), "--seed", "300001"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert f"{count} {kind} from seed 300001, 0 went wrong" in finished.stdout
