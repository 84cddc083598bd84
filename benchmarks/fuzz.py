"""Damaged letters and pages by the thousand: whatever comes in, only errors of our own may come out.

    python benchmarks/fuzz.py letters --count 20000 --seed 1 --from FOLDER
    python benchmarks/fuzz.py pages --count 20000 --seed 1 --from FOLDER

damages the PDFs (or the .html and .txt pages) of a folder, by default the bundled sample's, reads each in a worker
process as a refresh does, and counts what became of them. Ends with 1 where anything but our own errors came out, or
one took longer than its limit. The input of seed S is made again by `--seed S --count 1`, and kept by `--keep FOLDER`.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import cast

from mutations import MARKUP_TOKEN, PDF_TOKEN, damaged, laid_open
from pebble import ProcessExpired
from protego import Protego

from extractors.letters import LetterFile, LetterRows
from extractors.letters.page_images import Place, draw_place
from extractors.letters.reading import EXTRACTOR_FAULT, Reader, read_with
from extractors.records import Provider
from extractors.sample import ARCHIVE
from extractors.sources.archive import document_at
from extractors.sources.document_names import parse_document_name
from extractors.sources.fetch_errors import seconds_to_wait
from extractors.sources.labels import KnownLabels
from extractors.sources.provider_pages import read_provider_page
from extractors.sources.search_pages import read_search_page
from extractors.worker_pool import open_pool

SUFFIXES = {"letters": (".pdf",), "pages": (".html", ".txt")}
SECONDS = {"letters": 60, "pages": 5}
DRAWN_SHARE, LAID_OPEN_SHARE = 0.1, 0.7
REASON_WORDS = 5
A_PAGE = b"""<!DOCTYPE html><html><body><main><p>Showing 1 to 100 of 153 results</p>
<h3><a href="/provider/44/80426">Ambridge</a></h3>
<span class="event__title"><a class="publication-link" href="/v1/file/501">Joint area child protection inspection
<span class="nonvisual">Joint area child protection inspection, PDF - 18 July 2022</span></a>
<div>Published <time pubdate>18 July 2022</time></div></span></main></body></html>"""
RULES = b"""User-agent: *
Disallow: /search
Allow: /v1/*.pdf$
Crawl-delay: 2.5
# Retry-After: Wed, 21 Oct 2026 07:28:00 GMT"""


@dataclass(frozen=True, slots=True)
class Trial:
    """One damaged input: its seed, what it is made from, and how it is read."""

    seed: int
    kind: str
    sources: tuple[Path, ...]
    reader: Reader


def main() -> None:
    """Try, count and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=SUFFIXES, help="what to damage")
    parser.add_argument("--count", type=int, default=1000, help="how many inputs")
    parser.add_argument("--seed", type=int, default=1, help="of the first; each other is one more")
    parser.add_argument("--from", dest="folder", type=Path, help="folder of what to damage")
    parser.add_argument("--reader", choices=("pdfium", "pdfplumber"), default="pdfium", help="what reads letters")
    parser.add_argument("--workers", type=int, default=1, help="processes that read")
    parser.add_argument("--keep", type=Path, help="folder to write the inputs that went wrong to")
    options = parser.parse_args()
    sources = sources_in(options.folder, options.kind)
    seeds = range(options.seed, options.seed + options.count)
    trials = [Trial(seed, options.kind, sources, options.reader) for seed in seeds]
    sys.exit(1 if report(trials, options.workers, options.keep) else 0)


def sources_in(folder: Path | None, kind: str) -> tuple[Path, ...]:
    """Return the files to damage; none for pages without a folder, which are our own."""
    if folder is None and kind == "pages":
        return ()
    found = (path for path in (folder or ARCHIVE).rglob("*") if path.suffix.lower() in SUFFIXES[kind])
    return tuple(sorted(found)) or sys.exit(f"{folder} holds nothing to damage: give a folder of {SUFFIXES[kind]}")


def report(trials: list[Trial], workers: int, keep: Path | None) -> int:
    """Print what became of the trials, and each that went wrong; return how many did."""
    counts: Counter[str] = Counter()
    wrong = 0
    for trial, outcome in zip(trials, outcomes_of(trials, workers), strict=True):
        counts[outcome] += 1
        if outcome.startswith(("RAISED", "HUNG")):
            wrong += 1
            print(f"seed {trial.seed}: {outcome}", flush=True)
        if keep and outcome.startswith(("RAISED", "HUNG", "DIED")):
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{trial.kind}-{trial.seed}").write_bytes(input_of(trial))
    print(f"{len(trials)} {trials[0].kind} from seed {trials[0].seed}, {wrong} went wrong")
    for outcome, count in counts.most_common():
        print(f"  {count:6} {outcome}")
    return wrong


def outcomes_of(trials: list[Trial], workers: int) -> Iterator[str]:
    """Say of each trial, in a few words, what became of it."""
    seconds = SECONDS[trials[0].kind] * (10 if trials[0].reader == "pdfplumber" else 1)
    with open_pool(len(trials), workers=workers) as pool:
        for future in [pool.schedule(outcome_of, args=(trial,), timeout=seconds) for trial in trials]:
            try:
                yield future.result()
            except TimeoutError:
                yield f"HUNG for more than {seconds} s"
            except MemoryError:
                yield "gave up for want of memory"
            except ProcessExpired as died:
                yield f"DIED: its worker ended with {died.exitcode}"
            except Exception as error:  # noqa: BLE001 any exception is what this looks for
                yield f"RAISED {type(error).__name__}: {error}"


def outcome_of(trial: Trial) -> str:
    """Damage and read one input. Raises whatever its readers raise, and where what they made is unsound."""
    return cast("Callable[[Trial], str]", {"letters": try_letter, "pages": try_page}[trial.kind])(trial)


def try_letter(trial: Trial) -> str:
    """Read a damaged letter, and sometimes draw a place in it."""
    with tempfile.TemporaryDirectory(prefix="jtai-fuzz-") as folder:
        path = Path(folder, "letter.pdf")
        path.write_bytes(input_of(trial))
        rows = read_with(trial.reader, LetterFile(str(trial.seed), path, ""))
        require_sound(rows)
        if str(rows.letter.status_detail).startswith(EXTRACTOR_FAULT):
            raise ValueError(rows.letter.status_detail)
        if rows.letter.page_count and Random(trial.seed).random() < DRAWN_SHARE:
            draw_place(Place(path, 1, ("Dear colleagues", "strengths")))
    reason = " ".join((rows.letter.status_detail or "").split()[:REASON_WORDS])
    return f"{rows.letter.status}: {reason}" if rows.letter.status == "unreadable" else rows.letter.status


def require_sound(rows: LetterRows) -> None:
    """Raise `ValueError` where a row could not be stored: text that is no Unicode, a place that is no number."""
    for name, value in asdict(rows).items():
        if name == "pages_with_hidden_words":
            continue
        for row in value if isinstance(value, list) else [value]:
            for column, cell in row.items():
                if isinstance(cell, float) and not math.isfinite(cell):
                    raise ValueError(f"{name}.{column} is {cell}")
                if isinstance(cell, str):
                    cell.encode()


def try_page(trial: Trial) -> str:
    """Read a damaged page as each thing that comes from a site or an archive."""
    page = input_of(trial)
    url = "http://site.example/provider/44/80426"
    found = read_search_page(page, url)
    labels = KnownLabels()
    listed = read_provider_page(page, Provider(80426, "Ambridge", url), labels)
    text = page.decode(errors="replace")
    rules = Protego.parse(text)
    rules.can_fetch(url, "jtai-outcomes")
    rules.crawl_delay("jtai-outcomes")
    for line in text.splitlines()[:100]:
        parse_document_name(line)
        seconds_to_wait(line.rpartition(": ")[2], datetime(2026, 1, 1, tzinfo=UTC))
        name = line.replace("\0", "")
        document_at(Path("archive", f"80426_{name}", f"{name} - 18 july 2022.pdf"), labels)
    for row in (*found.providers, *listed.publications):
        repr(row).encode()
    return f"{'some' if found.providers else 'no'} providers, {'some' if listed.publications else 'no'} documents"


def input_of(trial: Trial) -> bytes:
    """Return the damaged bytes of a trial, the same each time."""
    random = Random(trial.seed)
    if not trial.sources:
        return damaged(random.choice((A_PAGE, A_PAGE, RULES)), RULES, MARKUP_TOKEN, random)
    body, other = (_whole(random.choice(trial.sources), random.random() < LAID_OPEN_SHARE) for _ in range(2))
    return damaged(body, other, PDF_TOKEN if trial.kind == "letters" else MARKUP_TOKEN, random)


@lru_cache(maxsize=256)
def _whole(path: Path, is_laid_open: bool) -> bytes:
    body = path.read_bytes()
    return laid_open(body) if is_laid_open and path.suffix == ".pdf" else body


if __name__ == "__main__":
    main()
