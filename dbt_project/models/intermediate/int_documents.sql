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

reading_outcomes as (
    select
        report_id,
        file_sha256,
        status,
        status_detail,
    from letters
),

-- What could not be read says nothing: all its facts are null.
letters_read as (
    select * exclude (status, status_detail)
    from letters
    where status = 'read'
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
        letters_read.* exclude (report_id, file_sha256), -- noqa: RF02
        case
            when not publications.is_jtai then 'another kind of document'
            -- What nothing shows to be a letter about such an inspection is none, however it is labelled.
            when reading_outcomes.status = 'not_a_jtai_letter'
                then concat_ws(': ', 'not a JTAI letter', reading_outcomes.status_detail)
        end as left_out_reason,
        left_out_reason is null as is_jtai,
        case
            when left_out_reason is not null or reading_outcomes.status = 'read' then null
            when report_files.file_sha256 is null
                then concat_ws(': ', 'no file', report_files.fetch_problem)
            when reading_outcomes.status is null then 'not read'
            else concat_ws(': ', reading_outcomes.status, reading_outcomes.status_detail)
        end as unread_reason,
    from publications
    left join report_files
        on publications.report_id = report_files.report_id
    left join reading_outcomes
        on
            publications.report_id = reading_outcomes.report_id
            and report_files.file_sha256 = reading_outcomes.file_sha256
    left join letters_read
        on
            publications.report_id = letters_read.report_id
            and report_files.file_sha256 = letters_read.file_sha256
)

select * from documents -- noqa: AM04
