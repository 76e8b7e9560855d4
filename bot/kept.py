"""The company's answers: those of the directory and those that owners kept, without what is no longer so."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from msgspec.structs import replace

from bot.domain.commands import KeepAnswer
from bot.domain.decide.ending import article_of
from bot.domain.request import Request
from knowledge.directory import Article, Directory, For, PersonId, TopicOwner

DOUBTED_BY = 2  # people, since it was last reviewed: from then on it is not offered
A_MONTH = timedelta(days=30)

encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Article).decode


def article_from(command: KeepAnswer, request: Request, directory: Directory, now: datetime) -> Article:
    """For whom it is true is `_for`'s to say."""
    if request.topic is None:
        raise ValueError("an answer is kept under its topic")
    return Article(
        name=article_of(request),
        language=request.language,
        topic=request.topic,
        title=" ".join(command.title.split()),
        body=command.text.strip(),
        stands_behind=command.by,
        reviewed=now.date(),
        review_again=(now + command.months * A_MONTH).date(),
        for_=_for(directory.topics[request.topic].owners, command.by, request.counted.country),
        questions=(" ".join(command.question.split()),),
    )


def _for(owners: Sequence[TopicOwner], by: PersonId, country: str) -> For:
    """Whom the publisher answers for. Where they answer for everybody and others for some, what is true of one place need
    not be so of another: then those of `country`, the requester's; else everybody.
    """
    theirs = [owner.for_ for owner in owners if owner.person == by]
    if len(theirs) == 1 and not theirs[0].is_everybody and _may_be_of(theirs[0], country):
        return theirs[0]
    differs = any(not owner.for_.is_everybody for owner in owners)
    return For(country=(country,)) if differs and country else For()


def _may_be_of(for_: For, country: str) -> bool:
    return not (for_.country and country) or country in for_.country


def with_answers(directory: Directory, kept: Mapping[str, bytes], doubts: Mapping[str, float]) -> Directory:
    """`kept` and `doubts` as the store has them; an answer whose topic is gone is left out."""
    own = (_decode(article) for article in kept.values())
    articles = (*directory.articles, *(article for article in own if article.topic in directory.topics))
    standing = tuple(article for article in articles if _doubted(article, doubts) < DOUBTED_BY)
    return directory if standing == directory.articles else replace(directory, articles=standing)


def _doubted(article: Article, doubts: Mapping[str, float]) -> int:
    """How many people said so since its review."""
    people = (
        doubt
        for doubt, at in doubts.items()
        if doubt.rpartition("/")[0] == article.name and _since(article, at)
    )
    return len(set(people))


def _since(article: Article, at: float) -> bool:
    return datetime.fromtimestamp(at, UTC).date() >= article.reviewed
