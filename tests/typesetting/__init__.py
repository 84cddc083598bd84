"""The typesetter of invented letters: what they say, how each is set, and what a faultless reader finds in them.

`texts/` holds what the letters say and how each is set, `letters` reads that, `answers` says what a faultless reader
must find, and `typeset` sets the PDFs of the bundled sample: `PYTHONPATH=tests python -m typesetting.typeset`.
"""

from __future__ import annotations

from pathlib import Path

TYPESETTING = Path(__file__).parent
TEXTS = TYPESETTING / "texts"
FONTS = TYPESETTING / "fonts"
