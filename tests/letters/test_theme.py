"""Themes: every wording that names one, and the phrases that do not."""

from __future__ import annotations

import pytest

from extractors.letters.content.theme import theme_in
from extractors.letters.vocabulary.themes import theme_of


@pytest.mark.parametrize(
    ("words", "theme"),
    [
        (
            "the response to child sexual exploitation and those missing from home",
            "child sexual exploitation and missing children",
        ),
        (
            "child sexual exploitation (CSE) and those children missing from home, care or education",
            "child sexual exploitation and missing children",
        ),
        (
            "child sexual exploitation, children associated with gangs and at risk of exploitation and children "
            "missing from home, care or education",
            "child sexual exploitation and missing children",
        ),
        ("children at risk of sexual exploitation and those at risk of criminal exploitation", "child exploitation"),
        (
            "children experiencing or at risk of exploitation, including sexual and criminal exploitation, in Anywhere",
            "child exploitation",
        ),
        ("the criminal exploitation of children in this area", "criminal exploitation of children"),
        (
            "children at risk of criminal exploitation in Kingston upon Hull, City of",
            "criminal exploitation of children",
        ),
        ("child criminal exploitation", "criminal exploitation of children"),
        ("serious youth violence and criminal exploitation", "serious youth violence"),
        ("unborn children and children aged 0 to 7 who are victims of domestic abuse", "domestic abuse"),
        ("how agencies in Leeds respond to children who are victims of domestic violence and abuse", "domestic abuse"),
        ("Domestic Abuse in Telford & Wrekin", "domestic abuse"),
        ("children in care who are living with mental ill health", "children's mental health"),
        (
            "children subject to child in need and child protection plans, and children in care, who are living with "
            "mental ill health",
            "children's mental health",
        ),
        ("children’s emotional well-being and mental health in St Helens", "children's mental health"),
        ("child sexual abuse in the family environment", "sexual abuse in the family"),
        ("intrafamilial child sexual abuse in Bath and North East Somerset", "sexual abuse in the family"),
        (
            "a small group of children and young people who have suffered, or are at risk of, child sexual abuse in "
            "the family environment in Bournemouth, Christchurch and Poole",
            "sexual abuse in the family",
        ),
        ("children between seven and 15 years old who have been neglected", "neglect"),
        ("children living with neglect in Bristol city council", "neglect"),
        ("identification of initial need and risk", "identification of initial need and risk"),
        ("initial need and risk in the borough", "identification of initial need and risk"),
        (
            "identification of initial need and risk (often referred to as the ‘front door’) in Anywhere",
            "identification of initial need and risk",
        ),
        ("identification of initial need and risk for children and families who need help", "early help"),
        (
            "identification of need and risk in Anywhere borough Council for children and families who need help",
            "early help",
        ),
        ("children and families in Anywhere who need help", "early help"),
        ("early help in Surrey", "early help"),
    ],
)
def test_a_theme_is_named_by_any_of_its_wordings(words: str, theme: str) -> None:
    assert theme_of(words) == theme


@pytest.mark.parametrize(
    "words",
    [
        "abuse and neglect",
        "abuse outside the family",
        "child sexual abuse outside the family",
        "sexual abuse in schools",
        "online sexual abuse",
        "child sexual abuse",
        "parental mental ill health",
        "children living with parents who have mental ill health",
        "the transition to adult mental health services",
        "the mental health of staff",
        "harmful sexual behaviour between children",
        "children affected by parental domestic abuse and neglect",
        "domestic abuse and parental substance misuse",
        "adult domestic abuse",
        "neglect and domestic abuse",
        "neglect of older people",
        "children with disabilities who are neglected",
        "exploitation of workers",
        "serious violence against women",
        "children missing education",
        "elective home education and early help",
        "risks outside the home",
        "unaccompanied children",
        "the wellbeing of seaside donkeys",
    ],
)
def test_a_phrase_that_is_only_partly_known_names_no_theme(words: str) -> None:
    assert theme_of(words) is None
    found = theme_in("Joint targeted area inspection of Anywhere", f"the JTAI of the multi-agency response to {words}.")
    assert (found.theme, found.quote) == (None, f"multi-agency response to {words}")


@pytest.mark.parametrize(
    "opening",
    [
        "This letter summarises the findings of the joint targeted area inspection of the multi-agency response to {}.",
        "We inspected the multi-agency identification and response to {}.",
        "The JTAI looked at how partners and their multi-agency services respond to {}.",
        "This letter is about the joint targeted area inspection (JTAI) of {}.",
        "The JTAI focused on {}.",
        "This joint targeted area inspection looked at {}.",
        "Between 3 and 7 June 2024, Ofsted undertook a joint inspection of services for {}.",
    ],
)
def test_the_opening_sentence_is_read_whatever_its_verb(opening: str) -> None:
    known = opening.format("domestic abuse in the London Borough of Anywhere")
    assert theme_in("Joint targeted area inspection of Anywhere", known).theme == "domestic abuse"
    unknown = theme_in(None, opening.format("domestic abuse of men in Anywhere"))
    assert unknown.theme is None
    assert "domestic abuse of men" in str(unknown.quote)


@pytest.mark.parametrize(
    "sentence",
    [
        "The theme of this inspection was {}.",
        "The inspection considered {}.",
        "Its focus was {}.",
    ],
)
def test_a_known_theme_is_read_where_only_a_sentence_of_its_own_names_it(sentence: str) -> None:
    opening = "This letter is about the joint targeted area inspection of Anywhere. "
    found = theme_in("Joint targeted area inspection of Anywhere", opening + sentence.format("domestic abuse"))
    assert (found.theme, found.quote) == ("domestic abuse", "domestic abuse")
    assert theme_in(None, opening + sentence.format("how leaders meet")).theme is None


def test_a_theme_is_read_from_a_sentence_about_how_agencies_respond() -> None:
    introduction = (
        "In May, we inspected how agencies in Anywhere respond to children who are victims of domestic abuse."
    )
    found = theme_in("Joint targeted area inspection of Anywhere", introduction)
    assert found.theme == "domestic abuse"
    assert found.quote == "agencies in Anywhere respond to children who are victims of domestic abuse"


def test_a_theme_is_read_from_a_sentence_about_what_inspectors_looked_at() -> None:
    words = "well agencies in Anywhere help children who are victims of domestic abuse"
    assert theme_in(None, f"We inspected how {words}.").theme == "domestic abuse"
    assert theme_in(None, "We inspected how leaders meet.").theme is None


@pytest.mark.parametrize(
    ("title", "introduction", "theme"),
    [
        ("JTAI in Anywhere: serious youth violence", "We came.", "serious youth violence"),
        ("Serious youth violence – joint targeted area inspection of Anywhere", "We came.", "serious youth violence"),
        (None, "This JTAI examined the partnership’s response to neglect.", "neglect"),
        (None, "The inspection looked at how well agencies work together to protect children from neglect.", "neglect"),
        (None, "After the joint inspection of the multi-agency response to neglect in Anywhere, we write.", "neglect"),
    ],
)
def test_a_theme_may_be_named_in_a_part_of_the_title_or_before_a_main_clause(
    title: str | None, introduction: str, theme: str
) -> None:
    assert theme_in(title, introduction).theme == theme


def test_the_theme_is_that_of_the_deep_dive_where_there_is_one() -> None:
    title = "Joint targeted area inspection of the multi-agency response to abuse and neglect in Anywhere"
    introduction = (
        "They undertook a joint inspection of the multi-agency response to abuse and neglect in Anywhere. "
        "This inspection included a ‘deep dive’ focus on the response to {}."
    )
    found = theme_in(title, introduction.format("children living with domestic abuse"))
    assert found.theme == "domestic abuse"
    assert found.quote == found.deep_dive_focus == "the response to children living with domestic abuse"
    unknown = theme_in(title.replace("abuse and neglect", "neglect"), introduction.format("parental mental ill health"))
    assert (unknown.theme, unknown.quote) == (None, "the response to parental mental ill health")


def test_the_title_names_the_theme_where_the_deep_dive_only_points_back_to_it() -> None:
    found = theme_in(
        "Joint targeted area inspection of the multi-agency response to child exploitation in Anywhere",
        "The inspection included a ‘deep dive’ focus on this vulnerable group of children, at risk outside the home.",
    )
    assert found.theme == "child exploitation"
    assert found.deep_dive_focus == "this vulnerable group of children, at risk outside the home"
