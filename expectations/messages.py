"""What a failed check says: the message of its class, filled in with what was found.

A message is a format string over the columns of the failed row. Beside what Python's own format strings can do,
`{column:some words}` has words for a column that is null, `{column!q}` puts what the letter or the source says in
quotation marks, and `{column!w}` writes an identifier as words. An expectation about a whole table has the fields
`failed` and `total`, in rows, and `table` instead of columns.
Concept: https://docs.python.org/3/library/string.html#custom-string-formatting
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any

TABLE_FIELDS = frozenset({"failed", "total", "table"})
LONGEST_VALUE = 200
LONGEST_MESSAGE = 600


class MessageFormatter(Formatter):
    """Writes values for people: on one line, not too long, and with words where there are none."""

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        """Quote a text, without the full stop at its end, or write an identifier as words."""
        text = _to_line(value)
        match conversion:
            case "q":
                return f"“{shorten(text, LONGEST_VALUE - 2).removesuffix('.')}”" if text else None
            case "w":
                return text.replace("_", " ")
            case _:
                return value

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write a number in a format, and a text or nothing in the place of its alternative."""
        if isinstance(value, float):
            return format(value, format_spec or "g")
        return shorten(_to_line(value), LONGEST_VALUE) or format_spec or "nothing"


def write_message(message: str, values: Mapping[str, Any]) -> str:
    """Fill in a message; it begins with a capital letter, whatever value it begins with."""
    text = MessageFormatter().vformat(message, (), values)
    return shorten(text[:1].upper() + text[1:], LONGEST_MESSAGE)


def list_columns(message: str) -> list[str]:
    """The columns that a message needs of a failed row."""
    return [name for _, name, _, _ in Formatter().parse(message) if name and name not in TABLE_FIELDS]


def shorten(text: str, characters: int) -> str:
    """Keep the beginning of a text, with an ellipsis where something was left off."""
    return text if len(text) <= characters else text[: characters - 1].rstrip() + "…"


def _to_line(value: object) -> str:
    """Write a value on one line; empty where it is null."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case _:
            return " ".join(str(value).split())
