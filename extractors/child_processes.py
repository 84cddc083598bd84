"""Processes that do not outlive the one that started them, however it ends.

A killed run cannot end its children. One that lives on would hold the warehouse against the next run, or read a
letter for ever.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

# As <linux/prctl.h> has it.
PR_SET_PDEATHSIG = 1


def die_with(parent: int) -> None:
    """Have the kernel end this process when its parent, process `parent`, ends; only Linux can, others do nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(f"process {parent}, which started this one, has ended")
