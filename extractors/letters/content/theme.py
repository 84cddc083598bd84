"""The theme of an inspection, in the letter's words and from the closed list.

Letters to 2020 say "abuse and neglect" of all they inspected: their theme is that of the deep dive. Later ones name it
in the sentence about the multi-agency response. The first phrase that says anything decides: where it names no known
theme, the theme is not read, whatever else the letter mentions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.letters.content.sentences import sentences_of
from extractors.letters.vocabulary.themes import is_informative, theme_of

DEEP_DIVE = re.compile(r"deep[\s-]dive[’'”\"]?\s*(?:focus(?:ed)?\s+)?(?:on|into|of)\s+(.+)", re.IGNORECASE)
RESPONSE = re.compile(
    r"((?:multi-?\s?agency|inter-?agency|joint|partnership(?:’s)?|agencies|partners|services)\s+(?:[\w’]+,?\s+){0,5}?respon(?:ses?|ds?|ding)\s+to\s+.+)",
    re.IGNORECASE,
)
INSPECTED = re.compile(
    r"(?:joint\s+(?:targeted\s+)?(?:area\s+)?inspections?(?:\s*\(JTAIs?\))?|\bJTAIs?)\s*"
    r"(?:(?:was|were|that|which|with|a|is)\s+)*(?::|[-–—]|of|into|on|about|focus(?:s?ed|ing|es)?(?:\s+on)?|look(?:ed|ing)\s+at)"
    r"\s+(.+)",
    re.IGNORECASE,
)
# Where nothing else names it: "the theme was", "the inspection considered", "its focus was".
FOCUSED = re.compile(
    r"(?:\btheme\s+(?:of\s+(?:\w+\s+){0,5})?(?:was|is)|\bfocus\s+(?:of\s+(?:\w+\s+){0,5})?(?:was|is)(?:\s+on)?"
    r"|\b(?:inspection|JTAI)\s+(?:focus(?:s?ed|es)\s+on|considered|evaluated|examined|looked\s+at)"
    r"|\b(?:we|inspectors)\s+(?:inspected|considered|evaluated|examined|looked\s+at)\s+how)\s+(.+)",
    re.IGNORECASE,
)
# "Following the inspection of …, we are writing to you".
PARTS_OF_TITLE = re.compile(r":\s+|\s+[–—-]\s+")
MAIN_CLAUSE = re.compile(r",\s+(?=(?:we|I|this\s+letter)\s)")
# "this vulnerable group of children": the subject was named before.
POINTS_BACK = re.compile(r"(?:this|these|such)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ThemeFound:
    """The theme from the closed list, the words it came from, and what the deep dive was on where there was one."""

    theme: str | None = None
    quote: str | None = None
    deep_dive_focus: str | None = None


def theme_in(title: str | None, introduction: str) -> ThemeFound:
    """Return the theme named by the deep dive, or else by the opening sentence, or else by the title."""
    sentences = sentences_of(introduction)
    focuses = _phrases(DEEP_DIVE, sentences)
    sentences += sentences_of(title or "")
    phrases = [*focuses, *_phrases(RESPONSE, sentences), *_phrases(INSPECTED, sentences)]
    phrases += [phrase for phrase in _phrases(FOCUSED, sentences) if theme_of(phrase.strip("‘’“”'\""))]
    phrases += [part for part in PARTS_OF_TITLE.split(title or "") if theme_of(part)]
    named = ((phrase, theme_of(phrase)) for phrase in phrases)
    deciding, theme = next(((phrase, theme) for phrase, theme in named if theme or _says_what(phrase)), (None, None))
    return ThemeFound(
        theme=theme,
        quote=deciding or next(iter(phrases), None),
        deep_dive_focus=next(iter(focuses), None),
    )


def _says_what(phrase: str) -> bool:
    return not POINTS_BACK.match(phrase) and is_informative(phrase)


def _phrases(wording: re.Pattern[str], sentences: Sequence[str]) -> list[str]:
    found = (match[1] for sentence in sentences if (match := wording.search(sentence)))
    return [MAIN_CLAUSE.split(phrase, maxsplit=1)[0].rstrip(" .,;") for phrase in found]
