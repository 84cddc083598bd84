"""One release made again: the same job, on the recorded inputs and the stored files, in a new home.

The new home has nothing but what the release was made from: its inputs, the files they name, what people had written
into the home, and the release it was compared with. The clock is told the times of then.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from extractors.sources import RECORDED
from extractors.sources.recorded import SOURCE_FILE
from orchestration.clock import RELEASE
from orchestration.dagster_home import dagster_home
from orchestration.home import Home
from orchestration.inputs import NotRebuildable
from orchestration.progress import Progress
from orchestration.refresh import run_job
from orchestration.settings import Settings
from orchestration.trouble import machine_trouble_told
from publishers import INPUTS_FOLDER, Manifest, Release, list_releases

# These hold the time and place at which the gates ran, and the hashes of all files: never the same twice.
NEVER_THE_SAME = ("data_docs/", "manifest.json")


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A release made again, and how it differs from the one first made; versions are (then, now)."""

    release: Release
    tables_that_differ: list[str]
    files_that_differ: list[str]
    file_count: int
    versions_that_differ: Mapping[str, tuple[str | None, str | None]]

    @property
    def is_same_content(self) -> bool:
        """Whether every table says what it said."""
        return not self.tables_that_differ


def new_home_for(folder: Path) -> Home:
    """The home to rebuild in. Raises `NotRebuildable` where something is there already."""
    root = folder.expanduser().resolve()
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise NotRebuildable(f"{root} is not empty: name a new folder, a release is rebuilt in a home of its own")
    return Home(root)


def release_called(name: str, home: Home) -> Release:
    """The release of that name. Raises `NotRebuildable` where it is not there with all that it was made from."""
    releases = {release.manifest.name: release for release in list_releases(home.releases)}
    if name not in releases:
        raise NotRebuildable(f"{home.releases} holds no release {name}: `jtai releases` lists those there are")
    release = releases[name]
    if not (release.path / INPUTS_FOLDER / SOURCE_FILE).exists():
        raise NotRebuildable(f"{release.path} did not keep its inputs: releases of before 2026-12 cannot be rebuilt")
    if (before := release.manifest.release_before) and before not in releases:
        raise NotRebuildable(f"{home.releases} has lost release {before}, which {name} is compared with")
    return release


def rebuild(settings: Settings, first: Release, new_home: Home, progress: Progress) -> Rebuilt:
    """Make a release of the settings' home again in `new_home`, and compare. Raises what stops a refresh."""
    home, name = Home.of(settings), first.manifest.name
    _furnish(new_home, home, first)
    source = f"{RECORDED}{first.path / INPUTS_FOLDER / SOURCE_FILE}"
    there = settings.model_copy(
        update={"home": new_home.root, "source": source, "files": str(home.files), "warehouse": None}
    )
    with (
        new_home.held(),
        machine_trouble_told(new_home),
        dg.DagsterInstance.from_config(str(dagster_home(new_home))) as instance,
    ):
        run_job(there, progress, instance, _moments(first.manifest))
    again = next(release for release in list_releases(new_home.releases) if release.manifest.name == name)
    return _compared(first.manifest, again)


def _furnish(new_home: Home, home: Home, first: Release) -> None:
    """Give a new home what the release was made from, but for the files: stored files never change."""
    new_home.releases.mkdir(parents=True)
    for path in (first.path / INPUTS_FOLDER).iterdir():
        if path.name != SOURCE_FILE:
            shutil.copyfile(path, new_home.root / path.name)
    if before := first.manifest.release_before:
        shutil.copytree(home.releases / before, new_home.releases / before)


def _moments(manifest: Manifest) -> dict[str, str]:
    """When each gate judged and when the release was refreshed."""
    judged = {verdict.gate: verdict.judged_at for verdict in manifest.gates if verdict.judged_at}
    return {**judged, RELEASE: manifest.refreshed_at}


def _compared(first: Manifest, again: Release) -> Rebuilt:
    files = {file.path: file.sha256 for file in first.files}
    files_again = {file.path: file.sha256 for file in again.manifest.files}
    return Rebuilt(
        release=again,
        tables_that_differ=_that_differ(first.tables, again.manifest.tables),
        files_that_differ=[name for name in _that_differ(files, files_again) if not name.startswith(NEVER_THE_SAME)],
        file_count=sum(not name.startswith(NEVER_THE_SAME) for name in files),
        versions_that_differ={
            part: (first.versions.get(part), again.manifest.versions.get(part))
            for part in _that_differ(first.versions, again.manifest.versions)
        },
    )


def _that_differ(then: Mapping[str, object], now: Mapping[str, object]) -> list[str]:
    return sorted(name for name in {*then, *now} if then.get(name) != now.get(name))
