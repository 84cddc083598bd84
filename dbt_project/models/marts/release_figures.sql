with letters as (
    select
        report_id,
        coalesce(family, 'unknown family') as family,
        word_count,
        theme,
        extraction_status,
    from {{ ref('inspections') }}
),

section_counts as (
    select
        report_id,
        count(*) as section_count,
        count(*) filter (where kind = 'other') as unknown_heading_count,
    from {{ ref('sections') }}
    group by report_id
),

finding_counts as (
    select
        report_id,
        count(*) as finding_count,
    from {{ ref('findings') }}
    group by report_id
),

counted_letters as (
    select
        letters.*,
        coalesce(section_counts.section_count, 0) as section_count,
        coalesce(section_counts.unknown_heading_count, 0) as unknown_heading_count,
        coalesce(finding_counts.finding_count, 0) as finding_count,
    from letters
    left join section_counts
        on letters.report_id = section_counts.report_id
    left join finding_counts
        on letters.report_id = finding_counts.report_id
),

figures_of_all as (
    select
        count(*)::double as letters,
        sum(word_count)::double as words,
        sum(section_count)::double as sections,
        sum(finding_count)::double as findings,
        sum(unknown_heading_count)::double as unknown_headings,
        count(*) filter (where theme is null)::double as letters_without_a_theme,
        count(*) filter (where extraction_status = 'flagged')::double as flagged_letters,
    from counted_letters
),

figures_of_families as (
    select
        family,
        avg(word_count) as words_per_letter,
        avg(section_count) as sections_per_letter,
        avg(finding_count) as findings_per_letter,
    from counted_letters
    group by family
),

current_figures as (
    select
        replace(figure, '_', ' ') as figure,
        'all letters' as kind,
        value,
    from figures_of_all unpivot (value for figure in (columns(*)))
    union all
    select
        replace(figure, '_', ' ') as figure,
        family as kind,
        value,
    from figures_of_families unpivot (value for figure in (columns(* exclude (family))))
    union all
    select
        'problems' as figure,
        expectation as kind,
        count(*)::double as value,
    from {{ ref('int_current_problems') }}
    where is_open
    group by expectation
),

figures as (
    select
        release.release_name,
        current_figures.figure,
        current_figures.kind,
        current_figures.value,
    from current_figures
    cross join {{ ref('int_release') }} as release
    union all
    select
        release_name,
        figure,
        kind,
        value,
    from {{ ref('stg_previous_release_figures') }}
),

release_figures as (
    select
        release_name,
        figure,
        kind,
        value,
        lag(value) over (partition by figure, kind order by release_name) as value_before,
    from figures
)

select * from release_figures
