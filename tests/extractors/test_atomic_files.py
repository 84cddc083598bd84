"""A file is complete or not there at all, and what a killed writer left is recognised and removed."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractors.atomic_files import remove_temporary_files, write_atomically

WRITE_FOR_EVER = """
import sys
from pathlib import Path
from extractors.atomic_files import write_atomically
while True:
    for letter in b"ab":
        write_atomically(Path(sys.argv[1]), bytes([letter]) * 5_000_000)
"""


def test_a_writer_killed_at_any_moment_leaves_a_complete_file_and_what_can_be_removed(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "file"
    for after_seconds in (0.01, 0.03, 0.05):
        with subprocess.Popen([sys.executable, "-c", WRITE_FOR_EVER, path]) as writer:
            while not path.exists():
                time.sleep(0.01)
            time.sleep(after_seconds)
            writer.kill()
        body = path.read_bytes()
        assert (len(body), len(set(body))) == (5_000_000, 1)
    remove_temporary_files(tmp_path)
    assert [found.name for found in path.parent.iterdir()] == ["file"]


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "file"
    (folder / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        write_atomically(folder, b"bytes")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
