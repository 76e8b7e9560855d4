"""What `decide` needs to know beside the request: all of it pure data and pure functions over it."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from bot.domain.request import RequestNumber
from knowledge.directory import Directory, PersonId, Traits
from knowledge.duty import Situation


class Asker(Struct, frozen=True, kw_only=True):
    """What is known of a request's requester (profile or directory); nothing here is ever asked for."""

    person: PersonId
    traits: Traits = Traits()
    language: str = ""
    zone: str = ""


class Context(Struct, frozen=True, kw_only=True):
    now: datetime  # Redis's, and never before the request's last event
    directory: Directory
    situation: Situation  # absences, unreachable, load: who can have it now
    asker: Asker
    may_survey: bool = True  # ask the requester how it was: not too often in a week, and by a fair draw
    complained: tuple[RequestNumber, ...] = ()  # of the topic, in the last seven days, not told together yet
    shows_thanks: bool | None = None  # what whoever answered has said of public thanks; None: nothing yet
    asked_thanks: bool = False  # they have been asked
    names: Mapping[PersonId, str] = {}  # nobody decides by names; for the words of an answer
