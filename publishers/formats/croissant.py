"""`croissant.json`: the CSV files as a data set for machine learning (Croissant 1.0).

http://docs.mlcommons.org/croissant/docs/croissant-spec.html
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from publishers.dataset_description import describe_dataset
from publishers.formats.data_package import find_schema_type
from publishers.formats.open_data import CSV_FOLDER
from publishers.published_tables import Column, Table
from publishers.release_facts import ReleaseFacts
from publishers.text import TITLE

CROISSANT_NAME = "croissant.json"
CONFORMS_TO = "http://mlcommons.org/croissant/1.0"
# The context of version 1.0 of the specification, with the terms that are used here.
CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "key": "cr:key",
    "recordSet": "cr:recordSet",
    "source": "cr:source",
}
# Types of a Table Schema, and the data types of Croissant.
DATA_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
}


def write_croissant(tables: Sequence[Table], facts: ReleaseFacts, folder: Path) -> Path:
    """Describe the CSV files that `folder` already holds."""
    path = folder / CROISSANT_NAME
    described = describe_dataset(facts) | {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "citeAs": f"{TITLE}, release {facts.release_name}.",
        "distribution": [_describe_file(table, folder) for table in tables],
        "recordSet": [_describe_records(table) for table in tables],
    }
    path.write_text(json.dumps(described, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return path


def _describe_file(table: Table, folder: Path) -> dict[str, object]:
    path = f"{CSV_FOLDER}/{table.name}.csv"
    with (folder / path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "contentSize": f"{(folder / path).stat().st_size} B",
        "encodingFormat": "text/csv",
        "sha256": digest,
    }


def _describe_records(table: Table) -> dict[str, object]:
    described: dict[str, object] = {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.comment,
        "field": [_describe_field(table, column) for column in table.columns],
    }
    if table.primary_key:
        described["key"] = [{"@id": f"{table.name}/{name}"} for name in table.primary_key]
    return described


def _describe_field(table: Table, column: Column) -> dict[str, object]:
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.comment,
        "dataType": DATA_TYPES[find_schema_type(table, column)],
        "source": {"fileObject": {"@id": f"{CSV_FOLDER}/{table.name}.csv"}, "extract": {"column": column.name}},
    }
