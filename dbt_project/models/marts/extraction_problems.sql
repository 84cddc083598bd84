-- Each letter may pass every check while all of them together grow thinner from week to week. That is seen here.
{% set largest_change = 0.1 %}
-- One warning more where there were two is no trend.
{% set fewest_new_warnings = 3 %}

with release as (
    select * from {{ ref('int_release') }}
),

current_metrics as (
    select
        metrics.metric,
        metrics.segment,
        metrics.value,
        metrics.previous_value,
        metrics.metric in (
            'problems', 'unknown headings', 'letters without a theme', 'flagged letters'
        ) as is_better_low,
        release.refreshed_at,
    from {{ ref('release_metrics') }} as metrics
    inner join release
        on metrics.release_name = release.release_name
),

worsened_metrics as (
    select
        'published' as gate,
        if(is_better_low, 'no_problem_metric_has_risen', 'no_metric_has_dropped') as expectation,
        if(
            is_better_low,
            'No kind of problem has grown by more than a tenth since the previous release.',
            'No metric has fallen by more than a tenth since the previous release.'
        ) as rule,
        format(
            '{}{} ({}): {:.15g}, {} from {:.15g} in the previous release.',
            upper(metric[1]), metric[2:], segment, round(value, 1), if(is_better_low, 'up', 'down'),
            round(previous_value, 1)
        ) as message,
        'warning' as severity,
        null::varchar as report_id,
        'release_metrics' as table_name,
        'metric' as column_name,
        metric as row_key,
        format(
            'metric: {}; segment: {}; previous_value: {:g}; value: {:g}', metric, segment, previous_value, value
        ) as seen,
        refreshed_at,
    from current_metrics
    where
        if(
            is_better_low,
            value > previous_value * {{ 1 + largest_change }} and value - previous_value >= {{ fewest_new_warnings }},
            value < previous_value * {{ 1 - largest_change }}
        )
),

identified_metrics as (
    select
        *,
        {{ problem_key() }} as problem_key,
    from worsened_metrics
),

metric_problems as (
    select
        metrics.problem_key,
        metrics.gate,
        metrics.expectation,
        metrics.rule,
        metrics.message,
        metrics.severity,
        metrics.report_id,
        metrics.table_name,
        metrics.column_name,
        metrics.row_key,
        metrics.seen,
        least(metrics.refreshed_at, previous_problems.first_seen) as first_seen,
        true as is_open,
    from identified_metrics as metrics
    left join {{ ref('stg_previous_extraction_problems') }} as previous_problems
        on metrics.problem_key = previous_problems.problem_key
),

problems as (
    select * from {{ ref('int_current_problems') }}
    union all by name
    select * from metric_problems
),

authorities_of_reports as (
    select
        publications.report_id,
        coalesce(authorities.local_authority, providers.provider_name) as local_authority,
    from {{ ref('stg_publications') }} as publications
    left join {{ ref('stg_local_authorities') }} as authorities
        on publications.urn = authorities.urn
    left join {{ ref('stg_providers') }} as providers
        on publications.urn = providers.urn
),

extraction_problems as (
    select
        problems.problem_key,
        problems.report_id,
        coalesce(authorities_of_reports.local_authority, problems.local_authority) as local_authority,
        problems.gate,
        problems.expectation,
        problems.rule,
        problems.message,
        problems.severity,
        problems.table_name,
        problems.column_name,
        nullif(problems.row_key, '') as row_key,
        problems.page,
        problems.seen,
        problems.crop_path,
        problems.first_seen,
        problems.is_open,
    from problems
    left join authorities_of_reports
        on problems.report_id = authorities_of_reports.report_id
)

select * from extraction_problems
