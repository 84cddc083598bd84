select
    theme,
    also_known_as,
from {{ source('raw', 'themes') }}
