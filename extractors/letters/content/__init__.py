"""Content: the rows that a letter's parts give: facts, sections, findings, footnotes, warnings about the reading."""
