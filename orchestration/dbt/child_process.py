"""Becomes dbt in the warehouse's folder, bound to the life of the run that started it.

A dbt that lives on would hold the warehouse. A killed run cannot end its children; Linux does it for them. Elsewhere
dbt ends by itself, a few seconds later.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path

DBT = Path(sys.executable).with_name("dbt")
PARENT_VARIABLE = "JTAI_DBT_PARENT"
# dagster-dbt starts dbt in the folder of the project; the paths in the dbt profile are relative to this one.
FOLDER_VARIABLE = "JTAI_DBT_FOLDER"
# As <linux/prctl.h> has it.
PR_SET_PDEATHSIG = 1


def exit_with_parent(parent: int) -> None:
    """Have the kernel end this process, also once it is another program, when process `parent` ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(f"process {parent}, which started this one, has ended")


if __name__ == "__main__":
    exit_with_parent(int(os.environ[PARENT_VARIABLE]))
    os.chdir(os.environ[FOLDER_VARIABLE])
    os.execv(DBT, [str(DBT), *sys.argv[1:]])  # noqa: S606 our own dbt
