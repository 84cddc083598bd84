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

-- Letters that are known to be on the report site, but were not found there.
unlisted_letters as (
    select
        known_letters.local_authority,
        count(*)::integer as unlisted_letter_count,
    from {{ ref('known_letters') }} as known_letters
    inner join {{ ref('stg_discoveries') }} as discoveries
        on discoveries.source = 'report site'
    left join authorities
        on known_letters.local_authority = authorities.local_authority
    anti join {{ ref('stg_publications') }} as publications
        on
            known_letters.report_id = publications.report_id
            or (
                known_letters.report_id is null
                and authorities.urn = publications.urn
                and starts_with(publications.publication_date::varchar, known_letters.published)
            )
    group by known_letters.local_authority
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
        coalesce(unlisted_letters.unlisted_letter_count, 0) as unlisted_letter_count,
    from authorities
    left join inspection_counts
        on authorities.urn = inspection_counts.urn
    left join unlisted_letters
        on authorities.local_authority = unlisted_letters.local_authority
)

select * from local_authorities
