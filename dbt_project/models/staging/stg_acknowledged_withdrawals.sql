select
    report_id,
    reason as withdrawal_reason,
    acknowledged_by,
    acknowledged_on,
from {{ source('raw', 'acknowledged_withdrawals') }}
