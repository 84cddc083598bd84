"""Extractors: sources of reports, the store of files, and the reading of letters. No Dagster, no SQL."""
