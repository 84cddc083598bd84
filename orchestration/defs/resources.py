"""Resources: the outside things that assets use, made from the settings of a run.

Concept: https://docs.dagster.io/guides/build/external-resources
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl

from expectations import CheckResult, Gate, PreviousRelease
from expectations.validation_process import ValidationProcess, start_validation
from extractors.files import FileStore
from extractors.letters import ExtractedBatch, Limits, StoredLetter, extract_letters, read_here
from extractors.letters.cluster import read_on_cluster
from extractors.letters.extraction import OnRead
from extractors.sources import Source, open_source
from extractors.sources.labels import LabelDecision
from orchestration.dbt.resource import build_dbt_cli
from orchestration.warehouse.warehouse import build_warehouse
from orchestration.workspace.manual_inputs import read_manual_rows
from orchestration.workspace.progress import NoProgress, Progress
from orchestration.workspace.settings import Settings
from orchestration.workspace.workspace import Workspace


class ReportSource(dg.ConfigurableResource[Any]):
    """The report site, an archive folder or the bundled sample, as `extractors.sources` understands `source`."""

    source: str
    pace_seconds: float
    contact: str
    file_hosts: str = ""
    permission: str = ""

    @contextmanager
    def open(self, workspace: Workspace) -> Iterator[Source]:
        """Open the source, with the data directory's files to keep what it fetches and its label decisions.

        Raises `SourceUnreachableError`.
        """
        with open_source(
            self.source,
            FileStore(workspace.files),
            pace_seconds=self.pace_seconds,
            contact=self.contact,
            label_decisions=read_manual_rows(workspace.manual_inputs, LabelDecision),
            file_hosts=self.file_hosts.split(),
            permission=self.permission,
        ) as source:
            yield source


class LetterExtractor(dg.ConfigurableResource[Any]):
    """Where letters are read: in how many processes here, or on which Dask cluster; and the timeout for one."""

    workers: int | None
    seconds_per_letter: float
    readers: str = ""

    def extract(
        self, letters: Sequence[StoredLetter], workspace: Workspace, *, force: bool, on_read: OnRead
    ) -> Iterator[ExtractedBatch]:
        """Extract letters in the order given, or take what was extracted from the same file by the same code."""
        store, limits = FileStore(workspace.files), Limits(seconds=self.seconds_per_letter)
        read = (
            partial(read_on_cluster, address=self.readers, store=store, limits=limits)
            if self.readers
            else partial(read_here, store=store, limits=limits, workers=self.workers)
        )
        return extract_letters(letters, read, memo=workspace.extractions, force=force, on_read=on_read)


@dg.resource
@contextmanager
def validation_process(_: dg.InitResourceContext) -> Iterator[ValidationProcess]:
    """A process of the run's own: it imports Great Expectations while the run lists the source."""
    with start_validation() as process:
        yield process


class Gates(dg.ConfigurableResource[Any]):
    """The process that validates the gates, and the largest share of letters that may be flagged."""

    process: dg.ResourceDependency[ValidationProcess]
    max_flagged_share: float

    def run(
        self,
        gate: Gate,
        tables: Mapping[str, pl.DataFrame],
        previous: PreviousRelease,
        *,
        docs: Path,
        corrected: Collection[str],
    ) -> list[CheckResult]:
        """Run one gate. Raises `WorkersKilledError`."""
        return self.process.validate(
            gate, tables, previous, docs=docs, max_flagged_share=self.max_flagged_share, corrected=corrected
        )


class Feedback(dg.ConfigurableResource[Any]):
    """Where readers of a release report a problem; empty where nowhere."""

    url: str


def build_resources(
    settings: Settings, progress: Progress | None = None, validation: ValidationProcess | None = None
) -> Mapping[str, object]:
    """Name each resource as the assets call it; without `validation`, a run starts a process of its own."""
    return {
        "warehouse": build_warehouse(settings),
        "report_source": ReportSource(
            source=settings.source,
            pace_seconds=settings.pace_seconds,
            contact=settings.contact,
            file_hosts=settings.file_hosts,
            permission=settings.permission,
        ),
        "letter_extractor": LetterExtractor(
            workers=settings.workers, seconds_per_letter=settings.seconds_per_letter, readers=settings.readers
        ),
        "gates": Gates(process=validation or validation_process, max_flagged_share=settings.max_flagged_share),
        "feedback": Feedback(url=settings.feedback_url),
        "dbt": build_dbt_cli(),
        "progress": progress or NoProgress(),
    }
