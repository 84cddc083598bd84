"""How long the three gates take, the import of Great Expectations and the data docs included.

    python benchmarks/gates.py HOME [--times 10]

judges the warehouse of a home as a refresh does, then the same letters several times over under other names.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd

from expectations import ALSO_READ, JUDGED, judge
from orchestration.gates import GATES, full_name
from orchestration.home import Home


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path, help="the home of a refresh")
    parser.add_argument("--times", type=int, default=10, help="how many times as many letters to judge as well")
    told = parser.parse_args()
    with duckdb.connect(Home(told.home).warehouse, read_only=True) as connection:
        tables = {
            gate: {name: connection.table(full_name(gate, name)).df() for name in (*JUDGED[gate], *ALSO_READ[gate])}
            for gate in GATES
        }
    for times in (1, told.times):
        letters = len(tables["extracted"]["letters"]) * times
        many = {gate: {name: repeated(name, table, times) for name, table in tables[gate].items()} for gate in GATES}
        begun, begun_cpu = time.perf_counter(), time.process_time()
        with TemporaryDirectory() as docs:
            for gate in GATES:
                judge(gate, many[gate], docs=Path(docs) / "docs")
        elapsed, cpu = time.perf_counter() - begun, time.process_time() - begun_cpu
        print(f"{letters} letters: three gates {elapsed:.1f} s, of which the processor worked {cpu:.1f} s", flush=True)


def repeated(name: str, table: pd.DataFrame, times: int) -> pd.DataFrame:
    """The same rows several times over, as other reports of other authorities."""
    if name in {"themes", "discoveries"} or times == 1:
        return table
    return pd.concat([renamed(table, copy) for copy in range(times)], ignore_index=True)


def renamed(table: pd.DataFrame, copy: int) -> pd.DataFrame:
    """A table whose reports and authorities are others."""
    other = {"report_id": lambda cells: cells + f"-{copy}", "urn": lambda cells: cells + copy * 100_000}
    return table.assign(**{name: rename(table[name]) for name, rename in other.items() if name in table})


if __name__ == "__main__":
    main()
