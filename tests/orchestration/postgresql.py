"""A PostgreSQL server on this machine, started for tests."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from tempfile import mkdtemp

import psycopg2

# Debian has the server's commands outside the path; null where its package is not installed.
PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None, key=lambda path: int(path.parent.name))
OPTIONS = "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"


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
        self._run("pg_ctl", "start", "-w", "-o", f"-p {self.port} {OPTIONS}", "-l", str(self.folder / "log"))

    def goes_away(self) -> None:
        self._run("pg_ctl", "stop", "-m", "immediate")

    def count_connections(self) -> int:
        """How many connections were opened since the server started after it had gone away."""
        with closing(psycopg2.connect(host="127.0.0.1", port=self.port, user="jtai", dbname="postgres")) as connection:
            cursor = connection.cursor()
            cursor.execute("SELECT sessions FROM pg_stat_database WHERE datname = 'postgres'")
            return int(cursor.fetchone()[0])

    def _run(self, program: str, *arguments: str) -> None:
        assert PROGRAMS
        # It refuses to run as root.
        user = "nobody" if os.geteuid() == 0 else None
        command = [PROGRAMS / program, "-D", self.folder / "data", *arguments]
        subprocess.run(command, user=user, cwd=self.folder, stdout=subprocess.DEVNULL, check=True, timeout=60)


@contextmanager
def start_postgresql() -> Iterator[Server]:
    """Start a server on a free port, and remove it with all it holds at the end."""
    # In the system's folder: the user may not look into that of a test.
    folder = Path(mkdtemp())
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server(folder, port)
    server.create()
    try:
        yield server
    finally:
        server.goes_away()
        shutil.rmtree(folder)
