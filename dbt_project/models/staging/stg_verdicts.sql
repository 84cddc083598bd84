select
    gate,
    run_id,
    judged_at,
from {{ source('gates', 'verdicts') }}
