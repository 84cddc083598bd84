"""A release described as a schema.org Dataset, as the page and `croissant.json` state it: https://schema.org/Dataset."""

from __future__ import annotations

from publishers.release_facts import REPORT_SITE, ReleaseFacts
from publishers.text import LICENCE_URL, REPORT_SITE_URL, SUMMARY, TITLE, describe_source

# What can be downloaded as one file; the tables as CSV and Parquet are described by `datapackage.json`.
DOWNLOADS = {
    "jtai.duckdb": "application/vnd.duckdb",
    "jtai_outcomes.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "datapackage.json": "application/json",
}
KEYWORDS = ["child protection", "safeguarding", "joint targeted area inspection", "JTAI", "England", "inspection"]


def describe_dataset(facts: ReleaseFacts) -> dict[str, object]:
    """Describe the release; addresses are relative to its folder, because a release knows no address of its own."""
    described: dict[str, object] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": TITLE,
        "description": f"{SUMMARY} {describe_source(facts)}",
        "version": facts.release_name,
        "dateModified": facts.release_time,
        "datePublished": facts.release_time,
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "keywords": KEYWORDS,
        "spatialCoverage": "England",
        "creator": {"@type": "Organization", "name": "jtai-outcomes"},
        "distribution": [
            {"@type": "DataDownload", "name": name, "contentUrl": name, "encodingFormat": media_type}
            for name, media_type in DOWNLOADS.items()
        ],
    }
    if not facts.is_sample:
        described["license"] = LICENCE_URL
    if facts.source == REPORT_SITE:
        described["isBasedOn"] = REPORT_SITE_URL
    return described
