with discovered_source as (
    select coalesce(bool_or(is_bundled_sample), false) as is_bundled_sample
    from {{ ref('stg_discoveries') }}
),

authorities_of_england as (
    select
        urn,
        name,
        la_name,
        la_code,
        ltla23cd,
        gss_code,
        region_code,
        region_gss_code,
        region_name,
        la_type,
        statistical_neighbours_la_codes,
        null::date as abolished_on,
        null::varchar as successor_urns,
        false as is_bundled_sample,
    from {{ ref('england_local_authorities') }}
),

closed_providers as (
    select
        urn,
        provider_name,
        closed_on,
        successor_urns,
    from {{ ref('stg_providers') }}
    where
        is_closed
        and urn not in (select authorities_of_england.urn from authorities_of_england)
),

-- Their URNs are known only where the source lists them.
abolished_authorities as (
    select
        closed_providers.urn,
        abolished.name,
        abolished.la_name,
        abolished.la_code,
        abolished.gss_code as ltla23cd,
        abolished.gss_code,
        abolished.region_code,
        abolished.region_gss_code,
        abolished.region_name,
        abolished.la_type,
        null::varchar as statistical_neighbours_la_codes,
        abolished.abolished_on,
        abolished.successor_urns,
        false as is_bundled_sample,
    from {{ ref('abolished_local_authorities') }} as abolished
    left join closed_providers
        on contains(closed_providers.provider_name, abolished.name)
),

-- Without codes of their own; they were in the region of their successor.
other_closed_authorities as (
    select
        closed_providers.urn,
        closed_providers.provider_name as name,
        closed_providers.provider_name as la_name,
        null::varchar as la_code,
        null::varchar as ltla23cd,
        null::varchar as gss_code,
        successors.region_code,
        successors.region_gss_code,
        successors.region_name,
        null::varchar as la_type,
        null::varchar as statistical_neighbours_la_codes,
        closed_providers.closed_on as abolished_on,
        closed_providers.successor_urns,
        false as is_bundled_sample,
    from closed_providers
    left join authorities_of_england as successors
        on split_part(closed_providers.successor_urns, ' ', 1) = successors.urn::varchar
    left join abolished_authorities
        on closed_providers.urn = abolished_authorities.urn
    where abolished_authorities.urn is null
),

authorities_of_the_sample as (
    select
        urn,
        name,
        name as la_name,
        la_code,
        ltla23cd,
        gss_code,
        region_code,
        region_gss_code,
        region_name,
        la_type,
        statistical_neighbours_la_codes,
        null::date as abolished_on,
        null::varchar as successor_urns,
        true as is_bundled_sample,
    from {{ ref('sample_local_authorities') }}
),

authorities as (
    select * from authorities_of_england
    union all
    select * from abolished_authorities
    union all
    select * from other_closed_authorities
    union all
    select * from authorities_of_the_sample
),

authorities_of_the_source as (
    select
        authorities.urn,
        case
            when authorities.abolished_on is null then authorities.name
            -- Dorset is the name of a county abolished in 2019 and of its successor.
            when count(*) over (partition by authorities.name) > 1 then authorities.la_name
            else authorities.name
        end as local_authority,
        authorities.la_name,
        authorities.la_code,
        authorities.ltla23cd,
        authorities.gss_code,
        authorities.region_code,
        authorities.region_gss_code,
        authorities.region_name,
        authorities.la_type,
        authorities.statistical_neighbours_la_codes,
        authorities.abolished_on,
        authorities.successor_urns,
    from authorities
    inner join discovered_source
        on authorities.is_bundled_sample = discovered_source.is_bundled_sample
)

select * from authorities_of_the_source
