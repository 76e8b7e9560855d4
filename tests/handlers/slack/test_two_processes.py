"""Two web processes and a worker as their users run them, behind one Slack that delivers more than once."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from copy import copy
from datetime import UTC, datetime
from itertools import count
from random import Random
from typing import Any, TypeVar

import aiohttp
import pytest

from bot.answer import decode_answer
from bot.commit import decode_state
from bot.domain.events import RequestTaken, decode_event
from bot.domain.request import Request
from bot.store.embedded import EmbeddedServer
from bot.store.link import Unavailable
from bot.store.store import Store
from handlers.slack.read import message_id
from handlers.slack.values import Press, packed
from knowledge.directory import Person, PersonId
from knowledge.loader import build
from tests.faults.browser import Told
from tests.faults.processes import SECRET, Forked, short_folder, three_topic_folder
from tests.faults.waiting import until
from tests.knowledge.directories import three_topics
from tests.samples import sample
from tests.slack_server.faults import ratelimited, reset, server_error
from tests.slack_server.history import Sent, SlackChecker
from tests.slack_server.payloads import Payloads
from tests.slack_server.sender import HttpSender
from tests.slack_server.server import SIGNING_SECRET, FakeSlack, running
from tests.slack_server.workspace import Ephemeral, Message, User

pytestmark = [pytest.mark.kill, pytest.mark.xdist_group("kill"), pytest.mark.timeout(sample(120, 3600))]

Looked = TypeVar("Looked")
TEAM = "T0ENSAYO"
TUESDAY = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)  # office hours in Madrid and in Mexico City
EVENTS, RACES = sample(120, 10_000), sample(15, 10_000)
AT_ONCE = 20
PARTS, QUARTER_MS = 5, 16 * 60_000
PATIENCE = 10  # times, of 2.5 s at most
RINGS = 3  # so many cards ring one owner at once; more are told together, later


async def patiently(look: Callable[[], Awaitable[Looked]]) -> Looked:
    """What a test looks up itself has no platform waiting for it: on a busy machine it asks again."""
    for _ in range(PATIENCE):
        with suppress(Unavailable):
            return await look()
    return await look()


class Office:
    """A company, its Slack, and its desk in three processes."""

    def __init__(self, fake: FakeSlack) -> None:
        self.fake = fake
        self.team = fake.world.team(TEAM)
        self.payloads = Payloads(fake.world)
        self.folder = short_folder()
        self.company = three_topic_folder(self.folder / "company")
        self.server = EmbeddedServer.start(self.folder / "data")
        self.store = Store.connect(self.server.url, "ensayo")
        self.inputs: list[Sent] = []
        self.senders: list[HttpSender] = []
        self._askers = count(1)

    async def open(self, session: aiohttp.ClientSession) -> None:
        await self.store.set_clock_offset(int((TUESDAY - await self.store.now()).total_seconds() * 1000))
        people = build(three_topics()).people.values()
        self.users = {p.email: self._user(p.name, p.email) for p in people}
        self.worker = self._process("worker")
        self.webs = [self._process("web", "--port", 0, name=f"web{n}") for n in (1, 2)]
        for web in self.webs:
            port = await asyncio.to_thread(web.port)
            self.senders.append(HttpSender(session, f"http://127.0.0.1:{port}/slack/events"))
        self.ids = await self.store.people.enrol([*self.users])
        self.directory = build(three_topics(), self.ids)
        await until(self._everybody_is_reached, 30, "the worker has called the roll")

    def _process(self, command: str, *args: object, name: str = "") -> Forked:
        env = {
            "REDIS_URL": self.server.url,
            "VENTANILLA_SECRET": SECRET,
            "SLACK_BOT_TOKEN": self.team.token,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": self.fake.api_url,
        }
        log = self.folder / f"{name or command}.log"
        given = (command, "--data", self.folder / (name or command), "--directory", self.company, *args)
        return Forked(log, *given, env=env)

    async def _everybody_is_reached(self) -> bool:
        profiles = await self.store.people.profiles(self.directory.people)
        return all(profile.get("place.slack") for profile in profiles.values())

    async def close(self) -> None:
        for process in (*self.webs, self.worker):
            await asyncio.to_thread(process.tell_to_end)
        await self.store.aclose()
        self.server.stop()
        shutil.rmtree(self.folder)

    # What people do

    def _user(self, name: str, email: str) -> User:
        return self.fake.world.user(name, email=email, team=TEAM)

    def asker(self) -> User:
        n = next(self._askers)
        return self._user(f"Persona {n}", f"persona{n}@ensayo.example")

    async def says(self, user: User, text: str, *, thread: str = "", copies: int = 1) -> Sent:
        """Delivered `copies` times to each of the two processes, all of them at once."""
        dm = self.fake.world.dm(user)
        event = self.payloads.said(user, dm, text, thread=thread)
        envelope = self.payloads.envelope(event, TEAM)
        sent = Sent(
            path="", fields={}, by=PersonId(user.id), text=text, id=message_id(TEAM, dm.id, event["ts"])
        )
        self.inputs.append(sent)
        taken = await asyncio.gather(*(s.event(envelope, copies=copies) for s in self.senders))
        if any(taken):
            sent.told = Told.DONE
        return sent

    async def became(self, sent: Sent) -> Request:
        """The request that a message became, or became part of."""
        seen = (await patiently(lambda: self.store.load(None, sent.id))).seen
        assert seen is not None
        return await self.request(decode_answer(seen).number or 0)

    async def request(self, number: int) -> Request:
        return decode_state((await patiently(lambda: self.store.states([number])))[number][1])

    async def settles(self) -> SlackChecker:
        profiles = await self.store.people.profiles(await self.store.people.everybody())
        seen_by = {p["place.slack"].partition("/")[2]: PersonId(w) for w, p in profiles.items() if p}
        checker = SlackChecker(self.store, self.directory, self.inputs, self.fake, seen_by)
        await checker.settles(sample(60, 1800))
        return checker

    def person(self, person: PersonId) -> Person:
        return self.directory.people[person]


@pytest.fixture(scope="module")
async def office() -> AsyncIterator[Office]:
    async with running(FakeSlack()) as fake, aiohttp.ClientSession() as session:
        office = Office(fake)
        await office.open(session)
        yield office
        await office.close()


async def together(acts: list[Any]) -> None:
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(act: Any) -> None:
        async with slots:
            await act

    await asyncio.gather(*(one(act) for act in acts))


async def test_what_was_acknowledged_is_kept_once_and_told_once_in_order(office: Office) -> None:
    """0 doubles and 0 lost, with every event four times, two of them at once, and a platform that stumbles."""
    random = Random(7)
    threads: list[tuple[User, str]] = []
    for n in range(max(4, EVENTS // 25)):
        asker = office.asker()
        asked = await office.says(asker, f"Mi portátil número {n} no enciende", copies=2)
        threads.append((asker, asked.id.rpartition(":")[2]))
        if n < RINGS:
            request = await office.became(asked)
            owner = office.users[office.person(request.owner).email]
            threads.append((owner, await _card_of(office, owner, request.number)))
    faults = (ratelimited(1), reset(applied=True), reset(applied=False), server_error(applied=True))
    office.fake.switches.next("chat.postMessage", *faults)
    acts = []
    for n in range(EVENTS):
        user, root = threads[n % len(threads)]
        acts.append(office.says(user, f"detalle {n}", thread=root, copies=2))
    random.shuffle(acts)
    for start in range(0, EVENTS, EVENTS // PARTS):
        await together(acts[start : start + EVENTS // PARTS])
        await office.store.move_clock(QUARTER_MS)  # what was more than one may be rung for is told together
    assert all(sent.told is Told.DONE for sent in office.inputs)
    await office.settles()
    await office.store.move_clock(QUARTER_MS)
    checker = await office.settles()
    await checker.what_was_delivered()
    assert len([s for s in office.inputs if s.text.startswith("detalle")]) == EVENTS


async def _card_of(office: Office, owner: User, number: int) -> str:
    """Where the owner was given it: what they write in its thread goes to the requester."""

    async def found() -> str:
        for message in office.fake.from_bot(owner):
            if message.metadata and str(message.metadata["event_payload"]["key"]).startswith(f"{number}/"):
                return message.ts
        return ""

    return await until(found, 20, f"{number} is given to {owner.name}")


async def test_a_message_that_came_twice_would_be_found(office: Office) -> None:
    asker = office.asker()
    await office.says(asker, "Mi portátil no enciende")
    checker = await office.settles()
    dm = office.fake.world.dm(asker)
    once = next(m for m in dm.messages.values() if m.metadata)
    dm.messages["double"] = copy(once)
    with pytest.raises(AssertionError):
        await checker.what_was_delivered()
    del dm.messages["double"]


async def test_of_two_who_press_take_one_has_it_and_the_other_reads_who(office: Office) -> None:
    """Owner, colleague or lead, each through another process."""
    random = Random(11)
    askers = [office.asker() for _ in range(min(RACES, 500))]
    for start in range(0, RACES, len(askers)):
        races = range(start, min(RACES, start + len(askers)))
        await together([_race(office, askers[n - start], n, random) for n in races])
        await office.store.move_clock(180_000)  # later words of the same person are another request


async def _race(office: Office, asker: User, n: int, random: Random) -> None:
    asked = await office.says(asker, f"No me ha llegado la nómina de octubre, caso {n}")
    await _a_person_has_it(office, asker, await office.became(asked))
    request = await office.became(asked)
    rivals = random.sample(_department(office, request), 2)
    presses = zip(office.senders, rivals, strict=True)
    statuses = await asyncio.gather(*(_takes(office, s, r, request, f"race{n}") for s, r in presses))
    assert statuses == [200, 200]
    told_of = await patiently(lambda: office.store.history(request.number))
    history = [decode_event(event) for event in told_of]
    taken, *others = [event for event in history if isinstance(event, RequestTaken)]
    assert others == [], [type(event).__name__ for event in history]
    assert (await office.request(request.number)).owner == taken.by
    told: list[Ephemeral] = []

    async def is_told() -> bool:
        told[:] = [said for said in office.fake.world.ephemerals[-200:] if said.channel == f"race{n}"]
        return bool(told)

    await until(is_told, 20, "the other is told")
    [sentence] = told
    winner = office.users[office.person(taken.by).email]
    assert sentence.user in {rival.id for rival in rivals} - {winner.id}
    assert winner.name in sentence.text


async def _a_person_has_it(office: Office, asker: User, request: Request) -> None:
    """Where the bot knew an answer itself, the asker wants a person all the same."""
    if request.unseen:
        press = Press(verb="want_person", number=request.number, seen=request.version)
        await _presses(office, office.senders[0], asker, press)


def _department(office: Office, request: Request) -> list[User]:
    listed = office.directory.people.values()
    return [office.users[p.email] for p in listed if p.department == request.department]


async def _takes(office: Office, sender: HttpSender, user: User, request: Request, where: str) -> int:
    press = Press(verb="take", number=request.number, seen=request.version)
    return await _presses(office, sender, user, press, where)


async def _presses(office: Office, sender: HttpSender, user: User, press: Press, where: str = "") -> int:
    """`where`: the name under which what is told to who pressed can be found."""
    button = {"type": "button", "action_id": f"act/{press.verb}/0", "value": packed(press)}
    place = office.fake.world.dm(user)
    card = Message(ts=office.fake.world.ts(), user=office.team.bot_user, text="", bot_id=office.team.bot_id)
    url = office.fake.response_url(where or place.id, user.id)
    payload = office.payloads.click(user, place, card, button, trigger="t", response_url=url)
    return (await sender.interact(payload)).status
