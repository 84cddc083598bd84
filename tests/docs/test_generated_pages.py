"""The generated pages say what the code says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def check_pages(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check", "--folder", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_generated_pages_are_up_to_date() -> None:
    result = check_pages(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.slow
def test_a_stale_page_is_named_with_the_command_that_regenerates_it(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copytree(ROOT / "expectations", tmp_path / "expectations")
    (tmp_path / "docs" / "checks.md").write_text("# Checks\n")
    result = check_pages(tmp_path)
    assert result.returncode == 1
    assert (
        f"{tmp_path / 'docs' / 'checks.md'} is out of date; regenerate it: uv run python docs/generate.py"
        in result.stdout
    )
