"""An article is offered to who asks what it answers: by its questions, its title and its text, and to nobody else."""

import random
from functools import cache
from pathlib import Path

import pytest

from knowledge.answers import answer_to, is_wrong
from knowledge.directory import Article, Directory
from knowledge.loader import build, read_folder
from knowledge.matcher import Example, Matcher, examples_of, fit

COMPANY = Path(__file__).parents[2] / "knowledge" / "company"


@cache
def company() -> Directory:
    return build(dict(read_folder(COMPANY)))


@cache
def fitted() -> Matcher:
    return fit(*examples_of(company()))


@cache
def fitted_without_a_part() -> tuple[Matcher, tuple[Example, ...]]:
    examples, texts = examples_of(company())
    order = list(examples)
    random.Random("answers").shuffle(order)
    return fit(order[len(order) // 3 :], texts), tuple(order[: len(order) // 3])


def article(name: str, language: str) -> Article:
    return next(a for a in company().articles if (a.name, a.language) == (name, language))


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        (
            "Hola, me acabo de cambiar al equipo de aduanas y necesito acceso a su aplicación y al buzón compartido",
            "software-request",
            "es",
        ),
        (
            "Hello, is a joint account in my name accepted for my salary, and should I keep the old account open",
            "bank-account-change",
            "en",
        ),
    ],
)
def test_what_only_its_text_speaks_of_finds_the_article_too(text, name, language):
    wanted = article(name, language)
    found = answer_to(text, [wanted], company(), fitted())
    assert found is not None
    questions_alone = wanted.__class__(
        **{f: getattr(wanted, f) for f in wanted.__struct_fields__} | {"body": ""}
    )
    assert answer_to(text, [questions_alone], company(), fitted()) is None


def test_a_text_that_says_what_to_do_when_something_is_wrong_offers_nothing_to_who_says_so():
    vpn = article("vpn-from-home", "es")
    text = "se corta el wifi de la nave y el correo no funciona"
    assert is_wrong(text)
    assert answer_to(text, [vpn], company(), fitted()) is None


def test_of_the_articles_own_questions_each_left_out_nearly_half_find_their_article():
    found = asked = 0
    for one in company().articles:
        for question in one.questions:
            rest = tuple(other for other in one.questions if other != question)
            fields = {f: getattr(one, f) for f in one.__struct_fields__} | {"questions": rest or (one.title,)}
            predicted = fitted().predict(question, one.language)
            routed = predicted.verdict == "route" and predicted.guesses[0].topic == one.topic
            found += routed and answer_to(question, [Article(**fields)], company(), fitted()) is not None
            asked += 1
    assert asked > 150
    assert found >= 0.45 * asked


def test_nobody_is_offered_an_article_on_a_matter_that_has_none():
    matcher, unseen = fitted_without_a_part()
    with_article = {one.topic for one in company().articles}
    asked = [one for one in unseen if one.topic not in with_article]
    offered = []
    for one in asked:
        predicted = matcher.predict(one.text, one.lang)
        near = [
            a
            for a in company().articles
            if predicted.verdict == "route"
            and (a.topic, a.language) == (predicted.guesses[0].topic, one.lang)
        ]
        if answer_to(one.text, near, company(), matcher) is not None:
            offered.append(one.text)
    assert len(asked) > 250
    assert len(offered) <= 0.005 * len(asked), offered


@pytest.mark.parametrize("country", ["es", "mx"])
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("¿Cómo paso los gastos del viaje?", "es"),
        ("¿Cómo justifico los gastos de viaje?", "es"),
        ("¿Cuándo me devuelven los gastos?", "es"),
        ("How do I claim the expenses of a trip?", "en"),
        ("When do I get my expenses back?", "en"),
    ],
)
def test_whoever_asks_for_travel_expenses_is_answered_in_madrid_and_in_mexico_city(
    text: str, language: str, country: str
) -> None:
    wanted = article(f"expenses-{country}", language)
    found = answer_to(text, [wanted], company(), fitted())
    assert found is not None
    assert found.article == wanted
