with corrections as (
    select * from {{ ref('int_corrections') }}
),

corrections_that_do_not_fit as (
    select
        'corrections' as gate,
        'the_correction_still_fits' as expectation,
        'A hand correction names the value that is extracted.' as rule,
        concat(
            'A hand correction of ', concat_ws(' ', corrections.table_name, corrections.column_name),
            ' does not apply: ', corrections.status_detail, '.'
        ) as message,
        'warning' as severity,
        corrections.report_id,
        corrections.table_name,
        corrections.column_name,
        corrections.row_key,
        corrections.status_detail as seen,
        release.refreshed_at as checked_at,
    from corrections
    cross join {{ ref('int_release') }} as release
    where corrections.status = 'rejected'
),

problems as (
    select * from {{ ref('stg_validation_problems') }}
    union all by name
    select
        {{ problem_key() }} as problem_key,
        *,
    from corrections_that_do_not_fit
),

previous_problems as (
    select
        problem_key,
        first_seen,
    from {{ ref('stg_previous_extraction_problems') }}
),

-- As the tables and rows are called that checks look at.
applied_corrections as (
    select
        corrections.report_id,
        case corrections.table_name
            when 'inspections' then 'letters'
            when 'findings' then 'paragraphs'
            else corrections.table_name
        end as table_name,
        corrections.column_name,
        coalesce(findings.paragraph_number::varchar, corrections.row_key) as row_key,
    from corrections
    left join {{ ref('int_findings') }} as findings
        on
            corrections.table_name = 'findings'
            and corrections.report_id = findings.report_id
            and corrections.row_key = findings.finding_number::varchar
    where corrections.status = 'applied'
),

current_problems as (
    select
        problems.problem_key,
        problems.gate,
        problems.expectation,
        problems.rule,
        problems.message,
        problems.severity,
        problems.report_id,
        problems.local_authority,
        problems.table_name,
        problems.column_name,
        problems.row_key,
        problems.page,
        problems.seen,
        problems.crop_path,
        least(problems.checked_at, previous_problems.first_seen) as first_seen,
        applied_corrections.report_id is null as is_open,
    from problems
    left join previous_problems
        on problems.problem_key = previous_problems.problem_key
    left join applied_corrections
        on
            problems.report_id = applied_corrections.report_id
            and problems.table_name = applied_corrections.table_name
            and coalesce(problems.row_key, '') = applied_corrections.row_key
            and (
                problems.column_name = applied_corrections.column_name
                -- Where several cells disagree, `seen` quotes each with its name.
                or contains('; ' || problems.seen, '; ' || applied_corrections.column_name || ': ')
            )
    -- An expectation may fail twice in the same words; and several corrections may answer one problem.
    qualify row_number() over (partition by problems.problem_key order by problems.page, problems.checked_at) = 1
)

select * from current_problems
