with publications as (
    select
        report_id,
        urn,
        label,
        publication_date,
        report_url,
        is_jtai,
        listed_inspection_date,
    from {{ ref('stg_publications') }}
),

withdrawals as (
    select
        report_id,
        withdrawal_reason,
    from {{ ref('stg_acknowledged_withdrawals') }}
),

-- What the gate `extracted` found to be surely another letter.
other_letters as (
    select
        report_id,
        any_value(message) as message,
    from {{ ref('int_current_problems') }}
    where expectation = 'a_letter_is_the_one_listed' and is_open
    group by report_id
),

successors as (
    select
        urn,
        unnest(string_split(successor_urns, ' '))::integer as successor_urn,
    from {{ ref('stg_providers') }}
    where successor_urns is not null
),

report_files as (
    select
        report_id,
        file_sha256,
        fetched_at,
        fetch_problem,
    from {{ ref('stg_report_files') }}
),

-- One file, listed by an authority twice or by its successor too, is one letter: that of the authority that was first.
same_files as (
    select
        others.report_id,
        arg_min(first_publications.report_id, first_publications.publication_date) as same_as,
    from publications as others
    inner join report_files as other_files
        on others.report_id = other_files.report_id
    inner join report_files as first_files
        on other_files.file_sha256 = first_files.file_sha256
    inner join publications as first_publications
        on first_files.report_id = first_publications.report_id
    left join successors
        on first_publications.urn = successors.urn and others.urn = successors.successor_urn
    where
        others.is_jtai
        and first_publications.is_jtai
        and (
            successors.urn is not null
            or (
                others.urn = first_publications.urn
                and (first_publications.publication_date, first_publications.report_id)
                < (others.publication_date, others.report_id)
            )
        )
    group by others.report_id
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
        publications.listed_inspection_date,
        report_files.file_sha256,
        report_files.fetched_at,
        report_files.fetch_problem as file_problem,
        -- Every fact of a letter passes through; the marts write their columns out.
        letters_read.* exclude (report_id, file_sha256), -- noqa: RF02
        case
            when not publications.is_jtai then 'another kind of document'
            -- What nothing shows to be a letter about such an inspection is none, however it is labelled.
            when reading_outcomes.status = 'not_a_jtai_letter'
                then concat_ws(': ', 'not a JTAI letter', reading_outcomes.status_detail)
            when withdrawals.report_id is not null and report_files.fetch_problem is not null
                then concat_ws(': ', 'withdrawn', withdrawals.withdrawal_reason)
            when same_files.report_id is not null then 'the same file as report ' || same_files.same_as
            when other_letters.report_id is not null and reading_outcomes.status = 'read'
                then concat_ws(': ', 'not the letter that is listed', other_letters.message)
        end as left_out_reason,
        publications.is_jtai
        and coalesce(reading_outcomes.status <> 'not_a_jtai_letter', true) as is_jtai,
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
    left join withdrawals
        on publications.report_id = withdrawals.report_id
    left join other_letters
        on publications.report_id = other_letters.report_id
    left join same_files
        on publications.report_id = same_files.report_id
)

select * from documents -- noqa: AM04
