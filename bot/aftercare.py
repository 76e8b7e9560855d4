"""What one request's version cannot guard of what comes after: how often somebody is asked how it was, which complaints
belong together, whether thanks may be seen. Read beside the request before the desk decides, and claimed by its commit.
"""

from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from msgspec import Struct

from bot.commit import Claims
from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.context import Asker
from bot.domain.events import AnyEvent
from bot.domain.request import Request, RequestNumber
from bot.store.store import Store
from knowledge.calendar import zone_of
from knowledge.directory import Directory, PersonId

TOGETHER_WITHIN = timedelta(days=7)  # complaints about one topic
_DRAWS_FROM = timedelta(days=28)  # how often somebody asks is taken from so long a time
_WEEK_MS = 8 * 24 * 3600 * 1000
_MOST_ALIKE = 20


class Aftercare(Struct, frozen=True):
    """`known` goes into the context. The claims hold for a commit with such an event."""

    known: dict[str, Any] = {}
    survey: str = ""  # the place of this week that is free
    pattern: str = ""


async def aftercare(
    store: Store,
    command: c.AnyCommand,
    request: Request | None,
    asker: Asker,
    directory: Directory,
    now: datetime,
) -> Aftercare:
    """Nothing for most commands: only what may end a request, complains or thanks needs to know more."""
    if isinstance(command, c.Resolve) and request is not None:
        return await _survey(store, request, asker, directory, now)
    if isinstance(command, c.Thank) and request is not None:
        return await _thanks(store, request.answered_by or request.owner)
    if _complains(command) and (topic := _topic(command, request)):
        return await _alike(store, topic, now)
    return Aftercare()


def claims_of(events: list[AnyEvent], found: Aftercare, number: int, version: int) -> Claims:
    claims: list[tuple[str, str, int]] = []
    for event in events:
        match event:
            case e.SurveyOffered():
                claims.append((found.survey, f"{number}/{version}", _WEEK_MS))
            case e.ComplaintsAlike():
                claims.append((found.pattern, str(number), int(TOGETHER_WITHIN / timedelta(milliseconds=1))))
            case e.Thanked(asks=True, to=to) if to is not None:
                claims.append((_asked(to), str(number), 0))
            case e.ThanksAnswered(by=by, yes=yes):
                claims.append((_shows(by), "yes" if yes else "no", 0))
    return tuple(claims)


# How it was


def drawn(number: int, in_four_weeks: int, cap: int) -> bool:
    """A fair draw: of all that somebody asks, each request has the same chance, whatever its department or platform.

    So who asks more than may be surveyed is not always surveyed on a Monday. The same number is always drawn alike.
    """
    a_week = in_four_weeks / (_DRAWS_FROM / timedelta(weeks=1))
    if a_week <= cap:
        return True
    chance = int.from_bytes(blake2b(str(number).encode(), digest_size=4).digest()) / 2**32
    return chance < cap / a_week


def survey_places(person: PersonId, zone: str, now: datetime, cap: int) -> list[str]:
    """Claims: so many of one person and one week, on their own calendar."""
    year, week, _ = now.astimezone(zone_of(zone)).isocalendar()
    return [f"survey:{person}:{year}-{week:02}:{place}" for place in range(cap)]


async def _survey(
    store: Store, request: Request, asker: Asker, directory: Directory, now: datetime
) -> Aftercare:
    person, cap = request.requester, directory.surveys_per_week
    places = survey_places(person, asker.zone or directory.zone, now, cap)
    taken = (await store.load(None, "", places)).claims if places else {}
    free = next((place for place in places if place not in taken), "")
    if free and await store.people.is_erased(person):
        return Aftercare({"may_survey": False})  # nobody would be asked
    since = (now - _DRAWS_FROM).timestamp()
    asked = await store.index_count(f"requester:{person}", since) if free else 0
    return Aftercare({"may_survey": bool(free) and drawn(request.number, asked, cap)}, survey=free)


# Complaints that belong together


def _complains(command: c.AnyCommand) -> bool:
    match command:
        case c.Complain() | c.Rate(outcome="missed"):
            return True
        case c.Ask(reading=reading):
            return reading.files_complaint
        case c.Say(reading=reading):
            return reading is not None and reading.complains
    return False


def _topic(command: c.AnyCommand, request: Request | None) -> str:
    if isinstance(command, c.Ask):
        return command.reading.topic or ""
    return (request.topic if request else None) or ""


async def _alike(store: Store, topic: str, now: datetime) -> Aftercare:
    year, week, _ = now.isocalendar()
    claim = f"pattern:{topic}:{year}-{week:02}"
    if await store.claim(claim) is not None:
        return Aftercare()
    since = (now - TOGETHER_WITHIN).timestamp()
    found = await store.index(f"complained:{topic}", since, newest_first=True, count=_MOST_ALIKE)
    numbers = tuple(RequestNumber(int(member)) for member, _ in found)
    return Aftercare({"complained": numbers}, pattern=claim)


# Thanks


def _asked(person: PersonId) -> str:
    return f"thanks-asked:{person}"


def _shows(person: PersonId) -> str:
    return f"thanks:{person}"


async def _thanks(store: Store, person: PersonId) -> Aftercare:
    claims = (await store.load(None, "", [_asked(person), _shows(person)])).claims
    said = claims.get(_shows(person))
    shows = None if said is None else said == "yes"
    return Aftercare({"shows_thanks": shows, "asked_thanks": _asked(person) in claims})
