"""What the desk answers to the writer alone: a greeting, how theirs are going, to whom loose words may go.

It opens no request, so no event tells it; it goes into the writer's own conversation, below their words.
"""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime

from bot.answer import Answer
from bot.calendars import absences_in
from bot.commit import requests_in
from bot.delivery.card import Card, Quote
from bot.delivery.cards import (
    View,
    answered_card,
    away_card,
    calendar_card,
    greeting_card,
)
from bot.domain.request import Request
from bot.figures.painter import shared
from bot.figures.speaker import Speaker
from bot.hearing import Said
from bot.reader import language_of
from bot.words.dates import Clock
from handlers.web.gateway import place_of
from handlers.web.room import Wanted
from knowledge.calendar_file import NotACalendar, Span


async def answer(said: Said, answer: Answer, wanted: Wanted) -> None:
    """Told once, however often the same words come: both messages carry the words' id."""
    place, gateway = place_of(wanted.person, wanted.side), wanted.room.gateway
    if answer.kind != "held":  # held words stand on the card that asks where they go
        await gateway.post(place, _echo(said, wanted), key=f"{said.id}/echo", loud=False)
    card = await _card(said, answer, wanted)
    await gateway.post(place, card, key=f"{said.id}/answer", loud=True)


def _echo(said: Said, wanted: Wanted) -> Card:
    name = wanted.room.directory.people[wanted.person].name
    return Card(kind="echo", language=wanted.language, text=said.text, blocks=(Quote(said.text, who=name),))


async def _card(said: Said, answer: Answer, wanted: Wanted) -> Card:
    requests = await _requests(answer, wanted)
    view = await _view(said, requests, wanted)
    if answer.kind == "figures":
        speaker = Speaker(wanted.room.store, wanted.room.settings, shared())
        tell = speaker.own if answer.own else speaker.stats
        return await tell(wanted.person, wanted.room.directory, view.language, view.now)
    return answered_card(view, answer, said.text, requests) or greeting_card(view, requests)


async def calendar(said: Said, data: bytes, wanted: Wanted) -> None:
    """What a calendar says of when this person is away, to be noted by a tap. The file is kept nowhere."""
    place, gateway = place_of(wanted.person, wanted.side), wanted.room.gateway
    view = await _view(said, [], wanted)
    spans: tuple[Span, ...] | None = None
    with suppress(NotACalendar):
        spans = await absences_in(_whole(data), wanted.room.directory.people[wanted.person].hours, view.now)
    await gateway.post(place, _echo(said, wanted), key=f"{said.id}/echo", loud=False)
    await gateway.post(place, calendar_card(view, spans), key=f"{said.id}/answer", loud=True)


async def _whole(data: bytes) -> AsyncIterator[bytes]:
    yield data


async def away(answer: Answer, wanted: Wanted, now: datetime) -> Card:
    """What was noted of somebody's absence, in the language of who says it."""
    room = wanted.room
    people = [wanted.person, *([answer.away] if answer.away else [])]
    view = View(
        viewer=wanted.person,
        language=wanted.language,
        zone=wanted.zone,
        now=now,
        directory=room.directory,
        names=await room.views.names(people, room.directory),
        texts={},
    )
    return away_card(view, answer)


async def away_line(wanted: Wanted, now: datetime) -> str:
    """Until when whoever works here is away; nothing where they are there."""
    absent = (await wanted.room.store.absences.all(now)).get(wanted.person)
    if absent is None:
        return ""
    return wanted.t("away-line", until=Clock(wanted.t, wanted.zone, now).until(absent.until))


async def _requests(answer: Answer, wanted: Wanted) -> list[Request]:
    """Those that the answer speaks of: the desk has chosen them among this person's own."""
    return list(requests_in(await wanted.room.store.states(answer.numbers)).values())


async def _view(said: Said, requests: list[Request], wanted: Wanted) -> View:
    """In the language of what was written, where that can be told."""
    room = wanted.room
    asker = await room.desk.known.asker(wanted.person, room.directory)
    people = {person for request in requests for person in (request.requester, request.owner)}
    return View(
        viewer=wanted.person,
        language=language_of(said.text, asker, room.directory),
        zone=wanted.zone,
        now=await room.desk.now(),
        directory=room.directory,
        names=await room.views.names([*people, wanted.person], room.directory),
        texts={},
    )
