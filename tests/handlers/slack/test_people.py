"""Who somebody is: joined by an address only where the workspace may vouch for it; guests see only their own."""

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from msgspec.structs import replace

from bot.domain.request import Request
from bot.store.store import Store
from bot.words import of
from handlers.slack import limits
from handlers.slack.install import KeptInstallations
from handlers.slack.words import words_in
from handlers.slack.workspaces import Workspace
from knowledge.directory import PersonId
from tests.handlers.slack.stage import PAYSLIP, Stage, shown
from tests.slack_server.faults import error, ratelimited, server_error, slow
from tests.slack_server.server import FakeSlack
from tests.slack_server.workspace import User


async def met(stage: Stage, user: User) -> str:
    await stage.say(user, PAYSLIP)
    return str(await stage.person(user))


async def test_a_full_member_in_the_companys_domain_is_one_person_with_their_other_accounts(stage: Stage):
    teams = await stage.store.people.meet("teams:tenant:aad-1", "berta.solis@faro.example")
    assert await met(stage, stage.colleague("Berta Solís".replace("í", "i"))) == teams


@pytest.mark.parametrize(
    "about",
    [{"is_restricted": True}, {"is_ultra_restricted": True}, {"email": "berta.solis@elsewhere.example"}],
    ids=str,
)
async def test_nobody_else_is_joined_by_an_address(stage: Stage, about: dict):
    email = about.get("email", "berta.solis@faro.example")
    other = await stage.store.people.meet("teams:tenant:aad-1", email)
    user = stage.fake.world.user("Berta Solís", **({"email": email} | about))
    assert await met(stage, user) != other


async def test_somebody_of_another_workspace_is_a_person_of_their_own(stage: Stage):
    """A shared channel: their workspace vouches for nobody of ours."""
    stage.fake.world.team("T9", "Otra", "otra")
    ours = await stage.store.people.meet("teams:tenant:aad-1", "berta.solis@faro.example")
    outside = stage.fake.world.user("Berta Solís", team="T9", email="berta.solis@faro.example")
    channel = stage.fake.world.channel("compartido", outside, shared=True)
    event = stage.payloads.said(outside, channel, f"<@UT1BOT> {PAYSLIP}")
    assert await stage.event(event | {"user_team": "T9"})
    await stage.settle()
    request = await stage.newest()
    assert request.requester == await stage.person(outside)
    assert request.requester != ours
    assert stage.fake.from_bot(channel)


async def test_a_guest_is_served_alike_and_sees_only_their_own_requests(stage: Stage):
    berta = stage.colleague("Berta Solís")
    guest = stage.fake.world.user("Gema Proveedora", email="gema@elsewhere.example", is_restricted=True)
    ts = await stage.say(berta, PAYSLIP)
    hers = await stage.newest()
    await stage.say(guest, "no me funciona la impresora de la segunda planta")
    assert (await stage.newest()).requester == await stage.person(guest)
    assert await stage.event(stage.payloads.home_opened(guest))
    await stage.settle()
    home = str(stage.fake.world.homes[guest.id])
    assert hers.ref not in home
    assert "Berta" not in home
    assert "home/filter" not in home

    dm = stage.fake.world.dm(berta)
    words = len(await stage.words(hers.number))
    assert await stage.event(stage.payloads.said(guest, dm, "soy yo", thread=ts))
    await stage.settle()
    assert len(await stage.words(hers.number)) == words


@pytest.mark.parametrize("how", ["guest", "another workspace"])
async def test_who_is_not_of_the_company_is_told_no_names_of_the_directory(stage: Stage, how: str):
    """A colleague asks who looks after something and hears a name; a guest is asked what they need."""
    berta = stage.colleague("Berta Solís")
    reply = await stage.slash(berta, "quién la impresora")
    name = next(p.name for p in stage.library.directory.people.values() if p.name in reply.body["text"])
    if how == "guest":
        outside = stage.fake.world.user("Gema", email="gema@elsewhere.example", is_restricted=True)
    else:
        stage.fake.world.team("T9", "Otra", "otra")
        outside = stage.fake.world.user("Gema", team="T9", email="gema@elsewhere.example")
    channel = stage.fake.world.channel("compartido", outside, shared=True)
    text = "<@UT1BOT> ¿quién lleva la impresora?"
    event = stage.payloads.said(outside, channel, text) | {"user_team": outside.team}
    assert await stage.event(event)
    await stage.settle()
    told = [m.text + shown(m) for m in stage.fake.from_bot(outside)]
    told += [said.text for said in stage.fake.told(outside)]
    assert of("es")("who-outside") in "".join(told)
    assert name not in "".join(told)
    assert await stage.numbers() == []


async def test_who_cannot_be_written_to_in_private_is_not_said_to_have_been_and_alone_reads_who_has_it(
    stage: Stage,
):
    stage.fake.world.team("T9", "Otra", "otra")
    outside = stage.fake.world.user("Gema", team="T9", email="gema@elsewhere.example")
    channel = stage.fake.world.channel("compartido", outside, shared=True)
    event = stage.payloads.said(outside, channel, "<@UT1BOT> un compañero vuestro me acosa")
    assert await stage.event(event | {"user_team": "T9"}, copies=2)
    await stage.settle()
    request = await stage.newest()
    assert request.confidential
    assert stage.fake.from_bot(channel) == []
    owner = stage.library.directory.people[request.owner].name
    [said] = stage.fake.told(outside)
    assert said.text == words_in("es")("slack-private-nowhere", ref=request.ref, owner=owner)


async def test_a_profile_says_language_and_zone_and_nobody_is_asked(stage: Stage):
    james = stage.fake.world.user(
        "James Hall", email="james.hall@faro.example", locale="en-GB", tz="Europe/London"
    )
    await stage.say(james, PAYSLIP)
    profile = await stage.store.people.profile(await stage.person(james))
    assert (profile["name"], profile["language"], profile["zone"]) == ("James Hall", "en", "Europe/London")


async def test_a_zone_that_nobody_knows_is_left_out_and_the_company_s_counts(stage: Stage):
    berta = stage.colleague("Berta Solís")
    berta.tz = "Europe/Madid"
    await stage.say(berta, PAYSLIP)
    assert "zone" not in await stage.store.people.profile(await stage.person(berta))
    assert "viernes" in stage.fake.from_bot(berta)[0].text


async def test_slack_is_asked_once_who_somebody_is_and_tells_of_changes_itself(stage: Stage):
    berta = stage.colleague("Berta Solís")
    berta.title = "Mozo de almacén"
    for text in ("hola", PAYSLIP, "y la de septiembre"):
        await stage.say(berta, text)
    assert len(stage.fake.called("users.info")) == 1
    owner = stage.user_of((await stage.newest()).owner)
    assert "Mozo de almacén" in shown(stage.fake.from_bot(owner)[0])
    berta.name, berta.tz, berta.title = "Berta Solís Gil", "Atlantic/Canary", "Jefa de almacén"
    assert await stage.event(stage.payloads.user_change(berta))
    profile = await stage.store.people.profile(await stage.person(berta))
    assert [profile[field] for field in ("name", "zone", "title")] == [berta.name, berta.tz, berta.title]
    assert len(stage.fake.called("users.info")) == 1


def next_in_line(stage: Stage, request: Request) -> PersonId:
    """Their own backup, else the department's."""
    directory = stage.library.directory
    backup = directory.people[request.owner].backup or directory.departments[request.department].backup
    assert backup not in (None, request.owner)
    return PersonId(backup or "")


async def test_who_leaves_the_company_leaves_nothing_behind(stage: Stage):
    berta = stage.colleague("Berta Solís")
    request, owner = await stage.asked(berta)
    owner.deleted = True
    assert await stage.event(stage.payloads.user_change(owner), copies=2)
    await stage.settle()
    after = await stage.newest()
    assert after.owner == next_in_line(stage, request)
    assert stage.user_of(after.owner).name in stage.fake.from_bot(berta)[-1].text
    assert "place.slack" not in await stage.store.people.profile(request.owner)
    gone = stage.library.directory.people[request.owner].name
    department = stage.library.directory.departments[request.department]
    lead = stage.user_of(department.lead)
    if after.owner != department.lead:
        assert gone in "".join(shown(m) for m in stage.fake.from_bot(lead))


@pytest.mark.parametrize("closed", ["T1", "T2"])
async def test_who_leaves_one_of_two_workspaces_keeps_what_they_have_and_is_reached_in_the_other(
    store: Store, fake: FakeSlack, closed: str
):
    fake.world.team("T2", "Faro México", "faro-mx")
    async with await Stage.make(store, fake, "http", client_id="c1", client_secret="hush") as stage:
        both = replace(stage.library.directory, slack_workspaces=("T1", "T2"))
        stage.library = replace(stage.library, directory=both)
        token = fake.world.team("T2").token
        second = Workspace(team="T2", token=token, bot_user="UT2BOT", bot_id="BT2")
        await KeptInstallations(store, "s" * 32).save(second)
        await stage.roll_call()
        berta = stage.colleague("Berta Solís")
        request, owner = await stage.asked(berta)
        other = fake.world.user(owner.name, team="T2", email=owner.email)
        assert await store.people.meet(f"slack:T2:{other.id}", owner.email) == request.owner
        gone = owner if closed == "T1" else other
        gone.deleted = True
        assert await stage.event(stage.payloads.user_change(gone), team=closed)
        await stage.settle()
        assert (await stage.newest()).owner == request.owner
        place = (await store.people.profile(request.owner))["place.slack"]
        assert place.startswith("T2/D" if closed == "T1" else "T1/D")


async def test_the_listed_are_found_before_they_ever_write(stage: Stage):
    for person in stage.library.directory.people:
        assert (await stage.store.people.profile(person)).get("place.slack", "").startswith("T1/D")


async def test_while_slack_does_not_say_who_it_is_the_event_comes_again(stage: Stage):
    """An address joins at first sight and never later, so first sight waits for it."""
    berta = stage.colleague("Berta Solís")
    for fault in (ratelimited(5), server_error(applied=False), error("internal_error")):
        stage.fake.switches.next("users.info", fault)
    assert await stage.event(stage.payloads.said(berta, stage.fake.world.dm(berta), PAYSLIP))
    assert [found.status for found in stage.sender.deliveries] == [503, 503, 503, 200]
    await stage.settle()
    assert "Berta" in (await stage.store.people.profile(await stage.person(berta)))["name"]


async def test_a_slow_slack_is_not_waited_for_beyond_its_own_patience(stage: Stage):
    berta = stage.colleague("Berta Solís")
    stage.fake.switches.next("users.info", slow(10))
    began = asyncio.get_running_loop().time()
    assert await stage.event(stage.payloads.said(berta, stage.fake.world.dm(berta), PAYSLIP))
    assert asyncio.get_running_loop().time() - began < 2 * limits.ANSWER_WITHIN_S  # two deliveries
    assert [found.status for found in stage.sender.deliveries] == [503, 200]


async def test_an_unlisted_workspace_is_refused_and_nothing_is_kept(stage: Stage):
    stage.fake.world.team("T9", "Otra", "otra")
    stranger = stage.fake.world.user("Nadie", team="T9")
    await stage.event(stage.payloads.said(stranger, stage.fake.world.dm(stranger), PAYSLIP), team="T9")
    await stage.settle()
    assert await stage.numbers() == []
    assert await stage.store.people.person(f"slack:T9:{stranger.id}") is None
    assert [found.status for found in stage.sender.deliveries] == [200]
    reply = await stage.slash(stranger, PAYSLIP)
    assert "no está conectado" in reply.body["text"]


async def test_no_address_but_slacks_is_ever_called_whatever_a_payload_says(stage: Stage):
    asked = []

    async def noted(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response()

    app = web.Application()
    app.router.add_post("/{any:.*}", noted)
    async with TestServer(app) as elsewhere:
        stage.fake.world.team("T9", "Otra", "otra")
        stranger, berta = stage.fake.world.user("Nadie", team="T9"), stage.colleague("Berta Solís")
        for user in (stranger, berta):
            for url in (
                str(elsewhere.make_url("/hook")),
                "http://169.254.169.254/latest",
                "file:///etc/passwd",
                "D1",
            ):
                dm = stage.fake.world.dm(user)
                fields = stage.payloads.command(user, dm, "hola", trigger="t", response_url=url)
                assert (await stage.sender.command(fields)).status == 200
                click = stage.payloads.shortcut(user, "old", trigger="t") | {
                    "type": "block_actions",
                    "response_url": url,
                    "actions": [{"action_id": "old", "type": "button", "block_id": "b", "action_ts": "1.1"}],
                }
                assert (await stage.sender.interact(click)).status == 200
        await stage.settle()
    assert asked == []


async def test_names_in_a_message_are_words_not_ids(stage: Stage):
    berta, carlos = stage.colleague("Berta Solís"), stage.colleague("Carlos Vela")
    await stage.say(carlos, "hola")
    await stage.say(
        berta, f"{PAYSLIP}, lo sabe <@{carlos.id}> y está en <https://a.example/x|la web> &amp; más"
    )
    request = await stage.newest()
    [text] = await stage.words(request.number)
    assert "@Carlos Vela" in text
    assert "la web (https://a.example/x) & más" in text
    assert "Carlos Vela" in shown(stage.fake.from_bot(stage.user_of(request.owner))[0])
