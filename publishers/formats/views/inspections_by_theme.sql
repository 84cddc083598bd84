select
    theme,
    count(*) as letter_count,
    count(distinct urn) as authority_count,
    min(publication_date) as first_published,
    max(publication_date) as last_published,
from inspections
group by theme
