with latest_judgements as (
    select
        gate,
        arg_max(run_id, judged_at) as run_id,
    from {{ ref('stg_verdicts') }}
    where gate in ('discovered', 'extracted')
    group by gate
),

problems_of_gates as (
    select problems.*
    from {{ ref('stg_problems') }} as problems
    inner join latest_judgements
        on
            problems.gate = latest_judgements.gate
            and problems.run_id = latest_judgements.run_id
),

corrections as (
    select * from {{ ref('int_corrections') }}
),

corrections_that_do_not_fit as (
    select
        'corrections' as gate,
        'the_correction_still_fits' as expectation,
        'A hand correction is about a cell that is still read wrongly in the same way.' as claim,
        'warning' as severity,
        report_id,
        table_name,
        column_name,
        row_key,
        null::integer as page,
        status_detail as seen,
        (select max(verdicts.judged_at) from {{ ref('stg_verdicts') }} as verdicts) as judged_at,
    from corrections
    where status = 'refused'
),

problems as (
    select * from problems_of_gates
    union all by name
    select *, {{ problem_key() }} as problem_key from corrections_that_do_not_fit
),

released_problems as (
    select
        problem_key,
        first_seen,
    from {{ ref('stg_released_problems') }}
),

applied_corrections as (
    select
        report_id,
        if(table_name = 'inspections', 'letters', table_name) as table_name,
        column_name,
        row_key,
    from corrections
    where status = 'applied'
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
        applied_corrections.report_id is null as is_open,
    from problems
    left join released_problems
        on problems.problem_key = released_problems.problem_key
    left join applied_corrections
        on
            problems.report_id = applied_corrections.report_id
            and problems.table_name = applied_corrections.table_name
            and coalesce(problems.row_key, '') = applied_corrections.row_key
            and (
                problems.column_name = applied_corrections.column_name
                -- cells that disagree are seen each with its name
                or contains(problems.seen, applied_corrections.column_name || ': ')
            )
    qualify row_number() over (partition by problems.problem_key order by problems.page, problems.judged_at) = 1
)

select * from current_problems
