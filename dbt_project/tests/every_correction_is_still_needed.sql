-- A correction that is no longer needed should leave the file, but nothing is wrong meanwhile, so this only warns.
{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'corrections'}}}) }}

select
    report_id,
    table_name,
    row_key,
    column_name,
    corrected_value,
from {{ ref('corrections') }}
where status = 'no_longer_needed'
