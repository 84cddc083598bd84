"""The outside things that assets use, made from the settings of a run."""

from collections.abc import Mapping

from orchestration.assets.letters import LetterReader
from orchestration.clock import Clock
from orchestration.dbt_command import dbt_command
from orchestration.gates import GateLimits
from orchestration.progress import NoProgress, Progress
from orchestration.reports_source import ReportsSource
from orchestration.settings import Settings
from orchestration.warehouse import warehouse_of


def resources_for(
    settings: Settings, progress: Progress | None = None, moments: Mapping[str, str] | None = None
) -> Mapping[str, object]:
    """Name each resource as the assets call it; `moments` are for the clock of a rebuild."""
    return {
        "warehouse": warehouse_of(settings),
        "reports_source": ReportsSource(
            source=settings.source, pace_seconds=settings.pace_seconds, contact=settings.contact
        ),
        "letter_reader": LetterReader(workers=settings.workers, seconds_per_letter=settings.seconds_per_letter),
        "gate_limits": GateLimits(most_flagged=settings.most_flagged),
        "dbt": dbt_command(),
        "clock": Clock(moments=moments or {}),
        "progress": progress or NoProgress(),
    }
