"""When a host may be asked: not too many requests at once, not too close together, and never while it wants rest."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """The turns of one host."""

    def __init__(self, at_once: int) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._next = 0.0

    @asynccontextmanager
    async def turn(self, pace_seconds: float) -> AsyncIterator[None]:
        """Wait for a turn and hold it; the next one begins at least `pace_seconds` after this one began."""
        async with self._places:
            # Whoever waits asks again when its wait is over: another may have begun, or the host wants rest.
            while (wait := self._next - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            self._next = time.monotonic() + pace_seconds
            yield

    def rest(self, seconds: float) -> None:
        """Begin no turn for a while, as the host has asked."""
        self._next = max(self._next, time.monotonic() + seconds)
