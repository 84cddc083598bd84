with problems as (
    select * from {{ source('validation', 'discovered') }}
    union all by name
    select * from {{ source('validation', 'extracted') }}
),

identified_problems as (
    select
        {{ problem_key() }} as problem_key,
        gate,
        expectation,
        rule,
        message,
        severity,
        report_id,
        local_authority,
        table_name,
        column_name,
        row_key,
        page::integer as page,
        seen,
        crop_path,
        checked_at,
    from problems
)

select * from identified_problems
