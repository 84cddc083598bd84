select
    report_id,
    table_name,
    -- An empty cell of the CSV file means that there is nothing.
    coalesce(row_key, '') as row_key,
    column_name,
    nullif(original_value, '') as original_value,
    nullif(corrected_value, '') as corrected_value,
    reason,
    corrected_by,
    corrected_on,
from {{ source('raw', 'hand_corrections') }}
