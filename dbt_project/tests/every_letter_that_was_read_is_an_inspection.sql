{{ config(meta={'dagster': {'ref': {'name': 'inspections'}}}) }}

with letters_published as (
    select report_id
    from {{ ref('inspections') }}
    where unread_reason is null
),

letters_read as (
    select letters.report_id
    from {{ ref('stg_letters') }} as letters
    inner join {{ ref('stg_report_files') }} as report_files
        on letters.report_id = report_files.report_id and letters.file_sha256 = report_files.file_sha256
    inner join {{ ref('int_documents') }} as documents
        on letters.report_id = documents.report_id
    where
        letters.status = 'read'
        and documents.is_jtai
        and documents.left_out_reason is null
),

counts as (
    select
        (select count(*) from letters_read) as letters_read,
        (select count(*) from letters_published) as inspections,
)

select * from counts
where letters_read <> inspections
