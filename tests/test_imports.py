"""No import runs back up, and nothing reaches into a library: shown on the imports that the source states."""

from __future__ import annotations

import ast
from collections.abc import Callable
from graphlib import CycleError, TopologicalSorter

import pytest

from imports import list_folders, list_imports, parse_product

# The packages of a folder, from those that import no other to those that may import all; on one line, none the other.
ORDER = {
    ".": ["extractors", "expectations publishers", "orchestration"],
    "extractors": ["letters", "sources"],
    "extractors/letters": ["layout vocabulary", "structure", "content"],
    "expectations": ["text", "suites", "data_docs"],
    "publishers": ["formats page", "release"],
    "orchestration": ["workspace", "dbt", "warehouse", "metadata", "defs", "definitions", "cli"],
}
# Packages of files and little else.
UNORDERED = {"dbt_project", "sample"}
# What a library offers nowhere in public, with the reason.
PRIVATE = {
    # The record of a check is public in Dagster, the type of its `status` is not.
    "dagster._core.storage.asset_check_execution_record",
    # The code location of a run: the timeline shows only runs that have one, and a run in process gets none.
    "dagster._core.remote_origin",
    "dagster._core.types.loadable_target_origin",
    "dagster._core.instance.ref",
    # Another storage, as packages that bring one write it.
    "dagster._core.storage.event_log",
    "dagster._core.storage.event_log.sqlite.sqlite_event_log",
    "dagster._core.storage.sqlite_storage",
    "dagster._serdes",
}


@pytest.mark.parametrize("folder", list_folders())
def test_no_import_runs_back_up(folder: str) -> None:
    try:
        TopologicalSorter(list_folders()[folder]).prepare()
    except CycleError as error:
        pytest.fail(f"parts of {folder} import each other: {' <- '.join(error.args[1])}")


@pytest.mark.parametrize("folder", ORDER)
def test_packages_import_only_those_below_them(folder: str) -> None:
    below: set[str] = set()
    for level in ORDER[folder]:
        packages = {*level.split()}
        above = {part for later in ORDER[folder] for part in later.split()} - below
        for package in packages:
            assert list_folders()[folder].get(package, set()) & above == set(), f"{package} of {folder}"
        below |= packages


@pytest.mark.parametrize("folder", ORDER)
def test_every_package_has_its_place_in_the_order(folder: str) -> None:
    above = () if folder == "." else tuple(folder.split("/"))
    inside = [module[len(above) :] for module in parse_product() if module[: len(above)] == above]

    packages = {first for first, *rest in inside if rest} - UNORDERED

    assert packages <= {part for level in ORDER[folder] for part in level.split()}


def test_polars_is_the_library_for_frames() -> None:
    assert find_modules_that_import(lambda name: name.split(".")[0] == "pandas") == []


def test_no_module_imports_what_a_library_keeps_to_itself() -> None:
    assert find_modules_that_import(is_private) == []


def test_no_module_changes_what_other_modules_import() -> None:
    changed = [
        f"{'/'.join(module)}, line {node.lineno}"
        for module, tree in parse_product().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "sys.modules"
    ]
    assert changed == []


def find_modules_that_import(is_meant: Callable[[str], bool]) -> list[str]:
    """Each module with what it imports of those meant."""
    return [
        f"{'/'.join(module)}: {name}"
        for module, tree in parse_product().items()
        for name, _ in list_imports(tree)
        if is_meant(name)
    ]


def is_private(name: str) -> bool:
    """Whether a module's name says that it is not for others."""
    return name not in PRIVATE and any(part.startswith("_") and part != "__future__" for part in name.split("."))
