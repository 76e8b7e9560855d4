"""What was asked, and what was understood of it."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from bot.domain import events as e
from bot.domain.request import ArticleOffer, Choices, Counted, Request, Taught
from knowledge.directory import DepartmentId


def asked(event: e.RequestAsked) -> Request:
    return Request(
        number=event.number,
        version=1,
        requester=event.requester,
        author=event.author,
        recorded_by=event.recorded_by,
        language=event.language,
        place=event.place,
        asked_at=event.at,
        last_at=event.at,
        first_words=event.words,
        names_nothing=event.names_nothing,
        department=event.department,
        owner=event.owner,
        owner_since=event.at,
        rung="concierge",
        unseen=True,
        waiting_since=event.at,
        messages=((event.words, event.requester),) if event.words else (),
        files=tuple((file, event.requester) for file in event.files),
        counted=Counted(country=event.country) if event.country else Counted(),
    )


def _same(request: Request, _: Any) -> Request:
    return request


def _filed(request: Request, event: e.RequestFiled) -> Request:
    return replace(
        request,
        topic=event.topic,
        department=event.department,
        confidence=event.confidence,
        because=event.because,
        choices=None,
        taught=_taught(request, event) or request.taught,
        straight=request.straight if _had_owner(request) else _straight_to(event),
    )


def _straight_to(event: e.RequestFiled) -> DepartmentId | None:
    return event.department if event.cause == "read" and event.topic is not None else None


def _had_owner(request: Request) -> bool:
    """Whether a person has been named before: what comes after the first route is no route of the desk's."""
    return not request.unseen or bool(request.former)


def _taught(request: Request, event: e.RequestFiled) -> Taught | None:
    """Where a person said what it is about, or that it is not what was thought."""
    by = event.by or request.requester
    if event.cause == "chosen" and event.topic is not None:
        return Taught(kind="choice", by=by, at=event.at, topic=event.topic)
    if event.cause == "filed_under":
        return Taught(kind="file_under", by=by, at=event.at, topic=event.topic)
    if event.cause == "not_this" and request.ruled_out:
        return Taught(kind="not_this", by=by, at=event.at, not_topic=request.ruled_out[-1])
    return None


def _confidential(request: Request, event: e.MadeConfidential) -> Request:
    return replace(
        request,
        confidential=True,
        cautious=event.cause == "caution",
        confidential_settled=event.cause in ("requester", "owner"),
        words_until=event.words_until or request.words_until,
    )


def _named(request: Request, event: e.PeopleNamed) -> Request:
    return replace(request, about=tuple(dict.fromkeys((*request.about, *event.people))))


def _choices(request: Request, event: e.ChoicesOffered) -> Request:
    return replace(request, choices=Choices(topics=event.topics, lapses_at=event.lapses_at), straight=None)


def _no_choices(request: Request, _: Any) -> Request:
    return replace(request, choices=None)


def _article(request: Request, event: e.ArticleOffered) -> Request:
    offer = ArticleOffer(
        article=event.article,
        language=event.language,
        asks_again_at=event.asks_again_at,
        closes_at=event.closes_at,
    )
    offered = (*request.offered_articles, (event.article, False))
    return replace(request, article=offer, topic=event.topic, offered_articles=offered)


def _article_left(request: Request, _: e.ArticleLeft) -> Request:
    if request.article is None:
        return request
    *earlier, (name, _left) = request.offered_articles or ((request.article.article, False),)
    return replace(request, article=None, offered_articles=(*earlier, (name, True)))


def _article_again(request: Request, _: e.ArticleAskedAgain) -> Request:
    return replace(request, article=replace(request.article, asked_again=True) if request.article else None)


def _split(request: Request, event: e.NeedSplit) -> Request:
    """Fewer words are another lesson."""
    taught = replace(request.taught, at=event.at) if request.taught is not None else None
    return replace(request, needs=(), taught=taught)


def _ruled_out(request: Request, event: e.RuledOut) -> Request:
    return replace(request, ruled_out=tuple(dict.fromkeys((*request.ruled_out, event.topic))))


EVOLVERS: dict[type, Callable[[Request, Any], Request]] = {
    e.RequestAsked: _same,
    e.RequestFiled: _filed,
    e.WantedByHeard: lambda r, v: replace(r, wanted_by=v.due, wanted_day_only=v.day_only),
    e.UrgencySet: lambda r, v: replace(r, urgency=v.urgency),
    e.MadeConfidential: _confidential,
    e.ConfidentialLifted: lambda r, v: replace(
        r, confidential=False, cautious=False, confidential_settled=v.settles
    ),
    e.PeopleNamed: _named,
    e.ChoicesOffered: _choices,
    e.ChoiceMade: _no_choices,
    e.ChoicesLapsed: _no_choices,
    e.NeedsHeard: lambda r, v: replace(r, needs=v.needs),
    e.NeedSplit: _split,
    e.RouteConfirmed: lambda r, _: replace(r, route_right=True),
    e.RuledOut: _ruled_out,
    e.PersonWanted: _same,
    e.Nudged: lambda r, v: replace(r, nudged_at=v.at),
    e.ArticleOffered: _article,
    e.ArticleHelped: _same,
    e.ArticleLeft: _article_left,
    e.ArticleAskedAgain: _article_again,
    e.AnswerKept: lambda r, v: replace(r, kept_answer=v.article),
    e.SignpostGiven: lambda r, v: replace(r, signpost=True, topic=v.topic),
    e.BulletinShown: _same,
    e.MatterJoined: lambda r, v: replace(r, matter=v.matter),
    e.MatterLeft: lambda r, _: replace(r, matter=None),
}
