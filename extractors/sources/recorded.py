"""What a source once listed and gave, kept with a release, as a source again: a release is rebuilt from it.

Nothing is fetched: every file must be in the store already.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from extractors.files import FileStore
from extractors.records import Discovery, Provider, Publication, ReportFile
from extractors.sources.interface import Found, Progress, Source, SourceUnreachable


@dataclass(frozen=True, slots=True)
class RecordedInputs:
    """All that one run took from a source."""

    discovery: Discovery
    providers: list[Provider]
    publications: list[Publication]
    report_files: list[ReportFile]


# The inputs of a release, in its folder.
SOURCE_FILE = "source.json"
AS_JSON = TypeAdapter(RecordedInputs)


def written(inputs: RecordedInputs) -> bytes:
    """The inputs as a JSON file; the same inputs give the same bytes."""
    return AS_JSON.dump_json(inputs, indent=1) + b"\n"


class RecordedSource(Source):
    """The inputs of a release, read from their JSON file. Raises `SourceUnreachable` where it cannot be read."""

    def __init__(self, path: Path, store: FileStore) -> None:
        try:
            self._inputs = AS_JSON.validate_json(path.read_bytes())
        except (OSError, ValidationError) as problem:
            raise SourceUnreachable(f"{path} holds no recorded inputs: {problem}") from problem
        self._files = {file.report_id: file for file in self._inputs.report_files}
        self._store = store
        self.identity = self._inputs.discovery.source

    def close(self) -> None:
        """Nothing is held open."""

    def discover(self, on_page: Progress) -> Found:
        """Tell again what was found."""
        on_page(1, 1)
        return Found(self._inputs.providers, self._inputs.publications, self._inputs.discovery, warnings=[])

    def fetch(self, publication: Publication) -> ReportFile:
        """Give again what was given. Raises `SourceUnreachable` where the store has lost the file."""
        file = self._files[publication.report_id]
        if file.file_sha256:
            self._require_stored(file.report_id, file.file_sha256)
        return file

    def _require_stored(self, report_id: str, sha256: str) -> None:
        try:
            self._store.path_of(sha256)
        except FileNotFoundError as problem:
            raise SourceUnreachable(f"{report_id}: the file it was read from is gone: {problem}") from problem
