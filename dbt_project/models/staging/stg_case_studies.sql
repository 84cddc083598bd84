select
    report_id,
    case_study_number::integer as case_study_number,
    section_number::integer as section_number,
    title,
    polarity,
    start_page::integer as start_page,
    end_page::integer as end_page,
from {{ source('raw', 'case_studies') }}
