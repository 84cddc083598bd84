select
    report_id,
    urn::integer as urn,
    label,
    publication_date,
    report_url,
    is_jtai,
from {{ source('raw', 'publications') }}
