select
    urn,
    local_authority,
    la_code,
    new_la_code,
    region_name,
    la_type,
from local_authorities
where inspection_count = 0 and unlisted_letter_count = 0 and urn is not null
