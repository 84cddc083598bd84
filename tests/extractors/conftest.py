"""A bucket that answers a request only once another is made too."""

from __future__ import annotations

from threading import Barrier

import pytest
from fsspec.implementations.memory import MemoryFileSystem


@pytest.fixture
def two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each file of a bucket in memory open only together with a second one; alone, it fails after a while."""
    both, open_file = Barrier(2, timeout=10), MemoryFileSystem.open

    def open_together(self: MemoryFileSystem, path: str, mode: str = "rb", **options: object) -> object:
        if mode == "rb":
            both.wait()
        return open_file(self, path, mode, **options)

    monkeypatch.setattr(MemoryFileSystem, "open", open_together)
