with corrected_footnotes as (
    {{ corrected('footnotes') }}
),

footnotes as (
    select
        report_id,
        footnote_number,
        marker,
        text,
        page,
        reference_page,
        reference_quote,
    from corrected_footnotes
    where report_id in (select inspections.report_id from {{ ref('inspections') }} as inspections)
)

select * from footnotes
