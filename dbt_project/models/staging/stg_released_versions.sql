select
    report_id,
    file_sha256,
    local_authority,
    publication_date,
    report_url,
    first_released,
    last_released,
    withdrawal_reason,
    acknowledged_by,
    acknowledged_on,
from {{ source('raw', 'released_versions') }}
