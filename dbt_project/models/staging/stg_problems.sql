select
    md5(concat_ws(
        '|', gate, expectation, coalesce(report_id, ''), table_name, coalesce(column_name, ''),
        coalesce(row_key, ''), coalesce(seen, '')
    )) as problem_key,
    gate,
    expectation,
    claim,
    severity,
    report_id,
    table_name,
    column_name,
    row_key,
    page::integer as page,
    seen,
    crop_path,
    run_id,
    judged_at,
from {{ source('gates', 'problems') }}
