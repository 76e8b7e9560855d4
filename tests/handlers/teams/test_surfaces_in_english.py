"""The same surfaces for who speaks English: channel and its card, chats, quotes, dialogs, extensions, home and queue."""

from msgspec.structs import replace

from bot.domain.request import Request
from bot.words import of
from tests.handlers.teams.stage import PAYSLIP_EN, Stage, buttons, read
from tests.handlers.teams.test_board import looked_at, with_channel
from tests.teams_server.activities import CHANNEL
from tests.teams_server.server import User

GROUP = "19:group@thread.v2"
PRINTER = "The printer on the second floor does not print"
SAY = of("en")


def colleague(stage: Stage) -> User:
    return stage.colleague("Beth Hill", locale="en-GB")


async def served(stage: Stage) -> tuple[User, User, Request]:
    """Who asks, who has it, both in English; and the request."""
    beth = colleague(stage)
    await stage.say(beth, PAYSLIP_EN)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    await stage.store.people.set_profile(request.owner, {"language": "en"})
    owner.locale = "en-GB"
    return beth, owner, request


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
    again = await stage.fill(owner, again, due="yesterday at 12")
    assert SAY("when-over") in read(again["task"]["value"]["card"]["content"])
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


async def test_find_the_right_owner_answers_in_english_whoever_wrote_it(stage: Stage):
    stage.fake.conversations.add(CHANNEL)
    beth, berta = colleague(stage), stage.colleague("Berta Solís")
    payload = stage.activities.wrote(berta, PRINTER)
    opened = await stage.send(
        stage.activities.extension(
            beth, "composeExtension/fetchTask", "findOwner", CHANNEL, messagePayload=payload
        )
    )
    card = opened["task"]["value"]["card"]["content"]
    assert card["lang"] == "en"
    [send] = buttons(card)
    sent = stage.activities.extension(
        beth,
        "composeExtension/submitAction",
        "findOwner",
        CHANNEL,
        messagePayload=payload,
        data=send["data"] | {"text": PRINTER, "private": ""},
    )
    answer = await stage.send(sent)
    await stage.settle()
    request = await stage.newest()
    assert answer["task"]["value"] == SAY("teams-ask-noted", ref=request.ref)
    assert (request.requester, request.language) == (await stage.person(beth), "en")
    assert stage.shown(beth)[-1].card["lang"] == "en"


async def test_what_becomes_confidential_is_taken_back_in_english(stage: Stage):
    stage.fake.conversations.add(CHANNEL)
    beth = colleague(stage)
    await stage.say(beth, "Hello")
    asked = stage.activities.mention(beth, PAYSLIP_EN, CHANNEL)
    await stage.send(asked)
    await stage.settle()
    thread = f"{CHANNEL};messageid={asked['id']}"
    await stage.press(beth, stage.fake.from_bot(thread)[0], "make_private")
    request = await stage.newest()
    assert request.confidential
    assert read(stage.fake.from_bot(thread)[0].card) == SAY("chat-in-private", ref=request.ref)


async def test_an_owners_quotes_locks_and_loose_words(stage: Stage):
    beth, owner, request = await served(stage)
    [assignment] = stage.shown(owner)
    await stage.send(stage.activities.quoting(owner, assignment, "I'll send it today"))
    await stage.settle()
    assert "I'll send it today" in read(stage.shown(beth)[-1].card)
    await stage.send(stage.activities.quoting(owner, assignment, "🔒 wrong account"))
    await stage.settle()
    assert len((await stage.request(request.number)).notes) == 1
    assert not [m for m in stage.shown(beth) if "wrong account" in read(m.card)]
    await stage.say(owner, "You will have it tomorrow")
    held = stage.shown(owner)[-1]
    assert held.card["lang"] == "en"
    await stage.press(owner, held, "say")
    assert "You will have it tomorrow" in read(stage.shown(beth)[-1].card)


async def test_edits_and_deletions_are_said_in_english(stage: Stage):
    beth, owner, request = await served(stage)
    said = stage.activities.quoting(beth, stage.shown(beth)[-1], "It goes to the old account")
    await stage.send(said)
    await stage.settle()
    edit = stage.activities.base(beth, "messageUpdate", text="It goes to the new account") | {
        "id": said["id"]
    }
    await stage.send(edit)
    await stage.settle()
    [copy] = [m for m in stage.shown(owner) if SAY("edited-here") in read(m.card)]
    assert "the new account" in read(copy.card)
    await stage.send(stage.activities.base(beth, "messageDelete") | {"id": said["id"]})
    await stage.settle()
    assert SAY("deleted", name="Beth Hill") in read(copy.card)
    assert "account" not in str(await stage.words(request.number))


async def test_an_owner_is_away_and_back(stage: Stage):
    _, owner, request = await served(stage)
    await stage.say(owner, "help")
    told = await stage.press(owner, stage.shown(owner)[-1], "away", until="for a good while")
    assert SAY("away-unclear") in str(told)
    await stage.fill(owner, told, until="until Monday")
    assert list(await stage.store.absences.all(await stage.desk.now())) == [request.owner]
    await stage.press(owner, stage.shown(owner)[-1], "back")
    assert stage.shown(owner)[-1].told == SAY("away-back")


async def test_who_removes_the_app_is_followed_by_somebody_and_the_requester_hears_of_it(stage: Stage):
    beth, owner, request = await served(stage)
    await stage.send(stage.activities.installed(owner, "remove"))
    await stage.settle()
    after = await stage.request(request.number)
    assert after.owner != request.owner
    told = stage.shown(beth)[-1]
    assert told.card["lang"] == "en"
    assert stage.user_of(after.owner).name in read(told.card)


async def test_the_channels_card_is_in_the_companys_own_language(stage: Stage):
    directory = replace(stage.library.directory, languages=("en", "es"))
    stage.library = replace(stage.library, directory=directory)
    with_channel(stage, "payroll", "19:payroll@thread.tacv2")
    _, owner, request = await served(stage)
    [card] = stage.fake.from_bot("19:payroll@thread.tacv2")
    assert card.card["lang"] == "en"
    assert PAYSLIP_EN in read(await looked_at(stage, owner, card))
    await stage.press(owner, stage.shown(owner)[0], "resolve", text="Sent")
    [card] = stage.fake.from_bot("19:payroll@thread.tacv2")
    assert SAY("desk-state-resolved") in card.told
    assert request.ref in card.told
