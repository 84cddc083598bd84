"""What time it is, for what is kept: the real time, or, where a release is rebuilt, the time it was first made."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import dagster as dg

# The moment a run names its release; every gate has a moment of its own.
RELEASE = "release"


class Clock(dg.ConfigurableResource[Any]):
    """Tells the time; `moments` holds, as ISO 8601, the times that some steps are told instead of the real one."""

    moments: Mapping[str, str] = {}

    def at(self, step: str) -> datetime:
        """The time at which a step happens."""
        return datetime.fromisoformat(self.moments[step]) if step in self.moments else datetime.now(UTC)
