"""Access to the warehouse, the private DuckDB file that a refresh builds, and to the previous release."""
