"""While nothing can be stored: Slack is asked to deliver again, and a click is told in a sentence."""

import json

import pytest

from bot.store.link import Link
from bot.store.store import Store
from tests.handlers.slack.stage import PAYSLIP, Stage, buttons


@pytest.fixture
async def cut_off(stage: Stage):
    """The same desk with its Redis gone; `reconnect` brings it back."""
    link = stage.store.link
    nowhere = Link.to("unix:///nowhere/redis.sock", "t")
    kept = (link.pipelining, link.readers)
    await stage.say(stage.colleague("Berta Solís"), PAYSLIP)
    link.pipelining, link.readers = nowhere.pipelining, nowhere.readers
    yield stage
    link.pipelining, link.readers = kept
    await nowhere.aclose()


def reconnect(stage: Stage, to: Store) -> None:
    stage.store.link.pipelining, stage.store.link.readers = to.link.pipelining, to.link.readers


async def test_an_event_is_answered_503_and_nothing_is_lost(cut_off: Stage, redis_server, tenant):
    stage = cut_off
    berta = next(u for u in stage.team.users.values() if u.name == "Berta Solís")
    event = stage.payloads.envelope(stage.payloads.said(berta, stage.fake.world.dm(berta), "y es urgente"))
    reply = await stage.http.post(json.dumps(event).encode(), "application/json")
    assert reply.status == 503
    again = Store.connect(redis_server.url, tenant)
    reconnect(stage, again)
    assert await stage.sender.event(event)
    await stage.settle()
    assert "y es urgente" in await stage.words((await stage.newest()).number)
    await again.aclose()


async def test_a_click_a_form_and_a_command_are_told_in_a_sentence(cut_off: Stage):
    stage = cut_off
    berta = next(u for u in stage.team.users.values() if u.name == "Berta Solís")
    dm = stage.fake.world.dm(berta)
    button = {"type": "button", "action_id": "act/withdraw/0", "value": '{"v":"withdraw","n":1001,"s":1}'}
    click = stage.payloads.click(
        berta,
        dm,
        stage.fake.from_bot(berta)[0],
        button,
        trigger="t",
        response_url=stage.fake.response_url(dm.id, berta.id),
    )
    assert (await stage.http.interact(click)).status == 200
    await stage.slack.room.soon.settle()
    assert "no se ha hecho nada" in stage.fake.told(berta)[-1].text

    view = {
        "id": "V1",
        "hash": "h",
        "type": "modal",
        "callback_id": "ask",
        "private_metadata": "",
        "team_id": "T1",
    }
    values = {"text": {"text": {"type": "plain_text_input", "value": "hola"}}}
    reply = await stage.http.interact(stage.payloads.submission(berta, view, values))
    assert (reply.status, reply.body["response_action"]) == (200, "errors")
    assert "no se ha hecho nada" in reply.body["errors"]["text"]

    command = stage.payloads.command(berta, dm, PAYSLIP, trigger="t", response_url="")
    reply = await stage.http.command(command)
    assert reply.status == 200
    assert "no se ha hecho nada" in reply.body["text"]


async def test_a_press_in_app_home_is_told_in_a_sentence_too(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    home = await stage.open_home(berta)
    link, nowhere = stage.store.link, Link.to("unix:///nowhere/redis.sock", "t")
    kept = (link.pipelining, link.readers)
    link.pipelining, link.readers = nowhere.pipelining, nowhere.readers
    button = next(b for b in buttons(home["blocks"]) if b["action_id"].startswith("home/open/"))
    before = len(stage.fake.from_bot(berta))
    click = stage.payloads.view_click(berta, dict(home), button, trigger=stage.fake.trigger(berta))
    assert (await stage.sender.interact(click)).status == 200
    await stage.slack.room.soon.settle()
    link.pipelining, link.readers = kept
    assert ["no se ha hecho nada" in m.text for m in stage.fake.from_bot(berta)[before:]] == [True]
    await nowhere.aclose()
