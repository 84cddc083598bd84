"""The generated pages say what the code says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


def check_pages(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(DOCS / "generate.py"), "--check", "--folder", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_generated_pages_are_up_to_date() -> None:
    result = check_pages(DOCS)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.slow
def test_a_stale_page_is_named_with_the_command_that_regenerates_it(tmp_path: Path) -> None:
    for page in ("data_dictionary.md", "checks.md"):
        shutil.copy(DOCS / page, tmp_path)
    (tmp_path / "checks.md").write_text("# Checks\n")
    result = check_pages(tmp_path)
    assert result.returncode == 1
    assert f"{tmp_path / 'checks.md'} is out of date; regenerate it: uv run python docs/generate.py" in result.stdout
