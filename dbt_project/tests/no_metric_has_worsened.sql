-- A trend is for a person to look at and stops no release, so this only warns.
{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'release_metrics'}}}) }}

-- Dagster shows it on the metrics: depends_on: {{ ref('release_metrics') }}
select
    row_key as metric,
    message,
from {{ ref('extraction_problems') }}
where table_name = 'release_metrics'
