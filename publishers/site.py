"""A folder for a static host: the latest release at its root, and each release at an address that stays.

    index.html, feed.xml, jtai.duckdb …    the latest release, always at the same addresses
    releases/NAME/                         each release as it was made, as many of the newest as fit
    releases/index.html, index.json        the list of all of them, for people and for programs

A release knows no address of its own, so it can be mailed or moved. The site adds the two things that only it knows:
the feed at its root names absolute addresses, as feed readers want, and the page at its root links to the list.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

from publishers.errors import PublishingError, SiteNotPossibleError
from publishers.formats.feed import FEED_NAME
from publishers.page.rendering import PAGE_NAME, template_environment
from publishers.release.history import Release, latest_release, list_releases
from publishers.release.manifest import (
    CHECKSUMS_NAME,
    MANIFEST_NAME,
    ReleasedFile,
    describe_file,
    read_manifest,
    write_checksums,
)
from publishers.release.release_directory import BUILDING

RELEASES_FOLDER = "releases"
LIST_NAME = "index.json"
LINK_TO_LIST = f'<p><a href="{RELEASES_FOLDER}/index.html">All releases</a></p>\n'
# A host of pages may leave out files and folders that begin with an underscore, unless this file says not to.
NO_REWRITING = ".nojekyll"
ATOM = "http://www.w3.org/2005/Atom"
# The largest public host of pages takes sites up to 1 GB.
MAX_BYTES = 900_000_000


@dataclass(frozen=True, slots=True)
class Site:
    """A site as laid out: the release at its root, and the releases it holds and leaves out, newest first."""

    folder: Path
    latest: Release
    held: Sequence[Release]
    left_out: Sequence[Release]


def lay_out_site(releases: Path, folder: Path, *, url: str = "", max_bytes: int = MAX_BYTES) -> Site:
    """Lay out the site of the latest release in `folder`; the same releases give the same bytes.

    `url` is where the site will be found. The folder must be new, empty or a site already; it is replaced only when
    the new one is complete. Raises `SiteNotPossibleError`, and `PublishingError` where a release is not as it was made.
    """
    latest = latest_release(releases)
    if latest is None:
        raise SiteNotPossibleError(f"{releases} holds no release: run `jtai refresh` first")
    _require_site_or_empty(folder)
    held, left_out = _split_by_size(_list_releases_of_source(releases, latest), max_bytes - _size(latest))
    building = folder.with_name(f"{BUILDING}{folder.name}")
    shutil.rmtree(building, ignore_errors=True)
    _copy_release(latest, building)
    _add_addresses(building, url)
    write_checksums([describe_file(building / file.path, building) for file in _list_hashed(latest)], building)
    for release in held:
        _copy_release(release, building / RELEASES_FOLDER / release.manifest.name)
    _write_list(building, held, left_out)
    (building / NO_REWRITING).touch()
    _replace(folder, building)
    return Site(folder, latest, held, left_out)


def _require_site_or_empty(folder: Path) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not (folder / RELEASES_FOLDER / PAGE_NAME).exists() or read_manifest(folder) is None:
        raise SiteNotPossibleError(f"{folder} holds something that is no site: name a new folder")


def _list_releases_of_source(releases: Path, latest: Release) -> list[Release]:
    """List the releases of the latest one's source, newest first: no invented letters among real ones."""
    return [one for one in list_releases(releases) if one.manifest.source == latest.manifest.source]


def _split_by_size(releases: Sequence[Release], max_bytes: int) -> tuple[list[Release], list[Release]]:
    """Split releases into the newest that fit together, and the older ones that do not."""
    together = accumulate(_size(release) for release in releases)
    count = sum(size <= max_bytes for size in together)
    return list(releases[:count]), list(releases[count:])


def _list_hashed(release: Release) -> list[ReleasedFile]:
    return [file for file in release.manifest.files if file.path != CHECKSUMS_NAME]


def _size(release: Release) -> int:
    return sum(file.size_bytes for file in release.manifest.files)


def _copy_release(release: Release, to: Path) -> None:
    """Copy the files that the manifest lists, each of them checked, and the manifest."""
    for file in release.manifest.files:
        source, copy = release.path / file.path, to / file.path
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            body = source.read_bytes()
        except FileNotFoundError as absent:
            raise PublishingError(f"{source} is missing from its release: restore it before publishing") from absent
        if hashlib.sha256(body).hexdigest() != file.sha256:
            raise PublishingError(f"{source} is not what was released: restore it before publishing")
        copy.write_bytes(body)
    shutil.copyfile(release.path / MANIFEST_NAME, to / MANIFEST_NAME)


def _add_addresses(root: Path, url: str) -> None:
    page = root / PAGE_NAME
    page.write_text(page.read_text("utf-8").replace("</footer>", f"{LINK_TO_LIST}</footer>", 1), "utf-8")
    if url:
        _make_absolute(root / FEED_NAME, f"{url.rstrip('/')}/")


def _make_absolute(feed: Path, url: str) -> None:
    ElementTree.register_namespace("", ATOM)
    tree = ElementTree.parse(feed)  # noqa: S314 our own file
    for link in tree.iter(f"{{{ATOM}}}link"):
        link.set("href", urljoin(url, link.get("href", "")))
    tree.write(feed, encoding="utf-8", xml_declaration=True)


def _write_list(root: Path, held: Sequence[Release], left_out: Sequence[Release]) -> None:
    template = template_environment().get_template("releases.html.j2")
    folder = root / RELEASES_FOLDER
    folder.mkdir(exist_ok=True)
    html = template.render(held=held, left_out=left_out)
    (folder / PAGE_NAME).write_text(html, "utf-8")
    listed = [_describe_release(release, is_held=release in held) for release in [*held, *left_out]]
    (folder / LIST_NAME).write_text(json.dumps(listed, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _describe_release(release: Release, *, is_held: bool) -> dict[str, object]:
    """Describe a release for programs; `path` is relative to the list, null where this host does not hold it."""
    manifest = release.manifest
    return {
        "name": manifest.name,
        "refreshed_at": manifest.refreshed_at,
        "is_latest": release.is_latest,
        "path": f"{manifest.name}/" if is_held else None,
        "previous_release": manifest.previous_release,
        "row_counts": {name: table.row_count for name, table in manifest.tables.items()},
        "changes": asdict(manifest.changes),
    }


def _replace(folder: Path, building: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    building.rename(folder)
