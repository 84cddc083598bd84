"""Dagster's records on PostgreSQL: the release is the same, and a database that is away is named."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from tempfile import mkdtemp

import duckdb
import pytest
import yaml
from running import Refreshed, jtai, run_until

from orchestration.workspace.dagster_home import DAGSTER_YAML, open_instance, prepare_dagster_home
from orchestration.workspace.workspace import Workspace, WorkspaceUnusableError

VARIABLE = "JTAI_DAGSTER_STORAGE"
# Debian has the server's commands outside the path.
PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None, key=lambda path: int(path.parent.name))
WITHOUT_FILES = "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
# When something was fetched, found and released.
TIMES = {"fetched_at", "first_seen", "first_released", "last_released", "release_name"}


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server on this machine that runs as nobody, with its data in a folder of its own."""

    folder: Path
    port: int

    @property
    def address(self) -> str:
        return f"postgresql+psycopg2://jtai@127.0.0.1:{self.port}/postgres"

    def create(self) -> None:
        self._run("initdb", "-A", "trust", "-U", "jtai", "--no-sync")
        self.start()

    def start(self) -> None:
        self._run("pg_ctl", "start", "-w", "-o", f"-p {self.port} {WITHOUT_FILES}", "-l", str(self.folder / "log"))

    def goes_away(self) -> None:
        self._run("pg_ctl", "stop", "-m", "immediate")

    def _run(self, program: str, *arguments: str) -> None:
        assert PROGRAMS
        # It refuses to run as root.
        user = "nobody" if os.geteuid() == 0 else None
        command = [PROGRAMS / program, "-D", self.folder / "data", *arguments]
        subprocess.run(command, user=user, cwd=self.folder, stdout=subprocess.DEVNULL, check=True, timeout=60)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that runs; without Debian's package, such a test is skipped."""
    if PROGRAMS is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    # Below the system's folder, which nobody else may look into the test's own.
    folder = Path(mkdtemp())
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        server = Server(folder, free.getsockname()[1])
    server.create()
    yield server
    server.goes_away()
    shutil.rmtree(folder)


def test_a_database_that_goes_away_stops_a_run_and_the_next_one_releases_what_is_released_without_it(
    server: Server, refreshed: Refreshed, tmp_path: Path
) -> None:
    arguments = ["refresh", "--home", tmp_path, "--source", refreshed.archive, "--pace", "0"]
    settings = {VARIABLE: server.address}
    stopped = run_until("checks of discovered tables: ", server.goes_away, arguments, settings)
    server.start()
    assert stopped.returncode == 3, stopped.stderr
    assert "Dagster's records on PostgreSQL cannot be used" in stopped.stderr
    assert not (tmp_path / "releases").exists()

    finished = jtai(*arguments, **settings)
    assert finished.returncode == 0, finished.stderr
    assert read_tables(tmp_path) == read_tables(refreshed.home)


def test_the_setting_adds_the_database_to_the_file_of_dagster_and_takes_it_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path)
    for address in ("", "postgresql+psycopg2://jtai@127.0.0.1/jtai", ""):
        monkeypatch.setenv(VARIABLE, address)
        written = yaml.safe_load((prepare_dagster_home(workspace) / DAGSTER_YAML.name).read_text())
        assert written.get("storage") == ({"postgres": {"postgres_url": {"env": VARIABLE}}} if address else None)
        assert written["concurrency"]["runs"]["max_concurrent_runs"] == 1


def test_a_file_of_dagster_that_somebody_wrote_is_kept_and_must_use_the_database_that_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, own = Workspace(tmp_path), "telemetry: {enabled: false}\n"
    workspace.dagster.mkdir()
    path = workspace.dagster / DAGSTER_YAML.name
    path.write_text(own)
    prepare_dagster_home(workspace)
    monkeypatch.setenv(VARIABLE, "postgresql+psycopg2://jtai@127.0.0.1/jtai")
    with pytest.raises(WorkspaceUnusableError, match=rf"{VARIABLE} is set, but .* does not use it"):
        open_instance(workspace)
    assert path.read_text() == own


def read_tables(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of each released table, without its times."""
    tables = {}
    with duckdb.connect(str(home / "releases" / "latest" / "jtai.duckdb"), read_only=True) as connection:
        for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall():
            rows = connection.table(name)
            compared = ", ".join(column for column in rows.columns if column not in TIMES)
            tables[name] = rows.project(compared).order("ALL").fetchall()
    return tables
