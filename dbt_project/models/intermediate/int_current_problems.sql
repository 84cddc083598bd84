with latest_judgements as (
    select
        gate,
        arg_max(run_id, judged_at) as run_id,
    from {{ ref('stg_verdicts') }}
    where gate in ('discovered', 'extracted')
    group by gate
),

problems as (
    select * from {{ ref('stg_problems') }}
),

released_problems as (
    select
        problem_key,
        first_seen,
    from {{ ref('stg_released_problems') }}
),

current_problems as (
    select
        problems.problem_key,
        problems.gate,
        problems.expectation,
        problems.claim,
        problems.severity,
        problems.report_id,
        problems.table_name,
        problems.column_name,
        problems.row_key,
        problems.page,
        problems.seen,
        problems.crop_path,
        least(problems.judged_at, released_problems.first_seen) as first_seen,
    from problems
    inner join latest_judgements
        on
            problems.gate = latest_judgements.gate
            and problems.run_id = latest_judgements.run_id
    left join released_problems
        on problems.problem_key = released_problems.problem_key
    qualify row_number() over (partition by problems.problem_key order by problems.page, problems.judged_at) = 1
)

select * from current_problems
