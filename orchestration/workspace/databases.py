"""Making DuckDB files."""

from pathlib import Path

import duckdb

from extractors.atomic_files import TEMP_PREFIX


def create_empty_database(path: Path) -> None:
    """Create an empty database, complete before it has its name: one torn by a kill would be no database."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{TEMP_PREFIX}{path.name}")
    temporary.unlink(missing_ok=True)
    duckdb.connect(temporary).close()
    temporary.replace(path)
