"""The data files of a release: DuckDB, workbook, CSV and Parquet with their descriptions, Markdown, and the feed."""
