"""Publishing: the files of a release, written one after another into a folder that appears when all are there.

Every file is made from the released database, not from the warehouse, so all of them tell the same. The same
warehouse and the same facts give the same rows, in the same order, in every file.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from publishers.data_package import write_data_package
from publishers.duckdb_file import write_duckdb
from publishers.feed import write_feed
from publishers.folders import INPUTS_FOLDER, new_release_folder
from publishers.history import latest_release, release_before
from publishers.keys import PRIMARY_KEYS
from publishers.manifest import describe, write_manifest
from publishers.open_data import write_open_data
from publishers.page import write_page
from publishers.records import PublishingError, ReleaseFacts
from publishers.tables import Table, open_to_read, read_tables
from publishers.workbook import write_workbook

MARTS = "marts"
DATA_DOCS_FOLDER = "data_docs"
CROPS_FOLDER = "crops"
PROMISED_TABLES = frozenset({*PRIMARY_KEYS, "changes", "corrections"})


def publish(warehouse: Path, releases: Path, *, data_docs: Path, crops: Path, made: ReleaseFacts) -> Path | None:
    """Release schema `marts` of the warehouse as `releases/NAME`, and point `releases/latest` to it.

    `data_docs` is what the gates said, `crops` the pictures of the places that they doubt.

    Returns the release's folder, or None where the latest release already says the same. The caller holds the
    home's lock. Raises `PublishingError`, and leaves the last release as it was, where a gate did not pass,
    or a table or a comment is missing.
    """
    _refuse_what_no_gate_passed(made)
    with open_to_read(warehouse) as con:
        tables = _promised_tables(read_tables(con, MARTS))
        manifest = describe(con, MARTS, tables, made)
    latest = latest_release(releases)
    if latest and latest.manifest.says_the_same_as(manifest):
        return None
    _refuse_another_comparison(releases, made)
    with new_release_folder(releases, made.release_name) as folder:
        database = write_duckdb(warehouse, tables, folder)
        # DuckDB gives back what it holds when it is closed, so what reads whole tables has a connection to itself.
        with open_to_read(database) as con:
            write_workbook(con, tables, made, folder)
        with open_to_read(database) as con:
            write_open_data(con, tables, folder)
        with open_to_read(database) as con:
            write_page(con, manifest, made, folder)
            write_feed(con, made, folder, releases / made.release_before if made.release_before else None)
            _copy_crops(con, crops, folder)
        write_data_package(tables, made, folder)
        _copy_data_docs(data_docs, folder)
        _write_inputs(made, folder)
        write_manifest(manifest, folder)
    return releases / made.release_name


def _refuse_what_no_gate_passed(made: ReleaseFacts) -> None:
    if not made.gates:
        raise PublishingError("no gate has judged what is to be released; run the whole refresh")
    for verdict in made.gates:
        if not verdict.is_passed:
            raise PublishingError(f"gate {verdict.gate} did not pass table {verdict.table_name}")


def _refuse_another_comparison(releases: Path, made: ReleaseFacts) -> None:
    before = release_before(releases, made.source)
    name = before.manifest.name if before else None
    if name != made.release_before:
        compared, newest = made.release_before or "none", name or "none"
        raise PublishingError(f"compared with release {compared}, the one before is {newest}; run the whole refresh")


def _promised_tables(tables: list[Table]) -> list[Table]:
    missing = PROMISED_TABLES - {table.name for table in tables}
    if missing:
        raise PublishingError(f"the warehouse has no table {', '.join(sorted(missing))}; build the marts again")
    return tables


def _copy_crops(con: duckdb.DuckDBPyConnection, crops: Path, folder: Path) -> None:
    """Copy the pictures that `extraction_problems` names, each as `crops/NAME`."""
    (folder / CROPS_FOLDER).mkdir()
    found = con.sql("SELECT DISTINCT crop_path FROM extraction_problems WHERE crop_path IS NOT NULL").fetchall()
    for (crop_path,) in found:
        try:
            shutil.copyfile(crops / Path(crop_path).name, folder / crop_path)
        except FileNotFoundError as absent:
            raise PublishingError(f"{absent.filename} is gone, which shows a problem; run the gates again") from absent


def _write_inputs(made: ReleaseFacts, folder: Path) -> None:
    inputs = folder / INPUTS_FOLDER
    inputs.mkdir()
    for name, content in made.inputs.items():
        (inputs / name).write_bytes(content)


def _copy_data_docs(data_docs: Path, folder: Path) -> None:
    if not data_docs.is_dir():
        raise PublishingError(f"{data_docs} holds no data docs; run the gates, which write them")
    shutil.copytree(data_docs, folder / DATA_DOCS_FOLDER)
