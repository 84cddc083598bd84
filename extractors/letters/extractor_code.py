"""The hash of the extractor's own code: with the hash of a file it names everything that decides what is extracted.

It covers every module and vocabulary table that an extraction depends on, and the versions of the libraries that read
and draw the PDFs, split sentences and know English words. So any change of them is another extractor, and taking the
change back restores the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
SUFFIXES = frozenset({".py", ".csv"})
LIBRARIES = ("pypdfium2", "pdfplumber", "pdfminer.six", "pillow", "sentencex", "pyspellchecker")
HASH_LENGTH = 16


def hash_extractor(package: Path) -> str:
    """Hash the extractor's code in a folder that is laid out as the package `extractors`; 16 hex digits."""
    digest = hashlib.sha256()
    for path in _code_of(package):
        body = path.read_bytes()
        digest.update(f"{path.relative_to(package).as_posix()} {len(body)}\n".encode() + body)
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    return digest.hexdigest()[:HASH_LENGTH]


def _code_of(package: Path) -> Iterator[Path]:
    """The files that an extraction depends on, in an order that does not change."""
    yield package / "frames.py"
    yield package / "records.py"
    yield from sorted(path for path in (package / "letters").rglob("*") if path.suffix in SUFFIXES)


# Once a process, when the code itself is loaded: a file edited later is not the code that runs.
_RUNNING_EXTRACTOR = hash_extractor(PACKAGE)


def extractor_hash() -> str:
    """Return the hash of the extractor that this process runs."""
    return _RUNNING_EXTRACTOR
