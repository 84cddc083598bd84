"""The command as a user runs it, and a home that it has refreshed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

JTAI = Path(sys.executable).with_name("jtai")
Finished = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Refreshed:
    """A home with one release, the archive it was made from, and what its maker saw."""

    home: Path
    archive: Path
    finished: Finished


def jtai(*arguments: str | Path, cwd: Path | None = None, **settings: str) -> Finished:
    """Run the command as a user would."""
    command, environment = [JTAI, *arguments], clean_environment() | settings
    return subprocess.run(command, env=environment, cwd=cwd, capture_output=True, text=True, check=False, timeout=600)


def run_until(line: str, then: Callable[[], None], arguments: list[str | Path], settings: dict[str, str]) -> Finished:
    """Run the command, and do something once it has said a line."""
    command = [JTAI, *arguments]
    with subprocess.Popen(
        command, env=clean_environment() | settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        assert any(said.startswith(line) for said in run.stdout)
        then()
        said, errors = run.communicate(timeout=600)
    return subprocess.CompletedProcess(command, run.returncode, said, errors)


@contextmanager
def without_a_third(archive: Path) -> Iterator[None]:
    """Take every third letter out of an archive for as long as the block lasts."""
    gone = sorted(archive.iterdir())[::3]
    with TemporaryDirectory() as aside:
        for folder in gone:
            shutil.move(folder, aside)
        try:
            yield
        finally:
            for folder in gone:
                shutil.move(Path(aside, folder.name), folder)


def clean_environment() -> dict[str, str]:
    """The environment of the tests, without settings of this project or of Dagster; a library's crash says where."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("JTAI_", "DAGSTER_"))}
    return inherited | {"PYTHONFAULTHANDLER": "1"}


def unfolded(output: str) -> str:
    """What a command printed, without the line breaks that fit it to a terminal."""
    return " ".join(output.split())
