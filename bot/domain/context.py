"""What `decide` needs to know beside the request: all of it pure data and pure functions over it."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

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
    names: Mapping[PersonId, str] = {}  # nobody decides by names; for the words of an answer
