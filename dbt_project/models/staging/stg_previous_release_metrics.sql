-- Before version 0.2 the table and two of its columns had other names. A release has one of the two tables.
with metrics as (
    {{ previous_rows('release_metrics', {
        'release_name': 'varchar',
        'metric': 'varchar',
        'segment': 'varchar',
        'value': 'double',
    }) }}
),

figures as (
    {{ previous_rows('release_figures', {
        'release_name': 'varchar',
        'figure': 'varchar',
        'kind': 'varchar',
        'value': 'double',
    }) }}
),

previous_metrics as (
    select * from metrics
    union all
    select
        release_name,
        figure as metric,
        kind as segment,
        value,
    from figures
)

select * from previous_metrics
