"""What Dagster knows: assets, asset checks, jobs, schedules, sensors and resources."""
