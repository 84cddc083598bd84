"""The bundled sample: letters about places that do not exist, as the archive of PDFs that `jtai demo` reads.

What they say, how each is set and what a faultless reader finds in them is in `tests/typesetting`, which makes them.
"""

from __future__ import annotations

from pathlib import Path

ARCHIVE = Path(__file__).parent / "archive"
