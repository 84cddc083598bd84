"""The site: releases at addresses that stay, below whatever address a host gives it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser
from small_warehouse import REFRESHED_AT

from publishers import PublishingError
from publishers.site import SiteNotPossibleError, lay_out_site

pytestmark = pytest.mark.slow

ADDRESS = "https://example.org/data/jtai"
Release = Callable[..., Path]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def release_later(release_now: Release, days: int) -> Path:
    """A release that differs from those before by the version that read it."""
    return release_now(
        refreshed_at=REFRESHED_AT + timedelta(days=days), versions={"project": f"1.{days}", "extractor": "1"}
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def test_the_latest_release_is_at_the_root_and_every_release_at_an_address_that_stays(
    release: Path, release_now: Release, releases: Path, site: Path
) -> None:
    later = release_later(release_now, 7)
    laid_out = lay_out_site(releases, site, url=ADDRESS)
    assert [one.manifest.name for one in laid_out.held] == [later.name, release.name]
    root = contents(site)
    adapted = {"index.html", "feed.xml", "SHA256SUMS"}
    assert {name: body for name, body in root.items() if name in contents(later)}.keys() == contents(later).keys()
    assert {name for name, body in contents(later).items() if root[name] != body} == adapted
    for one in (later, release):
        assert contents(site / "releases" / one.name) == contents(one)


def test_a_site_laid_out_again_is_the_same_and_shows_what_was_released_since(
    release: Path, release_now: Release, releases: Path, site: Path
) -> None:
    lay_out_site(releases, site, url=ADDRESS)
    before = contents(site)
    lay_out_site(releases, site, url=ADDRESS)
    assert contents(site) == before
    later = release_later(release_now, 7)
    lay_out_site(releases, site, url=ADDRESS)
    assert contents(site)["manifest.json"] == (later / "manifest.json").read_bytes()
    assert contents(site / "releases" / release.name) == contents(release)


@pytest.mark.parametrize("url", [ADDRESS, f"{ADDRESS}/"])
def test_the_feed_names_absolute_addresses_below_the_sites_own(
    release: Path, releases: Path, site: Path, url: str
) -> None:
    lay_out_site(releases, site, url=url)
    links = [link.get("href", "") for link in elements(site / "feed.xml", "link")]
    own = [link for link in links if link.startswith(f"{ADDRESS}/")]
    assert {urlsplit(link).path for link in own} == {"/data/jtai/feed.xml", "/data/jtai/index.html"}
    assert all(urlsplit(link).scheme for link in links)
    ids, as_released = ([one.text for one in elements(folder / "feed.xml", "id")] for folder in (site, release))
    assert ids == as_released


def elements(feed: Path, name: str) -> Iterator[ElementTree.Element]:
    return ElementTree.parse(feed).iter(f"{{http://www.w3.org/2005/Atom}}{name}")  # noqa: S314 our own file


def test_every_link_inside_the_site_leads_somewhere_wherever_the_site_is_hosted(
    release: Path, release_now: Release, releases: Path, site: Path
) -> None:
    release_later(release_now, 7)
    lay_out_site(releases, site)
    pages = [page for page in site.rglob("*.html") if "data_docs" not in page.parts]
    assert len(pages) == 4, "the root, the list and two releases"
    for page in pages:
        for address in local_addresses(page):
            assert not address.startswith("/"), f"{page} leaves the site's own address with {address}"
            assert (page.parent / unquote(address)).is_file(), f"{page} links to {address}, which is not there"


def local_addresses(page: Path) -> set[str]:
    """The paths of the links of a page that stay on its host, without the page itself."""
    tree = LexborHTMLParser(page.read_bytes())
    found = [node.attributes.get(name) for name in ("href", "src") for node in tree.css(f"[{name}]")]
    return {urlsplit(link).path for link in found if link and not urlsplit(link).scheme} - {""}


def test_readers_find_the_list_of_releases_from_the_page(release: Path, releases: Path, site: Path) -> None:
    lay_out_site(releases, site)
    assert "releases/index.html" in local_addresses(site / "index.html")
    assert {f"{release.name}/index.html", "../index.html"} <= local_addresses(site / "releases" / "index.html")


def test_programs_find_the_releases_in_a_list_and_hashes_of_every_file(
    release: Path, release_now: Release, releases: Path, site: Path
) -> None:
    later = release_later(release_now, 7)
    lay_out_site(releases, site, url=ADDRESS)
    listed = json.loads((site / "releases" / "index.json").read_text("utf-8"))
    assert [(one["name"], one["is_latest"], one["path"]) for one in listed] == [
        (later.name, True, f"{later.name}/"),
        (release.name, False, f"{release.name}/"),
    ]
    assert listed[0]["row_counts"]["inspections"] == 3
    check = [str(shutil.which("sha256sum")), "--check", "--strict", "SHA256SUMS"]
    for folder in (site, site / "releases" / release.name):
        subprocess.run(check, cwd=folder, check=True, capture_output=True)


def test_releases_that_do_not_fit_are_named_in_the_list_and_the_latest_is_always_at_the_root(
    release: Path, release_now: Release, releases: Path, site: Path
) -> None:
    later = release_later(release_now, 7)
    size = sum(len(body) for body in contents(later).values())
    laid_out = lay_out_site(releases, site, max_bytes=int(2.5 * size))
    assert [one.manifest.name for one in laid_out.left_out] == [release.name]
    assert not (site / "releases" / release.name).exists()
    assert release.name in (site / "releases" / "index.html").read_text("utf-8")
    lay_out_site(releases, site, max_bytes=0)
    assert (site / "manifest.json").read_bytes() == (later / "manifest.json").read_bytes()


def test_releases_of_another_source_are_not_shown_beside_the_latest(
    release: Path, release_now: Release, releases: Path, site: Path
) -> None:
    real = release_now(source="an archive", refreshed_at=REFRESHED_AT + timedelta(days=1))
    laid_out = lay_out_site(releases, site)
    assert [one.manifest.name for one in laid_out.held] == [real.name]


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_text("<p>other</p>")])
def test_a_release_that_is_not_as_it_was_made_leaves_the_site_as_it_is(
    release: Path, releases: Path, site: Path, damage: Callable[[Path], object]
) -> None:
    lay_out_site(releases, site)
    before = contents(site)
    (release / "index.html").chmod(0o644)
    damage(release / "index.html")
    with pytest.raises(PublishingError, match=r"index\.html is (missing from its|not what was) release"):
        lay_out_site(releases, site)
    assert contents(site) == before


def test_a_folder_that_is_no_site_is_not_replaced(release: Path, releases: Path, site: Path) -> None:
    site.mkdir()
    (site / "thesis.docx").write_text("years of work")
    with pytest.raises(SiteNotPossibleError, match="name a new folder"):
        lay_out_site(releases, site)
    assert os.listdir(site) == ["thesis.docx"]  # noqa: PTH208


def test_before_the_first_release_there_is_no_site(releases: Path, site: Path) -> None:
    with pytest.raises(SiteNotPossibleError, match="jtai refresh"):
        lay_out_site(releases, site)
    assert not site.exists()
