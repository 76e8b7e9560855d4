"""What a lead is told of answers each week: what is asked most that no article answers, and which articles people left.

Pure, over the requests that came in; topics and articles, never people. Nothing confidential is counted.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from bot.domain.request import Request
from knowledge.directory import DepartmentId, Directory, TopicId

MOST = 5  # of each list
OFTEN = 2  # once may be chance


class Unanswered(Struct, frozen=True):
    """A topic without any article that may be offered, and how often it was asked."""

    topic: TopicId
    asked: int


class Left(Struct, frozen=True):
    """An article, and how many of those who were offered it wanted a person all the same."""

    article: str
    left: int
    offered: int


class Answers(Struct, frozen=True):
    unanswered: tuple[Unanswered, ...]  # the most asked first
    left: tuple[Left, ...]  # the most left first


def answers_of_week(
    requests: Iterable[Request],
    department: DepartmentId,
    directory: Directory,
    since: datetime,
    until: datetime,
) -> Answers:
    """`requests`: at least all that the department received from `since` up to, not including, `until`."""
    answered = {article.topic for article in directory.articles if article.review_again >= until.date()}
    asked: Counter[TopicId] = Counter()
    left: Counter[str] = Counter()
    offered: Counter[str] = Counter()
    for request in requests:
        if request.confidential or not since <= request.asked_at < until or request.topic is None:
            continue
        topic = directory.topics.get(request.topic)
        if (
            topic is None
            or topic.department != department
            or topic.signpost is not None
            or topic.confidential
        ):
            continue
        offered.update({name for name, _ in request.offered_articles})
        left.update({name for name, was_left in request.offered_articles if was_left})
        if topic.id not in answered:
            asked[topic.id] += 1
    return Answers(
        tuple(Unanswered(topic, count) for topic, count in asked.most_common(MOST) if count >= OFTEN),
        tuple(Left(name, count, offered[name]) for name, count in left.most_common(MOST)),
    )
