"""Sending through Slack: every way in which a call can fail, and no message twice or lost."""

import pytest

from bot.delivery.card import Card, Paragraph
from bot.delivery.gateway import Doubtful, Postponed, Undeliverable
from bot.domain.request import Place
from handlers.slack.gateway import place_of
from tests.handlers.slack.stage import PAYSLIP, Stage, shown
from tests.slack_server.faults import Fault, error, ratelimited, reset, server_error

CARD = Card(
    kind="said", language="es", number=1001, text="Te la mando hoy.", blocks=(Paragraph("Te la mando hoy."),)
)


@pytest.fixture
def where(stage: Stage) -> Place:
    user = stage.colleague("Berta Solís")
    return place_of("T1", stage.fake.world.dm(user).id)


async def test_a_message_carries_its_key_and_is_found_by_it(stage: Stage, where: Place):
    gateway = stage.slack.gateway
    message = await gateway.post(where, CARD, key="1001/3/P9/said", loud=True)
    assert await gateway.find(where, key="1001/3/P9/said") == message
    assert await gateway.find(where, key="1001/4/P9/said") is None


async def test_a_message_in_a_thread_is_found_there(stage: Stage):
    berta = stage.colleague("Berta Solís")
    channel = stage.fake.world.channel("general", berta)
    root = str(stage.payloads.said(berta, channel, "hola")["ts"])
    place = place_of("T1", channel.id, root)
    message = await stage.slack.gateway.post(place, CARD, key="1001/3/P9/said", loud=True)
    assert stage.fake.from_bot(channel)[0].thread_ts == root
    assert await stage.slack.gateway.find(place, key="1001/3/P9/said") == message


async def test_a_reply_in_the_thread_of_a_message_belongs_to_its_request(stage: Stage, where: Place):
    message = await stage.slack.gateway.post(where, CARD, key="1001/3/P9/said", loud=True)
    channel, _, ts = message.partition("/")
    assert await stage.slack.room.kept.number_of(place_of("T1", channel, ts)) == 1001


async def test_a_change_changes_the_message_that_is_there(stage: Stage, where: Place):
    message = await stage.slack.gateway.post(where, CARD, key="k", loud=True)
    other = Card(kind="said", language="es", text="Ya está.", blocks=(Paragraph("Ya está."),))
    await stage.slack.gateway.update(where, message, other, key="k2")
    [now] = stage.fake.messages(stage.fake.world.conversations[message.partition("/")[0]])
    assert (now.text, shown(now), now.changes) == ("Ya está.", "Ya está.", 1)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (ratelimited(30), Postponed),
        (error("ratelimited"), Postponed),
        (error("service_unavailable"), Postponed),
        (error("invalid_auth"), Postponed),
        (error("missing_scope"), Postponed),
        (server_error(503, applied=False), Doubtful),
        (server_error(500, applied=True), Doubtful),
        (reset(applied=False), Doubtful),
        (reset(applied=True), Doubtful),
        (error("fatal_error"), Doubtful),
        (error("internal_error"), Doubtful),
        (error("channel_not_found"), Undeliverable),
        (error("is_archived"), Undeliverable),
        (error("user_disabled"), Undeliverable),
        (error("invalid_blocks"), Undeliverable),
        (error("msg_too_long"), Undeliverable),
    ],
    ids=lambda value: f"{value.kind}-{value.code}-{value.applied}" if isinstance(value, Fault) else "",
)
async def test_each_failure_is_told_apart(
    stage: Stage, where: Place, fault: Fault, expected: type[Exception]
):
    stage.fake.switches.next("chat.postMessage", fault)
    with pytest.raises(expected):
        await stage.slack.gateway.post(where, CARD, key="1001/3/P9/said", loud=True)
    assert len(stage.fake.called("chat.postMessage")) == 1  # the SDK repeats nothing by itself


async def test_slacks_own_word_says_when_to_try_again(stage: Stage, where: Place):
    stage.fake.switches.next("chat.postMessage", ratelimited(37))
    with pytest.raises(Postponed) as postponed:
        await stage.slack.gateway.post(where, CARD, key="k", loud=True)
    assert postponed.value.retry_after_s == 37


@pytest.mark.parametrize(
    ("code", "unreachable"), [("user_disabled", True), ("channel_not_found", True), ("invalid_blocks", False)]
)
async def test_a_refused_message_does_not_make_anybody_unreachable(
    stage: Stage, where: Place, code: str, unreachable: bool
):
    stage.fake.switches.next("chat.postMessage", error(code))
    with pytest.raises(Undeliverable) as refused:
        await stage.slack.gateway.post(where, CARD, key="k", loud=True)
    assert refused.value.unreachable is unreachable


async def test_where_we_may_not_read_we_say_that_we_cannot_look(stage: Stage, where: Place):
    stage.fake.switches.next("conversations.history", error("channel_not_found"))
    with pytest.raises(LookupError):
        await stage.slack.gateway.find(where, key="k")


async def test_a_place_that_is_not_slacks_is_undeliverable(stage: Stage):
    for place in (Place("web", "P1/asks"), Place("slack", "nowhere"), place_of("T9", "D1")):
        with pytest.raises(Undeliverable):
            await stage.slack.gateway.post(place, CARD, key="k", loud=True)


@pytest.mark.parametrize("applied", [True, False], ids=["taken", "not taken"])
@pytest.mark.parametrize("how", ["reset", "5xx"])
async def test_a_doubtful_send_is_looked_up_before_it_is_repeated(stage: Stage, how: str, applied: bool):
    """0 lost, 0 doubles, whether Slack had taken it or not."""
    berta = stage.colleague("Berta Solís")
    fault = reset(applied=applied) if how == "reset" else server_error(502, applied=applied)
    stage.fake.switches.next("chat.postMessage", fault)
    await stage.say(berta, PAYSLIP)
    for _ in range(3):
        await stage.store.move_clock(5_000)
        await stage.settle()
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    assert len(stage.fake.from_bot(berta)) == 1
    assert len(stage.fake.from_bot(owner)) == 1
    assert len(set(stage.fake.keys())) == len(stage.fake.keys())
    looked = len(stage.fake.called("conversations.history"))
    assert looked == 1


async def test_a_limited_conversation_waits_and_the_others_do_not(stage: Stage):
    berta, carlos = stage.colleague("Berta Solís"), stage.colleague("Carlos Vela")
    dm = stage.fake.world.dm(berta)
    stage.fake.switches.next("chat.postMessage", ratelimited(30, dm.id))
    await stage.say(berta, PAYSLIP)
    await stage.say(carlos, "no me funciona la impresora de la segunda planta")
    assert stage.fake.from_bot(berta) == []
    assert len(stage.fake.from_bot(carlos)) == 1
    calls = [call for call in stage.fake.called("chat.postMessage") if call.args["channel"] == dm.id]
    assert len(calls) == 1
    await stage.store.move_clock(31_000)
    await stage.settle()
    assert len(stage.fake.from_bot(berta)) == 1


async def test_who_left_slack_is_passed_over_and_the_requester_is_told_by_name(stage: Stage):
    berta = stage.colleague("Berta Solís")
    first = stage.library.directory.by_email("ana.ruiz@faro.example")
    assert first is not None
    stage.user_of(first.id).deleted = True
    await stage.say(berta, PAYSLIP)
    for _ in range(3):
        await stage.store.move_clock(1_000)
        await stage.settle()
    request = await stage.newest()
    assert request.owner != first.id
    assert stage.fake.from_bot(stage.user_of(request.owner))
    assert stage.user_of(request.owner).name in stage.fake.from_bot(berta)[-1].text


async def test_what_becomes_confidential_leaves_the_channel(stage: Stage):
    berta = stage.colleague("Berta Solís")
    channel = stage.fake.world.channel("general", berta)
    await stage.say(berta, f"<@UT1BOT> {PAYSLIP}", where=channel)
    receipt = stage.fake.from_bot(channel)[0]
    request = await stage.newest()
    await stage.press(berta, receipt, "make_private", where=channel)
    assert (await stage.newest()).confidential
    [left] = stage.fake.from_bot(channel)
    assert "nómina" not in shown(left).casefold()
    assert request.ref in left.text
    owner = stage.user_of((await stage.newest()).owner)
    card = stage.fake.from_bot(owner)[0]
    await stage.say(owner, "Lo miro en privado", thread=card.ts)
    assert not any("en privado" in shown(m) and "Lo miro" in shown(m) for m in stage.fake.from_bot(channel))
    assert any("Lo miro en privado" in shown(m) for m in stage.fake.from_bot(berta))


async def test_many_sends_at_once_to_one_conversation_keep_their_order(stage: Stage):
    berta = stage.colleague("Berta Solís")
    _, owner = await stage.asked(berta)
    card = stage.fake.from_bot(owner)[0]
    dm = stage.fake.world.dm(owner)
    for n in range(12):
        assert await stage.event(stage.payloads.said(owner, dm, f"parte {n}", thread=card.ts))
    await stage.settle()
    told = [shown(m) for m in stage.fake.from_bot(berta)]
    parts = [int(text.split("parte ")[1].split()[0]) for text in told if "parte " in text]
    assert parts == sorted(parts) == list(range(12))
