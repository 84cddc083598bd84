-- A trend is for a person to look at and stops no release, so this only warns.
{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'release_figures'}}}) }}

-- Dagster shows it on the metrics: depends_on: {{ ref('release_figures') }}
select
    row_key as metric,
    seen,
from {{ ref('int_worsened_metrics') }}
