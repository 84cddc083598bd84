"""Pictures of the places that the gate's problems are about, drawn once for each place and version of a file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

import duckdb

from expectations import Problem
from expectations.problems import values_of
from extractors.files import FileStore
from extractors.letters.crops import Place, draw
from extractors.whole_files import write_whole
from orchestration.home import Home

# Beyond, no person looks at them one by one.
MOST_CROPS = 200
# Raised whenever the same place can give another picture.
CROP_VERSION = "2"
# As claims quote a letter's own words; a long quote may have been cut before its end.
PRINTED_THERE = re.compile(r"“(.+?)(?:”|$)")


def draw_crops(problems: Sequence[Problem], connection: duckdb.DuckDBPyConnection, home: Home) -> dict[Problem, str]:
    """Have a picture of each problem's place, the worst first.

    Returns the path of each, relative to the home; a problem whose place cannot be drawn has none.
    """
    with places_of(problems, connection, FileStore(home.files)) as places:
        paths = {problem: f"{home.crops.name}/{name_of(place)}" for problem, place in places.items()}
        wanted = {paths[problem]: place for problem, place in places.items()}
        missing = {path: place for path, place in wanted.items() if not (home.root / path).exists()}
        home.crops.mkdir(parents=True, exist_ok=True)
        for path, picture in zip(missing, draw(list(missing.values())), strict=True):
            if picture:
                write_whole(home.root / path, picture)
    return {problem: path for problem, path in paths.items() if (home.root / path).exists()}


def remove_crops_past(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Remove the pictures that no recorded problem names."""
    named = connection.execute("SELECT crop_path FROM gates.problems WHERE crop_path IS NOT NULL").fetchall()
    for past in {*home.crops.iterdir()} - {home.root / path for (path,) in named}:
        past.unlink()


@contextmanager
def places_of(
    problems: Sequence[Problem], connection: duckdb.DuckDBPyConnection, store: FileStore
) -> Iterator[dict[Problem, Place]]:
    """Where to look for what each problem is about: what was seen is a quote, or has one among its values."""
    found = connection.execute("SELECT report_id, file_sha256 FROM raw.report_files WHERE file_sha256 IS NOT NULL")
    files = dict(found.fetchall())
    sha256s = {problem: files[problem.report_id] for problem in problems if problem.report_id in files}
    shown = dict(islice(sha256s.items(), MOST_CROPS))
    with store.at_hand({*shown.values()}) as paths:
        yield {
            problem: Place(paths[sha256], problem.page, quotes_in(problem.seen or ""))
            for problem, sha256 in shown.items()
        }


def quotes_in(seen: str) -> tuple[str, ...]:
    """The words to look for: what is quoted, then the values seen, longest first: a name or a number is no quote."""
    quoted = PRINTED_THERE.findall(seen)
    return tuple(quoted + sorted(values_of(seen), key=len, reverse=True))


def name_of(place: Place) -> str:
    """A file name that is another for another place, file or way to draw; a file is stored under its hash."""
    told = "|".join((CROP_VERSION, place.path.stem, str(place.page), *place.quotes))
    return f"{hashlib.sha256(told.encode()).hexdigest()[:16]}.png"
