with finding_counts as (
    select
        agency,
        count(*)::integer as finding_count,
    from {{ ref('finding_agencies') }}
    group by agency
),

agencies as (
    select
        definitions.agency,
        definitions.parent,
        definitions.name,
        definitions.definition,
        definitions.includes,
        definitions.excludes,
        definitions.is_shown,
        coalesce(finding_counts.finding_count, 0) as finding_count,
    from {{ ref('agency_definitions') }} as definitions
    left join finding_counts
        on definitions.agency = finding_counts.agency
)

select * from agencies
