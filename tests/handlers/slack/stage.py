"""The whole desk behind Slack: the example company, a real Redis, the real SDK, a worker that is told when to settle."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.commit import decode_state
from bot.delivery.worker import Worker
from bot.desk import Desk
from bot.domain.request import Request
from bot.fitting import fitted_bytes
from bot.known import Known
from bot.reader import Library
from bot.settings import EXAMPLE_COMPANY, Settings
from bot.store.store import FIRST_NUMBER, Store
from handlers.slack.app import Slack, make_slack
from handlers.slack.settings import SlackSettings
from knowledge.directory import PersonId
from knowledge.loader import build, emails, read_folder
from knowledge.matcher import Matcher
from tests.slack_server.payloads import Payloads, typed
from tests.slack_server.sender import HttpSender, Reply, Sender, SocketSender
from tests.slack_server.server import APP_TOKEN, SIGNING_SECRET, FakeSlack
from tests.slack_server.workspace import Conversation, Message, User

PAYSLIP = "Buenas, no me ha llegado la nómina de octubre y la necesito para el viernes, es para el banco"
PAYSLIP_EN = "Hi, my October payslip has not arrived and I need it by Friday, it is for the bank"

Mode = Literal["http", "socket"]


@lru_cache
def example_files() -> dict[str, str]:
    return dict(read_folder(EXAMPLE_COMPANY))


@lru_cache
def example_matcher() -> Matcher:
    return Matcher.from_bytes(fitted_bytes(example_files()))


@lru_cache
def addresses() -> tuple[str, ...]:
    return tuple(emails(example_files()))


class Stage:
    """One company, its Slack, and what people do there. `enter` it before use."""

    def __init__(self, store: Store, slack: FakeSlack, library: Library, mode: Mode, **settings: Any) -> None:
        self.store, self.fake, self.mode = store, slack, mode
        self.library = library
        self.team = slack.world.team()
        self.locale = ""  # of everybody whom the directory lists; "": each one's own
        self.payloads = Payloads(slack.world)
        self.desk = Desk(store, Known(store.people), lambda: self.library)
        self.slack: Slack = make_slack(
            self.desk,
            store,
            Settings(secret="s" * 32),
            SlackSettings(
                bot_token=self.team.token,
                signing_secret=SIGNING_SECRET,
                app_token=APP_TOKEN if mode == "socket" else "",
                api_url=slack.api_url,
                **settings,
            ),
            lambda: self.library,
        )
        self.worker = Worker(
            store, {"slack": self.slack.gateway}, lambda: self.library.directory, self.desk.handle, alone=True
        )
        self.server = TestServer(self._app())
        self.session: aiohttp.ClientSession
        self.sender: Sender

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=1 << 20)
        app.add_routes(self.slack.routes())
        return app

    @classmethod
    async def make(cls, store: Store, slack: FakeSlack, mode: Mode, **settings: Any) -> "Stage":
        ids = await store.people.enrol(addresses())
        await store.move_clock(
            int((_next_tuesday_noon(await store.now()) - await store.now()).total_seconds() * 1000)
        )
        return cls(store, slack, Library(build(example_files(), ids), example_matcher()), mode, **settings)

    async def __aenter__(self) -> "Stage":
        await self.server.start_server()
        self.session = aiohttp.ClientSession()
        self.http = HttpSender(self.session, str(self.server.make_url("/slack/events")))
        self.sender = self.http if self.mode == "http" else SocketSender(self.fake)
        self._listening = self.slack.listening()
        await self._listening.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._listening.__aexit__(None, None, None)
        await self.slack.aclose()
        await self.session.close()
        await self.server.close()

    # Who

    def listed(self, mail: str, **about: Any) -> User:
        """Somebody of the example company, in Slack."""
        found = self.library.directory.by_email(f"{mail}@faro.example")
        assert found is not None
        locale = self.locale or {"es": "es-ES", "en": "en-GB"}[found.languages[0]]
        return self.fake.world.user(
            found.name, email=found.email, locale=locale, tz=found.hours.zone, **about
        )

    def everybody(self) -> None:
        """All whom the directory lists are in Slack."""
        for person in self.library.directory.people.values():
            if not any(u.email == person.email for u in self.team.users.values()):
                self.listed(person.email.partition("@")[0])

    def user_of(self, person: PersonId) -> User:
        email = self.library.directory.people[person].email
        return next(u for u in self.team.users.values() if u.email == email)

    def colleague(self, name: str, *, locale: str = "es-ES") -> User:
        """Somebody whom the directory does not list. They have Madrid's time in a zone that no site has, so theirs is not
        known: the owner of printers in Madrid goes home at three.
        """
        mail = name.casefold().replace(" ", ".")
        return self.fake.world.user(name, email=f"{mail}@faro.example", locale=locale, tz="Africa/Ceuta")

    async def asked(self, user: User, text: str = PAYSLIP) -> tuple[Request, User]:
        """What they ask for, as a request, and who has it."""
        await self.say(user, text)
        request = await self.newest()
        return request, self.user_of(request.owner)

    async def person(self, user: User) -> PersonId:
        found = await self.store.people.person(f"slack:{user.team}:{user.id}")
        assert found is not None, f"{user.name} is not known"
        return PersonId(found)

    async def roll_call(self) -> None:
        self.everybody()
        await self.slack.room.people.roll_call()

    # What they do

    async def settle(self) -> None:
        await self.slack.room.soon.settle()
        await self.worker.settle()
        await self.slack.room.soon.settle()

    async def event(self, event: dict[str, Any], *, copies: int = 1, team: str = "T1") -> bool:
        return await self.sender.event(self.payloads.envelope(event, team), copies=copies)

    async def say(
        self, user: User, text: str, *, where: Conversation | None = None, thread: str = "", **more: Any
    ) -> str:
        """A message, delivered and settled; its ts."""
        place = where or self.fake.world.dm(user)
        event = self.payloads.said(user, place, text, thread=thread, **more)
        assert await self.event(event)
        await self.settle()
        return str(event["ts"])

    async def press(
        self, user: User, message: Message, verb: str, *, where: Conversation | None = None, n: int = 0
    ) -> Reply:
        """The nth button with this verb on a message; one that does not stand there is behind "More…"."""
        if (
            verb != "more"
            and not buttons(message.blocks or [], verb)
            and buttons(message.blocks or [], "more")
        ):
            await self.press(user, message, "more", where=where)
            return await self.press_in(user, self.form(user), f"act/{verb}")
        button = buttons(message.blocks or [], verb)[n]
        place = where or self.fake.world.dm(user)
        payload = self.payloads.click(
            user,
            place,
            message,
            button,
            trigger=self.fake.trigger(user),
            response_url=self.fake.response_url(place.id, user.id),
        )
        reply = await self.sender.interact(payload)
        await self.settle()
        return reply

    async def owner_opens(self, verb: str) -> tuple[User, User, int]:
        """Somebody asks for a payslip, and its owner opens the form of this verb: who asks, the owner, the request."""
        asker = self.colleague("Berta Solís")
        await self.say(asker, PAYSLIP)
        request = await self.newest()
        owner = self.user_of(request.owner)
        await self.press(owner, self.fake.from_bot(owner)[0], verb)
        return asker, owner, request.number

    async def open_home(self, user: User) -> dict[str, Any]:
        """App Home, as it is drawn for somebody who opens it."""
        assert await self.event(self.payloads.home_opened(user))
        await self.settle()
        return self.fake.world.homes[user.id]

    async def press_in(
        self, user: User, view: dict[str, Any], action: str, values: dict[str, Any] | None = None
    ) -> Reply:
        """The first button of a view whose action begins so; `values`: what is filled in beside it."""
        button = next(b for b in buttons(view["blocks"]) if b["action_id"].startswith(action))
        trigger = self.fake.trigger(user)
        click = self.payloads.view_click(user, dict(view), button, trigger=trigger, values=values)
        reply = await self.sender.interact(click)
        await self.settle()
        return reply

    async def fill(self, user: User, values: dict[str, Any] | None = None, **texts: str) -> Reply:
        """The newest form that was opened to somebody, filled in and sent; it closes unless something is said of it."""
        form = self.form(user)
        payload = self.payloads.submission(user, form, (values or {}) | typed(**texts))
        reply = await self.sender.interact(payload)
        if not reply.body:
            self.fake.world.close(form)
        await self.settle()
        return reply

    def form(self, user: User) -> dict[str, Any]:
        return [
            view
            for view in self.fake.world.views.values()
            if view["user"] == user.id and view["type"] == "modal"
        ][-1]

    async def slash(self, user: User, text: str, where: Conversation | None = None) -> Reply:
        place = where or self.fake.world.dm(user)
        fields = self.payloads.command(
            user,
            place,
            text,
            trigger=self.fake.trigger(user),
            response_url=self.fake.response_url(place.id, user.id),
        )
        reply = await self.sender.command(fields)
        await self.settle()
        return reply

    # What is there

    async def numbers(self) -> list[int]:
        found = await self.store.index("open")
        return sorted(int(member) for member, _ in found)

    async def request(self, number: int) -> Request:
        return decode_state((await self.store.states([number]))[number][1])

    async def newest(self) -> Request:
        last = int(await self.store.link.ask("GET", self.store.keys.numbers) or 0)
        return await self.request(FIRST_NUMBER - 1 + last)

    async def words(self, number: int) -> list[str]:
        return [text.decode() for text in (await self.store.words(number)).values()]


def _next_tuesday_noon(now: datetime) -> datetime:
    """In office hours wherever the company works: 12:00 in Madrid is too early in Mexico, 16:30 is not."""
    day = now + timedelta(days=(1 - now.weekday()) % 7 or 7)
    return day.replace(hour=15, minute=30, second=0)


def buttons(blocks: list[dict[str, Any]], verb: str = "") -> list[dict[str, Any]]:
    found = [e for block in blocks if block["type"] == "actions" for e in block["elements"]]
    found += [block["accessory"] for block in blocks if block.get("accessory")]
    return [e for e in found if not verb or e["action_id"].split("/")[1:2] == [verb]]


def shown(message: Message) -> str:
    """All that one reads in a message's blocks."""
    return "\n".join(_texts(message.blocks or []))


def _texts(part: Any) -> list[str]:
    if isinstance(part, list):
        return [text for one in part for text in _texts(one)]
    if not isinstance(part, dict):
        return []
    own = [part["text"]] if isinstance(part.get("text"), str) else []
    return own + [text for value in part.values() if isinstance(value, dict | list) for text in _texts(value)]


def options(stage: Stage, user, field: str) -> list:
    block = next(block for block in stage.form(user)["blocks"] if block.get("block_id") == field)
    return block["element"]["options"]
