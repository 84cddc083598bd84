"""Memory that a step has done with, given back to the machine before the next step asks for its own."""

from __future__ import annotations

import ctypes
import gc
import sys

import pyarrow as pa


def give_back_what_was_judged() -> None:
    """Give back what refers to itself too, as all that Great Expectations makes of tables; to find it takes a while."""
    gc.collect()
    give_back()


def give_back() -> None:
    """Have Arrow and, on Linux, the C library let go of what they keep for later: after a gate, hundreds of MB."""
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # not every C library has it
        if trim:
            trim(0)
