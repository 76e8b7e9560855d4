"""Every surface that a colleague, an owner and a lead expects, each at least once end to end."""

import re

import pytest
from msgspec.structs import replace
from structlog.testing import capture_logs

from bot.domain import commands as c
from bot.words import of
from handlers.slack.ask import OWNER_SHORTCUT, RECORD_SHORTCUT
from handlers.slack.manifest import manifest
from handlers.slack.words import words_in
from tests.handlers.slack.stage import PAYSLIP, Stage, buttons, shown
from tests.slack_server.faults import ratelimited
from tests.slack_server.payloads import person_chosen, typed

BOT = "<@UT1BOT>"
OPEN_TOPIC = "no me funciona la impresora de la segunda planta, sale todo en blanco"


async def test_a_mention_is_answered_in_its_thread(stage: Stage):
    berta = stage.colleague("Berta Solís")
    channel = stage.fake.world.channel("general", berta)
    ts = await stage.say(berta, f"{BOT} {OPEN_TOPIC}", where=channel)
    request = await stage.newest()
    assert (await stage.words(request.number)) == [OPEN_TOPIC]
    assert {message.thread_ts for message in stage.fake.from_bot(channel)} == {ts}
    assert stage.fake.from_bot(berta) == []

    await stage.say(berta, "es la del fondo", where=channel, thread=ts)
    assert "es la del fondo" in await stage.words(request.number)


@pytest.mark.parametrize("before", [True, False], ids=["there is a request", "it is on its way"])
async def test_whoever_calls_us_in_somebody_elses_thread_is_kept_with_it_and_told_so(
    stage: Stage, before: bool
):
    """Also where their words overtake the first ones: one thread, one request. Their talk with each other is not ours."""
    berta, carlos = stage.colleague("Berta Solís"), stage.colleague("Carlos Rey")
    channel = stage.fake.world.channel("general", berta, carlos)
    asked = stage.payloads.said(berta, channel, f"{BOT} {OPEN_TOPIC}")
    added = stage.payloads.said(
        carlos, channel, f"{BOT} la impresora de abajo tampoco imprime", thread=str(asked["ts"])
    )
    for event in (asked, added) if before else (added, asked):
        assert await stage.event(event)
        await stage.settle()
    [number] = await stage.numbers()
    request = await stage.request(number)
    assert set(await stage.words(request.number)) == {OPEN_TOPIC, "la impresora de abajo tampoco imprime"}
    first, second = (berta, carlos) if before else (carlos, berta)
    assert request.requester == await stage.person(first)
    [told] = stage.fake.from_bot(second)
    assert told.text.startswith(
        f"Lo he añadido a {request.ref}, que es lo que pidió {first.name} en ese hilo."
    )
    owner = stage.user_of(request.owner)
    assert any(second.name in shown(message) for message in stage.fake.from_bot(owner))

    await stage.say(carlos, "¿bajamos a comer?", where=channel, thread=str(asked["ts"]))
    outsider = stage.colleague("Nora Gil")
    await stage.say(outsider, "id sin mí", where=channel, thread=str(asked["ts"]))
    words = await stage.words(request.number)
    assert ("¿bajamos a comer?" in words) == (carlos is first)
    assert "id sin mí" not in words
    assert stage.fake.from_bot(outsider) == [], "nobody is told off for talking"


async def test_a_sensitive_mention_gets_one_neutral_line_and_the_rest_in_private(stage: Stage):
    berta = stage.colleague("Berta Solís")
    channel = stage.fake.world.channel("general", berta)
    await stage.say(berta, f"{BOT} mi jefe me acosa desde hace meses y no puedo más", where=channel)
    request = await stage.newest()
    assert request.confidential
    [line] = stage.fake.from_bot(channel)
    assert "acosa" not in line.text
    private = [message.text for message in stage.fake.from_bot(berta)]
    assert any("Eliminar mensaje" in text for text in private)
    assert any(request.ref in text for text in private)


async def test_distress_in_a_channel_is_answered_in_private(stage: Stage):
    berta = stage.colleague("Berta Solís")
    channel = stage.fake.world.channel("general", berta)
    await stage.say(berta, f"{BOT} no puedo seguir viviendo así", where=channel)
    request = await stage.newest()
    assert request.emergency is not None
    [line] = stage.fake.from_bot(channel)
    assert "a solas" not in line.text
    assert any("a solas" in shown(message) for message in stage.fake.from_bot(berta))


async def test_talk_among_others_is_not_heard(stage: Stage):
    berta = stage.colleague("Berta Solís")
    channel = stage.fake.world.channel("general", berta)
    calls = len(stage.fake.calls)
    ts = await stage.say(berta, PAYSLIP, where=channel)
    await stage.say(berta, "sí, a mí también", where=channel, thread=ts)
    assert await stage.numbers() == []
    assert len(stage.fake.calls) == calls


async def test_what_the_bot_itself_or_another_bot_writes_comes_back_and_does_nothing(either: Stage):
    """No echo: a relayed reply is no new message, in the conversation where it stands or in a thread."""
    berta = either.colleague("Berta Solís")
    await either.say(berta, PAYSLIP)
    request = await either.newest()
    owner = either.user_of(request.owner)
    await either.say(owner, "Te la mando hoy", thread=either.fake.from_bot(owner)[0].ts)
    version, messages = (await either.newest()).version, len(either.fake.keys())
    for user in (berta, owner):
        dm = either.fake.world.dm(user)
        for ours in either.fake.from_bot(user):
            event = either.payloads.said(user, dm, ours.text, thread=ours.thread_ts)
            bot = {"user": either.team.bot_user, "bot_id": either.team.bot_id}
            assert await either.event(event | bot)
            assert await either.event(event | {"user": "U0OTHER", "bot_id": "B0OTHER"})
            assert await either.event(event | {"subtype": "bot_message", "bot_id": "B0OTHER"})
    await either.settle()
    assert (await either.newest()).version == version
    assert len(either.fake.keys()) == messages
    assert await either.numbers() == [request.number]


async def test_a_help_channel_is_heard_without_a_mention(store, fake):
    berta = fake.world.user("Berta Solís", email="berta.solis@faro.example")
    channel = fake.world.channel("ayuda", berta)
    async with await Stage.make(store, fake, "http", help_channels=frozenset({channel.id})) as stage:
        await stage.roll_call()
        ts = await stage.say(berta, OPEN_TOPIC, where=channel)
        await stage.say(berta, "es la del fondo", where=channel, thread=ts)
        [number] = await stage.numbers()
        assert sorted(await stage.words(number)) == sorted([OPEN_TOPIC, "es la del fondo"])


async def test_the_command_asks_and_the_writer_alone_reads_the_answer(either: Stage):
    stage = either
    berta = stage.colleague("Berta Solís")
    channel = stage.fake.world.channel("general", berta)
    reply = await stage.slash(berta, PAYSLIP, channel)
    request = await stage.newest()
    assert request.ref in reply.body["text"]
    assert reply.body["response_type"] == "ephemeral"
    assert request.ref in stage.fake.from_bot(berta)[0].text
    assert stage.fake.from_bot(channel) == []


async def test_the_command_answers_to_whatever_name_it_was_given(store, fake):
    async with await Stage.make(store, fake, "http", command="/pedir") as stage:
        await stage.roll_call()
        berta = stage.colleague("Berta Solís")
        [listed] = manifest(stage.slack.room.slack)["features"]["slash_commands"]
        place = stage.fake.world.dm(berta)
        fields = stage.payloads.command(
            berta, place, PAYSLIP, trigger="t", response_url="", command=listed["command"]
        )
        reply = await stage.sender.command(fields)
        request = await stage.newest()
        assert listed["command"] == "/pedir"
        assert request.ref in reply.body["text"]
        assert stage.user_of(request.owner).name in reply.body["text"]


async def test_how_is_mine_asked_in_a_channel_is_answered_to_who_asked_alone(either: Stage):
    berta = either.colleague("Berta Solís")
    await either.say(berta, PAYSLIP)
    request = await either.newest()
    channel = either.fake.world.channel("general", berta)
    await either.say(berta, f"{BOT} ¿cómo va lo mío?", where=channel)
    assert either.fake.from_bot(channel) == []
    private = [m.text for m in either.fake.from_bot(berta)] + [said.text for said in either.fake.told(berta)]
    assert request.ref in private[-1]


async def test_the_command_alone_opens_a_form_that_asks(either: Stage):
    stage = either
    berta = stage.colleague("Berta Solís")
    await stage.slash(berta, "")
    reply = await stage.fill(berta, text=PAYSLIP)
    assert reply.status == 200
    request = await stage.newest()
    assert (await stage.words(request.number)) == [PAYSLIP]
    assert len(stage.fake.from_bot(berta)) == 1


async def test_a_form_can_ask_for_whoever_answers_alone(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.slash(berta, "")
    private = {"private": {"private": {"type": "checkboxes", "selected_options": [{"value": "yes"}]}}}
    await stage.fill(berta, private, text=OPEN_TOPIC)
    assert (await stage.newest()).confidential


async def test_the_command_helps(stage: Stage):
    berta = stage.colleague("Berta Solís")
    reply = await stage.slash(berta, "help")
    assert reply.body["blocks"]
    assert await stage.numbers() == []


@pytest.mark.parametrize(("locale", "word"), [("es-ES", "vincular"), ("en-GB", "link my accounts")])
async def test_the_command_speaks_of_accounts_to_the_writer_alone_and_opens_nothing(
    stage: Stage, locale: str, word: str
):
    reply = await stage.slash(stage.colleague("Carol Reed", locale=locale), word)
    assert re.search(r"\b\w{4}-\w{4}\b", reply.body["text"])
    assert reply.body["response_type"] == "ephemeral"
    assert await stage.numbers() == []


async def test_words_about_ones_accounts_are_answered_in_private_wherever_they_are_said(stage: Stage):
    berta = stage.colleague("Berta Solís")
    channel = stage.fake.world.channel("general", berta)
    await stage.say(berta, f"{BOT} vincular", where=channel)
    assert re.search(r"\b\w{4}-\w{4}\b", stage.fake.from_bot(berta)[-1].text)
    assert stage.fake.from_bot(channel) == []
    assert await stage.numbers() == []


async def test_the_command_says_of_words_that_were_added_where_they_went(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.slash(berta, OPEN_TOPIC)
    request = await stage.newest()
    reply = await stage.slash(berta, "es la del fondo")
    assert reply.body["text"] == words_in("es")("slack-ask-added", ref=request.ref)
    assert "es la del fondo" in await stage.words(request.number)


async def test_the_command_says_who_looks_after_something_and_opens_nothing(stage: Stage):
    berta = stage.colleague("Berta Solís")
    reply = await stage.slash(berta, "quién la impresora")
    assert "se encarga" in reply.body["text"]
    assert await stage.numbers() == []
    reply = await stage.slash(berta, "who the printer")
    assert "looks after" in reply.body["text"]
    assert await stage.numbers() == []


async def test_a_global_shortcut_opens_the_form(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.sender.interact(stage.payloads.shortcut(berta, "ask", trigger=stage.fake.trigger(berta)))
    await stage.fill(berta, text=PAYSLIP)
    assert (await stage.newest()).requester == await stage.person(berta)


async def test_a_message_shortcut_asks_on_behalf_and_links_back(stage: Stage):
    berta, carlos = stage.colleague("Berta Solís"), stage.colleague("Carlos Vela")
    channel = stage.fake.world.channel("general", berta, carlos)
    stage.payloads.said(carlos, channel, OPEN_TOPIC)
    [message] = stage.fake.messages(channel)
    payload = stage.payloads.message_shortcut(
        berta,
        channel,
        message,
        OWNER_SHORTCUT,
        trigger=stage.fake.trigger(berta),
        response_url=stage.fake.response_url(channel.id, berta.id),
    )
    for _ in range(2):
        assert (await stage.sender.interact(payload)).status == 200
        await stage.settle()
    [number] = await stage.numbers()
    request = await stage.request(number)
    assert request.requester == await stage.person(berta)
    assert request.author == await stage.person(carlos)
    [text] = await stage.words(number)
    assert f"https://faro.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}" in text
    assert request.ref in stage.fake.told(berta)[0].text
    owner = stage.user_of(request.owner)
    line = of(owner.locale)("asked-from", name="Berta Solís", author="Carlos Vela")
    assert any(line in shown(card) and line in card.text for card in stage.fake.from_bot(owner))


@pytest.mark.parametrize("text", ["I need a monitor", "Necesito un monitor, Eva me dijo que pidiera aquí"])
async def test_the_link_back_has_no_say_in_what_it_is_about(stage: Stage, text: str):
    """The link is ours: read as words, it made danger of a wish for a monitor."""
    berta, carlos = stage.colleague("Berta Solís"), stage.colleague("Carlos Vela")
    channel = stage.fake.world.channel("general", berta, carlos)
    stage.payloads.said(carlos, channel, text)
    [message] = stage.fake.messages(channel)
    payload = stage.payloads.message_shortcut(
        berta,
        channel,
        message,
        OWNER_SHORTCUT,
        trigger=stage.fake.trigger(berta),
        response_url=stage.fake.response_url(channel.id, berta.id),
    )
    await stage.sender.interact(payload)
    await stage.settle()
    request = await stage.newest()
    assert (request.topic, request.emergency) == ("laptop", None)


async def test_a_ticket_on_ones_own_message_asks_and_on_anothers_only_for_staff(stage: Stage):
    berta, carlos = stage.colleague("Berta Solís"), stage.colleague("Carlos Vela")
    channel = stage.fake.world.channel("general", berta, carlos)
    ts = str(stage.payloads.said(berta, channel, OPEN_TOPIC)["ts"])
    assert await stage.event(stage.payloads.reaction(carlos, channel, ts, "ticket"))
    assert await stage.numbers() == []
    assert await stage.event(stage.payloads.reaction(berta, channel, ts, "ticket"), copies=3)
    await stage.settle()
    [number] = await stage.numbers()
    assert (await stage.request(number)).requester == await stage.person(berta)

    ana = stage.user_of(stage.library.directory.by_email("ana.ruiz@faro.example").id)
    ts = str(stage.payloads.said(carlos, channel, "la impresora tampoco imprime en color")["ts"])
    assert await stage.event(stage.payloads.reaction(ana, channel, ts, "ticket"))
    await stage.settle()
    request = await stage.newest()
    assert request.author == await stage.person(carlos)


async def test_a_greeting_a_thank_you_and_how_is_mine_open_nothing(either: Stage):
    stage = either
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, "hola")
    assert "Berta" in stage.fake.from_bot(berta)[-1].text
    await stage.say(berta, "muchas gracias")
    assert await stage.numbers() == []
    await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    await stage.say(berta, "¿cómo va lo mío?")
    assert request.ref in stage.fake.from_bot(berta)[-1].text
    assert len(await stage.numbers()) == 1


async def test_what_a_process_that_ended_had_not_answered_is_answered_by_the_next(stage: Stage):
    berta = stage.colleague("Berta Solís")
    stage.fake.switches.next("chat.postMessage", ratelimited(3600))
    await stage.say(berta, "hola")
    assert stage.fake.from_bot(berta) == []
    await stage.store.move_clock(2 * 3_600_000)
    assert await stage.slack.room.asides.take_up() == 1
    await stage.settle()
    assert "Berta" in stage.fake.from_bot(berta)[-1].text


async def test_an_edit_and_a_deletion_follow_the_words(either: Stage):
    stage = either
    berta = stage.colleague("Berta Solís")
    dm = stage.fake.world.dm(berta)
    ts = await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    await stage.event(stage.payloads.edited(dm, ts, "No me ha llegado la nómina de septiembre"), copies=2)
    await stage.settle()
    assert await stage.words(request.number) == ["No me ha llegado la nómina de septiembre"]
    more = await stage.say(berta, "va a la cuenta nueva", thread=ts)
    assert len(await stage.words(request.number)) == 2
    await stage.event(stage.payloads.deleted(dm, more), copies=2)
    await stage.settle()
    assert await stage.words(request.number) == ["No me ha llegado la nómina de septiembre"]


async def test_a_preview_that_slack_adds_is_not_an_edit(stage: Stage):
    berta = stage.colleague("Berta Solís")
    ts = await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    await stage.event(stage.payloads.edited(stage.fake.world.dm(berta), ts, PAYSLIP))
    assert (await stage.newest()).version == request.version


LINES = [("es-ES", "es la impresora, que no imprime"), ("en-GB", "the printer does not print")]


@pytest.mark.parametrize(("locale", "line"), LINES, ids=["es", "en"])
async def test_a_picture_without_words_is_asked_for_a_line_and_has_a_person(
    either: Stage, locale: str, line: str
):
    """At once, and the line gives both to whoever answers for what it says."""
    berta, ask = either.colleague("Berta Solís", locale=locale), words_in(locale)("slack-file-line")
    await either.say(berta, "", files=("captura.png",))
    request = await either.newest()
    assert "captura.png" in (await either.words(request.number))[0]
    assert (request.status, request.unseen, request.confidential) == ("open", False, False)
    receipt = next(m.text for m in either.fake.from_bot(berta) if request.ref in m.text)
    assert either.user_of(request.owner).name in receipt
    assert [m.text for m in either.fake.from_bot(berta)].count(ask) == 1

    await either.say(berta, line)
    assert await either.numbers() == [request.number]
    now = await either.newest()
    assert now.department == "it"
    owner = either.user_of(now.owner)
    assert line in "".join(shown(m) for m in either.fake.from_bot(owner))
    assert [f["name"] for m in either.fake.from_bot(owner) for f in m.files] == ["captura.png"]
    assert [m.text for m in either.fake.from_bot(berta)].count(ask) == 1


async def test_a_picture_in_a_help_channel_is_asked_for_its_line_in_its_thread(store, fake):
    channel = fake.world.channel("ayuda")
    async with await Stage.make(store, fake, "http", help_channels=frozenset({channel.id})) as stage:
        await stage.roll_call()
        berta = stage.colleague("Berta Solís")
        ts = await stage.say(berta, "", where=channel, files=("captura.png",))
        ask = words_in("es")("slack-file-line")
        assert [m.thread_ts for m in stage.fake.from_bot(channel) if m.text == ask] == [ts]
        await stage.say(berta, "es la impresora, que no imprime", where=channel, thread=ts)
        [number] = await stage.numbers()
        assert (await stage.request(number)).department == "it"


async def test_a_picture_that_comes_along_with_what_was_asked_needs_no_line(stage: Stage):
    berta = stage.colleague("Berta Solís")
    ts = await stage.say(berta, PAYSLIP)
    await stage.say(berta, "", files=("captura.png",))
    await stage.say(berta, "", thread=ts, files=("otra.png",))
    assert len(await stage.numbers()) == 1
    assert words_in("es")("slack-file-line") not in [m.text for m in stage.fake.from_bot(berta)]


async def test_who_had_a_file_without_words_is_not_rung_by_the_line_that_takes_it_elsewhere(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, "", files=("captura.png",))
    first = stage.user_of((await stage.newest()).owner)
    before = len(stage.fake.from_bot(first))
    await stage.say(berta, OPEN_TOPIC)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    assert owner.id != first.id
    assert len(stage.fake.from_bot(first)) == before  # their card says who has it now
    assert owner.name in shown(stage.fake.from_bot(first)[0])
    assert any(OPEN_TOPIC in shown(m) for m in stage.fake.from_bot(owner))


async def test_a_file_that_only_mentions_us_is_asked_about_too_and_its_name_says_nothing(stage: Stage):
    berta = stage.colleague("Berta Solís")
    channel = stage.fake.world.channel("general", berta)
    ts = await stage.say(berta, BOT, where=channel, files=("pantalla.png",))
    request = await stage.newest()
    assert (request.topic, request.awaits_a_line) == (None, True)
    asked = [m for m in stage.fake.from_bot(channel) if m.text == words_in("es")("slack-file-line")]
    assert [m.thread_ts for m in asked] == [ts]


async def test_home_shows_what_i_asked_for_and_what_i_answer_for(either: Stage):
    stage = either
    berta = stage.colleague("Berta Solís")
    request, owner = await stage.asked(berta)
    for user in (berta, owner):
        assert await stage.event(stage.payloads.home_opened(user))
        await stage.settle()
    mine, queue = (stage.fake.world.homes[user.id] for user in (berta, owner))
    assert request.ref in str(mine)
    assert owner.name in str(mine)
    assert "home/filter" not in str(mine)
    assert request.ref in str(queue)
    assert "Berta Solís" in str(queue)


async def test_home_searches_and_filters(stage: Stage):
    berta = stage.colleague("Berta Solís")
    request, owner = await stage.asked(berta)
    home = await stage.open_home(owner)
    values = {"home/search": {"home/search": {"type": "plain_text_input", "value": "nada de esto"}}}
    element = {"action_id": "home/search", "type": "plain_text_input", "value": "nada de esto"}
    await stage.sender.interact(stage.payloads.view_click(owner, home, element, trigger="t", values=values))
    await stage.settle()
    assert request.ref not in str(stage.fake.world.homes[owner.id])


async def test_several_at_once_from_home(stage: Stage):
    berta, carlos = stage.colleague("Berta Solís"), stage.colleague("Carlos Vela")
    await stage.say(berta, PAYSLIP)
    first = await stage.newest()
    await stage.say(carlos, PAYSLIP)
    second = await stage.newest()
    assert first.number != second.number
    owner = stage.user_of(first.owner)
    home = await stage.open_home(owner)
    mine = [r for r in (first, second) if r.owner == first.owner]
    options = [{"value": str(r.number)} for r in mine]
    picked = {"home/pick": {"home/pick": {"type": "multi_static_select", "selected_options": options}}}
    assert (await stage.press_in(owner, home, "home/several/take", picked)).status == 200
    for request in mine:
        assert (await stage.request(request.number)).taken
    assert (await stage.press_in(owner, home, "home/several/resolve", picked)).status == 200
    await stage.fill(owner, text="Hechas todas")
    for request in mine:
        assert (await stage.request(request.number)).status == "resolved"


async def test_of_several_at_once_what_does_not_go_is_told_with_its_reason(either: Stage):
    """Here one that is somebody else's, as a page shows it that was drawn before it moved."""
    berta, carlos = either.colleague("Berta Solís"), either.colleague("Carlos Vela")
    await either.say(berta, PAYSLIP)
    mine = await either.newest()
    await either.say(carlos, OPEN_TOPIC)
    other = await either.newest()
    owner = either.user_of(mine.owner)
    home = await either.open_home(owner)
    options = [{"value": str(request.number)} for request in (mine, other)]
    picked = {"home/pick": {"home/pick": {"type": "multi_static_select", "selected_options": options}}}
    await either.press_in(owner, home, "home/several/take", picked)
    assert (await either.request(mine.number)).taken
    assert not (await either.request(other.number)).taken
    words, told = words_in(owner.locale), either.fake.from_bot(owner)[-1].text
    assert words("slack-done-many", count=1) in told
    assert other.ref in told
    assert mine.ref not in told


async def test_staff_record_for_someone_and_the_request_is_theirs(stage: Stage):
    berta = stage.colleague("Berta Solís")
    ana = stage.user_of(stage.library.directory.by_email("ana.ruiz@faro.example").id)
    await stage.sender.interact(
        stage.payloads.shortcut(ana, RECORD_SHORTCUT, trigger=stage.fake.trigger(ana))
    )
    await stage.fill(ana, person_chosen("who", berta) | typed(text=OPEN_TOPIC))
    request = await stage.newest()
    assert request.requester == await stage.person(berta)
    assert request.recorded_by == await stage.person(ana)
    assert request.ref in stage.fake.from_bot(berta)[0].text


@pytest.mark.parametrize("locale", ["es-ES", "en-GB"])
async def test_who_asked_by_word_of_mouth_reads_in_their_language_who_wrote_down_what(
    stage: Stage, locale: str
):
    carol = stage.colleague("Carol Reed", locale=locale)
    eva = stage.user_of(stage.library.directory.by_email("ana.ruiz@faro.example").id)
    await stage.sender.interact(
        stage.payloads.shortcut(eva, RECORD_SHORTCUT, trigger=stage.fake.trigger(eva))
    )
    await stage.fill(eva, person_chosen("who", carol) | typed(text=OPEN_TOPIC))
    request = await stage.newest()
    [receipt] = stage.fake.from_bot(carol)
    assert of(locale[:2])("receipt-recorded", name=eva.name) in shown(receipt)
    assert OPEN_TOPIC in shown(receipt)
    assert OPEN_TOPIC in receipt.text
    owner = stage.user_of(request.owner)
    card = shown(stage.fake.from_bot(owner)[-1])
    assert of(owner.locale)("recorded-for", name="Carol Reed", author=eva.name) in card
    assert f"{eva.name} · " in card  # whose words they are


async def test_who_is_not_staff_cannot_record_for_someone(stage: Stage):
    berta, carlos = stage.colleague("Berta Solís"), stage.colleague("Carlos Vela")
    await stage.sender.interact(
        stage.payloads.shortcut(berta, RECORD_SHORTCUT, trigger=stage.fake.trigger(berta))
    )
    reply = await stage.fill(berta, person_chosen("who", carlos) | typed(text=OPEN_TOPIC))
    assert reply.body["response_action"] == "errors"
    assert await stage.numbers() == []


async def test_the_whole_says_which_of_it_is_a_private_note(stage: Stage):
    berta = stage.colleague("Berta Solís")
    ts = await stage.say(berta, PAYSLIP)
    owner = stage.user_of((await stage.newest()).owner)
    await stage.say(owner, "🔒 ojo con el banco", thread=stage.fake.from_bot(owner)[0].ts)
    await stage.say(berta, "Os cuento todo con detalle. " * 1200, thread=ts)
    await stage.press(owner, stage.fake.from_bot(owner)[-1], "whole")
    blocks = stage.form(owner)["blocks"]
    note = next(i for i, b in enumerate(blocks) if "ojo con el banco" in str(b))
    assert words_in(owner.locale)("slack-private-note") in str(blocks[note - 1])
    assert str(blocks).count(words_in(owner.locale)("slack-private-note")) == 1


async def test_a_long_text_is_cut_and_read_whole_through_a_button(either: Stage):
    stage = either
    berta = stage.colleague("Berta Solís")
    ts = await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    long = "Os cuento todo con detalle. " * 1200
    await stage.say(berta, long, thread=ts)
    message = stage.fake.from_bot(owner)[-1]
    assert len(shown(message)) < len(long)
    await stage.press(owner, message, "whole")
    text = "".join(b["text"]["text"] for b in stage.form(owner)["blocks"] if b["type"] == "section")
    assert long.strip() in text

    views = len(stage.fake.world.views)
    carlos = stage.colleague("Carlos Vela")
    await stage.press(carlos, message, "whole", where=stage.fake.world.dm(carlos))
    assert len(stage.fake.world.views) == views  # a button carries no rights
    assert stage.fake.told(carlos)


async def test_a_button_that_nobody_knows_is_told_and_does_nothing(either: Stage):
    stage = either
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    version = (await stage.newest()).version
    message = stage.fake.from_bot(berta)[0]
    dm = stage.fake.world.dm(berta)
    for action in ("act/explode/0", "old_button", "act/take"):
        payload = stage.payloads.click(
            berta,
            dm,
            message,
            {"type": "button", "action_id": action, "value": '{"v":"explode","n":1001}'},
            trigger="t",
            response_url=stage.fake.response_url(dm.id, berta.id),
        )
        with capture_logs() as logged:
            assert (await stage.sender.interact(payload)).status == 200
        assert [line["log_level"] for line in logged if line["event"] == "slack.unknown_action"] == ["error"]
    await stage.settle()
    assert len(stage.fake.told(berta)) == 3
    assert (await stage.newest()).version == version


async def test_who_presses_too_slowly_for_slack_to_open_a_form_is_told_and_nothing_is_done(either: Stage):
    berta = either.colleague("Berta Solís")
    await either.say(berta, PAYSLIP)
    request = await either.newest()
    owner = either.user_of(request.owner)
    card, place = either.fake.from_bot(owner)[0], either.fake.world.dm(owner)
    click = either.payloads.click(
        owner,
        place,
        card,
        buttons(card.blocks or [], "note")[0],
        trigger="expired",
        response_url=either.fake.response_url(place.id, owner.id),
    )
    assert (await either.sender.interact(click)).status == 200
    fields = either.payloads.command(owner, place, "", trigger="expired", response_url="")
    reply = await either.sender.command(fields)
    await either.settle()
    told = words_in(owner.locale)("slack-not-opened")
    assert [said.text for said in either.fake.told(owner)] == [told]
    assert reply.body["text"] == told
    assert either.fake.world.views == {}
    assert (await either.newest()).version == request.version


@pytest.mark.parametrize("locale", ["es-ES", "en-GB"])
async def test_each_thing_to_try_does_what_it_says_when_it_is_tried(either: Stage, locale: str):
    """The agent's own surface: what is tapped comes as a message, and is answered like any other."""
    berta = either.colleague("Berta Solís", locale=locale)
    assert await either.event(either.payloads.home_opened(berta, tab="messages"))
    await either.settle()
    [call] = either.fake.called("assistant.threads.setSuggestedPrompts")
    payslip, mine, person = (prompt["message"] for prompt in call.args["prompts"])
    await either.say(berta, payslip)
    request = await either.newest()
    assert (request.department, request.unseen) == ("payroll", False)
    receipt = either.fake.from_bot(berta)[0]
    assert request.ref in receipt.text
    assert buttons(receipt.blocks or [], "want_person")
    await either.say(berta, mine)
    assert request.ref in either.fake.from_bot(berta)[-1].text
    assert await either.numbers() == [request.number]
    carlos = either.colleague("Carlos Vela", locale=locale)
    await either.say(carlos, person)
    assert not (await either.newest()).unseen
    offered = manifest(either.slack.room.slack)["features"]["agent_view"]["suggested_prompts"]
    assert {payslip, mine} <= {prompt["message"] for prompt in offered}


async def test_who_opens_the_conversation_is_shown_what_to_try(stage: Stage):
    berta = stage.colleague("Berta Solís")
    assert await stage.event(stage.payloads.home_opened(berta, tab="messages"))
    await stage.settle()
    [call] = stage.fake.called("assistant.threads.setSuggestedPrompts")
    assert "nómina" in str(call.args["prompts"])


async def test_a_request_opened_from_home_is_its_card_and_its_buttons_work(stage: Stage):
    berta = stage.colleague("Berta Solís")
    request, owner = await stage.asked(berta)
    await stage.press_in(owner, await stage.open_home(owner), f"home/open/{request.number}")
    card = stage.form(owner)
    assert (await stage.press_in(owner, card, "act/take")).status == 200
    assert (await stage.newest()).taken
    assert (await stage.press_in(owner, card, "act/resolve")).status == 200
    assert stage.fake.called("views.push")


async def test_joined_words_that_are_something_else_become_a_request_of_their_own(either: Stage):
    berta = either.colleague("Berta Solís")
    await either.say(berta, PAYSLIP)
    await either.say(berta, "Y también necesito la de septiembre")
    [number] = await either.numbers()
    joined = next(m for m in either.fake.from_bot(berta) if buttons(m.blocks or [], "move_words"))
    await either.press(berta, joined, "move_words")
    first, second = await either.numbers()
    assert first == number
    assert (await either.request(second)).requester == await either.person(berta)
    assert not any("no conozco" in said.text.casefold() for said in either.fake.told(berta))


async def test_two_things_in_one_message_are_two_requests_after_one_tap(either: Stage):
    berta = either.colleague("Berta Solís")
    await either.say(berta, "El portátil no enciende y además me falta el recibo de nómina de octubre")
    [number] = await either.numbers()
    receipt = next(m for m in either.fake.from_bot(berta) if buttons(m.blocks or [], "split"))
    assert "dos cosas" in shown(receipt)
    await either.press(berta, receipt, "split")
    first, second = [await either.request(one) for one in await either.numbers()]
    assert (first.number, first.department, second.department) == (number, "it", "payroll")
    assert await either.words(second.number) == ["y además me falta el recibo de nómina de octubre"]
    assert not any(buttons(m.blocks or [], "split") for m in either.fake.from_bot(berta))
    assert any(second.ref in shown(m) for m in either.fake.from_bot(berta))


async def test_no_form_opens_for_what_can_be_done_no_more_and_whose_it_is_now_is_said(stage: Stage):
    """The card is older than the request: nobody writes an answer that can't be sent."""
    berta = stage.colleague("Berta Solís")
    request, owner = await stage.asked(berta, OPEN_TOPIC)
    card = replace(stage.fake.from_bot(owner)[0])
    department = stage.library.directory.departments[request.department]
    other = next(d for d in stage.library.directory.departments.values() if d.id != department.id)
    about = {"id": "moved", "by": department.lead, "number": request.number}
    assert (await stage.desk.handle(c.Reassign(person=other.lead, **about))).kind == "done"
    await stage.settle()
    name = stage.library.directory.people[(await stage.newest()).owner].name
    for verb in ("say", "promise", "resolve", "hand_over", "note"):
        told = len(stage.fake.told(owner))
        await stage.press(owner, card, verb)
        [said] = [one.text for one in stage.fake.told(owner)[told:]]
        assert name in said, verb
    assert [v for v in stage.fake.world.views.values() if v["user"] == owner.id] == []
