"""How often a process of this project looks for garbage that reference counts do not find."""

from __future__ import annotations

import gc

# New objects before the youngest are looked at, and how many such looks before the older ones are. Python's own are
# 700, 10 and 10: a program that imports Dagster, dbt or Great Expectations keeps half a million objects, most of them
# for as long as it runs, and spends up to a fifth of its time looking at them again and again.
RARE_COLLECTION = 100_000, 20, 100


def collect_rarely() -> None:
    """Look for garbage less often, which takes memory and saves time. Concept: https://docs.python.org/3/library/gc.html"""
    gc.set_threshold(*RARE_COLLECTION)
