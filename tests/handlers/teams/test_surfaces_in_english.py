"""The same surfaces for who speaks English: channel, group chat, dialogs, extensions, home, welcome and queue."""

from bot.words import of
from tests.handlers.teams.stage import PAYSLIP_EN, Stage, buttons, read
from tests.teams_server.activities import CHANNEL
from tests.teams_server.server import User

GROUP = "19:group@thread.v2"
PRINTER = "The printer on the second floor does not print"
SAY = of("en")


def colleague(stage: Stage) -> User:
    return stage.colleague("Beth Hill", locale="en-GB")


async def test_a_mention_in_a_channel_and_in_a_group_chat_is_answered_there(stage: Stage):
    stage.fake.conversations |= {CHANNEL, GROUP}
    beth = colleague(stage)
    for where in (CHANNEL, GROUP):
        asked = stage.activities.mention(beth, PRINTER, where)
        await stage.send(asked)
        await stage.settle()
        shown = stage.fake.from_bot(asked["conversation"]["id"])[0]
        assert (await stage.newest()).ref in shown.told
        assert shown.card["lang"] == "en"


async def test_an_owner_promises_and_notes_in_dialogs(stage: Stage):
    await stage.say(colleague(stage), PAYSLIP_EN)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    owner.locale = "en-GB"
    again = await stage.press(owner, stage.shown(owner)[0], "promise", due="no idea")
    assert SAY("when-unclear") in read(again["task"]["value"]["card"]["content"])
    assert await stage.fill(owner, again, due="tomorrow at 5 pm") == {}
    await stage.press(owner, stage.shown(owner)[0], "note", text="rang the bank")
    promised = await stage.request(request.number)
    assert promised.promise is not None
    assert len(promised.notes) == 1


async def test_ask_from_the_compose_box(stage: Stage):
    beth = colleague(stage)
    opened = await stage.send(stage.activities.extension(beth, "composeExtension/fetchTask", "ask", GROUP))
    assert opened["task"]["value"]["title"] == SAY("teams-ask-title")
    [send] = buttons(opened["task"]["value"]["card"]["content"])
    sent = stage.activities.extension(
        beth, "composeExtension/submitAction", "ask", GROUP, data=send["data"] | {"text": PRINTER}
    )
    await stage.send(sent)
    await stage.settle()
    assert (await stage.newest()).ref in stage.shown(beth)[-1].told
    assert stage.shown(beth)[-1].card["lang"] == "en"


async def test_welcome_greeting_help_and_queue(stage: Stage):
    beth = colleague(stage)
    await stage.send(stage.activities.installed(beth))
    await stage.settle()
    assert SAY("teams-welcome") in read(stage.shown(beth)[0].card)
    await stage.say(beth, PAYSLIP_EN)
    request = await stage.newest()
    for text in ("Hello", "help"):
        await stage.say(beth, text)
        assert request.ref in read(stage.shown(beth)[-1].card)
        assert stage.shown(beth)[-1].card["lang"] == "en"
    owner = stage.user_of(request.owner)
    owner.locale = "en-GB"
    await stage.say(owner, "queue")
    assert request.ref in read(stage.shown(owner)[-1].card)
    assert stage.shown(owner)[-1].card["lang"] == "en"
