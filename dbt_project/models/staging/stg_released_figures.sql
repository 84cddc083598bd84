select
    release_name,
    figure,
    kind,
    value,
from {{ source('raw', 'released_figures') }}
