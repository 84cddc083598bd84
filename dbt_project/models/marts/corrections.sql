with corrections as (
    select * from {{ ref('int_corrections') }}
),

inspections as (
    select
        report_id,
        local_authority,
    from {{ ref('inspections') }}
),

published_corrections as (
    select
        corrections.report_id,
        inspections.local_authority,
        corrections.table_name,
        nullif(corrections.row_key, '') as row_key,
        corrections.column_name,
        corrections.original_value,
        corrections.corrected_value,
        corrections.reason,
        corrections.corrected_by,
        corrections.corrected_on,
        corrections.status,
        corrections.status_detail,
    from corrections
    left join inspections
        on corrections.report_id = inspections.report_id
)

select * from published_corrections
