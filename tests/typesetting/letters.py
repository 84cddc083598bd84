"""The sample's letters, as `texts/*.toml` holds them."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from typesetting import TEXTS
from typesetting.blocks import STRICT, Block, Invisible
from typesetting.setting import Setting


@dataclass(frozen=True, config=STRICT)
class Signature:
    """One cell of the signatures: the inspectorate where the cell is headed by it, the name and the office."""

    inspectorate: str
    name: str
    office: str


@dataclass(frozen=True, config=STRICT)
class Facts:
    """What the letter says of itself; an answer like the rest, written beside the text it is true of."""

    family: Literal["2016 to 2020", "2022 on"] | None = None
    letter_date: date | None = None
    inspection_start_date: date | None = None
    inspection_end_date: date | None = None
    theme: str | None = None
    theme_quote: str | None = None
    deep_dive_focus: str | None = None
    is_jtai_letter: bool = True
    is_inspection_year_inferred: bool = False
    priority_action_areas_stated_none: bool = False
    written_statement_required: bool = True
    written_statement_lead: str | None = None
    written_statement_due_date: date | None = None


@dataclass(frozen=True, config=STRICT)
class SampleLetter:
    """One document of the sample. `shows` names what in it has misled programs before."""

    urn: int
    authority: str
    label: str
    published: date
    shows: tuple[str, ...]
    facts: Facts
    blocks: tuple[Block, ...]
    date_line: str = ""
    addressees: tuple[str | Invisible, ...] = ()
    salutation: str = ""
    title: str = ""
    footnotes: dict[str, str] = Field(default_factory=dict)
    closing: str = ""
    signatures: tuple[Signature, ...] = ()
    setting: Setting = Setting()

    @property
    def archive_path(self) -> str:
        """Where the PDF stands in the archive: `90001_Aldermere/LABEL - 12 april 2016.pdf`."""
        day = f"{self.published.day} {self.published:%B %Y}".lower()
        return f"{self.urn}_{self.authority}/{self.label} - {day}.pdf"


def load_letters() -> list[SampleLetter]:
    """Read every text of the sample, by URN and date. A text that is not well formed raises pydantic's error."""
    return [load_letter(path) for path in sorted(TEXTS.glob("*.toml"))]


def load_letter(path: Path) -> SampleLetter:
    """Read one text."""
    return TypeAdapter(SampleLetter).validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
