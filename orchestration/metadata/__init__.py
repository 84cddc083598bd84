"""What Dagster shows of assets, checks and runs: descriptions, columns, tables, images, log lines."""
