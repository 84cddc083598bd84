"""Kills a refresh with SIGKILL at random moments, and looks at what is left and at what the next refresh makes of it.

    python benchmarks/kills.py --count 30 [--source DIR] [--seed 1] [--scratch DIR]

Every second kill hits a home that has a release already, of half of the letters, while all are there to publish; the
others a new home. Every second pair hits the process alone, the others its whole group. Moments are drawn evenly from
the processor time that a whole refresh takes, so they do not depend on what else the machine does. Without a source,
the letters are the invented ones under the numbers of real authorities. Linux only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import duckdb

from extractors.sample import ARCHIVE
from orchestration.dbt.resource import DBT_PROJECT

JTAI = Path(sys.executable).with_name("jtai")
TICKS = os.sysconf("SC_CLK_TCK")
CHILDREN_MAY_TAKE_SECONDS = 5
# What is named after a moment or a run is another each time.
NAMES = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Dagster's history and the gates' pages name each run; what is wrong there is looked for otherwise. Logs grow.
NOT_COMPARED = ("dagster/", "logs/", "dbt/dbt.log", "data_docs/", "validation_results/", "refresh.lock")
Content = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True)
class Undisturbed:
    """A refresh that nobody killed: the processor time it took, and what it left."""

    cpu_seconds: float
    content: Content
    names: set[str]


def main() -> int:
    """Kill, look, print a line each; 1 where there was a fault."""
    options = arguments()
    scratch = Path(mkdtemp(prefix="kills-", dir=options.scratch))
    letters, archive = scratch / "letters", scratch / "archive"
    shutil.copytree(options.source, letters) if options.source else lay_out_sample(letters)
    undisturbed = prepare(letters, archive, scratch)
    chance, failures = random.Random(options.seed), 0  # noqa: S311 no secret
    print(f"{'':>3}  {'home':8} {'moment':>12}  {'killed':7} {'then':34} faults")
    for number in range(options.count):
        home = "fresh" if number % 2 else "released"
        share, is_group = chance.random(), number // 2 % 2 == 1
        seconds = share * undisturbed[home].cpu_seconds
        step, faults = kill_once(
            scratch, home, archive, seconds=seconds, is_group=is_group, undisturbed=undisturbed[home]
        )
        failures += bool(faults)
        print(
            f"{number + 1:>3}  {home:8} {seconds:>5.1f} s {share:>4.0%}  {'group' if is_group else 'process':7} "
            f"{step[:34]:34} {'; '.join(faults) or 'nothing'}",
            flush=True,
        )
    print(f"{options.count} kills, {failures} with faults")
    shutil.rmtree(scratch)
    return 1 if failures else 0


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, help="a folder of PDFs")
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scratch", type=Path, help="where homes are made")
    return parser.parse_args()


def lay_out_sample(folder: Path) -> None:
    """The invented letters under the numbers of real authorities, as an archive must have them."""
    seed = str(DBT_PROJECT / "seeds" / "england_local_authorities.csv")
    urns = duckdb.read_csv(seed).project("urn").order("urn").fetchall()
    for (urn,), authority in zip(urns, sorted(ARCHIVE.iterdir()), strict=False):
        shutil.copytree(authority, folder / f"{urn}_{authority.name.split('_')[1]}")


def prepare(letters: Path, archive: Path, scratch: Path) -> dict[str, Undisturbed]:
    """Make the home with a release, fill the archive, and see what undisturbed refreshes do with each home."""
    every = sorted(letters.rglob("*.pdf"))
    copy_into(archive, letters, every[::2])
    measured(scratch / "released", archive)
    copy_into(archive, letters, every)
    shutil.copytree(scratch / "released", scratch / "released again", symlinks=True)
    return {
        "fresh": measured(scratch / "fresh", archive),
        "released": measured(scratch / "released again", archive),
    }


def copy_into(archive: Path, letters: Path, paths: Iterable[Path]) -> None:
    """Copy letters into the archive, each where it was."""
    for path in paths:
        to = archive / path.relative_to(letters)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, to)


def measured(home: Path, archive: Path) -> Undisturbed:
    """Refresh a home, undisturbed."""
    running, spent = begin(home, archive), 0.0
    while running.poll() is None:
        spent = max(spent, cpu_seconds(running.pid))
        time.sleep(0.05)
    if running.returncode:
        sys.exit(f"an undisturbed refresh ended with {running.returncode}:\n{output_of(home)}")
    return Undisturbed(spent, content_of(home), names_in(home))


def kill_once(
    scratch: Path, kind: str, archive: Path, *, seconds: float, is_group: bool, undisturbed: Undisturbed
) -> tuple[str, list[str]]:
    """Kill a refresh after so much processor time; return what it was doing, and the faults found after it."""
    home = scratch / "victim"
    if kind == "released":
        shutil.copytree(scratch / kind, home, symlinks=True)
    running = begin(home, archive)
    while running.poll() is None and cpu_seconds(running.pid) < seconds:
        time.sleep(0.01)
    if running.returncode is None:
        (os.killpg if is_group else os.kill)(running.pid, signal.SIGKILL)
    running.wait()
    step = (output_of(home).splitlines() or ["start of Python"])[-1]
    faults = list(found_amiss(home, archive, running.pid, kind, undisturbed))
    shutil.rmtree(home)
    shutil.rmtree(temporary(home))
    return step, faults


def found_amiss(home: Path, archive: Path, session: int, kind: str, undisturbed: Undisturbed) -> Iterator[str]:
    """What is wrong after a kill: with the last release, with processes left, and with what the next refresh does."""
    latest = home / "releases" / "latest"
    if kind == "released" or latest.is_symlink():
        yield from (f"the last release: {fault}" for fault in faults_of(latest))
    if left := left_running(session):
        yield f"left running: {', '.join(left)}"
    again = begin(home, archive)
    if again.wait():
        yield f"the next refresh ended with {again.returncode}: {output_of(home)[-300:]}"
        return
    yield from (f"the next release: {fault}" for fault in faults_of(latest))
    content = content_of(home)
    if other := [table for table in undisturbed.content if content.get(table) != undisturbed.content[table]]:
        yield f"other content in {', '.join(other)}"
    if names := sorted(names_in(home) ^ undisturbed.names):
        yield f"other files: {', '.join(names[:5])}"
    if litter := [path.name for path in temporary(home).iterdir()]:
        yield f"litter in the folder for temporary files: {', '.join(litter)}"
    if runs := runs_at_work(home):
        yield f"{runs} runs that Dagster takes to be at work"


def begin(home: Path, archive: Path) -> subprocess.Popen[bytes]:
    """Start a refresh in a process group of its own, with its own folder for temporary files."""
    temporary(home).mkdir(exist_ok=True)
    settings = {"TMPDIR": str(temporary(home)), "JTAI_MOST_FLAGGED": "1"}
    with output_file(home).open("wb") as output:
        return subprocess.Popen(  # noqa: S603 our own command
            [JTAI, "refresh", "--home", home, "--source", archive],
            env=os.environ | settings,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def temporary(home: Path) -> Path:
    """The folder for temporary files of refreshes of a home."""
    return home.with_name(f"{home.name} temporary")


def output_file(home: Path) -> Path:
    """The file of what the latest refresh of a home said."""
    return home.with_name(f"{home.name} output")


def output_of(home: Path) -> str:
    """What the latest refresh of a home said."""
    return output_file(home).read_text(errors="replace").strip()


def processes(session: int) -> Iterator[list[str]]:
    """The processes of a session: the fields of their `/proc/PID/stat` from the name on."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, others = stat.read_text().partition("(")[2].rpartition(")")
        except OSError:
            continue
        fields = [name, *others.split()]
        if fields[4] == str(session):
            yield fields


def cpu_seconds(session: int) -> float:
    """The processor time that a session's processes, and their children that have ended, took so far."""
    return sum(sum(map(int, fields[12:16])) for fields in processes(session)) / TICKS


def left_running(session: int) -> list[str]:
    """The names of the processes that live on after the one that began the session."""
    until = time.monotonic() + CHILDREN_MAY_TAKE_SECONDS
    while (left := [fields[0] for fields in processes(session) if fields[1] != "Z"]) and time.monotonic() < until:
        time.sleep(0.1)
    return left


def faults_of(release: Path) -> Iterator[str]:
    """What is not as the manifest of a release says."""
    manifest = json.loads((release / "manifest.json").read_bytes())
    listed = {file["path"]: file["sha256"] for file in manifest["files"]}
    there = {str(path.relative_to(release)): path for path in release.rglob("*") if path.is_file()}
    if differ := {*listed, "manifest.json"} ^ {*there}:
        yield f"files missing or too many: {differ}"
    for name, sha256 in listed.items():
        if name in there and hashlib.sha256(there[name].read_bytes()).hexdigest() != sha256:
            yield f"{name} is not as it was"
    with duckdb.connect(release / "jtai.duckdb", read_only=True) as connection:
        if not len(connection.table("inspections")):
            yield "no inspections"


def content_of(home: Path) -> Content:
    """Every row of every released table but for the moments, as text."""
    with duckdb.connect(home / "releases" / "latest" / "jtai.duckdb", read_only=True) as connection:
        names = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'").fetchall()
        return {name: rows_of(connection.table(name)) for (name,) in names}


def rows_of(table: duckdb.DuckDBPyRelation) -> list[tuple[object, ...]]:
    """The rows of a table in order, with neither moments nor names of releases."""
    columns = zip(table.columns, map(str, table.types), strict=True)
    kept = [f'"{name}"' for name, kind in columns if not kind.startswith("TIMESTAMP")]
    rows = table.project(", ".join(kept)).fetchall()
    return sorted((tuple(NAMES.sub("NAME", str(cell)) for cell in row) for row in rows), key=repr)


def names_in(home: Path) -> set[str]:
    """The files of a home, except those that each run names itself."""
    names = (str(path.relative_to(home)) for path in home.rglob("*"))
    return {
        NAMES.sub("NAME", name) for name in names if not name.startswith(NOT_COMPARED) and "/data_docs/" not in name
    }


def runs_at_work(home: Path) -> int:
    """How many runs Dagster takes to be at work."""
    with sqlite3.connect(home / "dagster" / "history" / "runs.db") as history:
        ((count,),) = history.execute("SELECT count(*) FROM runs WHERE status IN ('STARTED', 'STARTING')").fetchall()
    return int(count)


if __name__ == "__main__":
    sys.exit(main())
