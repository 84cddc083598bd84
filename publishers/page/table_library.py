"""DataTables, the library behind the page's table, as it ships in the package `itables`.

Only its script is taken (MIT, with the licences of what it bundles at its end); the page's own style sheet is enough.
"""

from __future__ import annotations

import re
from importlib.metadata import distribution
from pathlib import Path

from markupsafe import Markup

from publishers.errors import PublishingError

# Found without importing the package, which imports pandas and polars for its examples.
BUNDLE = Path(str(distribution("itables").locate_file("itables/html/dt_bundle.js")))
# The bundle is a module that exports the class as its default; an inline script can only hand it over by name.
EXPORTS = re.compile(r"export\{[^}]*?\b([\w$]+) as default\b[^}]*\};?")


def read_table_library() -> Markup:
    """Read the script, which leaves the class behind as `DataTable`; no text of a letter is in it.

    Raises `PublishingError` where the package ships another form of it than the one that is known.
    """
    source, replaced = EXPORTS.subn(r"globalThis.DataTable=\1;", BUNDLE.read_text("utf-8"))
    if replaced != 1 or "</script" in source.lower():
        raise PublishingError(f"{BUNDLE} is not the module that the page expects; pin the version of itables before")
    return Markup(source)  # noqa: S704
