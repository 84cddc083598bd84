{{ config(meta={'dagster': {'ref': {'name': 'outcomes_summary'}}}) }}

with counts as (
    select
        (select count(distinct urn) from {{ ref('inspections') }}) as authorities_inspected,
        (select count(*) from {{ ref('outcomes_summary') }}) as rows_of_the_summary,
)

select * from counts
where authorities_inspected <> rows_of_the_summary
