select
    problem_key,
    first_seen,
from {{ source('raw', 'released_problems') }}
