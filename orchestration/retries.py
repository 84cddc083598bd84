"""What a run that nobody waits for does where the source cannot be reached: it tries again later.

Somebody at the command line, or who starts a run in the UI, is told at once instead.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from extractors.sources import SourceUnreachable
from orchestration.run_log import event

# Put on the runs of the schedule.
STARTED_BY_SCHEDULE = "jtai/started_by_schedule"
# Two hours in all; the run holds its home meanwhile.
MOST_RETRIES = 4
SECONDS_BETWEEN = 1800.0


@contextmanager
def tried_again_if_scheduled(context: dg.AssetExecutionContext) -> Iterator[None]:
    """Have Dagster try a step of a scheduled run again after a while, where it raises `SourceUnreachable`."""
    try:
        yield
    except SourceUnreachable as unreachable:
        if STARTED_BY_SCHEDULE not in context.run.tags:
            raise
        context.log.warning(event("source unreachable", tries=context.retry_number + 1, reason=unreachable))
        raise dg.RetryRequested(MOST_RETRIES, SECONDS_BETWEEN) from unreachable
