"""The whole desk behind Teams: the example company, a real Redis, a strict local Teams, a worker told when to settle."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from msgspec.structs import replace

from bot.commit import decode_state
from bot.delivery.gateway import Gateway
from bot.delivery.worker import Worker
from bot.desk import Desk
from bot.domain.request import Request
from bot.fitting import fitted_bytes
from bot.known import Known
from bot.reader import Library
from bot.settings import EXAMPLE_COMPANY, Settings
from bot.store.store import FIRST_NUMBER, Store
from handlers.teams.app import Teams
from handlers.teams.kept import Reference
from handlers.teams.room import Room
from handlers.teams.settings import TeamsSettings
from handlers.teams.throttle import Throttle
from handlers.web.app import make_app
from handlers.web.signed import SignedOn, signed_pages
from knowledge.directory import PersonId
from knowledge.loader import build, emails, read_folder
from knowledge.matcher import Matcher
from tests.teams_server.activities import BOT, Activities
from tests.teams_server.server import APP_ID, SECRET, TENANT, FakeTeams, Message, User

PAYSLIP = "Buenas, no me ha llegado la nómina de octubre y la necesito para el viernes, es para el banco"
PAYSLIP_EN = "Hi, my October payslip has not arrived and I need it by Friday, it is for the bank"
UNTHROTTLED = ((10_000, 1.0),)


@lru_cache
def example_files() -> dict[str, str]:
    return dict(read_folder(EXAMPLE_COMPANY))


@lru_cache
def example_matcher() -> Matcher:
    return Matcher.from_bytes(fitted_bytes(example_files()))


class Stage:
    """One company, its Teams, and what people do there. `enter` it before use."""

    def __init__(
        self,
        store: Store,
        fake: FakeTeams,
        library: Library,
        *,
        teams: TeamsSettings | None = None,
        throttle: Throttle | None = None,
        gateways: dict[str, Gateway] | None = None,
    ) -> None:
        self.store, self.fake, self.library = store, fake, library
        self.activities = Activities(fake)
        self.desk = Desk(store, Known(store.people), lambda: self.library)
        settings = teams or TeamsSettings(
            app_id=APP_ID,
            app_password=SECRET,
            app_tenant=TENANT,
            login_url=fake.base,
            openid_url=f"{fake.base}v1/.well-known/openidconfiguration",
            no_auth=True,  # with an app id it only lets the tests' Teams live on this machine
        )
        self.room = Room(
            self.desk,
            store,
            Settings(secret="s" * 32, url="https://ventanilla.faro.example"),
            settings,
            lambda: self.library,
            throttle or Throttle(UNTHROTTLED),
        )
        self.teams = Teams(self.room)
        self.worker = Worker(
            store,
            {"teams": self.teams.gateway, **(gateways or {})},
            lambda: self.library.directory,
            self.desk.handle,
            alone=True,
        )
        self.server = TestServer(self._app())
        self.session: aiohttp.ClientSession

    def _app(self) -> web.Application:
        app = make_app(self.desk, self.store, self.room.settings, with_desk=False, files=self.room.files)
        app.add_routes(self.teams.routes())
        app.add_subapp("/teams", self.teams.tab(self._signed))
        return app

    def _signed(self, who: SignedOn) -> web.Application:
        return signed_pages(self.desk, self.store, self.room.settings, self.room.files, who)

    @classmethod
    async def make(cls, store: Store, fake: FakeTeams, **more: Any) -> "Stage":
        ids = await store.people.enrol(emails(example_files()))
        ahead = _next_tuesday(await store.now()) - await store.now()
        await store.move_clock(int(ahead.total_seconds() * 1000))
        directory = build(example_files(), ids)
        directory = replace(directory, microsoft_tenants=(TENANT,))
        return cls(store, fake, Library(directory, example_matcher()), **more)

    async def __aenter__(self) -> "Stage":
        await self.server.start_server()
        self.session = aiohttp.ClientSession()
        self.url = str(self.server.make_url("/api/messages"))
        self._listening = self.teams.listening()
        await self._listening.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._listening.__aexit__(None, None, None)
        await self.teams.aclose()
        await self.session.close()
        await self.server.close()

    # Who

    def listed(self, email: str) -> User:
        found = self.library.directory.by_email(email)
        assert found is not None
        locale = {"es": "es-ES", "en": "en-GB"}[found.languages[0]]
        return self.fake.user(found.name, email=found.email, locale=locale, zone=found.hours.zone)

    async def everybody(self) -> None:
        """All whom the directory lists have had the app for long."""
        for person in self.library.directory.people.values():
            user = self.listed(person.email)
            await self.store.people.meet(f"teams:{TENANT}:{user.aad}", person.email)
            await self.store.people.set_profile(person.id, {"place.teams": user.chat})
            reference = Reference(service_url=self.fake.service_url, bot=BOT, channel_id="msteams")
            await self.room.kept.keep_reference(user.chat, reference)

    def colleague(self, name: str, *, locale: str = "es-ES", **about: Any) -> User:
        """Somebody whom the directory does not list. They have Madrid's time in a zone that no site has, so theirs is not
        known: the owner of printers in Madrid goes home at three.
        """
        mail = name.casefold().replace(" ", ".")
        about = {"zone": "Africa/Ceuta", "country": ""} | about
        return self.fake.user(name, email=f"{mail}@faro.example", locale=locale, **about)

    def user_of(self, person: PersonId) -> User:
        email = self.library.directory.people[person].email
        return next(user for user in self.fake.users.values() if user.email == email)

    async def person(self, user: User) -> PersonId:
        found = await self.store.people.person(f"teams:{TENANT}:{user.aad}")
        assert found is not None, f"{user.name} is not known"
        return PersonId(found)

    # What they do

    async def settle(self) -> None:
        await self.room.soon.settle()
        await self.worker.settle()
        await self.room.soon.settle()

    async def post(self, activity: Any, *, token: str | None = None) -> tuple[int, Any]:
        """Status and body. `token`: "" for none, None for Bot Framework's own."""
        signer = self.fake.signer
        if token is None:
            token = signer.token(signer.claims(APP_ID, self.fake.service_url))
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with self.session.post(self.url, json=activity, headers=headers) as answer:
            body = await answer.read()
            return answer.status, (await answer.json(content_type=None) if body[:1] in (b"{", b"[") else body)

    async def send(self, activity: dict[str, Any]) -> Any:
        status, body = await self.post(activity)
        assert status == 200, (status, body)
        return body

    async def say(self, user: User, text: str, **more: Any) -> dict[str, Any]:
        activity = self.activities.said(user, text, **more)
        await self.send(activity)
        await self.settle()
        return activity

    async def press(self, user: User, message: Message, verb: str, *, n: int = 0, **typed: str) -> Any:
        """The nth button with this verb, behind "more" where it stands there; a dialog is filled in with `typed` and sent.

        The last answer.
        """
        if not buttons(message.card, verb):
            return await self._press_behind(user, message, verb, **typed)
        action = buttons(message.card, verb)[n]
        if action["type"] == "Action.Execute":
            answer = await self.send(self.activities.execute(user, message, action, typed))
        else:
            answer = await self.send(
                self.activities.dialog(user, "task/fetch", action["data"], message.where)
            )
            if answer["task"]["type"] == "continue" and verb != "whole":
                answer = await self.fill(user, answer, **typed)
        await self.settle()
        return answer

    async def _press_behind(self, user: User, message: Message, verb: str, **typed: str) -> Any:
        [more] = buttons(message.card, "more")
        opened = await self.send(self.activities.dialog(user, "task/fetch", more["data"], message.where))
        [action] = buttons(opened["task"]["value"]["card"]["content"], verb)
        answer = await self.send(self.activities.dialog(user, "task/submit", action["data"] | typed))
        if answer.get("task", {}).get("type") == "continue":
            answer = await self.fill(user, answer, **typed)
        await self.settle()
        return answer

    async def fill(self, user: User, dialog: Any, **typed: str) -> Any:
        [send] = buttons(dialog["task"]["value"]["card"]["content"])
        answer = await self.send(self.activities.dialog(user, "task/submit", send["data"] | typed))
        await self.settle()
        return answer

    # What is there

    def shown(self, user: User) -> list[Message]:
        return self.fake.from_bot(user.chat)

    async def request(self, number: int) -> Request:
        return decode_state((await self.store.states([number]))[number][1])

    async def last_number(self) -> int:
        return FIRST_NUMBER - 1 + int(await self.store.link.ask("GET", self.store.keys.numbers) or 0)

    async def assigned(self) -> tuple[User, Request, User, Message]:
        """A payslip is asked for: who asked, the request, its owner, and the card that tells them."""
        asker = self.colleague("Berta Solís")
        await self.say(asker, PAYSLIP)
        request = await self.newest()
        owner = self.user_of(request.owner)
        [assignment] = self.shown(owner)
        return asker, request, owner, assignment

    async def newest(self) -> Request:
        return await self.request(await self.last_number())

    async def words(self, number: int) -> list[str]:
        return [text.decode() for text in (await self.store.words(number)).values()]


def _next_tuesday(now: datetime) -> datetime:
    """In office hours wherever the company works."""
    day = now + timedelta(days=(1 - now.weekday()) % 7 or 7)
    return day.replace(hour=15, minute=30, second=0)


def buttons(card: Any, verb: str = "") -> list[dict[str, Any]]:
    found = [a for part in parts(card) if part.get("type") == "ActionSet" for a in part["actions"]]
    return [a for a in found if not verb or a["data"]["ventanilla"]["verb"] == verb]


def parts(card: Any) -> list[dict[str, Any]]:
    """Every part of a card, also inside boxes."""
    found = []
    for part in card.get("body", card.get("items", ())):
        found += [part, *parts(part)]
    return found


def read(card: Any) -> str:
    """All that one reads in a card's body."""
    lines = []
    for part in parts(card):
        if part["type"] == "TextBlock":
            lines.append(part["text"])
        elif part["type"] == "RichTextBlock":
            lines.append("".join(run["text"] for run in part["inlines"]))
    return "\n".join(lines)
