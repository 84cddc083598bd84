"""What a cell of a spreadsheet can hold, and what it must not hold."""

from __future__ import annotations

import polars as pl
import polars.selectors as cs

from publishers.text import CONTROL_CHARACTERS

# A cell holds this many UTF-16 units, of which a character beyond the basic plane, such as an emoji, takes two.
MAX_CELL_UNITS = 32_767
TWO_UNIT_CHARACTERS = r"[\x{10000}-\x{10FFFF}]"
# A spreadsheet keeps fifteen digits of a number.
NUMBER_DIGITS = 15
# How a formula begins, in the full-width forms that some spreadsheets take too; a tab or a line feed may hide it.
FORMULA = r"^(?:\s*[=+\-@＝＋－＠]|[\t\n])"


def to_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """Make every value of a frame one that a cell can hold; empty texts become null, truth values yes and no.

    Whether true or false: LibreOffice would make a formula of a truth value, =TRUE().
    """
    texts = {name: to_cell_text(pl.col(name)) for name in frame.select(cs.string()).columns}
    return frame.with_columns(
        cs.boolean().replace_strict({True: "yes", False: "no"}, return_dtype=pl.String),
        cs.datetime().dt.truncate("1s"),
        cs.float().round_sig_figs(NUMBER_DIGITS),
        **texts,
    )


def to_cell_text(text: pl.Expr) -> pl.Expr:
    """Make a text one that a cell can hold; null where nothing is left of it."""
    return truncate_text(escape_formula(normalise_text(text))).replace("", None)


def normalise_text(text: pl.Expr) -> pl.Expr:
    """Remove control characters and make every line end a line feed, as `publishers.text.normalise_text` does."""
    return text.str.replace_all(r"\r\n?", "\n").str.replace_all(CONTROL_CHARACTERS, "")


def escape_formula(text: pl.Expr) -> pl.Expr:
    """Put an apostrophe before what a spreadsheet might run as a formula.

    The workbook types texts as texts, so no program runs them; but a CSV file that is saved from it has no types.
    """
    return pl.when(text.str.contains(FORMULA)).then(pl.concat_str(pl.lit("'"), text)).otherwise(text)


def truncate_text(text: pl.Expr) -> pl.Expr:
    """Cut a text that is too long for a cell; it ends in a note of its length and where all of it is."""
    extra_units = text.str.count_matches(TWO_UNIT_CHARACTERS)
    note = pl.format("\n[… truncated: all {} characters are in jtai.duckdb and in csv/]", text.str.len_chars())
    room = MAX_CELL_UNITS - note.str.len_chars().cast(pl.Int64)
    # With as many characters less as take two units, the rest fits; half of the room always does.
    kept = text.str.head(pl.max_horizontal(room - extra_units, room // 2))
    is_too_long = text.str.len_chars() + extra_units > MAX_CELL_UNITS
    return pl.when(is_too_long).then(pl.concat_str(kept, note)).otherwise(text)
