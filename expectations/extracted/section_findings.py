"""Whether the findings are the bullets that their sections count."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from expectations.rows import Key, columns_of, keys_of
from extractors.records import FINDINGS_KINDS

DEEPEST_NESTING = 4


def findings_beside_bullets(sections: pd.DataFrame, findings: pd.DataFrame) -> dict[str, pd.Series]:
    """For each section how many findings it and its subsections have, and whether that is right.

    A findings section without bullets has a finding a paragraph, so at least one; one that says there are no areas for
    priority action may have none.
    """
    counts = findings_under(sections, findings)
    keys = keys_of(sections, "section_number")
    tops = pd.Series([counts[key, 1] for key in keys], index=sections.index)
    subs = pd.Series([counts[key, 2] for key in keys], index=sections.index)
    are_the_same = tops.eq(sections["bullet_count"]) & subs.eq(sections["sub_bullet_count"])
    is_right = are_the_same.where(sections["bullet_count"].gt(0), tops.gt(0))
    is_stated_none = sections["kind"].eq("priority_action") & sections["priority_action_areas_stated_none"].eq(True)
    is_counted_here = sections["kind"].isin(FINDINGS_KINDS) & ~is_stated_none
    return {"finding_count": tops, "sub_finding_count": subs, "are_bullets_findings": is_right | ~is_counted_here}


def findings_under(sections: pd.DataFrame, findings: pd.DataFrame) -> Counter[tuple[Key, object]]:
    """Count findings by section and level, each for the section it names and for all that this one stands in."""
    parents = dict(zip(keys_of(sections, "section_number"), sections["parent_section_number"], strict=True))
    counts: Counter[tuple[Key, object]] = Counter()
    for report, number, level in columns_of(findings, "report_id", "section_number", "level"):
        above = number
        for _ in range(DEEPEST_NESTING):
            counts[(report, above), level] += 1
            above = parents.get((report, above))
            if pd.isna(above):
                break
    return counts
