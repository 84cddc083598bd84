"""What tests of several folders share: a home that was really refreshed, and where real letters are found.

Real letters are in a folder that the environment names, never in this repository.
"""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path

import pytest
from running import Refreshed, jtai

from extractors.sample import ARCHIVE

SEED = Path(__file__).parents[1] / "dbt_project" / "seeds" / "england_local_authorities.csv"
REAL_LETTERS = "JTAI_REAL_LETTERS"
REAL_LABELS = "JTAI_REAL_LETTER_LABELS"


EVERY, SOME = 1, 4
# Begun last, one process would wait for the other: these take longest, by whole refreshes and by the strict types.
BEGUN_FIRST = ("orchestration", "test_package.py", "test_style.py")
# A test that uses one of these is slow: they refresh really, or start servers, a browser or dbt again and again, or are
# letters in bulk.
SLOW = {"refreshed", "attacked", "forge", "bucket", "browser", "first", "real_letter", "some_letter"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what uses a slow fixture; begin with what takes longest, otherwise keep the order."""
    for item in items:
        if SLOW & {*getattr(item, "fixturenames", ())}:
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: not {item.path.name, item.path.parent.name} & {*BEGUN_FIRST})


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


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled sample, archived under numbers of real places; what a test changes in it, it puts back."""
    folder = tmp_path_factory.getbasetemp() / "archive"
    lay_out_archive(folder)
    return folder


def lay_out_archive(folder: Path) -> None:
    """Copy the sample's letters into the folders of real places."""
    with SEED.open(encoding="utf-8", newline="") as file:
        urns = sorted(int(row["urn"]) for row in csv.DictReader(file))
    for urn, authority in zip(urns, sorted(ARCHIVE.iterdir()), strict=False):
        shutil.copytree(authority, folder / f"{urn}_{authority.name.split('_')[1]}")


@pytest.fixture(scope="session")
def refreshed(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Refreshed:
    """A home that was really refreshed from the archive, for all tests of a process; one that writes takes a copy."""
    home = tmp_path_factory.getbasetemp() / "home"
    # As of people who work on other projects: settings of their dbt, and in the current folder a package of our name.
    of_others = {"DBT_TARGET": "prod", "DBT_PROFILES_DIR": "/nowhere", "DBT_LOG_LEVEL": "error", "DBT_THREADS": "1"}
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "orchestration.py").write_text("raise ImportError")
    finished = jtai("refresh", "--home", home, "--source", archive, "--pace", "0", cwd=elsewhere, **of_others)
    return Refreshed(home, archive, finished)
