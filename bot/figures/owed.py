"""What a lead can act on, beside the figures: what has been open longest, complaints to make good, whom to thank, and
which answers are missing. Only what the lead may read, and never of a confidential request: a digest is read over shoulders.
"""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta

from msgspec import Struct

from bot.commit import requests_in
from bot.domain.request import Request
from bot.domain.rights import may_read
from bot.figures.answers import OFTEN, Answers, answers_of_week
from bot.store.store import Store
from bot.words import Words, text_in
from knowledge.directory import DepartmentId, Directory, PersonId

NAMED = 3  # of each list
_LOOKED_AT = 200  # of which some are not for the lead to read
_PAGE = 200


class Owed(Struct, frozen=True, kw_only=True):
    """Numbers of requests, names of people who agreed that thanks to them are seen, topics and articles by name."""

    oldest: tuple[int, ...] = ()
    complaints: tuple[int, ...] = ()  # all that are to be made good
    thank: tuple[str, ...] = ()
    unanswered: tuple[tuple[str, int], ...] = ()  # a topic without an article, and how often it was asked
    left: tuple[tuple[str, int, int], ...] = ()  # an article, how many wanted a person after it, of how many


async def owed_to(
    viewer: PersonId,
    directory: Directory,
    department: DepartmentId,
    week: tuple[date, date],
    words: Words,
    store: Store,
) -> Owed:
    """`week`: its first and its last day. What was asked after it is not old yet."""
    since, until = _midnight(week[0]), _midnight(week[1] + timedelta(days=1))

    async def readable(index: str, low: float | str = "-inf", high: float | str = "+inf") -> list[Request]:
        found = await _requests(store, f"{index}:{department}", low, high, 0, _LOOKED_AT)
        return [r for r in found if not r.confidential and may_read(viewer, r, directory)]

    oldest = await readable("backlog", high=f"({until.timestamp()}")
    thanked = await readable("thanked", low=since.timestamp())
    received = [one async for one in _received(store, department, since, until)]
    answers = answers_of_week(received, department, directory, since, until)
    return Owed(
        oldest=tuple(request.number for request in oldest[:NAMED]),
        complaints=tuple(request.number for request in await readable("complaints")),
        thank=await _names(thanked, directory, store),
        unanswered=_unanswered(answers, directory, words),
        left=_left(answers, directory, words),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


async def _requests(
    store: Store, index: str, low: float | str, high: float | str, offset: int, count: int
) -> list[Request]:
    found = await store.index(index, low, high, offset=offset, count=count)
    return list(requests_in(await store.states(int(member) for member, _ in found)).values())


async def _received(
    store: Store, department: DepartmentId, since: datetime, until: datetime
) -> AsyncIterator[Request]:
    """All of a week's, page by page: it is read once a week for each lead, and must be exact."""
    low, high, start = since.timestamp(), f"({until.timestamp()}", 0
    while page := await _requests(store, f"received:{department}", low, high, start, _PAGE):
        for request in page:
            yield request
        start += _PAGE


async def _names(thanked: list[Request], directory: Directory, store: Store) -> tuple[str, ...]:
    people = tuple(dict.fromkeys(r.thanks.to for r in thanked if r.thanks is not None and r.thanks.shown))
    profiles = await store.people.profiles([p for p in people if p not in directory.people])
    names = (
        directory.people[p].name if p in directory.people else profiles[p].get("name", "") for p in people
    )
    return tuple(name for name in names if name)


def _unanswered(answers: Answers, directory: Directory, words: Words) -> tuple[tuple[str, int], ...]:
    return tuple(
        (text_in(directory.topics[one.topic].name, words.language), one.asked)
        for one in answers.unanswered[:NAMED]
    )


def _left(answers: Answers, directory: Directory, words: Words) -> tuple[tuple[str, int, int], ...]:
    """By its title in the reader's language, where it has one."""
    in_theirs_last = sorted(directory.articles, key=lambda article: article.language == words.language)
    titles = {article.name: article.title for article in in_theirs_last}
    known = (one for one in answers.left if one.article in titles and one.left >= OFTEN)
    return tuple((titles[one.article], one.left, one.offered) for one in known)[:NAMED]
