with publications as (
    select
        report_id,
        urn,
        label,
        publication_date,
        report_url,
        is_jtai,
    from {{ ref('stg_publications') }}
),

report_files as (
    select
        report_id,
        file_sha256,
        fetched_at,
        fetch_problem,
    from {{ ref('stg_report_files') }}
),

letters as (
    {{ corrected('inspections') }}
),

documents as (
    select
        publications.report_id,
        publications.urn,
        publications.label,
        publications.publication_date,
        publications.report_url,
        report_files.file_sha256,
        report_files.fetched_at,
        -- Every fact of a letter passes through; the marts write their columns out.
        letters.* exclude (report_id, file_sha256, status, status_detail), -- noqa: RF02
        publications.is_jtai and coalesce(letters.status <> 'not_a_jtai_letter', true) as is_jtai,
        case
            when not publications.is_jtai then 'another kind of document'
            when report_files.file_sha256 is null
                then concat_ws(': ', 'no file', report_files.fetch_problem)
            when letters.status is null then 'not read'
            when letters.status = 'not_a_jtai_letter'
                then concat_ws(': ', 'not a JTAI letter', letters.status_detail)
            when letters.status <> 'read'
                then concat_ws(': ', letters.status, letters.status_detail)
        end as left_out_reason,
    from publications
    left join report_files
        on publications.report_id = report_files.report_id
    left join letters
        on
            publications.report_id = letters.report_id
            and report_files.file_sha256 = letters.file_sha256
)

select * from documents -- noqa: AM04
