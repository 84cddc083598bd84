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
        false as is_bundled_sample,
    from {{ ref('england_local_authorities') }}
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
        true as is_bundled_sample,
    from {{ ref('sample_local_authorities') }}
),

authorities as (
    select * from authorities_of_england
    union all
    select * from authorities_of_the_sample
),

authorities_of_the_source as (
    select
        authorities.urn,
        authorities.name as local_authority,
        authorities.la_name,
        authorities.la_code,
        authorities.ltla23cd,
        authorities.gss_code,
        authorities.region_code,
        authorities.region_gss_code,
        authorities.region_name,
        authorities.la_type,
        authorities.statistical_neighbours_la_codes,
    from authorities
    inner join discovered_source
        on authorities.is_bundled_sample = discovered_source.is_bundled_sample
)

select * from authorities_of_the_source
