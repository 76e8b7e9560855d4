"""What leaves towards Teams: once, in order, within its limits, and never to an address that is not allowed."""

import asyncio
from contextlib import suppress
from itertools import pairwise

import pytest

from bot.delivery.card import Card, Paragraph
from bot.delivery.gateway import Doubtful, Postponed, Undeliverable
from bot.store.store import Store
from handlers.teams.connector import Connector
from handlers.teams.doctor import findings
from handlers.teams.gateway import place_of
from handlers.teams.hosts import Hosts
from handlers.teams.kept import Reference
from handlers.teams.settings import TeamsSettings
from handlers.teams.throttle import Throttle
from handlers.teams.tokens import SecretRefused
from tests.handlers.teams.stage import PAYSLIP, Stage
from tests.teams_server.server import SECRET, TENANT, FakeTeams, Fault, User

HELLO = Card(kind="x", language="es", text="Hola", blocks=(Paragraph("Hola"),))


async def known(stage: Stage) -> User:
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, "Hola")
    stage.fake.messages.clear()
    return berta


@pytest.mark.parametrize("status", [412, 429, 502, 504])
async def test_what_was_surely_not_taken_is_postponed(stage: Stage, status: int):
    berta = await known(stage)
    stage.fake.faults["POST"].append(Fault(status, retry_after="7"))
    with pytest.raises(Postponed) as postponed:
        await stage.room.gateway.post(place_of(berta.chat), HELLO, key="k", loud=True)
    assert 7 <= postponed.value.retry_after_s <= 11
    assert stage.shown(berta) == []


@pytest.mark.parametrize("status", [0, 408, 500, 503])
@pytest.mark.parametrize("applied", [False, True])
async def test_a_message_that_may_have_arrived_is_not_sent_again_blindly(
    stage: Stage, status: int, applied: bool
):
    berta = await known(stage)
    stage.fake.faults["POST"].append(Fault(status, applied=applied))
    with pytest.raises(Doubtful):
        await stage.room.gateway.post(place_of(berta.chat), HELLO, key="k", loud=True)
    with pytest.raises(LookupError):
        await stage.room.gateway.find(place_of(berta.chat), key="k")
    assert len(stage.shown(berta)) == applied


@pytest.mark.parametrize("status", [408, 412, 429, 500, 502, 503, 504])
async def test_a_change_is_repeated_whatever_became_of_it(stage: Stage, status: int):
    berta = await known(stage)
    place = place_of(berta.chat)
    message = await stage.room.gateway.post(place, HELLO, key="k", loud=True)
    stage.fake.faults["PUT"].append(Fault(status))
    with pytest.raises(Postponed):
        await stage.room.gateway.update(place, message, HELLO, key="k")
    await stage.room.gateway.update(place, message, HELLO, key="k")
    assert stage.shown(berta)[0].changes == 1


async def test_blocked_and_gone_conversations_are_unreachable(stage: Stage):
    berta = await known(stage)
    stage.fake.blocked.add(berta.chat)
    with pytest.raises(Undeliverable, match="MessageWritesBlocked") as failed:
        await stage.room.gateway.post(place_of(berta.chat), HELLO, key="k", loud=True)
    assert failed.value.unreachable
    stage.fake.blocked.clear()
    stage.fake.conversations.discard(berta.chat)
    with pytest.raises(Undeliverable, match="ConversationNotFound") as failed:
        await stage.room.gateway.post(place_of(berta.chat), HELLO, key="k", loud=True)
    assert failed.value.unreachable
    with pytest.raises(Undeliverable) as failed:
        await stage.room.gateway.post(place_of("a:never-heard-of"), HELLO, key="k", loud=True)
    assert failed.value.unreachable


async def test_a_deleted_card_or_a_client_without_changes_says_nothing_of_the_person(stage: Stage):
    berta = await known(stage)
    place = place_of(berta.chat)
    message = await stage.room.gateway.post(place, HELLO, key="k", loud=True)
    stage.fake.messages.clear()
    with pytest.raises(Undeliverable) as failed:
        await stage.room.gateway.update(place, message, HELLO, key="k")
    assert not failed.value.unreachable
    stage.fake.changes_known = False
    with pytest.raises(Undeliverable) as failed:
        await stage.room.gateway.update(place, message, HELLO, key="k")
    assert not failed.value.unreachable


async def test_a_stored_address_is_looked_at_again_before_it_is_used(stage: Stage):
    berta = await known(stage)
    for url in (
        "https://evil.example/",
        "http://169.254.169.254/",
        "https://smba.trafficmanager.net@evil.example/",
    ):
        await stage.room.kept.keep_reference(berta.chat, Reference(service_url=url))
        before = len(stage.fake.calls)
        with pytest.raises(Undeliverable, match="not allowed"):
            await stage.room.gateway.post(place_of(berta.chat), HELLO, key="k", loud=True)
        assert len(stage.fake.calls) == before


async def test_the_address_of_the_newest_activity_is_used(stage: Stage):
    berta = await known(stage)
    await stage.room.kept.keep_reference(berta.chat, Reference(service_url="https://evil.example/"))
    await stage.say(berta, "Hola")
    assert len(stage.shown(berta)) == 1


async def test_a_token_that_is_spent_is_fetched_again(stage: Stage):
    berta = await known(stage)
    stage.fake.tokens_given += 1  # the login forgot the one that we have
    with pytest.raises(Postponed):
        await stage.room.gateway.post(place_of(berta.chat), HELLO, key="k", loud=True)
    await stage.room.gateway.post(place_of(berta.chat), HELLO, key="k", loud=True)
    assert len(stage.shown(berta)) == 1


async def test_a_secret_that_has_run_out_loses_nothing_and_makes_nobody_a_stranger(stage: Stage):
    """It does some day. Until there is another, what is to be sent waits, and whoever is new comes again."""
    berta = await known(stage)
    stage.room.tokens.spent(await stage.room.tokens.token())
    stage.fake.secret = "another"
    await stage.send(stage.activities.said(berta, PAYSLIP))
    newcomer = next(iter(stage.library.directory.people.values()))
    eva = stage.fake.user(newcomer.name, email=newcomer.email)
    assert (await stage.post(stage.activities.said(eva, "hola")))[0] == 503
    await stage.settle()
    request = await stage.newest()
    assert stage.fake.messages == []
    assert "MICROSOFT_APP_PASSWORD" in "".join(
        f.sentence for f in await findings(stage.room.teams, stage.library.directory, stage.store)
    )
    stage.fake.secret = SECRET
    await stage.store.move_clock(61_000)
    await stage.settle()
    assert request.ref in stage.shown(berta)[0].told
    assert [m for m in stage.shown(stage.user_of(request.owner)) if request.ref in m.told]
    await stage.say(eva, "hola")
    assert await stage.store.people.person(f"teams:{TENANT}:{eva.aad}") is not None
    assert not (await stage.store.people.profile(await stage.person(eva))).get("outside")


async def test_a_wrong_secret_is_told_as_such(store: Store, fake: FakeTeams):
    wrong = TeamsSettings(app_id="x", app_password="wrong", app_tenant="t", login_url=fake.base, no_auth=True)
    async with await Stage.make(store, fake, teams=wrong) as stage:
        with pytest.raises(SecretRefused):
            await stage.room.tokens.token()


def test_a_thread_is_written_to_within_all_its_limits():
    now = [0.0]
    throttle = Throttle(clock=lambda: now[0])
    sent: list[float] = []
    while len(sent) < 200:
        wait = throttle.wait_s("a")
        if wait == 0:
            sent.append(now[0])
        else:
            now[0] += wait
    for most, seconds in ((7, 1.0), (8, 2.0), (60, 30.0)):
        for at in sent:
            assert sum(at <= other < at + seconds - 1e-6 for other in sent) <= most
    assert throttle.wait_s("another") == 0
    assert all(a <= b for a, b in pairwise(sent))


async def test_the_roster_and_new_conversations_are_asked_for_within_their_limits(stage: Stage):
    now = [0.0]
    stage.fake.clock = lambda: now[0]
    hosts = Hosts(development=True)
    connector = Connector(stage.room.pool, stage.room.tokens, hosts, clock=lambda: now[0])
    berta, url = stage.colleague("Berta Solís"), stage.fake.service_url
    went = {"member": 0, "open": 0}
    for _ in range(60):
        with suppress(Postponed):
            await connector.member(url, berta.chat, berta.id)
            went["member"] += 1
        with suppress(Postponed):
            await connector.open(url, bot="28:x", user=berta.id, tenant=TENANT)
            went["open"] += 1
        now[0] += 0.05
    assert went == {"member": 14 * 3, "open": 15}  # in three seconds: seven, an eighth, and seven more
    assert stage.fake.violations == []


async def test_a_burst_keeps_its_order_under_teams_own_throttling(store: Store, fake: FakeTeams):
    now = [0.0]
    fake.clock = lambda: now[0]
    async with await Stage.make(store, fake, throttle=Throttle(clock=lambda: now[0])) as stage:
        await stage.everybody()
        berta = stage.colleague("Berta Solís")
        await stage.say(berta, PAYSLIP)
        request = await stage.newest()
        owner = stage.user_of(request.owner)
        [assignment] = stage.shown(owner)
        for n in range(20):
            await stage.send(stage.activities.quoting(owner, assignment, f"Parte {n:02}"))
        for _ in range(60):
            await stage.settle()
            now[0] += 2.5
            await store.move_clock(2500)
        told = [m.told for m in stage.shown(berta)]
        parts = [text.split("Parte ")[1][:2] for text in told if "Parte " in text]
        assert parts == [f"{n:02}" for n in range(20)]
        assert fake.violations == []


async def test_every_notice_arrives_once_through_refusals_and_waits(stage: Stage):
    berta = stage.colleague("Berta Solís")
    for status in (429, 502, 412, 504):
        stage.fake.faults["POST"].append(Fault(status))
    await stage.say(berta, PAYSLIP)
    for _ in range(12):
        await stage.store.move_clock(60_000)
        await stage.settle()
    request = await stage.newest()
    assert len([m for m in stage.shown(berta) if request.ref in m.told]) == 1
    assert len(stage.shown(stage.user_of(request.owner))) == 1


async def test_no_redirect_is_followed(stage: Stage):
    berta = await known(stage)
    stage.fake.faults["POST"].append(Fault(302))
    with pytest.raises(Undeliverable):
        await stage.room.gateway.post(place_of(berta.chat), HELLO, key="k", loud=True)


async def test_many_wait_for_one_token(stage: Stage):
    stage.room.tokens.spent(await stage.room.tokens.token())
    before = stage.fake.tokens_given
    await asyncio.gather(*(stage.room.tokens.token() for _ in range(50)))
    assert stage.fake.tokens_given == before + 1


def test_development_allows_this_machine_alone():
    hosts = Hosts(development=True)
    assert hosts.allows("http://127.0.0.1:9000/teams")
    assert not hosts.allows("http://192.168.0.1/teams")


# What is said to who wrote or pressed, beside the lanes


async def in_fast_time(stage: Stage) -> list[float]:
    """How long was waited, in seconds."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        await asyncio.sleep(0)

    stage.room.soon.sleep = sleep
    return waited


@pytest.mark.parametrize("text", ["ayuda", "¿Cómo va lo mío?", "Hola"])
async def test_an_answer_that_teams_did_not_take_is_given_as_late_as_it_asks(stage: Stage, text: str):
    waited = await in_fast_time(stage)
    berta = stage.colleague("Berta Solís")
    stage.fake.faults["POST"] += [Fault(429, retry_after="7"), Fault(502), Fault(412), Fault(504)]
    await stage.say(berta, text)
    assert len(stage.shown(berta)) == 1
    assert waited[0] >= 7
    assert len(waited) == 4


async def test_an_answer_that_is_never_taken_is_given_up(stage: Stage):
    waited = await in_fast_time(stage)
    berta = stage.colleague("Berta Solís")
    stage.fake.faults["POST"] += [Fault(429, retry_after="200")] * 50
    await stage.say(berta, "ayuda")
    assert stage.shown(berta) == []
    assert 200 <= sum(waited) <= 600


async def test_the_welcome_waits_too(stage: Stage):
    await in_fast_time(stage)
    berta = stage.colleague("Berta Solís")
    stage.fake.faults["POST"].append(Fault(429, retry_after="3"))
    await stage.send(stage.activities.installed(berta))
    await stage.settle()
    assert len(stage.shown(berta)) == 1


async def test_loose_words_of_an_owner_are_all_shown_back_in_order_under_teams_own_throttling(
    store: Store, fake: FakeTeams
):
    now = [0.0]
    fake.clock = lambda: now[0]
    async with await Stage.make(store, fake, throttle=Throttle(clock=lambda: now[0])) as stage:

        async def sleep(seconds: float) -> None:
            now[0] += seconds

        stage.room.soon.sleep = sleep
        await stage.everybody()
        await stage.say(stage.colleague("Berta Solís"), PAYSLIP)
        owner = stage.user_of((await stage.newest()).owner)
        before = len(stage.shown(owner))
        for n in range(20):
            await stage.send(stage.activities.said(owner, f"Suelto {n:02}"))
        await stage.settle()
        told = [m.told for m in stage.shown(owner)[before:]]
        assert [text.split("Suelto ")[1][:2] for text in told] == [f"{n:02}" for n in range(20)]
        assert fake.violations == []


async def test_a_card_that_somebody_opens_waits_for_its_turn_and_the_press_is_answered(stage: Stage):
    await in_fast_time(stage)
    await stage.say(stage.colleague("Berta Solís"), PAYSLIP)
    request = await stage.newest()
    lead = stage.user_of(stage.library.directory.departments[request.department].lead)
    press = {"ventanilla": {"verb": "open", "f": {"number": str(request.number)}}}
    action = {"type": "Action.Execute", "verb": "open", "data": press}
    await stage.say(lead, "ayuda")
    card = stage.shown(lead)[-1]
    stage.fake.faults["POST"].append(Fault(429, retry_after="3"))
    await stage.send(stage.activities.execute(lead, card, action, {}))  # no 5xx
    await stage.settle()
    assert request.ref in stage.shown(lead)[-1].told
