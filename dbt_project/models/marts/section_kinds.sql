select
    kind,
    name,
    definition,
    holds_findings,
    polarity,
from {{ ref('section_kind_definitions') }}
