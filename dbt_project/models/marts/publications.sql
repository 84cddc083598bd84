with publications as (
    select
        report_id,
        urn,
        label,
        publication_date,
        report_url,
        is_jtai,
        left_out_reason,
        listed_inspection_date,
    from {{ ref('int_documents') }}
)

select * from publications
