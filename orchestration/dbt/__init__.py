"""dbt as this project runs it."""
