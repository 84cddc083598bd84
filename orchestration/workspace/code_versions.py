"""The versions of whatever decides what a release says."""

from __future__ import annotations

import hashlib
import platform
from importlib.metadata import version
from pathlib import Path

from extractors.letters import extractor_hash
from extractors.letters.extractor_code import LIBRARIES as EXTRACTOR_LIBRARIES

PROJECT = Path(__file__).parents[2]
CODE = ("orchestration", "extractors", "expectations", "publishers", "dbt_project")
CODE_SUFFIXES = frozenset({".py", ".csv", ".sql", ".yml", ".md", ".j2", ".css", ".js"})
GENERATED_FOLDERS = frozenset({"target", "logs", "__pycache__"})
LIBRARIES = (
    "dbt-core",
    "dbt-duckdb",
    "duckdb",
    "great-expectations",
    "polars",
    "altair",
    "vl-convert-python",
    "jinja2",
    "selectolax",
    "xlsxwriter",
    *EXTRACTOR_LIBRARIES,
)


def read_versions() -> dict[str, str]:
    """Name each part and its version; `code` is a hash of this project's own files."""
    return {
        "project": version("jtai-outcomes"),
        "extractor": extractor_hash(),
        "code": _hash_of_code(),
        "python": platform.python_version(),
        **{library: version(library) for library in LIBRARIES},
    }


def _hash_of_code() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for folder in CODE for path in (PROJECT / folder).rglob("*") if _is_code(path)):
        digest.update(f"{path.relative_to(PROJECT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _is_code(path: Path) -> bool:
    inside = path.relative_to(PROJECT).parts
    return path.suffix in CODE_SUFFIXES and not GENERATED_FOLDERS & set(inside)
