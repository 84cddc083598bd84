-- Each letter may pass every check while all of them together grow thinner from week to week. That is seen here.
{% set largest_change = 0.1 %}
-- One warning more where there were two is no trend.
{% set fewest_new_warnings = 3 %}

with release as (
    select * from {{ ref('int_release') }}
),

current_metrics as (
    select
        metrics.figure,
        metrics.kind,
        metrics.value,
        metrics.value_before,
        metrics.figure in (
            'problems', 'unknown headings', 'letters without a theme', 'flagged letters'
        ) as is_better_low,
        release.refreshed_at,
    from {{ ref('release_figures') }} as metrics
    inner join release
        on metrics.release_name = release.release_name
),

worsened_metrics as (
    select
        'published' as gate,
        if(is_better_low, 'no_doubt_has_grown', 'no_figure_has_fallen') as expectation,
        if(
            is_better_low,
            'No kind of doubt has grown by more than a tenth since the release before.',
            'No figure has fallen by more than a tenth since the release before.'
        ) as claim,
        'warning' as severity,
        null::varchar as report_id,
        'release_figures' as table_name,
        'figure' as column_name,
        figure as row_key,
        format('figure: {}; kind: {}; value_before: {:g}; value: {:g}', figure, kind, value_before, value) as seen,
        refreshed_at,
    from current_metrics
    where
        if(
            is_better_low,
            value > value_before * {{ 1 + largest_change }} and value - value_before >= {{ fewest_new_warnings }},
            value < value_before * {{ 1 - largest_change }}
        )
),

identified_metrics as (
    select
        *,
        {{ problem_key() }} as problem_key,
    from worsened_metrics
),

problems as (
    select
        metrics.problem_key,
        metrics.gate,
        metrics.expectation,
        metrics.claim,
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
)

select * from problems
