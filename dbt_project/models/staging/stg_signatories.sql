select
    report_id,
    position::integer as position,
    office,
    organisation,
from {{ source('raw', 'signatories') }}
