"""One desk behind Teams, Slack and the web at once: somebody asks on one, somebody answers on another."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from typing import Any, Protocol

import pytest

from bot.delivery.files import Files
from bot.delivery.worker import Worker
from bot.domain import commands as c
from bot.domain.request import RequestNumber
from bot.hearing import Said
from bot.store.store import Store
from handlers.web import feed
from handlers.web.gateway import WebGateway, place_of
from knowledge.directory import PersonId
from tests.fakes import Killed
from tests.handlers.slack.stage import Stage as SlackStage
from tests.handlers.slack.stage import shown as slack_read
from tests.handlers.teams.stage import Stage as TeamsStage
from tests.handlers.teams.stage import buttons, read
from tests.slack_server.server import FakeSlack
from tests.slack_server.server import running as slack_running
from tests.teams_server.server import FakeTeams

PLATFORMS = ("web", "slack", "teams")


class Person(Protocol):
    """What either side does in words, whatever the platform. `write` gives what `edit` and `delete` speak of."""

    async def write(self, number: int, text: str) -> Any: ...
    async def edit(self, said: Any, text: str) -> None: ...
    async def delete(self, said: Any) -> None: ...
    async def send_file(self, number: int, name: str, data: bytes) -> None: ...
    async def received(self) -> list[bytes]: ...
    async def redeliver(self, which: int) -> None:
        """An older message comes once more, behind newer ones; `which` counts round."""

    async def told(self) -> list[str]: ...


class Requester(Person, Protocol):
    async def ask(self, text: str) -> None: ...
    async def add(self, number: int, text: str, *, copies: int = 1) -> None: ...
    async def rate(self, number: int) -> None: ...


class Owner(Person, Protocol):
    async def reply(self, number: int, text: str, *, copies: int = 1) -> None: ...
    async def resolve(self, number: int, text: str) -> None: ...
    async def note(self, number: int, text: str) -> None: ...
    async def take(self, number: int) -> None: ...
    async def promise(self, number: int, due: str) -> None: ...


class Dying:
    """A gateway that is told to: the process dies in a message's send, before or after the platform has it."""

    def __init__(self, gateway: Any) -> None:
        self._gateway = gateway
        self.platform = gateway.platform
        self.dies = ""  # "before", "after"

    def __getattr__(self, name: str) -> Any:
        return getattr(self._gateway, name)

    async def post(self, *args: Any, **options: Any) -> str:
        when, self.dies = self.dies, ""
        if when == "before":
            raise Killed
        sent: str = await self._gateway.post(*args, **options)
        if when == "after":
            raise Killed
        return sent


class World:
    """All three, with one worker between them."""

    def __init__(self, teams: TeamsStage, slack: SlackStage) -> None:
        self.teams, self.slack = teams, slack
        self.store, self.desk = teams.store, teams.desk
        self.gateways: dict[str, Dying] = {
            "teams": Dying(teams.teams.gateway),
            "slack": Dying(slack.slack.gateway),
            "web": Dying(WebGateway(teams.store)),
        }
        gateways: dict[str, Any] = dict(self.gateways)
        settings = teams.room.settings
        self.files = teams.room.files = Files(self.store, gateways, secret=settings.secret, url=settings.url)
        self.worker = self._another_worker()
        self.ids = count(1)

    def _another_worker(self) -> Worker:
        directory, gateways = self.teams.library.directory, dict(self.gateways)
        worker = Worker(
            self.store,
            gateways,  # type: ignore[arg-type]  # it passes on what it does not know
            lambda: directory,
            self.desk.handle,
            alone=True,
            files=self.files,
        )
        self.teams.worker = self.slack.worker = worker
        return worker

    async def dies_while_it_sends(self, platform: str, when: str) -> None:
        """The worker is killed in its next send there, and a new one, which knows itself alone, takes its place."""
        self.gateways[platform].dies = when
        with pytest.raises(Killed):
            await self.settle()
        self.worker = self._another_worker()
        await self.worker._prepared()

    async def settle(self) -> None:
        for _ in range(2):
            await self.teams.room.soon.settle()
            await self.slack.slack.room.soon.settle()
            await self.worker.settle()

    async def requester(self, platform: str) -> Requester:
        if platform == "teams":
            return TeamsPerson(self, self.teams.colleague("Berta Solís"))
        if platform == "slack":
            return SlackPerson(self, self.slack.colleague("Berta Solís"))
        found = self.teams.library.directory.by_email("irene.cobo@faro.example")
        assert found is not None
        return WebPerson(self, found.id, "asks")

    async def reachable_on(self, platform: str) -> None:
        """All whom the directory lists are there, and nowhere else."""
        if platform == "teams":
            await self.teams.everybody()
        elif platform == "slack":
            await self.slack.roll_call()

    def owner(self, platform: str, person: PersonId) -> Owner:
        if platform == "teams":
            return TeamsPerson(self, self.teams.user_of(person))
        if platform == "slack":
            return SlackPerson(self, self.slack.user_of(person))
        return WebPerson(self, person, "work")


@asynccontextmanager
async def world(store: Store, fake: FakeTeams) -> AsyncIterator[World]:
    async with (
        await TeamsStage.make(store, fake) as teams,
        slack_running(FakeSlack()) as fake_slack,
        SlackStage(store, fake_slack, teams.library, "http") as slack,
    ):
        yield World(teams, slack)


class TeamsPerson:
    def __init__(self, world: World, user: Any) -> None:
        self.world, self.stage, self.user = world, world.teams, user
        self.sent: list[dict[str, Any]] = []

    async def redeliver(self, which: int) -> None:
        if self.sent:
            await self.stage.send(self.sent[which % len(self.sent)])

    def _card(self, number: int, verb: str = "") -> Any:
        ref = f"R-{number}"
        cards = [m for m in self.stage.shown(self.user) if ref in m.told]
        return next((m for m in cards if not verb or buttons(m.card, verb)), cards[0] if cards else None)

    async def _send(self, activity: dict[str, Any], copies: int) -> None:
        self.sent.append(activity)
        for _ in range(copies):
            await self.stage.send(activity)

    async def ask(self, text: str) -> None:
        await self._send(self.stage.activities.said(self.user, text), 1)

    async def add(self, number: int, text: str, *, copies: int = 1) -> None:
        await self._send(self.stage.activities.quoting(self.user, self._card(number), text), copies)

    async def reply(self, number: int, text: str, *, copies: int = 1) -> None:
        card = self._card(number, "say")
        [say] = buttons(card.card, "say")[:1]
        press = self.stage.activities.execute(self.user, card, say, {"text": text})
        self.sent.append(press)
        for copy in range(copies):
            await self.stage.send(press | {"id": f"{press['id']}{copy}"})

    async def resolve(self, number: int, text: str) -> None:
        await self.stage.press(self.user, self._card(number, "resolve"), "resolve", text=text)

    async def note(self, number: int, text: str) -> None:
        await self.stage.press(self.user, self._card(number, "note"), "note", text=text)

    async def rate(self, number: int) -> None:
        await self.stage.press(self.user, self._card(number, "rate"), "rate")

    async def told(self) -> list[str]:
        return [read(m.card) for m in self.stage.shown(self.user)]

    async def write(self, number: int, text: str) -> Any:
        said = self.stage.activities.quoting(self.user, self._card(number), text)
        await self.stage.send(said)
        return said

    async def edit(self, said: Any, text: str) -> None:
        await self.stage.send(
            self.stage.activities.base(self.user, "messageUpdate", text=text) | {"id": said["id"]}
        )

    async def delete(self, said: Any) -> None:
        await self.stage.send(self.stage.activities.base(self.user, "messageDelete") | {"id": said["id"]})

    async def take(self, number: int) -> None:
        await self.stage.press(self.user, self._card(number, "take"), "take")

    async def promise(self, number: int, due: str) -> None:
        await self.stage.press(self.user, self._card(number, "promise"), "promise", due=due)

    async def send_file(self, number: int, name: str, data: bytes) -> None:
        address = self.stage.fake.file(f"{self.user.aad}-{name}", data)
        sent = self.stage.activities.with_file(self.user, "Va adjunto", name, address)
        sent["attachments"] += self.stage.activities.quoting(self.user, self._card(number), "")["attachments"]
        await self.stage.send(sent)

    async def received(self) -> list[bytes]:
        """What they let us put among their own files."""
        there = f"there-{self.user.aad}"
        for message in self.stage.shown(self.user):
            kinds = [part["contentType"] for part in message.activity.get("attachments", ())]
            if any(kind.endswith(".consent") for kind in kinds):
                address = f"{self.stage.fake.base}files/{there}-{message.id}"
                await self.stage.send(self.stage.activities.consents(self.user, message, address))
                await self.world.settle()
        return [data for name, data in self.stage.fake.files.items() if name.startswith(there)]


class SlackPerson:
    def __init__(self, world: World, user: Any) -> None:
        self.world, self.stage, self.user = world, world.slack, user
        self.sent: list[Any] = []

    async def redeliver(self, which: int) -> None:
        if self.sent:
            assert await self.stage.event(self.sent[which % len(self.sent)])

    def _card(self, number: int) -> Any:
        return next(m for m in self.stage.fake.from_bot(self.user) if f"R-{number}" in m.text)

    async def _say(self, text: str, copies: int, thread: str = "") -> None:
        place = self.stage.fake.world.dm(self.user)
        event = self.stage.payloads.said(self.user, place, text, thread=thread)
        self.sent.append(event)
        for _ in range(copies):
            assert await self.stage.event(event)

    async def ask(self, text: str) -> None:
        await self._say(text, 1)

    async def add(self, number: int, text: str, *, copies: int = 1) -> None:
        await self._say(text, copies, self._card(number).ts)

    reply = add

    async def resolve(self, number: int, text: str) -> None:
        await self.stage.press(self.user, self._card(number), "resolve")
        await self.stage.fill(self.user, text=text)

    async def note(self, number: int, text: str) -> None:
        await self._say(f"🔒 {text}", 1, self._card(number).ts)

    async def rate(self, number: int) -> None:
        await self.stage.press(self.user, self.stage.fake.from_bot(self.user)[-1], "rate")

    async def told(self) -> list[str]:
        return [slack_read(m) for m in self.stage.fake.from_bot(self.user)]

    async def write(self, number: int, text: str) -> Any:
        place = self.stage.fake.world.dm(self.user)
        event = self.stage.payloads.said(self.user, place, text, thread=self._card(number).ts)
        assert await self.stage.event(event)
        return event

    async def edit(self, said: Any, text: str) -> None:
        place = self.stage.fake.world.dm(self.user)
        assert await self.stage.event(self.stage.payloads.edited(place, said["ts"], text))

    async def delete(self, said: Any) -> None:
        assert await self.stage.event(
            self.stage.payloads.deleted(self.stage.fake.world.dm(self.user), said["ts"])
        )

    async def take(self, number: int) -> None:
        await self.stage.press(self.user, self._card(number), "take")

    async def promise(self, number: int, due: str) -> None:
        await self.stage.press(self.user, self._card(number), "promise")
        await self.stage.fill(self.user, due=due)

    async def send_file(self, number: int, name: str, data: bytes) -> None:
        place, file = self.stage.fake.world.dm(self.user), self.stage.fake.world.file(name, data=data)
        event = self.stage.payloads.said(
            self.user, place, "Va adjunto", thread=self._card(number).ts, files=(file,)
        )
        assert await self.stage.event(event)

    async def received(self) -> list[bytes]:
        files = self.stage.fake.world.files
        return [files[f["id"]].data for m in self.stage.fake.from_bot(self.user) for f in m.files]


class WebPerson:
    def __init__(self, world: World, person: PersonId, side: Any) -> None:
        self.world, self.person, self.side = world, person, side
        self.seen: dict[str, str] = {}
        self.sent: list[Said] = []

    async def redeliver(self, which: int) -> None:
        if self.sent:
            await self.world.desk.hear(self.sent[which % len(self.sent)])

    def _id(self) -> str:
        return f"web/{self.person}/{next(self.world.ids):08}"

    async def _hear(self, text: str, number: int | None, copies: int) -> None:
        said = Said(
            id=self._id(),
            by=self.person,
            text=text,
            place=place_of(self.person, self.side),
            thread=RequestNumber(number) if number else None,
            as_requester=self.side == "asks",
        )
        self.sent.append(said)
        for _ in range(copies):
            assert (await self.world.desk.hear(said)).kind == "done"

    async def ask(self, text: str) -> None:
        await self._hear(text, None, 1)

    async def add(self, number: int, text: str, *, copies: int = 1) -> None:
        await self._hear(text, number, copies)

    reply = add

    def _about(self, number: int) -> dict[str, Any]:
        return {"id": self._id(), "by": self.person, "number": RequestNumber(number)}

    async def resolve(self, number: int, text: str) -> None:
        await self.world.desk.handle(c.Resolve(**self._about(number), text=text))

    async def note(self, number: int, text: str) -> None:
        await self.world.desk.handle(c.WriteNote(**self._about(number), text=text))

    async def rate(self, number: int) -> None:
        await self.world.desk.handle(c.Rate(**self._about(number), outcome="met"))

    async def told(self) -> list[str]:
        """What others or the desk said; one's own words are shown there too, but are no message.

        A feed keeps its newest entries: who looks now and then has seen them all.
        """
        entries = feed.folded(feed.items(await self.world.store.feeds.read(self.person), self.side))
        self.seen |= {e.id: e.card.text for e in entries if e.card.kind not in ("echo", "joined")}
        return list(self.seen.values())

    async def write(self, number: int, text: str) -> Any:
        said = Said(
            id=self._id(),
            by=self.person,
            text=text,
            place=place_of(self.person, self.side),
            thread=RequestNumber(number),
            as_requester=self.side == "asks",
        )
        assert (await self.world.desk.hear(said)).kind == "done"
        return number, c.words_id(c.Nudge(id=said.id, by=self.person, number=RequestNumber(number)))

    async def edit(self, said: Any, text: str) -> None:
        number, words = said
        await self.world.desk.handle(c.EditWords(**self._about(number), words=words, text=text))

    async def delete(self, said: Any) -> None:
        number, words = said
        await self.world.desk.handle(c.DeleteWords(**self._about(number), words=words))

    async def take(self, number: int) -> None:
        await self.world.desk.handle(c.Take(**self._about(number)))

    async def promise(self, number: int, due: str) -> None:
        tomorrow = await self.world.desk.now() + timedelta(days=1)
        await self.world.desk.handle(c.MakePromise(**self._about(number), due=tomorrow))

    async def send_file(self, number: int, name: str, data: bytes) -> None:
        """As the desk's page gives it to the desk."""
        file = c.Attached(source="kept", name=name, kind="application/pdf", size=len(data))
        said = Said(
            id=self._id(),
            by=self.person,
            text="Va adjunto",
            place=place_of(self.person, self.side),
            thread=RequestNumber(number),
            files=(file,),
            as_requester=self.side == "asks",
        )
        await self.world.desk.hear(said)
        words = c.words_id(c.Nudge(id=said.id, by=self.person, number=RequestNumber(number)))
        await self.world.store.files.keep((number, self.person, f"{words}.0"), data)

    async def received(self) -> list[bytes]:
        """What the links on their page lead to."""
        found = []
        for path in re.findall(r": /files/(\S+)", "\n".join(await self.told())):
            ticket = self.world.files.ticket(path)
            assert ticket is not None
            assert ticket.person == self.person
            request = await self.world.teams.request(ticket.number)
            author = dict(request.files)[ticket.words]
            kept = (await self.world.store.words(ticket.number))[ticket.words]
            where = (ticket.number, author, ticket.words)
            async with self.world.files.opened(where, c.decode_attached(kept)) as opened:
                found.append(b"".join([piece async for piece in opened.pieces]))
        return found
