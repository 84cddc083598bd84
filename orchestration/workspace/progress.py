"""How a run reports its progress: the command line draws it, a scheduled run ignores it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Something that wants to know how far each step is."""

    def show(self, step: str, done: int, total: int | None) -> None:
        """Hear that `done` of `total` are done in `step`; `total` is None where nobody knows yet."""


class NoProgress:
    """The listener of a run that nobody watches."""

    def show(self, step: str, done: int, total: int | None) -> None:
        """Say nothing."""
