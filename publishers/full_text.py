"""Full-text search inside the released database, for readers without an extension and without a network.

DuckDB's extension `fts` builds the index: tables of stems in a schema beside `main`. It is loaded from the
installed package `duckdb-extension-fts`, never downloaded. Its own search, `match_bm25`, needs the extension
again, because it must stem what is asked. So the stem of every word that the letters use is kept too, and the
macros here look stems up instead: they find and rank the same with nothing but the file. A form of a word that
no letter uses finds nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import duckdb

from publishers.tables import literal, quoted

EXTENSION = "fts"
# Everything else divides words: the default keeps “children’s” and “risk” in curly quotes as words of their own.
NOT_A_WORD = "[^a-z]+"
WORDS_TABLE = "search.words"

INDEX_COMMENTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "dict": (
        "Every stem of the indexed texts",
        {
            "termid": "Number of the stem.",
            "term": "The stem, such as `strategi` of strategy and strategies.",
            "df": "How many texts it is in.",
        },
    ),
    "docs": (
        "Every indexed text",
        {
            "docid": "Number of the text in the index.",
            "name": "`rowid` of its row in the table.",
            "len": "How many words of it are indexed.",
        },
    ),
    "fields": ("The indexed columns", {"fieldid": "Number of the column.", "field": "Name of the column."}),
    "stats": (
        "The size of the index",
        {"num_docs": "How many texts there are.", "avgdl": "How many indexed words a text has on average."},
    ),
    "stopwords": ("Words too common to be indexed", {"sw": "The word."}),
    "terms": (
        "Every place where a stem is used",
        {"docid": "Number of the text.", "fieldid": "Number of the column.", "termid": "Number of the stem."},
    ),
}


@dataclass(frozen=True, slots=True)
class Search:
    """One table whose column `text` can be searched, and the macro that does."""

    table_name: str
    macro_name: str
    number: str
    comment: str

    @property
    def index(self) -> str:
        """The schema of the table's index, as the extension names it."""
        return f"fts_main_{self.table_name}"


SEARCHES: tuple[Search, ...] = (
    Search(
        "findings",
        "search_findings",
        "finding_number",
        "Findings that use all of the words, in any form and order, best first: `FROM search_findings('words')`.",
    ),
    Search(
        "sections",
        "search_sections",
        "section_number",
        "Sections that use all of the words, in any form and order, best first: `FROM search_sections('words')`. "
        "A section of level 1 holds its subsections, so both may be found.",
    ),
)

# BM25, as the extension's match_bm25 counts it, with its k = 1.2 and b = 0.75.
MACRO = """
CREATE MACRO {macro}(words) AS TABLE
WITH asked AS (
    SELECT DISTINCT coalesce(known.term, word) AS term
    FROM (SELECT unnest({index}.tokenize(words)) AS word)
    LEFT JOIN search.words AS known USING (word)
    WHERE word <> '' AND word NOT IN (SELECT sw FROM {index}.stopwords)
),
used AS (
    SELECT docid, termid, count(*) AS times
    FROM asked JOIN {index}.dict USING (term) JOIN {index}.terms USING (termid)
    GROUP BY docid, termid
),
ranked AS (
    SELECT docs.name, sum(
        log((num_docs - df + 0.5) / (df + 0.5) + 1) * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * len / avgdl))
    ) AS score
    FROM used JOIN {index}.docs USING (docid) JOIN {index}.dict USING (termid) CROSS JOIN {index}.stats
    GROUP BY docs.name
    HAVING count(*) = (SELECT count(*) FROM asked)
)
SELECT ranked.score, inspections.local_authority, inspections.publication_date, inspections.theme, found.*
FROM ranked JOIN {table} AS found ON found.rowid = ranked.name JOIN inspections USING (report_id)
ORDER BY ranked.score DESC, found.report_id, found.{number}
"""


def add_search(con: duckdb.DuckDBPyConnection) -> None:
    """Index the text of findings and sections in the database that `con` writes, and add the macros that search it."""
    load_extension(con)
    for search in SEARCHES:
        _build_index(con, search)
    _keep_stems(con)
    for search in SEARCHES:
        # S608: the names are written above, none comes from outside.
        con.execute(
            MACRO.format(macro=search.macro_name, index=search.index, table=search.table_name, number=search.number)
        )
        con.execute(f"COMMENT ON MACRO TABLE {search.macro_name} IS {literal(search.comment)}")


def load_extension(con: duckdb.DuckDBPyConnection) -> None:
    """Load `fts` from the installed package, which holds the one file that fits this version of DuckDB."""
    path = files("duckdb_extension_fts") / "extensions" / f"v{duckdb.__version__}" / f"{EXTENSION}.duckdb_extension"
    con.execute(f"LOAD {literal(str(path))}")


def _build_index(con: duckdb.DuckDBPyConnection, search: Search) -> None:
    con.execute(
        f"PRAGMA create_fts_index({literal(search.table_name)}, 'rowid', 'text', "
        f"stemmer = 'english', stopwords = 'english', ignore = {literal(NOT_A_WORD)})"
    )
    for table_name, (what, columns) in INDEX_COMMENTS.items():
        table = f"{search.index}.{quoted(table_name)}"
        comment = f"{what}: part of the full-text index of {search.table_name}, for {search.macro_name}."
        con.execute(f"COMMENT ON TABLE {table} IS {literal(comment)}")
        for column_name, meaning in columns.items():
            con.execute(f"COMMENT ON COLUMN {table}.{quoted(column_name)} IS {literal(meaning)}")


def _keep_stems(con: duckdb.DuckDBPyConnection) -> None:
    every_word = " UNION ".join(
        f"SELECT unnest({search.index}.tokenize(text)) AS word FROM {search.table_name}"  # noqa: S608
        for search in SEARCHES
    )
    con.execute("CREATE SCHEMA search")
    con.execute(
        f"CREATE TABLE {WORDS_TABLE} AS SELECT word, stem(word, 'english') AS term "  # noqa: S608
        f"FROM ({every_word}) WHERE word <> '' ORDER BY word"
    )
    con.execute(f"COMMENT ON TABLE {WORDS_TABLE} IS 'The stem of every word in the letters, for the full-text search.'")
    con.execute(f"COMMENT ON COLUMN {WORDS_TABLE}.word IS 'A word, in small letters.'")
    con.execute(f"COMMENT ON COLUMN {WORDS_TABLE}.term IS 'Its stem, as the full-text indexes spell it.'")
