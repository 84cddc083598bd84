"""A letter is read again by a new version of the extractor only where that may read it differently."""

from __future__ import annotations

import pytest

from extractors.letters import EXTRACTOR_VERSION, must_be_read_again, versions
from extractors.letters.versions import Version

OLDER, NEWER = "2016 to 2020", "2022 on"


@pytest.fixture
def third_version_is_about_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    known = (Version(1, frozenset({"all"})), Version(2, frozenset({"all"})), Version(3, frozenset({OLDER})))
    monkeypatch.setattr(versions, "_versions", lambda: known)


@pytest.mark.usefixtures("third_version_is_about_boxes")
@pytest.mark.parametrize(
    ("read_by", "family", "is_read_again"),
    [
        ("2", OLDER, True),
        ("2", NEWER, False),
        ("2", None, True),
        ("1", NEWER, True),
        ("3", OLDER, False),
        ("to be read again", NEWER, True),
    ],
)
def test_only_letters_of_the_families_that_a_version_is_about_are_read_again(
    read_by: str, family: str | None, is_read_again: bool
) -> None:
    assert must_be_read_again(read_by, family) is is_read_again


def test_the_newest_version_has_nothing_to_read_again() -> None:
    assert not must_be_read_again(EXTRACTOR_VERSION, OLDER)
