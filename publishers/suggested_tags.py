"""The suggested topics and agencies of each finding that are right often enough to be shown to readers."""

from __future__ import annotations

TAGS_OF_FINDINGS = """
SELECT report_id, finding_number, topics, agencies
FROM (
    SELECT report_id, finding_number, list(name ORDER BY name) AS topics
    FROM finding_topics JOIN topics USING (topic) WHERE is_shown GROUP BY ALL
)
FULL JOIN (
    SELECT report_id, finding_number, list(name ORDER BY name) AS agencies
    FROM finding_agencies JOIN agencies USING (agency) WHERE is_shown GROUP BY ALL
) USING (report_id, finding_number)
"""
"""A query for their names, in lists, over the released tables; a list is null where it would be empty."""
