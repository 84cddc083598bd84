"""The whole project is formatted, linted and typed as agreed: the one test command says so too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHECKS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy"],
    "SQL": [
        "sqlfluff",
        "lint",
        "--disable-progress-bar",
        "dbt_project/models",
        "dbt_project/tests",
        "publishers/formats/views",
    ],
    "workflow": ["check-jsonschema", "--builtin-schema", "vendor.github-workflows", ".github/workflows/publish.yml"],
    "workflow's rights": ["zizmor", "--offline", "--quiet", ".github/workflows"],
    "shell": ["shellcheck", ".github/weekly", ".ci/run"],
}


# From nothing, strict types take half a minute and SQL ten seconds.
@pytest.mark.parametrize(
    "check", [pytest.param(check, marks=[pytest.mark.slow] if check in {"types", "SQL"} else []) for check in CHECKS]
)
def test_the_project_keeps_its_style(check: str) -> None:
    tool, *arguments = CHECKS[check]
    result = subprocess.run(
        [str(Path(sys.executable).with_name(tool)), *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
