with problems as (
    select * from {{ ref('int_current_problems') }}
    union all by name
    select * from {{ ref('int_worsened_metrics') }}
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
        authorities_of_reports.local_authority,
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
