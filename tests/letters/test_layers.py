"""The packages of the extractor build on each other in one direction, and nothing in them knows who uses them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import extractors

ROOT = Path(extractors.__file__).parents[1]
LAYERS = {
    "layout": (),
    "vocabulary": (),
    "structure": ("layout", "vocabulary"),
    "content": ("layout", "vocabulary", "structure"),
}
SHARED = ("extractors.errors", "extractors.records")


def imports_of(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def own_imports(folder: Path) -> set[str]:
    every = (name for module in folder.rglob("*.py") for name in imports_of(module))
    return {name for name in every if name.startswith(("extractors", "expectations", "publishers", "orchestration"))}


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_itself_and_the_layers_below_it_only(layer: str) -> None:
    allowed = tuple(f"extractors.letters.{each}" for each in (layer, *LAYERS[layer]))
    assert {name for name in own_imports(ROOT / "extractors" / "letters" / layer) if not name.startswith(allowed)} <= {
        *SHARED
    }


def test_letters_know_nothing_of_sources_and_nobody_here_of_the_rest() -> None:
    above = ("extractors.sources", "extractors.files")
    assert not [name for name in own_imports(ROOT / "extractors" / "letters") if name.startswith(above)]
    assert {name.split(".")[0] for name in own_imports(ROOT / "extractors")} == {"extractors"}
