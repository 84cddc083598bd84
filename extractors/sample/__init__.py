"""The bundled sample: letters about places that do not exist, with a known answer for each.

`ARCHIVE` is the folder of PDFs that ships and that `jtai demo` reads. Everything else here makes it: `texts/` holds
what the letters say and how each is set, `letters` reads that, `answers` says what a faultless reader must find,
and `typeset` sets the PDFs. Only `typeset` and `make_fonts` need the development tools, and nothing that ships imports
them.
"""

from __future__ import annotations

from pathlib import Path

SAMPLE = Path(__file__).parent
ARCHIVE = SAMPLE / "archive"
TEXTS = SAMPLE / "texts"
FONTS = SAMPLE / "fonts"
