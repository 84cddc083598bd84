select
    report_id,
    table_name,
    row_key,
    column_name,
    cell_value,
from {{ source('raw', 'released_cells') }}
