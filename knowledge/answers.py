"""Whether the company's prepared answer is what somebody asks for. Pure.

An article is decided by its own questions, title and body, not by its topic: a topic also gathers what an answer cannot
help, such as a payslip that has not come. Who writes that something is wrong gets a person, unless the article is about
just that.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from msgspec import Struct

from knowledge.directory import Article, Directory, TopicId, Traits
from knowledge.matcher import Matcher
from knowledge.matcher.text import plain

# From here on an article's question asks the same. Of the example company's own sentences nearly all that only a person
# can settle lie below it, and most that its articles answer above.
ASKS_THE_SAME = 0.4
# Below it the article's own text speaks for it as well, at half the weight: words that no question has thought of. Of
# the 207 questions of the example company's articles, each left out in turn, 46 % find their article instead of 36 %. Of
# its own sentences, a third at a time asked of a matcher fitted to the others, two of the 1,127 on topics without an
# article are offered one, and of those on the other topics 11 of the 121 that tell of something wrong: as many as before.
WITH_ITS_BODY = 0.5
WEIGHT_OF_BODY = 0.5

_WRONG = re.compile(
    # Spanish
    r"\bno (?:(?:me|se|nos|le|lo|la|los|las|te|os) )*(?:ha|han|he|hemos|hay|va|van|funciona|llega|abre|sale|deja|puedo|podemos"
    r"|aparece|carga|imprime|enciende|arranca|responde|reconoce|acepta|aprueba|coincide|cuadra|entra|lee|manda|paga|conecta"
    r"|tengo|veo|jala|estan?\b(?! clar))"
    r"|\b(?:todavia|aun|sigue|sigo|seguimos) (?:no|sin)\b|\bsin (?:recibir|cobrar|aprobar|respuesta)\b"
    r"|\b(?:falla|fallo|error|errores|mal|rot[oa]s?|averiad[oa]|estropead[oa]|incorrect[oa]s?|equivocad[oa]s?|rechaz\w+|pendientes?"
    r"|faltan?|desconecta|atascad[oa]|caid[oa]|nadie|de menos|de mas)\b"
    # English
    r"|\b(?:has|have|had|did|does|do|is|are|was|were|will|would|can|could)(?: not|n't)\b|\bcannot\b|\bno (?:one|answer|sign)\b"
    r"|\b(?:wrong|missing|broken|fails?|failed|failing|late|incorrect|rejected|declined|never|nobody|stuck|down|crash\w*"
    r"|still (?:not|no|waiting|pending)|pending|not (?:arrived|working|there|been|showing|paid))\b"
)


class Fitting(Struct, frozen=True):
    """An article and how surely it is what was asked for, 0..1."""

    article: Article
    closeness: float


def is_wrong(text: str) -> bool:
    """Whether the words say that something has gone wrong: a person is needed."""
    return bool(_WRONG.search(plain(text)))


# Of what the articles ask, again and again the same; texts of people are not kept.
_tells_of_wrong = lru_cache(maxsize=4_000)(is_wrong)


def answer_to(
    text: str, articles: Iterable[Article], directory: Directory, matcher: Matcher
) -> Fitting | None:
    """The best of `articles` (all of which may be offered) where one asks the same; the nearer one (`for:`) of equals."""
    wrong = is_wrong(text)
    found = []
    for article in articles:
        asked = questions_of(article, directory)
        if wrong:
            asked = tuple(filter(_tells_of_wrong, asked))
        closeness = max(matcher.alike(text, asked, article.language), default=0.0)
        if closeness >= ASKS_THE_SAME or (not wrong and _says_it(text, article, closeness, matcher)):
            found.append(Fitting(article, closeness))
    return max(
        found, key=lambda one: (round(one.closeness, 2), not one.article.for_.is_everybody), default=None
    )


def _says_it(text: str, article: Article, closeness: float, matcher: Matcher) -> bool:
    """Whether its text makes up for what its questions lack. Who says that something is wrong is not held against it: a
    body tells what to do when something is."""
    if closeness + WEIGHT_OF_BODY < WITH_ITS_BODY:
        return False
    [body] = matcher.alike(text, [f"{article.title}\n{article.body}"], article.language)
    return closeness + WEIGHT_OF_BODY * body >= WITH_ITS_BODY


def may_be_offered(
    articles: Iterable[Article], topic: TopicId, traits: Traits, language: str, today: date
) -> list[Article]:
    """Those of the topic that are *for* the asker, in their language and not past their review."""
    return [
        article
        for article in articles
        if article.topic == topic
        and article.language == language
        and article.review_again >= today
        and article.for_.holds(traits)
    ]


def questions_of(article: Article, directory: Directory) -> tuple[str, ...]:
    """What it answers. One that lists no questions answers those of its topic that a person need not settle."""
    if article.questions:
        return (article.title, *article.questions)
    topic = directory.topics.get(article.topic)
    examples = topic.examples.get(article.language, ()) if topic else ()
    return (article.title, *(example for example in examples if not _tells_of_wrong(example)))
