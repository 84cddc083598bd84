"""The processes that a command started and that live on after it."""

from __future__ import annotations

import subprocess
import time


def wait_until_alive(session: int, *, at_least: int = 0, at_most: int = 1_000) -> None:
    """Wait until so many processes of a session are alive; those that ended and that nobody asked after are not."""
    until = time.monotonic() + 60
    while not at_least <= len(alive_in(session)) <= at_most:
        assert time.monotonic() < until, alive_in(session)
        time.sleep(0.1)


def alive_in(session: int) -> list[str]:
    command = ["/usr/bin/env", "ps", "-s", str(session), "-o", "stat=,args="]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)
    return [line for line in listed.stdout.splitlines() if not line.startswith("Z")]
