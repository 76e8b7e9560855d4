"""Where people meet the desk in Teams: personal chat, channel, group chat, quotes, dialogs, extensions, installations."""

import pytest

from bot.domain.request import Place, Request
from bot.figures.guided import routes_card
from bot.words import of
from tests.handlers.teams.stage import PAYSLIP, PAYSLIP_EN, Stage, buttons, read
from tests.teams_server.activities import CHANNEL
from tests.teams_server.server import Fault, User

GROUP = "19:group@thread.v2"
PRINTER = "La impresora de la segunda planta no imprime"
HARASSED = "Mi jefe me está acosando y no sé a quién acudir"


async def test_a_mention_in_a_channel_is_answered_in_its_thread(stage: Stage):
    stage.fake.conversations.add(CHANNEL)
    berta = stage.colleague("Berta Solís")
    asked = stage.activities.mention(berta, PRINTER, CHANNEL)
    await stage.send(asked)
    await stage.settle()
    request = await stage.newest()
    thread = f"{CHANNEL};messageid={asked['id']}"
    [receipt] = stage.fake.from_bot(thread)
    assert request.ref in receipt.told
    assert await stage.words(request.number) == [PRINTER]

    more = stage.activities.mention(berta, "Es la de al lado de la cocina", thread)
    await stage.send(more)
    await stage.settle()
    assert await stage.last_number() == request.number
    assert "Es la de al lado de la cocina" in await stage.words(request.number)


async def test_without_a_mention_only_a_requests_own_thread_is_heard(stage: Stage):
    stage.fake.conversations.add(CHANNEL)
    berta = stage.colleague("Berta Solís")
    last = await stage.last_number()
    await stage.send(stage.activities.said(berta, PRINTER, f"{CHANNEL};messageid=1"))
    await stage.send(stage.activities.said(berta, PRINTER, GROUP))
    assert await stage.last_number() == last
    asked = stage.activities.mention(berta, PRINTER, CHANNEL)
    await stage.send(asked)
    await stage.settle()
    request = await stage.newest()
    await stage.send(
        stage.activities.said(berta, "Ahora tampoco escanea", f"{CHANNEL};messageid={asked['id']}")
    )
    assert "Ahora tampoco escanea" in await stage.words(request.number)


@pytest.mark.parametrize("before", [True, False], ids=["there is a request", "it is on its way"])
async def test_whoever_calls_us_in_somebody_elses_thread_is_kept_with_it_and_told_so(
    stage: Stage, before: bool
):
    stage.fake.conversations.add(CHANNEL)
    berta, carlos = stage.colleague("Berta Solís"), stage.colleague("Carlos Rey")
    asked = stage.activities.mention(berta, PRINTER, CHANNEL)
    thread = f"{CHANNEL};messageid={asked['id']}"
    added = stage.activities.mention(carlos, "La impresora de abajo tampoco imprime", thread)
    for activity in (asked, added) if before else (added, asked):
        await stage.send(activity)
        await stage.settle()
    [(number, _)] = await stage.store.index("open")
    request = await stage.request(int(number))
    assert set(await stage.words(request.number)) == {PRINTER, "La impresora de abajo tampoco imprime"}
    first, second = (berta, carlos) if before else (carlos, berta)
    assert request.requester == await stage.person(first)
    [told] = stage.shown(second)
    assert f"Lo he añadido a {request.ref}, que es lo que pidió {first.name} en ese hilo." in told.told
    owner = stage.user_of(request.owner)
    assert any(second.name in read(message.card) for message in stage.shown(owner) if message.card)

    outsider = stage.colleague("Nora Gil")
    await stage.send(stage.activities.said(outsider, "Id sin mí", thread))
    await stage.settle()
    assert "Id sin mí" not in await stage.words(request.number)
    assert stage.shown(outsider) == []


async def test_what_is_personal_moves_to_the_personal_chat(stage: Stage):
    stage.fake.conversations.add(CHANNEL)
    berta = stage.colleague("Berta Solís")
    asked = stage.activities.mention(berta, HARASSED, CHANNEL)
    await stage.send(asked)
    await stage.settle()
    request = await stage.newest()
    assert request.confidential
    [line] = stage.fake.from_bot(f"{CHANNEL};messageid={asked['id']}")
    assert request.ref not in line.told
    assert HARASSED not in line.told
    how, receipt = stage.shown(berta)
    assert "elige «Eliminar»" in how.told
    assert request.ref in receipt.told


async def test_whom_the_bot_cannot_write_to_gets_the_way_to_the_personal_chat(stage: Stage):
    stage.fake.conversations.add(CHANNEL)
    berta = stage.colleague("Berta Solís")
    stage.fake.blocked.add(berta.chat)
    asked = stage.activities.mention(berta, HARASSED, CHANNEL)
    await stage.send(asked)
    await stage.settle()
    assert (await stage.newest()).confidential
    [line] = stage.fake.from_bot(f"{CHANNEL};messageid={asked['id']}")
    [way] = [a for part in line.card["body"] if part["type"] == "ActionSet" for a in part["actions"]]
    assert way["url"].startswith("https://teams.microsoft.com/l/chat/0/0?users=28:")


async def test_what_becomes_confidential_is_taken_back_from_the_channel(stage: Stage):
    stage.fake.conversations.add(CHANNEL)
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, "Hola")
    asked = stage.activities.mention(berta, PAYSLIP, CHANNEL)
    await stage.send(asked)
    await stage.settle()
    request = await stage.newest()
    [receipt] = stage.fake.from_bot(f"{CHANNEL};messageid={asked['id']}")
    await stage.press(berta, receipt, "make_private")
    assert (await stage.request(request.number)).confidential
    [shown] = stage.fake.from_bot(f"{CHANNEL};messageid={asked['id']}")
    assert read(shown.card) == of("es")("chat-in-private", ref=request.ref)


async def test_a_group_chat_hears_its_mentions(stage: Stage):
    stage.fake.conversations.add(GROUP)
    berta = stage.colleague("Berta Solís")
    await stage.send(stage.activities.mention(berta, PRINTER, GROUP))
    await stage.settle()
    request = await stage.newest()
    assert request.ref in stage.fake.from_bot(GROUP)[0].told


async def test_a_mention_is_taken_out_once_and_only_where_the_entity_says_so(stage: Stage):
    berta = stage.colleague("Berta Solís")
    said = stage.activities.mention(
        berta, "con <at>Ventanilla</at> y <b>negrita</b> no imprime la impresora", berta.chat
    )
    await stage.send(said)
    request = await stage.newest()
    assert await stage.words(request.number) == [
        "con <at>Ventanilla</at> y <b>negrita</b> no imprime la impresora"
    ]


async def test_what_a_process_that_ended_had_not_answered_is_answered_by_the_next(stage: Stage):
    """The home card, which is Teams' own, and one of ours."""

    async def at_once(seconds: float) -> None:
        pass

    stage.room.soon.sleep = at_once
    berta = stage.colleague("Berta Solís")
    faults = stage.fake.faults["POST"]
    for said in ("hola", "muchas gracias"):
        faults.extend([Fault(429, retry_after="60")] * 60)
        await stage.say(berta, said)
        faults.clear()
    assert stage.shown(berta) == []
    await stage.store.move_clock(600_000)
    assert await stage.room.asides.take_up() == 2
    await stage.settle()
    assert of("es")("teams-home-mine") in read(stage.shown(berta)[0].card)
    assert of("es")("thanks") in stage.shown(berta)[1].told


async def test_an_owner_who_greets_or_thanks_is_asked_about_no_request(stage: Stage):
    berta, request, owner, _ = await stage.assigned()
    count = len(stage.shown(berta))
    await stage.say(owner, "Hola")
    assert of("es")("teams-home-mine") in read(stage.shown(owner)[-1].card)
    assert buttons(stage.shown(owner)[-1].card, "say") == []
    await stage.say(owner, "Muchas gracias")
    assert of("es")("thanks") in stage.shown(owner)[-1].told
    assert len(await stage.words(request.number)) == 1
    assert len(stage.shown(berta)) == count


async def test_an_owners_loose_words_are_held_and_leave_on_a_tap(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    before = len(stage.shown(berta))
    await stage.say(owner, "Mañana la tienes")
    assert len(stage.shown(berta)) == before
    held = stage.shown(owner)[-1]
    await stage.press(owner, held, "say")
    await stage.press(owner, held, "say")
    assert [m for m in stage.shown(berta) if "Mañana la tienes" in read(m.card)]
    assert (await stage.words(request.number)).count("Mañana la tienes") == 1


async def test_an_owners_quote_goes_to_the_quoted_request(stage: Stage):
    berta, carlos = stage.colleague("Berta Solís"), stage.colleague("Carlos Pla")
    await stage.say(berta, PAYSLIP)
    first = await stage.newest()
    owner = stage.user_of(first.owner)
    assignment = next(m for m in stage.shown(owner) if first.ref in m.told)
    await stage.say(carlos, PAYSLIP)
    await stage.send(stage.activities.quoting(owner, assignment, "Ya está enviada"))
    await stage.settle()
    assert "Ya está enviada" in await stage.words(first.number)
    assert [m for m in stage.shown(berta) if "Ya está enviada" in read(m.card)]
    assert not [m for m in stage.shown(carlos) if "Ya está enviada" in read(m.card)]


async def test_a_quote_of_the_newer_clients_goes_there_too_and_leaves_no_mark(stage: Stage):
    berta, request, owner, assignment = await stage.assigned()
    said = stage.activities.quoting_newly(owner, assignment, "Ya está enviada")
    await stage.send(said)
    await stage.settle()
    assert "Ya está enviada" in await stage.words(request.number)
    edit = said | {"type": "messageUpdate", "text": said["text"].replace("enviada", "firmada")}
    await stage.send(edit)
    assert "Ya está firmada" in await stage.words(request.number)

    last = len(stage.shown(berta))
    await stage.send(
        stage.activities.quoting_newly(owner, assignment, "Otra", validatedMessageReference=False)
    )
    await stage.settle()
    assert len(stage.shown(berta)) == last, (
        "Teams does not vouch for what is quoted: held, as loose words are"
    )
    assert buttons(stage.shown(owner)[-1].card, "say")


async def test_what_is_quoted_is_nobodys_words(stage: Stage):
    """Some clients write the quote before the words, in the text itself."""
    _, request, owner, assignment = await stage.assigned()
    for before in ("Ventanilla\n…\n", "…\n\n", ""):
        said = stage.activities.quoting(owner, assignment, "Va hoy.\nUn saludo")
        await stage.send(said | {"text": f"{before}Va hoy.\nUn saludo"})
    await stage.settle()
    assert (await stage.words(request.number)).count("Va hoy.\nUn saludo") == 3


@pytest.mark.parametrize(("text", "locale"), [(PRINTER, "es-ES"), ("The printer is broken", "en-GB")])
async def test_a_file_in_a_channel_is_asked_for_where_we_are_given_it(stage: Stage, text: str, locale: str):
    stage.fake.conversations.add(CHANNEL)
    berta = stage.colleague("Berta Solís", locale=locale)
    asked = stage.activities.mention(berta, text, CHANNEL)
    html = f'<p>{text}</p><attachment id="0b8c1c9e-7d0a-4d3f-9a55-3b4d5f6a7b8c"></attachment>'
    asked["attachments"] = [{"contentType": "text/html", "content": html}]
    for _ in range(2):
        await stage.send(asked)
    await stage.settle()
    request = await stage.newest()
    line = of(locale[:2])("teams-file-unseen", ref=request.ref)
    thread = stage.fake.from_bot(f"{CHANNEL};messageid={asked['id']}")
    assert [m.told for m in thread].count(line) == 1


async def test_a_quote_with_a_lock_is_a_note_that_the_requester_never_sees(stage: Stage):
    berta, request, owner, assignment = await stage.assigned()
    await stage.send(stage.activities.quoting(owner, assignment, "🔒 se equivocó de cuenta"))
    await stage.settle()
    assert len((await stage.request(request.number)).notes) == 1
    assert not [m for m in stage.shown(berta) if "cuenta" in read(m.card)]


async def test_dialogs_promise_hand_over_consult_and_note(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    again = await stage.press(owner, stage.shown(owner)[0], "promise", due="ni idea")
    assert again["task"]["type"] == "continue"
    assert of("es")("when-unclear") in read(again["task"]["value"]["card"]["content"])
    again = await stage.fill(owner, again, due="ayer a las 12")
    assert of("es")("when-over") in read(again["task"]["value"]["card"]["content"])
    assert await stage.fill(owner, again, due="mañana a las 17:00") == {}
    assert (await stage.request(request.number)).promise is not None

    await stage.press(owner, stage.shown(owner)[0], "note", text="llamé al banco")
    assert len((await stage.request(request.number)).notes) == 1
    await stage.press(owner, stage.shown(owner)[0], "hand_over", to="department:it", text="es del portal")
    assert (await stage.request(request.number)).offer is not None


@pytest.mark.parametrize(("text", "language"), [(PAYSLIP, "es"), (PAYSLIP_EN, "en")], ids=["es", "en"])
async def test_what_is_done_less_often_is_behind_one_button_with_the_request_as_it_is_now(
    stage: Stage, text: str, language: str
):
    berta = stage.colleague("Berta Solís", locale={"es": "es-ES", "en": "en-GB"}[language])
    await stage.say(berta, text)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    await stage.store.people.set_profile(request.owner, {"language": language})
    owner.locale = berta.locale
    [assignment] = stage.shown(owner)
    shown = [act["title"] for act in buttons(assignment.card)]
    assert len(shown) <= 8
    assert of("es")("teams-more-acts") in shown
    await stage.say(berta, "Es la de octubre" if language == "es" else "It is the October one")
    [more] = buttons(assignment.card, "more")
    opened = await stage.send(stage.activities.dialog(owner, "task/fetch", more["data"]))
    card = opened["task"]["value"]["card"]["content"]
    assert opened["task"]["value"]["title"] == request.ref
    assert ("Es la de octubre" if language == "es" else "It is the October one") in read(card)
    acts = buttons(card)
    assert {act["type"] for act in acts} == {"Action.Submit"}
    assert not [act for act in acts if "msteams" in act["data"]]
    assert {act["data"]["ventanilla"]["verb"] for act in acts} >= {
        "note",
        "consult",
        "wait_for",
        "set_urgency",
    }
    await stage.press(owner, assignment, "wait_for", who="El banco", due="mañana a las 12:00")
    assert (await stage.request(request.number)).promise is not None

    eva = stage.colleague("Eva Ríos", locale=berta.locale)
    refused = await stage.send(stage.activities.dialog(eva, "task/fetch", more["data"]))
    assert refused["task"]["value"] == of(language)("teams-gone")
    await stage.send(stage.activities.submit(owner, assignment, more["data"], {}))  # a client without dialogs
    await stage.settle()
    assert buttons(stage.shown(owner)[-1].card, "consult")


async def test_a_client_without_invokes_is_answered_with_messages(stage: Stage):
    _, request, owner, assignment = await stage.assigned()
    [resolve] = buttons(assignment.card, "resolve")
    await stage.send(stage.activities.submit(owner, assignment, resolve["data"], {}))
    await stage.settle()
    form = stage.shown(owner)[-1]
    [send] = buttons(form.card)
    await stage.send(stage.activities.submit(owner, form, send["data"], {"text": "Hecho"}))
    await stage.settle()
    assert (await stage.request(request.number)).status == "resolved"


async def test_a_stranger_presses_in_vain(stage: Stage):
    berta, eva = stage.colleague("Berta Solís"), stage.colleague("Eva Ríos")
    await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    [assignment] = stage.shown(owner)
    for verb in ("take", "resolve", "promise", "hand_over"):
        answer = await stage.press(eva, assignment, verb, text="x", due="mañana", to="department:it")
        assert answer not in ({}, None)
    after = await stage.request(request.number)
    assert (after.status, after.taken, after.version) == (request.status, request.taken, request.version)


async def test_find_the_right_owner_keeps_the_author_and_the_asker_apart(stage: Stage):
    stage.fake.conversations.add(CHANNEL)
    ana, berta = stage.colleague("Ana Gil"), stage.colleague("Berta Solís")
    await stage.say(ana, "Hola")
    payload = stage.activities.wrote(berta, PRINTER)
    opened = await stage.send(
        stage.activities.extension(
            ana, "composeExtension/fetchTask", "findOwner", CHANNEL, messagePayload=payload
        )
    )
    card = opened["task"]["value"]["card"]["content"]
    [text] = [part for part in card["body"] if part["type"] == "Input.Text"]
    assert text["value"] == PRINTER
    [send] = buttons(card)
    sent = stage.activities.extension(
        ana,
        "composeExtension/submitAction",
        "findOwner",
        CHANNEL,
        messagePayload=payload,
        data=send["data"] | {"text": text["value"], "private": ""},
    )
    for copy in range(3):  # the invoke comes again under new ids
        answer = await stage.send(sent | {"id": f"copy{copy}"})
    await stage.settle()
    request = await stage.newest()
    assert request.ref in answer["task"]["value"]
    assert request.requester == await stage.person(ana)
    assert request.author is not None
    assert request.author != request.requester
    assert "https://teams.microsoft.com/l/message/19:x/1500" in (await stage.words(request.number))[0]
    assert len([m for m in stage.shown(ana) if request.ref in m.told]) == 1
    owner = stage.user_of(request.owner)
    line = of("es")("asked-from", name="Ana Gil", author="Berta Solís")
    assert any(line in read(m.card) and line in m.told for m in stage.shown(owner))


@pytest.mark.parametrize("text", ["I need a monitor", "Necesito un monitor, Eva me dijo que pidiera aquí"])
async def test_the_link_back_has_no_say_in_what_it_is_about(stage: Stage, text: str):
    """It is ours: read as words, it made danger of a wish for a monitor."""
    ana, berta = stage.colleague("Ana Gil"), stage.colleague("Berta Solís")
    stage.fake.conversations.add(CHANNEL)
    await stage.send(
        stage.activities.extension(
            ana,
            "composeExtension/submitAction",
            "findOwner",
            CHANNEL,
            messagePayload=stage.activities.wrote(berta, text),
            data={"text": text, "private": ""},
        )
    )
    await stage.settle()
    request = await stage.newest()
    assert (request.topic, request.emergency) == ("laptop", None)
    assert "https://teams.microsoft.com/" in (await stage.words(request.number))[0]


async def test_ask_from_the_compose_box(stage: Stage):
    ana = stage.colleague("Ana Gil")
    opened = await stage.send(stage.activities.extension(ana, "composeExtension/fetchTask", "ask", GROUP))
    [send] = buttons(opened["task"]["value"]["card"]["content"])
    data = send["data"] | {"text": PRINTER, "private": "yes"}
    await stage.send(
        stage.activities.extension(ana, "composeExtension/submitAction", "ask", GROUP, data=data)
    )
    await stage.settle()
    request = await stage.newest()
    assert request.confidential
    assert request.ref in stage.shown(ana)[-1].told
    empty = stage.activities.extension(
        ana, "composeExtension/submitAction", "ask", GROUP, data=send["data"] | {"text": " "}
    )
    assert (await stage.send(empty))["task"]["type"] == "continue"


async def test_a_greeting_and_help_show_what_one_has_asked_for(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    for text in ("Hola", "ayuda"):
        await stage.say(berta, text)
        home = stage.shown(berta)[-1]
        assert request.ref in read(home.card)
        assert f"{request.ref} · Nómina que no llega" in home.told
        assert (of("es")("greeting-name", name="Berta") in home.told) == (text == "Hola")
        assert (of("es")("help-title") in home.told) == (text != "Hola")
        whole = await stage.press(berta, home, "whole")
        assert PAYSLIP in read(whole["task"]["value"]["card"]["content"])


async def test_the_welcome_comes_once_in_a_life(stage: Stage):
    berta = stage.colleague("Berta Solís")
    for activity in (
        stage.activities.installed(berta),
        stage.activities.joined(berta),
        stage.activities.installed(berta),
    ):
        await stage.send(activity)
        await stage.settle()
    assert len(stage.shown(berta)) == 1
    assert of("es")("teams-welcome") in read(stage.shown(berta)[0].card)


async def test_who_removes_the_app_owns_nothing_any_more(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    await stage.send(stage.activities.installed(owner, "remove"))
    await stage.settle()
    after = await stage.request(request.number)
    assert after.owner != request.owner
    assert [m for m in stage.shown(stage.user_of(after.owner)) if request.ref in m.told]


async def test_whom_an_assignment_does_not_reach_is_passed_over_at_once(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    first = await stage.newest()
    stage.fake.blocked.add(stage.user_of(first.owner).chat)
    carlos = stage.colleague("Carlos Pla")
    await stage.say(carlos, PAYSLIP)
    second = await stage.newest()
    assert second.owner != first.owner
    assert [m for m in stage.shown(stage.user_of(second.owner)) if second.ref in m.told]


@pytest.mark.parametrize(("text", "language"), [(PAYSLIP, "es"), (PAYSLIP_EN, "en")], ids=["es", "en"])
async def test_who_blocks_the_app_owns_nothing_any_more_as_soon_as_it_shows(
    stage: Stage, text: str, language: str
):
    """Also what they have had for long: at the first message that Teams does not take, whatever it is about."""
    say, locale = of(language), {"es": "es-ES", "en": "en-GB"}[language]
    askers = [stage.colleague(name, locale=locale) for name in ("Berta Solís", "Carlos Pla")]
    had: list[tuple[User, Request]] = []
    for asker in askers:
        await stage.say(asker, text)
        had.append((asker, await stage.newest()))
    owner = stage.user_of(had[0][1].owner)
    his = [(asker, request) for asker, request in had if request.owner == had[0][1].owner]
    [spare] = [card for card in stage.shown(owner) if his[0][1].ref in card.told][:1]
    await stage.press(owner, spare, "take")
    stage.fake.blocked.add(owner.chat)
    await stage.say(
        his[0][0], "Es la de la paga extra" if language == "es" else "It is the one with the bonus"
    )
    for asker, request in his:
        after = await stage.request(request.number)
        assert after.owner != request.owner
        name = stage.library.directory.people[after.owner].name
        told = " ".join(message.told for message in stage.shown(asker))
        assert say("why-unreachable", name=owner.name) in told
        assert name in told
        assert [m for m in stage.shown(stage.user_of(after.owner)) if request.ref in m.told]
    others = [request for _, request in had if request.owner != his[0][1].owner]
    assert [(await stage.request(request.number)).owner for request in others] == [r.owner for r in others]


async def test_who_blocks_the_app_and_is_reached_elsewhere_keeps_what_they_have(stage: Stage):
    berta, request, owner, _ = await stage.assigned()
    stage.worker.sender.gateways["slack"] = stage.teams.gateway  # that there is one is all that counts here
    await stage.store.people.set_profile(request.owner, {"place.slack": "T1/D1"})
    stage.fake.blocked.add(owner.chat)
    await stage.say(berta, "¿Se sabe algo?")
    assert (await stage.request(request.number)).owner == request.owner
    assert "unreached.teams" in await stage.store.people.profile(request.owner)


async def test_the_queue_is_one_card_that_is_drawn_anew_in_place(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    await stage.say(owner, "cola")
    card = stage.shown(owner)[-1]
    assert request.ref in read(card.card)
    answer = await stage.press(owner, card, "queue", n=2)
    assert answer["type"] == "application/vnd.microsoft.card.adaptive"
    assert request.ref not in read(answer["value"])
    await stage.say(berta, "cola")
    assert request.ref not in stage.shown(berta)[-1].told or await stage.person(berta) == request.requester


async def test_what_is_taken_from_the_queue_is_shown_as_taken_in_the_same_card(stage: Stage):
    await stage.say(stage.colleague("Berta Solís"), PAYSLIP)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    await stage.say(owner, "cola")
    answer = await stage.press(owner, stage.shown(owner)[-1], "take")
    assert (await stage.request(request.number)).taken
    assert request.ref in read(answer["value"])
    assert not buttons(answer["value"], "take")


async def test_an_edit_and_a_deletion_reach_the_other_side(stage: Stage):
    berta = stage.colleague("Berta Solís")
    said = await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    edited = stage.activities.base(berta, "messageUpdate", text="La de septiembre") | {"id": said["id"]}
    await stage.send(edited)
    assert await stage.words(request.number) == ["La de septiembre"]
    await stage.send(stage.activities.base(berta, "messageDelete") | {"id": said["id"]})
    assert await stage.words(request.number) == []


async def test_an_owner_says_until_when_they_are_away_and_is_back_with_a_tap(stage: Stage):
    owner = next(iter(stage.library.directory.people.values()))
    user, say = stage.user_of(owner.id), of(owner.languages[0])
    await stage.say(user, "ayuda")
    told = await stage.press(user, stage.shown(user)[-1], "away", until="un rato largo")
    assert say("away-unclear") in str(told)
    await stage.fill(user, told, until="el lunes")
    assert list(await stage.store.absences.all(await stage.desk.now())) == [owner.id]
    assert say("button-back") in str(stage.shown(user)[-1].card)
    await stage.say(user, "help")
    assert not buttons(stage.shown(user)[-1].card, "away")
    await stage.press(user, stage.shown(user)[-1], "back")
    assert await stage.store.absences.all(await stage.desk.now()) == {}
    assert stage.shown(user)[-1].told == say("away-back")


async def test_two_things_in_one_message_are_two_requests_after_one_tap(stage: Stage):
    berta = stage.colleague("Berta Solís", locale="en-US")
    await stage.say(berta, "My laptop won't turn on and I also need a room for twelve people on Friday")
    first = await stage.newest()
    receipt = next(m for m in stage.shown(berta) if buttons(m.card, "split"))
    assert "two things" in read(receipt.card)
    await stage.press(berta, receipt, "split")
    second = await stage.newest()
    assert (second.number, second.topic) == (first.number + 1, "meeting-room")
    assert first.owner != second.owner
    assert await stage.words(first.number) == ["My laptop won't turn on"]
    assert any(second.ref in message.told for message in stage.shown(berta))


async def test_whoever_had_both_things_in_hand_is_told_that_one_of_them_goes_elsewhere(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, "El portátil no enciende y además me falta el recibo de nómina de octubre")
    first = await stage.newest()
    owner = stage.user_of(first.owner)
    [card] = stage.shown(owner)
    await stage.press(owner, card, "say", text="Miro las dos cosas.")
    before = len(stage.shown(owner))
    await stage.press(berta, next(m for m in stage.shown(berta) if buttons(m.card, "split")), "split")
    second = await stage.newest()
    [told] = [m.told for m in stage.shown(owner)[before:] if "dos cosas" in m.told]
    assert second.ref in told
    assert "El portátil no enciende" in told
    assert "nómina" not in told


async def test_a_lead_judges_the_days_routes_where_they_write(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, "El portátil no enciende")
    request = await stage.newest()
    directory = stage.library.directory
    lead = stage.user_of(directory.departments[request.department].lead)
    card = routes_card([request], [], request.department, directory, of("es"))
    await stage.teams.gateway.post(Place("teams", lead.chat), card, key="0/routes", loud=True)
    shown = stage.shown(lead)[-1]
    await stage.press(lead, shown, "route_right")
    assert (await stage.request(request.number)).route_right
    await stage.press(lead, shown, "file_under", topic="software")
    assert (await stage.request(request.number)).topic == "software"


@pytest.mark.parametrize(("text", "locale"), [(PAYSLIP, "es-ES"), (PAYSLIP_EN, "en-GB")], ids=["es", "en"])
async def test_of_several_told_in_one_message_each_opens_in_a_card_of_its_own(
    stage: Stage, text: str, locale: str
):
    owner = None
    for n in range(6):  # more than three in a quarter of an hour become one message
        await stage.send(stage.activities.said(stage.colleague(f"Persona {n}", locale=locale), text))
        owner = owner or stage.user_of((await stage.newest()).owner)
    await stage.settle()
    await stage.store.move_clock(16 * 60_000)
    await stage.settle()
    assert owner is not None
    together = next(m for m in stage.shown(owner) if len(buttons(m.card, "open")) > 1)
    ways = buttons(together.card, "open")
    number = int(ways[0]["data"]["ventanilla"]["f"]["number"])
    before = len(stage.shown(owner))
    for _ in range(2):  # a second tap gives no second card
        await stage.press(owner, together, "open")
    cards = stage.shown(owner)[before:]
    assert len(cards) == 1
    assert f"R-{number}" in cards[0].told
    assert text in read(cards[0].card)
    await stage.press(owner, cards[0], "take")
    assert (await stage.request(number)).taken
    stranger = stage.colleague("Eva Ríos")
    await stage.say(stranger, "hola")
    shown = len(stage.shown(stranger))
    await stage.send(stage.activities.execute(stranger, together, ways[1], {}))
    await stage.settle()
    assert text not in "".join(read(m.card) for m in stage.shown(stranger)[shown:])
    assert stage.fake.violations == []
