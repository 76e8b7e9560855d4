"""What the web's handlers share, and small questions that several of them ask of it."""

from collections.abc import Mapping

from aiohttp import web

from bot.delivery.files import Files
from bot.desk import Desk
from bot.settings import Settings
from bot.store.feeds import FeedTail
from bot.store.store import Store
from bot.views import Views
from bot.words import of
from handlers.web.gateway import SIDES, WebGateway
from handlers.web.views import Act, Side, Translate
from knowledge.directory import Directory, PersonId


class Room:
    def __init__(
        self,
        desk: Desk,
        store: Store,
        settings: Settings,
        files: Files | None = None,
        *,
        with_desk: bool = False,
    ) -> None:
        self.with_desk = with_desk
        self.desk = desk
        self.store = store
        self.settings = settings
        self.views = Views(store, desk.known)
        self.gateway = WebGateway(store)
        self.files = files or Files(store, {"web": self.gateway}, secret=settings.secret, url=settings.url)
        self.tail = FeedTail(store.feeds)

    @property
    def directory(self) -> Directory:
        return self.desk.directory

    def language(self, wanted: str) -> str:
        """`wanted`, where the company speaks it; else the company's first."""
        spoken = self.directory.languages
        return wanted if wanted in spoken else spoken[0]

    def language_of(self, person: PersonId, wanted: str = "") -> str:
        """`wanted`, where this person speaks it; else their first."""
        listed = self.directory.people.get(person)
        spoken = [own for own in listed.languages if own in self.directory.languages] if listed else []
        if wanted in spoken:
            return wanted
        return spoken[0] if spoken else self.directory.languages[0]

    def zone_of(self, person: PersonId) -> str:
        listed = self.directory.people.get(person)
        return self.directory.sites[listed.site].zone if listed else self.directory.zone


ROOM: web.AppKey[Room] = web.AppKey("room", Room)


def room_of(request: web.Request) -> Room:
    return request.app[ROOM]


# Whom another platform says is looking, where the page stands in its frame; None: somebody who never wrote to us.
SIGNED: web.RequestKey[PersonId | None] = web.RequestKey("signed_on")


def signed(request: web.Request) -> PersonId | None:
    return request.get(SIGNED)


class Unknown(Exception):
    """What the page sent names nobody and nothing that is here."""

    def __init__(self, sentence: str = "desk-unreadable", status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence, self.status = sentence, status


class Wanted:
    """Who looks, from which side, in which language: the head of every question the page asks."""

    def __init__(self, room: Room, person: PersonId, side: Side, language: str) -> None:
        self.room = room
        self.person = person
        self.side = side
        self.language = language
        self.zone = room.zone_of(person)
        self.t: Translate = of(language)
        self.act = Act(person, side)

    @classmethod
    def on(cls, room: Room, person: PersonId, side: Side, language: str = "") -> "Wanted":
        """In the page's `language`, where the person speaks it: whoever plays them reads that."""
        return cls(room, person, side, room.language_of(person, language))

    @classmethod
    def by(cls, request: web.Request, given: Mapping[str, str], side: str = "") -> "Wanted":
        """Raises Unknown for a person who is not listed, or not who is signed on, and for a side that is none."""
        room = room_of(request)
        person = given.get("person") or given.get("by", "")
        if person not in room.directory.people or (SIGNED in request and person != signed(request)):
            raise Unknown("desk-nobody", 404)
        named = given.get("side") or side
        if named not in SIDES:
            raise Unknown
        return cls.on(room, PersonId(person), SIDES[named], given.get("lang", ""))
