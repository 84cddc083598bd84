"""How long the three gates take, with the data docs, after the import of Great Expectations.

    python benchmarks/gates.py HOME [--times 10]

validates the warehouse of a data directory as a refresh does, then the same letters several times over under other
names.
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

from expectations import GATES, list_inputs
from expectations.validation import validate
from orchestration.warehouse.local_authorities import read_known_letters
from orchestration.workspace.workspace import Workspace

SCHEMAS = {"discovered": "raw", "extracted": "raw", "published": "marts"}
NOT_REPEATED = {"themes", "discoveries", "local_authorities", "section_kinds"}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path, help="the data directory of a refresh")
    parser.add_argument("--times", type=int, default=10, help="how many times as many letters to validate as well")
    options = parser.parse_args()
    with duckdb.connect(Workspace(options.home.absolute()).warehouse, read_only=True) as connection:
        tables = {
            gate: {
                name: connection.table(name if "." in name else f"{SCHEMAS[gate]}.{name}").pl()
                for name in list_inputs(gate)
                if name not in ("local_authorities", "known_letters") or gate == "published"
            }
            for gate in GATES
        }
    tables["extracted"]["local_authorities"] = tables["published"]["local_authorities"].cast({"urn": pl.Int64})
    tables["discovered"]["known_letters"] = read_known_letters("no report site")
    for times in (1, options.times):
        many = {gate: {name: repeat(name, table, times) for name, table in tables[gate].items()} for gate in GATES}
        print(f"{len(many['extracted']['letters'])} letters:")
        with TemporaryDirectory() as folder:
            for gate in GATES:
                begun, begun_cpu = time.perf_counter(), time.process_time()
                validate(gate, many[gate], docs=Path(folder) / "docs")
                elapsed, cpu = time.perf_counter() - begun, time.process_time() - begun_cpu
                print(f"  {gate}: {elapsed:.2f} s, of which the processor worked {cpu:.2f} s", flush=True)
    print(f"largest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def repeat(name: str, table: pl.DataFrame, times: int) -> pl.DataFrame:
    """Repeat rows several times over, as other reports of other authorities."""
    if name in NOT_REPEATED or times == 1:
        return table
    return pl.concat([rename(table, copy) for copy in range(times)])


def rename(table: pl.DataFrame, copy: int) -> pl.DataFrame:
    """Give the reports and authorities of a table other ids."""
    others = {"report_id": pl.format("{}-{}", "report_id", pl.lit(copy)), "urn": pl.col("urn") + copy * 100_000}
    return table.with_columns(**{column: other for column, other in others.items() if column in table.columns})


if __name__ == "__main__":
    main()
