"""Where tests find real letters: in a folder that the environment names, never in this repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REAL_LETTERS = "JTAI_REAL_LETTERS"
REAL_LABELS = "JTAI_REAL_LETTER_LABELS"


EVERY, SOME = 1, 4


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes `real_letter` on each real letter, one that takes `some_letter` on a quarter of them.

    Without a folder of real letters, such a test is skipped.
    """
    for name, step in (("real_letter", EVERY), ("some_letter", SOME)):
        if name in metafunc.fixturenames:
            letters = sorted(files_in(REAL_LETTERS, "*.pdf"))[::step]
            without = pytest.param(
                None, marks=pytest.mark.skip(reason=f"{REAL_LETTERS} names no folder of real letters")
            )
            metafunc.parametrize(name, letters or [without], ids=lambda path: path.stem if path else "none")


def files_in(variable: str, pattern: str) -> list[Path]:
    """Return the files of the folder that an environment variable names; none where it is not set."""
    folder = os.environ.get(variable)
    return list(Path(folder).glob(pattern)) if folder else []


@pytest.fixture
def label_folder() -> Path:
    """The folder of hand-made labels of the real letters."""
    folder = os.environ.get(REAL_LABELS)
    if not folder:
        pytest.skip(f"{REAL_LABELS} names no folder of labels")
    return Path(folder)
