"""Retries: a scheduled run waits and tries again where the source cannot be reached.

Somebody at the command line, or who starts a run in the UI, gets the error at once instead.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from extractors.sources import SourceUnreachableError
from orchestration.metadata.log_messages import log_message

# Put on the runs of the schedule.
SCHEDULED_TAG = "jtai/started_by_schedule"
# Two hours in all; the run holds the data directory's lock meanwhile.
MAX_RETRIES = 4
SECONDS_BETWEEN = 1800.0


@contextmanager
def retry_if_scheduled(context: dg.AssetExecutionContext) -> Iterator[None]:
    """Have Dagster retry a step of a scheduled run after a while, where it raises `SourceUnreachableError`."""
    try:
        yield
    except SourceUnreachableError as unreachable:
        if SCHEDULED_TAG not in context.run.tags:
            raise
        context.log.warning(log_message("source unreachable", tries=context.retry_number + 1, reason=unreachable))
        raise dg.RetryRequested(MAX_RETRIES, SECONDS_BETWEEN) from unreachable
