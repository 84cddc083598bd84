"""Make a release: write its files into a folder that appears when all are there.

Every file is made from the released database, not from the warehouse, so they all hold the same. The same warehouse
and the same facts give the same rows, in the same order, in every file.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from extractors.worker_pool import open_pool, require_result
from publishers.duckdb_helpers import open_read_only
from publishers.errors import PublishingError
from publishers.formats.citation import write_citation
from publishers.formats.croissant import write_croissant
from publishers.formats.data_package import require_csv_types, write_data_package
from publishers.formats.duckdb_file import DATABASE_NAME, write_duckdb
from publishers.published_tables import PRIMARY_KEYS, Table, describe_tables
from publishers.release.history import previous_release
from publishers.release.manifest import describe_release, write_manifest
from publishers.release.release_directory import INPUTS_FOLDER, new_release_folder
from publishers.release_facts import ReleaseFacts

LOG = logging.getLogger(__name__)

MARTS = "marts"
DATA_DOCS_FOLDER = "data_docs"
CROPS_FOLDER = "crops"
PROMISED_TABLES = frozenset({*PRIMARY_KEYS, "changes", "corrections"})


def publish(warehouse: Path, releases: Path, *, data_docs: Path, crops: Path, facts: ReleaseFacts) -> Path:
    """Release schema `marts` of the warehouse as `releases/NAME`, point `releases/latest` to it and return its folder.

    `data_docs` is the validation report, `crops` the folder of page images that show problems. The caller holds the
    lock of the data directory. Raises `PublishingError`, and leaves the previous release as it was, where a blocking
    check failed, a table or a comment is missing, or `changes` compares with another release than the previous one.
    """
    _require_passed_checks(facts)
    _require_comparison_with_previous(releases, facts)
    with open_read_only(warehouse) as con:
        tables = _require_promised_tables(describe_tables(con, MARTS))
        require_csv_types(tables)
        manifest = describe_release(con, MARTS, tables, facts)
    with new_release_folder(releases, facts.release_name) as folder:
        _write_in_processes(warehouse, tables, facts, folder, releases)
        _copy_crops(crops, folder)
        write_data_package(tables, facts, folder)
        write_croissant(tables, facts, folder)
        write_citation(facts, folder)
        _copy_data_docs(data_docs, folder)
        _write_inputs(facts, folder)
        write_manifest(manifest, folder)
    return releases / facts.release_name


def _require_passed_checks(facts: ReleaseFacts) -> None:
    if not facts.checks:
        raise PublishingError("no check has validated what is to be released; refresh again")
    for check in facts.checks:
        if check.is_blocking and not check.passed:
            raise PublishingError(f"check {check.name} of {check.asset} failed: {check.failed_count} rows")


def _require_comparison_with_previous(releases: Path, facts: ReleaseFacts) -> None:
    previous = previous_release(releases, facts.source)
    name = previous.manifest.name if previous else None
    if name != facts.previous_release:
        compared, expected = facts.previous_release or "none", name or "none"
        raise PublishingError(f"compared with release {compared}, but the previous one is {expected}; refresh again")


def _require_promised_tables(tables: list[Table]) -> list[Table]:
    missing = PROMISED_TABLES - {table.name for table in tables}
    if missing:
        raise PublishingError(f"the warehouse has no table {', '.join(sorted(missing))}; build the marts again")
    return tables


def _write_in_processes(
    warehouse: Path, tables: Sequence[Table], facts: ReleaseFacts, folder: Path, releases: Path
) -> None:
    """Write the database, then what is made from it in two processes, whose memory is free again when they end."""
    previous = releases / facts.previous_release if facts.previous_release else None
    with open_pool(2, mib=None) as pool:
        database = pool.schedule(write_duckdb, args=(warehouse, tables, folder))
        pool.schedule(_load_libraries)
        path = require_result(database, "writes the database")
        data = pool.schedule(_write_data, args=(path, tables, facts, folder))
        texts = pool.schedule(_write_texts, args=(path, facts, folder, previous))
        for cut in require_result(data, "writes the workbook"):
            LOG.warning(cut)
        require_result(texts, "writes the page")


def _load_libraries() -> None:
    """Load what the page and the workbook are written with, while the other process writes the database."""
    import_module("publishers.formats.excel.workbook")
    import_module("publishers.page.index_page")


def _write_data(database: Path, tables: Sequence[Table], facts: ReleaseFacts, folder: Path) -> Sequence[str]:
    from publishers.formats.excel.workbook import write_workbook  # noqa: PLC0415 (loaded where they work)
    from publishers.formats.open_data import write_open_data  # noqa: PLC0415

    # DuckDB keeps what it has read until it is closed, so what reads whole tables has its own connection.
    with open_read_only(database) as con:
        write_open_data(con, tables, folder)
    with open_read_only(database) as con:
        return write_workbook(con, tables, facts, folder)


def _write_texts(database: Path, facts: ReleaseFacts, folder: Path, previous: Path | None) -> None:
    from publishers.formats.feed import write_feed  # noqa: PLC0415 (loaded where they work)
    from publishers.formats.markdown import write_markdown  # noqa: PLC0415
    from publishers.page.index_page import write_page  # noqa: PLC0415

    with open_read_only(database) as con:
        write_page(con, facts, folder)
        write_feed(con, facts, folder, previous)
        write_markdown(con, facts, folder)


def _copy_crops(crops: Path, folder: Path) -> None:
    """Copy the page images that `extraction_problems` names, each as `crops/NAME`."""
    (folder / CROPS_FOLDER).mkdir()
    with open_read_only(folder / DATABASE_NAME) as con:
        found = con.sql("SELECT DISTINCT crop_path FROM extraction_problems WHERE crop_path IS NOT NULL").fetchall()
    for (crop_path,) in found:
        try:
            shutil.copyfile(crops / Path(crop_path).name, folder / crop_path)
        except FileNotFoundError as missing:
            raise PublishingError(f"{missing.filename}, which shows a problem, is missing; refresh again") from missing


def _copy_data_docs(data_docs: Path, folder: Path) -> None:
    if not data_docs.is_dir():
        raise PublishingError(f"{data_docs} holds no data docs; the checks write them, so refresh again")
    shutil.copytree(data_docs, folder / DATA_DOCS_FOLDER)


def _write_inputs(facts: ReleaseFacts, folder: Path) -> None:
    inputs = folder / INPUTS_FOLDER
    inputs.mkdir()
    for name, content in facts.inputs.items():
        (inputs / name).write_bytes(content)
