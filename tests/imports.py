"""What each module of the product imports, read from its source with `ast`."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("extractors", "expectations", "publishers", "orchestration", "dbt_project")
# A module as the names on its path: ("extractors", "letters", "reading"); a package's own code is its "__init__".
Module = tuple[str, ...]
# What each part of a folder, a module or a folder, imports of the other parts.
Parts = Mapping[str, set[str]]


@cache
def parse_product() -> Mapping[Module, ast.Module]:
    """The syntax tree of every module."""
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return {path.relative_to(ROOT).with_suffix("").parts: ast.parse(path.read_text("utf-8")) for path in paths}


def list_imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the module and the name of each import, the name empty where a whole module is imported.

    Imports inside functions and for types only count too.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute"
            yield from ((node.module or "", alias.name) for alias in node.names)


@cache
def list_folders() -> Mapping[str, Parts]:
    """The import graph of each folder, "." being the root, between its parts."""
    folders: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for module, tree in parse_product().items():
        for importer, imported in _own_imports(module, tree):
            shared = next(
                depth for depth, (one, other) in enumerate(zip(importer, imported, strict=False)) if one != other
            )
            folders["/".join(importer[:shared]) or "."][importer[shared]].add(imported[shared])
    return folders


def _own_imports(module: Module, tree: ast.Module) -> Iterator[tuple[Module, Module]]:
    for imported, name in list_imports(tree):
        path = tuple(imported.split("."))
        candidates = [(*path, name, "__init__"), (*path, name), (*path, "__init__"), path]
        found = next((one for one in candidates if one in parse_product()), None)
        if found is not None and found != module:
            yield module, found
