-- The list of authorities may be older than the source's, so this only warns.
{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'local_authorities'}}}) }}

with authorities as (
    select * from {{ ref('local_authorities') }}
),

neighbours as (
    select
        la_name,
        unnest(string_split(statistical_neighbours, ' ')) as code,
    from authorities
),

unknown_neighbours as (
    select
        neighbours.la_name,
        'statistical_neighbours' as column_name,
    from neighbours
    anti join authorities
        on neighbours.code = authorities.la_code
),

successors as (
    select
        la_name,
        unnest(string_split(successor_urns, ' ')) as urn,
    from authorities
),

unknown_successors as (
    select
        successors.la_name,
        'successor_urns' as column_name,
    from successors
    anti join authorities
        on successors.urn = authorities.urn::varchar
),

-- The newest inspection is found here by its dates, without is_latest.
other_counts as (
    select
        authorities.la_name,
        'inspection_count' as column_name,
    from authorities
    left join {{ ref('inspections') }} as inspections
        on authorities.urn = inspections.urn
    group by
        authorities.la_name,
        authorities.inspection_count,
        authorities.latest_report_id,
        authorities.latest_publication_date
    having
        count(inspections.report_id) <> authorities.inspection_count
        or max(inspections.publication_date) is distinct from authorities.latest_publication_date
        or (
            authorities.inspection_count > 0
            and not coalesce(list_contains(list(inspections.report_id), authorities.latest_report_id), false)
        )
),

unreconciled as (
    select * from unknown_neighbours
    union all
    select * from unknown_successors
    union all
    select * from other_counts
)

select * from unreconciled
