select
    report_id,
    finding_number::integer as finding_number,
    section_number::integer as section_number,
    kind,
    level::integer as level,
    parent_finding_number::integer as parent_finding_number,
    text,
    page::integer as page,
    x0,
    top,
    x1,
    bottom,
from {{ source('raw', 'findings') }}
