"""Actions: what a letter asks for next, and whether it says that no area needs priority action.

What is asked for is read where letters ask it; where that place was not found, nothing is known, which is not "no".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractors.letters.content.dates import find_dates
from extractors.letters.content.sentences import sentences_of

# "No areas for priority action were identified", "Inspectors have not found any areas of practice that need it".
NO_PRIORITY_ACTION = re.compile(
    r"\b(?:no|none|nor|nothing|without|nil|(?:not|n’t|never)\s+(?:been\s+)?(?:identif\w+|found|find|see|seen|any|raised?"
    r"|result(?:ed)?\s+in|le(?:a)?d\s+to))\s+"
    r"(?:(?:of|the|these|any|anything|an?|we|our|or|saw|seen|calls?|inspectors|findings?|areas?|practice|aspects?|services?|matters?|issues?|identified|found|were|was|are|is|have|has|"
    r"been|for|that|which|where|as|in|to|be|being|needs?|needing|needed|requir(?:e|es|ed|ing)|immediate|urgent|further|"
    r"other|there|this|inspection)\s+){0,10}?priority\s+actions?\b",
    re.IGNORECASE,
)
PRIORITY_ACTION_NONE = re.compile(
    r"\bpriority\s+actions?\b(?:\s+(?:\w+\s+){0,2}?(?:is|are|was|were|has|have)\s+(?:been\s+)?(?:not\s+(?:been\s+)?"
    r"(?:identified|found|needed|required|necessary|raised)|none\b)|\s*[:–—-]+\s*(?:none|nil)\b)",
    re.IGNORECASE,
)
# Under the heading "Areas for priority action" the word itself need not be said.
NOTHING = re.compile(
    r"(?:none|nil|n/a|not\s+applicable)\b[^.]{0,40}\.?"
    r"|(?:there\s+(?:are|were)|(?:we|inspectors)\s+(?:found|identified))\s+(?:none|no\s+(?:such\s+)?areas?)\b[^.]{0,40}\.?"
    r"|(?:we|inspectors)\s+(?:did\s+not\s+(?:identify|find)|have\s+not\s+(?:identified|found))\s+any\b[^.]{0,40}\.?"
    r"|no(?:\s+such)?\s+areas?\b[^.]{0,40}\b(?:identified|found)\b[^.]{0,20}\.?",
    re.IGNORECASE,
)
MAX_NO_PRIORITY_ACTION_LENGTH = 120

DUTY = (
    r"(?:should|must|will|shall|needs?\s+to|has\s+to|have\s+to|ha(?:s|ve)\s+been\s+asked\s+to|is\s+to|are\s+to"
    r"|(?:is|are)\s+(?:asked|required|expected|invited|requested)\s+to)(?!\s+not\b)"
)
MAKING = (
    r"(?:(?:prepar|produc|co-?ordinat|develop|writ|draw|draft|compil|submit|creat|provid|agree|publish)\w*"
    r"|lead(?:s|ing)?(?!\s+(?:safeguarding|partner|agenc|authorit))\b)"
)
STATEMENT = r"statement\b"
# Ways to ask: "X should prepare a statement", "We ask X to prepare one", "A statement should be prepared by X", "A
# statement is required of X", "X is asked for a statement", "It is for X to prepare a statement".
REQUESTS = (
    re.compile(
        rf"\b(?:ask|require|request|expect)s?\s+(?:for\s+)?(?:an?|the)\s+(?:[\w-]+\s+){{0,3}}?{STATEMENT}[^.]{{0,60}}?\s(?:from|of|by)\s+"
        r"(?P<lead>(?!\d|action\b|proposed\b).+?)(?=,?\s+(?:by|before|no\s+later|on\s+or|in\s+response|within|that|which)\b|[.;]|$)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\bit\s+(?:is|will\s+be|falls)\s+(?:for|to)\s+(?P<lead>.+?)\s+to\s+{MAKING}\b[^.]{{0,80}}?\b{STATEMENT}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{STATEMENT}[^.]{{0,60}}?\b(?:is|are)\s+(?:required|requested|expected|needed)\s+(?:from|of)\s+"
        r"(?P<lead>(?!\d).+?)(?=,?\s+(?:by|before|no\s+later|on\s+or|in\s+response|within)\b|[.;]|$)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?P<lead>.+?),?\s+(?:(?:has|have)\s+been\s+determined\b.{{0,60}}?\band\s+)?(?:is|are)\s+asked\s+for\s+"
        rf"(?:\w+\s+){{0,3}}?{STATEMENT}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?P<lead>.+?),?\s+(?:(?:is|are)\s+the\s+principal\s+authorit(?:y|ies),?\s+(?:and|who|which)\s+)?{DUTY},?\s+"
        rf"(?:[\w’,-]+\s+){{0,8}}?{MAKING}\b[^.]{{0,80}}?\b{STATEMENT}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:ask|require|request|expect|invite)s?\s+(?:that\s+)?(?P<lead>.+?)\s+(?:to\s+)?{MAKING}\b[^.]{{0,80}}?\b{STATEMENT}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?P<lead>.+?)\s+(?:is|are)\s+(?:jointly\s+)?responsible\s+for\s+{MAKING}\b[^.]{{0,80}}?\b{STATEMENT}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{STATEMENT}[^.]{{0,60}}?\b(?:is|are)\s+(?:now\s+)?(?:required|requested|needed)(?P<lead>)[.;]?$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{STATEMENT}.{{0,80}}?\b(?:prepared|produced|co-?ordinated|led|developed|written|drawn\s+up|drafted|submitted)\s+"
        r"(?:\w+\s+){0,2}?by\s+(?P<lead>(?!\d).+?)(?=,?\s+(?:by|before|no\s+later|on\s+or|in\s+response|responding|to|on\s+behalf"
        r"|and\s+(?:sen[dt]|submit(?:ted)?))\b|[.;]|$)",
        re.IGNORECASE,
    ),
)
LEAD_OPENING = re.compile(
    r"^.*?\b(?:determined|decided|concluded|agreed)\s+that\s+|^(?:following|in\s+response\s+to|in\s+light\s+of|as\s+a\s+result"
    r"(?:\s+of)?|(?:acting\s+)?(?:on\s+behalf\s+of|for)|together\s+with|with|as|having|given|after|by|within|before|therefore|accordingly|the\s+principal\s+authorit(?:y|ies))\b[^,]*,\s*",
    re.IGNORECASE | re.DOTALL,
)
REFERS_BACK = re.compile(r"it|they|you|this|which", re.IGNORECASE)
PRINCIPAL = re.compile(
    r"^(?:(?P<lead>.+?),?\s+(?:is|are|as)\s+the\s+principal\s+authorit(?:y|ies)\b"
    r"|the\s+principal\s+authorit(?:y|ies)\s+(?:is|are)\s+(?P<named>[^.;]+))",
    re.IGNORECASE,
)
LEAD_CLOSING = re.compile(
    r",\s+(?:(?:which\s+is\s+)?the\s+principal\s+authority|as|acting|working|(?:together\s+|along)?with|in\s+(?:partnership|collaboration|consultation|conjunction))\b.*$",
    re.IGNORECASE | re.DOTALL,
)
PARENTHESIS = re.compile(r"\s*\([^)]{20,}\)")
DUE = re.compile(
    r"\b(?:by|before|no\s+later\s+than|not\s+later\s+than|due|deadline|closing\s+date)\b(?:[\s,:]+(?!by\b)[\w’.:@-]+){0,6}?[\s,:(]*$",
    re.IGNORECASE,
)
ABOUT_STATEMENT = re.compile(
    r"\b(?:statement|send|sent|submit\w*|return\w*|response|reach|receive|deadline|due|closing)\b", re.IGNORECASE
)
NAMED_STATEMENT = re.compile(r"\b(?:written\s+statement|statement\s+of\s+(?:proposed\s+)?action)\b", re.IGNORECASE)
NO_STATEMENT = re.compile(
    r"\b(?:no|neither|without|(?:not|never)\b[^.]{0,60}?)\s+(?:a\s+|any\s+|the\s+|such\s+a\s+)?(?:further\s+|formal\s+|joint\s+)?"
    r"(?:written\s+)?statement\b|\bstatement\b[^.]{0,40}?\b(?:is|are|was|will|need|does)\s+(?:not|n’t)\b"
    r"|\bno\s+(?:requirement|need|further\s+action)\b[^.]{0,80}?\bstatement\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WrittenStatement:
    """The statement of proposed action that a letter asks for: who leads it, by when, and the words that say so.

    `is_required` is None where the place that would ask for it was not found.
    """

    is_required: bool | None = None
    lead: str | None = None
    due_date: date | None = None
    quote: str | None = None


def written_statement_in(next_steps: str, *, elsewhere: str = "") -> WrittenStatement:
    """Return the written statement that "Next steps" asks for.

    Where that section was not found, the request is looked for `elsewhere` in the letter, in its full name.
    """
    if next_steps.strip():
        asked = _statement_asked_for(sentences_of(next_steps))
        return asked or _statement_not_asked_for(sentences_of(next_steps))
    named = [sentence for sentence in sentences_of(elsewhere) if re.search(r"\bwritten\s+statement\b", sentence)]
    return _statement_asked_for(named) or WrittenStatement()


def _statement_not_asked_for(sentences: Sequence[str]) -> WrittenStatement:
    """Return that none is required, with the sentence that says so; None where words may ask for it."""
    named = [sentence for sentence in sentences if NAMED_STATEMENT.search(sentence)]
    if any(not NO_STATEMENT.search(sentence) for sentence in named):
        return WrittenStatement()
    said = next((sentence for sentence in sentences if NO_STATEMENT.search(sentence)), None)
    return WrittenStatement(is_required=False, quote=said)


def _statement_asked_for(sentences: Sequence[str]) -> WrittenStatement | None:
    asking = [sentence for sentence in sentences if not NO_STATEMENT.search(sentence)]
    requests = (request.search(sentence) for sentence in asking for request in REQUESTS)
    found = next((request for request in requests if request), None)
    if not found:
        return None
    due = next((due for sentence in sentences if (due := _due_date_in(sentence))), None)
    return WrittenStatement(
        is_required=True,
        lead=_name_lead(found["lead"], sentences),
        due_date=due[0] if due else None,
        quote=" … ".join([found[0], *([due[1]] if due else [])]),
    )


def _name_lead(words: str, sentences: Sequence[str]) -> str | None:
    """Return who leads the statement: the principal authority, where "it" refers to one or nobody is named with it."""
    lead = _simplify_lead(words)
    if lead and not REFERS_BACK.fullmatch(lead):
        return lead
    principals = (PRINCIPAL.search(sentence) for sentence in sentences)
    return next(
        (_simplify_lead(principal["lead"] or principal["named"]) for principal in principals if principal), None
    )


def _simplify_lead(words: str) -> str:
    return PARENTHESIS.sub("", LEAD_CLOSING.sub("", LEAD_OPENING.sub("", words))).strip(" ,\n")


def _due_date_in(sentence: str) -> tuple[date, str] | None:
    """Return the day by which a sentence asks for the statement, and the words that say so."""
    if not ABOUT_STATEMENT.search(sentence):
        return None
    for printed in find_dates(sentence):
        due = DUE.search(sentence[: printed.start])
        if due and printed.value:
            return printed.value, sentence[due.start() : printed.end]
    return None


def states_no_priority_action(text: str) -> bool:
    """Say whether a text states that there are no areas for priority action."""
    if "priority" not in text.lower():
        return False
    return bool(NO_PRIORITY_ACTION.search(text) or PRIORITY_ACTION_NONE.search(text))


def is_only_no_priority_action(text: str, *, under_its_heading: bool = False) -> bool:
    """Say whether a paragraph or bullet says no more than that there are no areas for priority action."""
    if under_its_heading and NOTHING.fullmatch(text):
        return True
    return len(text) < MAX_NO_PRIORITY_ACTION_LENGTH and states_no_priority_action(text)
