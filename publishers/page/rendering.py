"""Jinja templates of the page and the site, with the filters that they use."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from publishers import text

PAGE_NAME = "index.html"
TEMPLATES = Path(__file__).with_name("templates")
VALUE_CHARACTERS = 240


def template_environment() -> Environment:
    """Set up templates that escape everything put into them; `text` holds the shared sentences."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    environment.globals["text"] = text
    environment.filters |= {
        "day": _format_day,
        "short_day": _format_short_day,
        "printable": _to_printable,
        "shortened": _shorten,
        "heading": text.to_heading,
    }
    return environment


def read_source(name: str) -> Markup:
    """Read a style sheet or a script of our own, which a template must not escape."""
    return Markup((TEMPLATES / name).read_text("utf-8"))  # noqa: S704


def _format_day(value: date | None) -> str:
    return "not found" if value is None else text.format_day(value)


def _format_short_day(value: date | None) -> str:
    return "not found" if value is None else f"{value.day} {value:%b %Y}"


def _to_printable(value: object) -> str:
    return "" if value is None else text.hide_folders(text.normalise_text(str(value)))


def _shorten(value: object) -> str:
    return text.shorten(_to_printable(value), VALUE_CHARACTERS)
