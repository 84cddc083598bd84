"""Dagster and the command line: what exists, what it depends on, when it runs; the work is done elsewhere.

dbt runs as a command of its own. dagster-dbt works without importing it too, as it does with dbt Fusion; hidden from
it, dbt-core costs no process of ours the second and a half that its import takes.
"""

import sys
import warnings

sys.modules["dbt.version"] = None  # type: ignore[assignment]

# dagster-dbt asks for sqlglot with this accelerator, and only its next release can ask for another.
warnings.filterwarnings("ignore", message="sqlglotrs is deprecated")
