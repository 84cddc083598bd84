with authorities as (
    select * from {{ ref('stg_local_authorities') }}
),

inspection_counts as (
    select
        urn,
        count(*)::integer as inspection_count,
        any_value(report_id) filter (where is_latest) as latest_report_id,
        any_value(publication_date) filter (where is_latest) as latest_publication_date,
    from {{ ref('inspections') }}
    group by urn
),

local_authorities as (
    select
        authorities.urn,
        authorities.local_authority,
        authorities.la_code,
        authorities.ltla23cd,
        authorities.la_code as old_la_code,
        authorities.gss_code as new_la_code,
        authorities.la_name,
        authorities.region_code,
        authorities.region_name,
        authorities.region_gss_code,
        authorities.la_type,
        authorities.statistical_neighbours_la_codes as statistical_neighbours,
        authorities.abolished_on,
        authorities.successor_urns,
        coalesce(inspection_counts.inspection_count, 0) as inspection_count,
        inspection_counts.latest_report_id,
        inspection_counts.latest_publication_date,
    from authorities
    left join inspection_counts
        on authorities.urn = inspection_counts.urn
)

select * from local_authorities
