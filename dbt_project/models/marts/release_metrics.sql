with letters as (
    select
        report_id,
        coalesce(family, 'unknown family') as family,
        word_count,
        theme,
        extraction_status,
    from {{ ref('inspections') }}
    where unread_reason is null
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

topic_counts as (
    select
        report_id,
        count(*) as topic_count,
    from {{ ref('finding_topics') }}
    group by report_id
),

agency_counts as (
    select
        report_id,
        count(*) as agency_count,
    from {{ ref('finding_agencies') }}
    group by report_id
),

counted_letters as (
    select
        letters.*,
        coalesce(section_counts.section_count, 0) as section_count,
        coalesce(section_counts.unknown_heading_count, 0) as unknown_heading_count,
        coalesce(finding_counts.finding_count, 0) as finding_count,
        coalesce(topic_counts.topic_count, 0) as topic_count,
        coalesce(agency_counts.agency_count, 0) as agency_count,
    from letters
    left join section_counts
        on letters.report_id = section_counts.report_id
    left join finding_counts
        on letters.report_id = finding_counts.report_id
    left join topic_counts
        on letters.report_id = topic_counts.report_id
    left join agency_counts
        on letters.report_id = agency_counts.report_id
),

metrics_of_all_letters as (
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

metrics_of_families as (
    select
        family,
        avg(word_count) as words_per_letter,
        avg(section_count) as sections_per_letter,
        avg(finding_count) as findings_per_letter,
        avg(topic_count) as topic_tags_per_letter,
        avg(agency_count) as agency_tags_per_letter,
    from counted_letters
    group by family
),

current_metrics as (
    select
        replace(metric, '_', ' ') as metric,
        'all letters' as segment,
        value,
    from metrics_of_all_letters unpivot (value for metric in (columns(*)))
    union all
    select
        replace(metric, '_', ' ') as metric,
        family as segment,
        value,
    from metrics_of_families unpivot (value for metric in (columns(* exclude (family))))
    union all
    select
        'problems' as metric,
        expectation as segment,
        count(*)::double as value,
    from {{ ref('int_current_problems') }}
    where is_open
    group by expectation
),

metrics as (
    select
        release.release_name,
        current_metrics.metric,
        current_metrics.segment,
        current_metrics.value,
    from current_metrics
    cross join {{ ref('int_release') }} as release
    union all
    select
        release_name,
        metric,
        segment,
        value,
    from {{ ref('stg_previous_release_metrics') }}
),

releases as (
    select
        release_name,
        lag(release_name) over (order by release_name) as previous_release_name,
    from metrics
    group by release_name
),

release_metrics as (
    select
        metrics.release_name,
        metrics.metric,
        metrics.segment,
        metrics.value,
        case
            when previous_metrics.value is not null then previous_metrics.value
            -- Only kinds of problems that there are have a row.
            when metrics.metric = 'problems' and releases.previous_release_name is not null then 0
        end as previous_value,
    from metrics
    inner join releases
        on metrics.release_name = releases.release_name
    left join metrics as previous_metrics
        on
            releases.previous_release_name = previous_metrics.release_name
            and metrics.metric = previous_metrics.metric
            and metrics.segment = previous_metrics.segment
)

select * from release_metrics
