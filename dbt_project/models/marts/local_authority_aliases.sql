with authorities as (
    select
        urn,
        local_authority,
        la_name,
        la_code,
    from {{ ref('stg_local_authorities') }}
),

aliases as (
    select
        local_authority as alias,
        la_name,
        'plain name' as reason,
    from authorities
    union all
    select
        la_name as alias,
        la_name,
        'name in England''s education statistics' as reason,
    from authorities
    where la_name <> local_authority
    union all
    select
        aliases.alias,
        authorities.la_name,
        aliases.reason,
    from {{ ref('local_authority_alternative_names') }} as aliases
    inner join authorities
        on aliases.la_code = authorities.la_code
),

local_authority_aliases as (
    select
        aliases.alias,
        authorities.la_name,
        authorities.local_authority,
        authorities.la_code,
        authorities.urn,
        aliases.reason,
    from aliases
    inner join authorities
        on aliases.la_name = authorities.la_name
)

select * from local_authority_aliases
