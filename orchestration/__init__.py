"""Dagster and the command line: what exists, what it depends on, when it runs; the work is done elsewhere."""

import warnings

# dagster-dbt asks for sqlglot with this accelerator, and only its next release can ask for another.
warnings.filterwarnings("ignore", message="sqlglotrs is deprecated")
