select
    report_id,
    footnote_number::integer as footnote_number,
    marker,
    text,
    page::integer as page,
    reference_page::integer as reference_page,
    reference_quote,
from {{ source('raw', 'footnotes') }}
