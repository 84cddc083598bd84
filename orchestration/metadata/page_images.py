"""Pictures of the places that extraction problems are about, drawn once for each place and version of a file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice

from expectations import Problem, parse_observed
from extractors.atomic_files import write_atomically
from extractors.files import FileStore
from extractors.letters.page_images import Place, draw_places
from orchestration.workspace.workspace import Workspace

# Beyond, no person looks at them one by one.
MAX_IMAGES = 200
# Raised whenever the same place can give another picture.
IMAGE_VERSION = "2"
# As checks quote a letter's own words; a long quote may have been cut before its end.
QUOTE = re.compile(r"“(.+?)(?:”|$)")


def draw_page_images(
    problems: Sequence[Problem], file_hashes: Mapping[str, str], workspace: Workspace
) -> dict[Problem, str]:
    """Draw a picture of each problem's place, the worst first; `file_hashes` are by report.

    Returns the path of each, relative to the data directory; a problem whose place cannot be drawn has none.
    """
    with locate_problems(problems, file_hashes, FileStore(workspace.files)) as places:
        paths = {problem: f"{workspace.crops.name}/{name_image(place)}" for problem, place in places.items()}
        wanted = {paths[problem]: place for problem, place in places.items()}
        missing = {path: place for path, place in wanted.items() if not (workspace.root / path).exists()}
        workspace.crops.mkdir(parents=True, exist_ok=True)
        for path, picture in zip(missing, draw_places(list(missing.values())), strict=True):
            if picture:
                write_atomically(workspace.root / path, picture)
    return {problem: path for problem, path in paths.items() if (workspace.root / path).exists()}


def remove_old_images(paths: set[str], workspace: Workspace) -> None:
    """Remove the pictures that no stored problem names any more; `paths` are relative to the data directory."""
    for past in {*workspace.crops.iterdir()} - {workspace.root / path for path in paths}:
        past.unlink()


@contextmanager
def locate_problems(
    problems: Sequence[Problem], file_hashes: Mapping[str, str], store: FileStore
) -> Iterator[dict[Problem, Place]]:
    """Where to look for what each problem is about: what was seen is a quote, or has one among its values."""
    sha256s = {one: file_hashes[one.report_id] for one in problems if one.report_id and one.report_id in file_hashes}
    shown = dict(islice(sha256s.items(), MAX_IMAGES))
    with store.local_copies({*shown.values()}) as paths:
        yield {
            problem: Place(paths[sha256], problem.page, find_quotes(problem.seen or ""))
            for problem, sha256 in shown.items()
        }


def find_quotes(seen: str) -> tuple[str, ...]:
    """The words to look for: what is quoted, then the values seen, longest first: a name or a number is no quote."""
    return tuple(QUOTE.findall(seen) + sorted(parse_observed(seen), key=len, reverse=True))


def name_image(place: Place) -> str:
    """A file name that differs for another place, file or way to draw; a file is stored under its hash."""
    content = "|".join((IMAGE_VERSION, place.path.stem, str(place.page), *place.quotes))
    return f"{hashlib.sha256(content.encode()).hexdigest()[:16]}.png"
