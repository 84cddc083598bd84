select
    report_id,
    urn::integer as urn,
    label,
    publication_date,
    report_url,
    is_jtai,
    listed_inspection_date,
from {{ source('raw', 'publications') }}
