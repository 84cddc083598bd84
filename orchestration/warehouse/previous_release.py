"""The previous release, for checks that compare with it: the newest of the same source, up to the latest one.

Letters of another source are not new, and its missing letters have not vanished. dbt reads the same release's database
by itself, attached read-only.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl

from expectations import PreviousRelease
from expectations.letter_traits import TRAIT_INPUTS, find_traits
from expectations.previous_release import PARTS, digest_letters
from extractors.frames import Row, schema_of
from extractors.records import Provider, Publication
from publishers import INPUTS_FOLDER, DamagedReleaseError, Release
from publishers.duckdb_helpers import open_read_only
from publishers.formats.duckdb_file import DATABASE_NAME

# What the source listed, kept in a release's `inputs`.
LISTING_FILES: Mapping[type[Row], str] = {Provider: "providers.csv", Publication: "publications.csv"}
LETTERS = """
    SELECT
        report_id, file_sha256, urn, local_authority, publication_date, letter_date,
        inspection_start_date, inspection_end_date, written_statement_due_date, page_count, word_count,
        section_count,
        coalesce(finding_count, 0) AS finding_count,
        coalesce(case_study_count, 0) AS case_study_count
    FROM inspections
    SEMI JOIN sections USING (report_id)
    LEFT JOIN (SELECT report_id, count(*) AS section_count FROM sections GROUP BY ALL) USING (report_id)
    LEFT JOIN (SELECT report_id, count(*) AS finding_count FROM {findings} GROUP BY ALL) USING (report_id)
    LEFT JOIN (SELECT report_id, count(*) AS case_study_count FROM case_studies GROUP BY ALL) USING (report_id)
    ORDER BY report_id
"""
# As they were listed: a release says of a letter that turned out to be none that it is not in scope.
PUBLICATIONS = """
    SELECT
        report_id, urn, label, publication_date,
        is_jtai OR coalesce(left_out_reason LIKE 'not a JTAI letter%', false) AS is_jtai
    FROM publications
"""


def load_previous_release(release: Release | None, withdrawn: Collection[str]) -> PreviousRelease:
    """What a release listed and held, but for the letters in `withdrawn`; empty where there was none.

    An authority whose every document is withdrawn is left out too: an archive knows no others.
    """
    if release is None:
        return PreviousRelease(withdrawn=frozenset(withdrawn))
    read = _read_tables(release)
    released = read.publications
    publications = _read_listing(release, Publication)
    if publications is None:
        publications = released
    publications = publications.filter(~pl.col("report_id").is_in(list(withdrawn)))
    providers = _read_listing(release, Provider)
    if providers is None:
        providers = released.select("urn").unique().with_columns(provider_name=pl.lit(None, pl.String))
    return replace(
        read,
        providers=providers.join(publications, on="urn", how="semi").select("urn", "provider_name"),
        publications=publications.select("report_id", "urn", "label", "publication_date", "is_jtai"),
        letters=read.letters.filter(~pl.col("report_id").is_in(list(withdrawn))),
        withdrawn=frozenset(withdrawn),
    )


def write_listing(listing: Mapping[type[Row], pl.DataFrame]) -> dict[str, bytes]:
    """The files of a release that keep what the source listed."""
    return {name: listing[row_type].write_csv().encode() for row_type, name in LISTING_FILES.items()}


def _read_tables(release: Release) -> PreviousRelease:
    """What a release held, and the documents it knew.

    Raises `DamagedReleaseError`, such as for tables of another version.
    """
    try:
        with open_read_only(release.path / DATABASE_NAME) as connection:
            # Before version 0.2 a release held itemised findings only, and no column that says so.
            has_others = "is_itemised" in connection.table("findings").columns
            itemised = "(FROM findings WHERE is_itemised)" if has_others else "findings"
            read = PreviousRelease(
                letters=connection.sql(LETTERS.format(findings=itemised)).pl(),
                publications=connection.sql(PUBLICATIONS).pl(),
            )
            return _sum_up_letters(connection, read) if has_others else read
    except duckdb.Error as problem:
        made_by = release.manifest.versions.get("project", "unknown")
        raise DamagedReleaseError(
            f"The tables of release {release.manifest.name}, made by version {made_by}, cannot be read: {problem}\n"
            f"Nothing was released. To go on without it, move {release.path} to another folder and refresh again."
        ) from problem


def _sum_up_letters(connection: duckdb.DuckDBPyConnection, read: PreviousRelease) -> PreviousRelease:
    """Add what each letter of a release says, in short, unless a person corrected it, its traits and its extractor."""
    corrected = connection.sql("SELECT DISTINCT report_id FROM corrections WHERE status = 'applied'").pl()
    readers = connection.sql("SELECT report_id, extractor_version FROM inspections").fetchall()
    return replace(
        read,
        digests=digest_letters(_select(connection, PARTS)).join(corrected, on="report_id", how="anti"),
        traits=find_traits(_select(connection, TRAIT_INPUTS)),
        extractors=dict(readers),
    )


def _select(connection: duckdb.DuckDBPyConnection, columns: Mapping[str, Collection[str]]) -> dict[str, pl.DataFrame]:
    """Read these columns of some tables, beside `report_id`."""
    return {
        table: connection.table(table).select(*map(duckdb.ColumnExpression, ("report_id", *names))).pl()
        for table, names in columns.items()
    }


def _read_listing(release: Release, row_type: type[Row]) -> pl.DataFrame | None:
    """What the source listed; None for a release of version 0.1, which kept it in another form."""
    path = Path(release.path, INPUTS_FOLDER, LISTING_FILES[row_type])
    if not path.exists():
        return None
    schema, body = schema_of(row_type), path.read_bytes()
    # An earlier version may have listed less, a later one, from which a person went back, more.
    present = [name for name in pl.read_csv(io.BytesIO(body), n_rows=0).columns if name in schema]
    types = {name: schema[name] for name in present}
    listed = pl.read_csv(io.BytesIO(body), columns=present, schema_overrides=types, infer_schema=False)
    return listed.select(
        pl.col(name) if name in present else pl.lit(None, kind).alias(name) for name, kind in schema.items()
    )
