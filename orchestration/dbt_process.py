"""Becomes dbt, bound to the life of the run that started it: a dbt left alone would hold the warehouse."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from extractors.child_processes import die_with

DBT = Path(sys.executable).with_name("dbt")
PARENT_VARIABLE = "JTAI_DBT_PARENT"

if __name__ == "__main__":
    die_with(int(os.environ[PARENT_VARIABLE]))
    os.execv(DBT, [str(DBT), *sys.argv[1:]])  # noqa: S606 our own dbt
