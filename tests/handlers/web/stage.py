"""The desk over real HTTP: the example company, a real Redis, a worker that is told when to settle."""

from datetime import datetime, time, timedelta
from functools import lru_cache
from itertools import count
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from aiohttp import ClientWebSocketResponse
from aiohttp.test_utils import TestClient, TestServer

from bot.commit import decode_state
from bot.delivery.files import Files
from bot.delivery.worker import Worker
from bot.desk import Desk
from bot.domain.request import Request
from bot.fitting import fitted_bytes
from bot.known import Known
from bot.reader import Library
from bot.settings import EXAMPLE_COMPANY, Settings
from bot.store.store import Store
from handlers.web import feed
from handlers.web.app import make_app
from handlers.web.gateway import WebGateway
from handlers.web.room import ROOM
from handlers.web.views import Entry
from knowledge.directory import Directory, PersonId
from knowledge.loader import build, emails, read_folder
from knowledge.matcher import Matcher

STORY = "Buenas, no me ha llegado la nómina de octubre y la necesito para el viernes, es para el banco"


@lru_cache
def example_library() -> Library:
    """The example company with its matcher, fitted once a test process."""
    files = dict(read_folder(EXAMPLE_COMPANY))
    ids = {email: f"P{n}" for n, email in enumerate(emails(files), start=1)}
    return Library(build(files, ids), Matcher.from_bytes(fitted_bytes(files)))


class Stage:
    """One desk, its browser, and its worker."""

    def __init__(self, store: Store, library: Library) -> None:
        self.store, self.library = store, library
        self.desk = Desk(store, Known(store.people), lambda: self.library)
        self.gateway = WebGateway(store)
        settings = Settings(secret="s" * 32)
        self.worker = Worker(
            store,
            {"web": self.gateway},
            lambda: self.library.directory,
            self.desk.handle,
            alone=True,
            files=Files(store, {"web": self.gateway}, secret=settings.secret),
        )
        self.app = make_app(self.desk, store, settings, with_desk=True)
        self.client = TestClient(TestServer(self.app))
        self._ids = count(1)

    @property
    def directory(self) -> Directory:
        return self.library.directory

    @property
    def views(self) -> Any:
        return self.app[ROOM].views

    def person(self, email: str) -> PersonId:
        found = self.directory.by_email(f"{email}@faro.example")
        assert found is not None
        return found.id

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.client.port}"

    def new_id(self) -> str:
        return f"{next(self._ids):032x}"

    async def get(self, path: str, **query: object) -> str:
        answer = await self.client.get(path, params={k: str(v) for k, v in query.items()})
        assert answer.status == 200, await answer.text()
        return await answer.text()

    async def post(self, path: str, **fields: object) -> Any:
        return await self.client.post(path, data=fields, headers={"HX-Request": "true"})

    async def say(
        self, by: PersonId, text: str, *, side: str = "asks", thread: object = "", same: str = ""
    ) -> Any:
        return await self.post(
            "/desk/say", id=same or self.new_id(), by=by, side=side, thread=thread, text=text
        )

    async def act(
        self, by: PersonId, verb: str, number: object, /, *, side: str = "work", **fields: object
    ) -> Any:
        typed = {f"f.{name}": value for name, value in fields.items()}
        return await self.post(
            "/desk/act", id=self.new_id(), by=by, side=side, verb=verb, number=number, **typed
        )

    async def ask(self, by: PersonId, text: str = STORY) -> int:
        """Asked and delivered; the number that the newest request of the person has."""
        answer = await self.say(by, text)
        assert answer.status == 200, await answer.text()
        await self.worker.settle()
        rows = await self.views.asked(by, self.directory, await self.desk.now())
        return max(row.number for row in rows)

    async def request(self, number: int) -> Request:
        [(_, state)] = (await self.store.states([number])).values()
        return decode_state(state)

    async def at(self, weekday: int, hour: int, minute: int = 0) -> None:
        """Moves the clock on to the next such moment where the company is; Monday is 0."""
        zone = ZoneInfo(self.directory.zone)
        now = (await self.desk.now()).astimezone(zone)
        day = now.date() + timedelta(days=(weekday - now.weekday()) % 7 or 7)
        then = datetime.combine(day, time(hour, minute), zone)
        await self.store.move_clock(int((then.timestamp() - now.timestamp()) * 1000))

    async def owner_of(self, number: int) -> PersonId:
        return (await self.request(number)).owner

    async def shown(self, person: PersonId, side: str) -> tuple[Entry, ...]:
        await self.worker.settle()
        return feed.folded(feed.items(await self.store.feeds.read(person), side))  # type: ignore[arg-type]

    async def live(
        self, person: PersonId, side: str, after: str = "0-0", **query: str
    ) -> ClientWebSocketResponse:
        asked = urlencode({"person": person, "side": side, "after": after} | query)
        return await self.client.ws_connect(f"/desk/live?{asked}", origin=f"http://{self.host}")
