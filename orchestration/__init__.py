"""Dagster and the command line: what exists, what it depends on, when it runs; the work is done elsewhere."""
