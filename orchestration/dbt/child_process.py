"""Becomes dbt in the warehouse's folder, bound to the life of the run that started it.

Started ahead of its work, it parses the project and waits for its command. A dbt that lives on would hold the
warehouse. A killed run cannot end its children; Linux does it for them. Elsewhere dbt ends by itself, a few seconds
later.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

DBT = Path(sys.executable).with_name("dbt")
PARENT_VARIABLE = "JTAI_DBT_PARENT"
# dagster-dbt starts dbt in the folder of the project; the paths in the dbt profile are relative to this one.
FOLDER_VARIABLE = "JTAI_DBT_FOLDER"
WAIT_FOR_COMMAND = "--wait-for-command"
# As <linux/prctl.h> has it.
PR_SET_PDEATHSIG = 1


def exit_with_parent(parent: int) -> None:
    """Have the kernel end this process, also once it is another program, when process `parent` ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(f"process {parent}, which started this one, has ended")


def wait_for_command() -> int:
    """Parse the project, run the command whose arguments come as a line of JSON, if any, and return dbt's exit code.

    Concept: https://docs.getdbt.com/reference/programmatic-invocations#reusing-objects
    """
    from dbt.cli.main import dbtRunner  # noqa: PLC0415 (takes two seconds)

    parsed = dbtRunner().invoke(["--quiet", "parse"])
    arguments = sys.stdin.readline()
    if not arguments:
        return 0
    # Where the project cannot be parsed, dbt says so again, to whoever reads what this command prints.
    manifest = cast("Manifest", parsed.result) if parsed.success else None
    outcome = dbtRunner(manifest=manifest).invoke(json.loads(arguments))
    return 0 if outcome.success else 2 if outcome.exception else 1


if __name__ == "__main__":
    exit_with_parent(int(os.environ[PARENT_VARIABLE]))
    os.chdir(os.environ[FOLDER_VARIABLE])
    if sys.argv[1] == WAIT_FOR_COMMAND:
        exit_code = wait_for_command()
        sys.stdout.flush()
        # Python takes half a second to take all of dbt down, and the run waits for it.
        os._exit(exit_code)
    os.execv(DBT, [str(DBT), *sys.argv[1:]])  # noqa: S606 our own dbt
