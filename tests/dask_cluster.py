"""A Dask cluster on this machine, of processes that share nothing but the file store."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

DASK = Path(sys.executable).with_name("dask")
MAY_START_PROCESSES = {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}


@dataclass
class Cluster:
    """A scheduler on this machine, and workers that share no folder with it but the file store."""

    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    address: str = ""

    def start_scheduler(self) -> None:
        written = self.folder / "scheduler.json"
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", written)
        while not written.exists() or not written.stat().st_size:
            time.sleep(0.05)
        self.address = json.loads(written.read_text("utf-8"))["address"]

    def start_worker(self, **settings: str) -> subprocess.Popen[bytes]:
        # Short, since sockets of a process pool lie there.
        own = Path(mkdtemp())
        self.folders.append(own)
        options = ("--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard", "--local-directory", own)
        return self._start("worker", self.address, *options, TMPDIR=str(own), **settings)

    def _start(self, *arguments: str | Path, **settings: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [DASK, *arguments],
            env=os.environ | settings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def stop(self) -> None:
        for process in self.processes:
            end(process)
        for folder in self.folders:
            shutil.rmtree(folder)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started, as a machine that loses its power does."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
