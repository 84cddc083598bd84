"""The data files of a release: DuckDB, workbook, CSV and Parquet with their Data Package, and the feed."""
