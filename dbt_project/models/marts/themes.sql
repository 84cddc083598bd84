with themes as (
    select
        theme,
        also_known_as,
    from {{ ref('stg_themes') }}
),

inspection_counts as (
    select
        theme,
        count(*)::integer as inspection_count,
    from {{ ref('inspections') }}
    group by theme
),

counted_themes as (
    select
        themes.theme,
        themes.also_known_as,
        coalesce(inspection_counts.inspection_count, 0) as inspection_count,
        definitions.definition,
        definitions.source as definition_source,
    from themes
    left join {{ ref('theme_definitions') }} as definitions
        on themes.theme = definitions.theme
    left join inspection_counts
        on themes.theme = inspection_counts.theme
)

select * from counted_themes
