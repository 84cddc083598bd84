"""A rate limiter for one host: so many requests at once, so far apart, and pauses where the host asks for them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class RateLimiter:
    """When the next request to one host may begin."""

    def __init__(self, at_once: int) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._next = 0.0

    @asynccontextmanager
    async def slot(self, pace_seconds: float) -> AsyncIterator[None]:
        """Wait for a slot and hold it; the next one begins at least `pace_seconds` after this one began."""
        async with self._slots:
            # Whoever waits asks again when its wait is over: another may have begun, or the host asked for a pause.
            while (wait := self._next - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            self._next = time.monotonic() + pace_seconds
            yield

    def pause(self, seconds: float) -> None:
        """Begin no request for a while, as the host has asked."""
        self._next = max(self._next, time.monotonic() + seconds)
