"""The progress of a run on a terminal, while all that the libraries print goes to a log."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

# Where the output is no terminal, a step that takes longer says how far it is.
SECONDS_BETWEEN_LINES = 30


@contextmanager
def redirect_output(log: Path) -> Iterator[Console]:
    """Send what this process and its children print to files, and leave the terminal to the progress bars.

    A run's log and all errors go to `log`; what dbt and others print as they go, two lines a model, goes beside it, to
    `printed.log`. File descriptors are swapped because some of these are other processes.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    sys.stderr.flush()
    outputs = [os.dup(1), os.dup(2)]
    with (
        log.open("wb") as errors,
        log.with_name("printed.log").open("wb") as printed,
        os.fdopen(os.dup(1), "w", encoding="utf-8") as terminal,
    ):
        try:
            os.dup2(printed.fileno(), 1)
            os.dup2(errors.fileno(), 2)
            yield Console(file=terminal)
        finally:
            # Where the disk is full, that cannot be printed: it must still be said on the terminal.
            with suppress(OSError):
                sys.stdout.flush()
                sys.stderr.flush()
            for number, output in enumerate(outputs, start=1):
                os.dup2(output, number)
                os.close(output)


class ProgressBars:
    """Draws a bar for each step; where the output is no terminal, prints lines instead.

    A line says the step, whose name says what is counted, how many are done and after how many seconds.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._tasks: dict[str, TaskID] = {}
        self._begun: dict[str, float] = {}
        self._last_line = 0.0
        self._bars = Progress(
            SpinnerColumn(finished_text="[green]✓[/]"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._bars.stop()

    def show(self, step: str, done: int, total: int | None) -> None:
        """Draw how far a step is."""
        if step not in self._tasks:
            self._tasks[step] = self._bars.add_task(step, total=total)
            self._begun[step] = time.monotonic()
            self._print(f"{step} …")
        self._bars.update(self._tasks[step], completed=done, total=total)
        is_late = time.monotonic() - self._last_line > SECONDS_BETWEEN_LINES
        if total is not None and (done == total or is_late):
            self._print(f"{step}: {done} of {total}, {time.monotonic() - self._begun[step]:.1f} s")

    def _print(self, words: str) -> None:
        self._last_line = time.monotonic()
        if not self._console.is_terminal:
            self._console.print(words, highlight=False)
