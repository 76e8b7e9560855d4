"""Any platform to any platform: who asks on one and who answers on another talk as if in one thread."""

import random
import re
from collections.abc import AsyncIterator

import pytest

from bot.domain.rights import may_read
from bot.store.store import Store
from bot.words import of
from tests.faults.derived import assert_all_is_derived
from tests.handlers.teams.crossing import PLATFORMS, Owner, Requester, SlackPerson, World, world
from tests.handlers.teams.stage import PAYSLIP, PAYSLIP_EN
from tests.samples import sample
from tests.slack_server.faults import reset
from tests.teams_server.server import TENANT, FakeTeams, Fault

PAIRS = [(asks, owns) for asks in PLATFORMS for owns in PLATFORMS]


@pytest.fixture
async def between(store: Store, fake: FakeTeams) -> AsyncIterator[World]:
    async with world(store, fake) as found:
        yield found


@pytest.mark.parametrize(("asks", "owns"), PAIRS, ids=lambda name: name)
async def test_the_whole_story_from_any_platform_to_any(between: World, asks: str, owns: str):
    await between.reachable_on(owns)
    requester = await between.requester(asks)
    await requester.ask(PAYSLIP)
    await between.settle()
    request = await between.teams.newest()
    owner = between.owner(owns, request.owner)
    assert request.ref in (await requester.told())[0]
    assert PAYSLIP in (await owner.told())[-1]

    await owner.note(request.number, "esto solo entre nosotros")
    await owner.reply(request.number, "Te la mando hoy mismo.")
    await between.settle()
    assert sum("Te la mando hoy mismo." in text for text in await requester.told()) == 1
    assert (await between.teams.request(request.number)).taken

    await requester.add(request.number, "Es la del banco, gracias por mirarlo")
    await between.settle()
    assert any("Es la del banco" in text for text in await owner.told())

    await owner.resolve(request.number, "Enviada otra vez.")
    await between.settle()
    assert sum("Enviada otra vez." in text for text in await requester.told()) >= 1
    await requester.rate(request.number)
    await between.settle()
    after = await between.teams.request(request.number)
    assert after.status == "resolved"
    assert after.rating is not None
    assert not any("esto solo entre nosotros" in text for text in await requester.told())
    await assert_all_is_derived(between.store)
    assert between.teams.fake.violations == []


@pytest.mark.parametrize(("asks", "owns"), PAIRS, ids=lambda name: name)
async def test_edits_deletions_files_and_promises_reach_the_other_side(between: World, asks: str, owns: str):
    await between.reachable_on(owns)
    requester = await between.requester(asks)
    await requester.ask(PAYSLIP)
    await between.settle()
    number = (await between.teams.newest()).number
    owner = between.owner(owns, (await between.teams.newest()).owner)
    await owner.take(number)
    await owner.promise(number, "mañana a las 12")
    await between.settle()
    request = await between.teams.request(number)
    assert request.taken
    assert request.promise is not None

    async def shown(reader: Requester | Owner) -> str:
        await between.settle()
        return "\n".join(await reader.told())

    for writer, reader in ((owner, requester), (requester, owner)):
        said = await writer.write(number, "la cuenta acaba en 1111")
        assert "la cuenta acaba en 1111" in await shown(reader)
        await writer.edit(said, "la cuenta acaba en 2222")
        told = await shown(reader)
        assert ("la cuenta acaba en 2222" in told, "la cuenta acaba en 1111" in told) == (True, False)
        await writer.delete(said)
        assert "acaba en 2222" not in await shown(reader)

    await owner.send_file(number, "nómina.pdf", b"%PDF del propietario")
    await between.settle()
    assert await requester.received() == [b"%PDF del propietario"]
    await requester.send_file(number, "captura.png", b"PNG de quien pide")
    await between.settle()
    assert await owner.received() == [b"PNG de quien pide"]
    assert between.teams.fake.violations == []
    await assert_all_is_derived(between.store)


async def test_each_side_reads_the_bot_in_its_own_language_and_the_other_by_name(between: World):
    await between.reachable_on("teams")
    carol = between.slack.colleague("Carol Reed", locale="en-GB")
    requester = SlackPerson(between, carol)
    await requester.ask(PAYSLIP_EN)
    await between.settle()
    request = await between.teams.newest()
    owner = between.owner("teams", request.owner)
    name = between.teams.library.directory.people[request.owner].name
    await owner.reply(request.number, "Va de camino.")
    await owner.send_file(request.number, "a.pdf", b"%PDF")
    await between.settle()
    asked, served = "\n".join(await requester.told()), "\n".join(await owner.told())
    fallback = "\n".join(m.told for m in between.teams.shown(between.teams.user_of(request.owner)))
    plain = "\n".join(m.text for m in between.slack.fake.from_bot(carol))
    assert name in asked
    assert "Va de camino." in asked
    assert "Carol Reed" in served
    assert of("en")("text-options") in plain
    assert of("es")("text-options") not in plain
    assert of("es")("text-options") in fallback
    assert of("en")("text-options") not in fallback
    assert of("en")("file-from", name=name, file="a.pdf", ref=request.ref) in plain


async def test_two_accounts_become_one_person_in_the_chats_themselves(between: World):
    """A guest in Slack, and an address that Teams does not vouch for."""
    guest = between.slack.fake.world.user("Gema Proveedora", email="g@elsewhere.example", is_restricted=True)
    same = between.teams.fake.user("Gema Proveedora", email="g@elsewhere.example", role="guest")
    await between.slack.say(guest, "hola")
    await between.teams.say(same, "hola")
    assert await between.slack.person(guest) != await between.teams.person(same)
    before = await between.teams.last_number()
    await between.slack.say(guest, "vincular")
    [code] = re.findall(r"\w{4}-\w{4}", between.slack.fake.from_bot(guest)[-1].text)
    said = between.teams.activities.said(same, code)
    for _ in range(3):  # delivered again it is not written twice
        await between.teams.send(said)
    await between.settle()
    assert "Gema Proveedora" in between.teams.shown(same)[-1].told
    assert await between.slack.person(guest) != await between.teams.person(same)
    await between.teams.say(same, code)
    assert await between.slack.person(guest) == await between.teams.person(same)
    assert await between.teams.last_number() == before  # none of it is a request
    await between.teams.say(same, "No me funciona la impresora de la segunda planta")
    assert (await between.teams.newest()).requester == await between.slack.person(guest)


TOKEN = "plantada-7741"


@pytest.mark.parametrize(("asks", "owns"), PAIRS, ids=lambda name: name)
async def test_what_is_confidential_and_what_is_private_is_seen_by_nobody_else(
    between: World, asks: str, owns: str
):
    """S14 across the platforms: nobody but who asks and who is to know is shown a planted word, in any place."""
    await between.reachable_on(owns)
    requester = await between.requester(asks)
    await requester.ask(f"Quiero contar en privado un acoso de un compañero, {TOKEN}")
    await between.settle()
    request = await between.teams.newest()
    assert request.confidential
    owner = between.owner(owns, request.owner)
    await owner.take(request.number)
    await owner.note(request.number, f"nota {TOKEN}-nota")
    await between.settle()
    assert f"{TOKEN}-nota" not in "\n".join(await requester.told())
    directory = between.teams.library.directory
    readers = {request.requester, *(p for p in directory.people if may_read(p, request, directory))}
    for user in between.teams.fake.users.values():
        if await between.store.people.person(f"teams:{TENANT}:{user.aad}") not in readers:
            assert TOKEN not in str(between.teams.shown(user))
    for message in between.teams.fake.messages:
        assert TOKEN not in str(message.activity) or not message.where.startswith("19:")
    for team in between.slack.fake.world.teams.values():
        for user in team.users.values():
            if await between.store.people.person(f"slack:{user.team}:{user.id}") not in readers:
                assert TOKEN not in str(between.slack.fake.from_bot(user))
    for conversation in between.slack.fake.world.conversations.values():
        if conversation.kind != "im":
            assert TOKEN not in str(conversation.messages)
    for person in directory.people:
        if person not in readers:
            assert TOKEN.encode() not in b"".join(e.payload for e in await between.store.feeds.read(person))


@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("asks", "owns"), PAIRS, ids=lambda name: name)
async def test_interleaved_messages_arrive_once_and_in_order(between: World, asks: str, owns: str):
    await between.reachable_on(owns)
    requester = await between.requester(asks)
    await requester.ask(PAYSLIP)
    await between.settle()
    request = await between.teams.newest()
    owner = between.owner(owns, request.owner)
    rng = random.Random(f"{asks}{owns}")
    replies, seen_by_owner = 0, set[str]()
    for n in range(sample(16, 1000)):
        copies = rng.choice((1, 1, 2, 3))
        if rng.random() < 0.5:
            await owner.reply(request.number, f"respuesta {n:04} fin", copies=copies)
            replies += 1
        else:
            await requester.add(request.number, f"detalle {n:04} fin", copies=copies)
        if rng.random() < 0.3:
            await rng.choice((owner, requester)).redeliver(rng.randrange(1000))
        if rng.random() < 0.2:
            await between.settle()
            await requester.told()
            seen_by_owner |= set(await owner.told())
            await between.store.move_clock(20 * 60_000)  # owners are told of a burst in one message
    await between.settle()
    told = "\n".join(await requester.told())
    seen = [int(part[:4]) for part in told.split("respuesta ")[1:]]
    assert seen == sorted(set(seen))
    assert len(seen) == replies
    assert "detalle" not in told or asks == "web"
    words = await between.teams.words(request.number)
    details = [text for text in words if text.startswith("detalle")]
    assert len(details) == len(set(details))
    shown = "\n".join(seen_by_owner | set(await owner.told()))
    assert all(detail in shown for detail in details)
    await assert_all_is_derived(between.store)


# The send that nobody saw the end of

TWICE = {"es": of("es")("delivery-twice"), "en": of("en")("delivery-twice")}


@pytest.mark.parametrize(("asks", "owns"), PAIRS, ids=lambda name: name)
async def test_a_crash_in_mid_send_leaves_at_most_the_one_doubtful_message_and_marks_it(
    between: World, asks: str, owns: str
):
    await between.reachable_on(owns)
    requester = await between.requester(asks)
    await requester.ask(PAYSLIP)
    await between.settle()
    request = await between.teams.newest()
    owner = between.owner(owns, request.owner)
    ways = (("before", 1), ("after", 2), ("after", 1), ("before", 2))[: sample(2, 4)]
    for n, (when, copies) in enumerate(ways):
        text = f"respuesta {n} fin"
        await owner.reply(request.number, text, copies=copies)
        await between.dies_while_it_sends(asks, when)
        for _ in range(3):  # a look-up waits a moment until the platform finds what it has just taken
            await between.store.move_clock(5_000)
            await between.settle()
        await owner.reply(request.number, f"sigue {n} fin")
        await between.settle()
        told = [message for message in await requester.told() if text in message]
        assert len(told) in ((1, 2) if asks == "teams" and when == "after" else (1,))
        if asks == "teams":  # it cannot look a message up, so what may come twice says so
            assert TWICE["es"] in told[-1]
        else:
            assert TWICE["es"] not in "".join(told)
    every = "\n".join(await requester.told())
    assert [every.count(f"sigue {n} fin") for n in range(len(ways))] == [1] * len(ways)
    assert between.teams.fake.violations == []
    await assert_all_is_derived(between.store)


@pytest.mark.parametrize("applied", [True, False], ids=["had arrived", "had not"])
@pytest.mark.parametrize(
    ("asks", "owns"),
    [p for p in PAIRS if p[0] != "web" and p[1] in PLATFORMS[: sample(1, 3)]],
    ids=lambda name: name,
)
async def test_a_cut_connection_in_mid_send_leaves_at_most_the_one_doubtful_message(
    between: World, asks: str, owns: str, applied: bool
):
    await between.reachable_on(owns)
    requester = await between.requester(asks)
    await requester.ask(PAYSLIP)
    await between.settle()
    request = await between.teams.newest()
    owner = between.owner(owns, request.owner)
    await owner.reply(request.number, "antes fin")
    await between.settle()
    if asks == "teams":
        between.teams.fake.faults["POST"].append(Fault(0, applied=applied))
    else:
        between.slack.fake.switches.next("chat.postMessage", reset(applied=applied))
    await owner.reply(request.number, "respuesta fin")
    await owner.reply(request.number, "después fin")
    for _ in range(4):
        await between.settle()
        await between.store.move_clock(5_000)
    told = [
        m for m in await requester.told() if any(f"{w} fin" in m for w in ("antes", "respuesta", "después"))
    ]
    doubtful = [m for m in told if "respuesta fin" in m]
    assert len(doubtful) == (2 if asks == "teams" and applied else 1)
    assert (TWICE["es"] in doubtful[-1]) == (asks == "teams")
    assert len(told) == len(doubtful) + 2
    assert "después fin" in told[-1]
    assert between.teams.fake.violations == []
