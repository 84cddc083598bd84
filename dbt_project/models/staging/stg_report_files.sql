select
    report_id,
    file_sha256,
    fetched_at,
    fetch_problem,
from {{ source('raw', 'report_files') }}
