"""One company's day through every surface that Slack has, in one language: by HTTP or by Socket Mode, nothing left out.

Each scene is somebody's; whoever reads anything reads it in the language of the day.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from bot.domain import commands as c
from bot.domain.request import Request, RequestNumber
from bot.words import of
from handlers.slack.ask import ASK_SHORTCUT, OWNER_SHORTCUT, RECORD_SHORTCUT
from handlers.slack.manifest import manifest
from handlers.slack.words import words_in
from tests.clock import set_clock
from tests.handlers.slack.stage import Mode, Stage, buttons, shown
from tests.samples import SOAK
from tests.slack_server.payloads import chosen, person_chosen, typed
from tests.slack_server.scopes import Installed
from tests.slack_server.workspace import Conversation, Message, User

SAID: dict[str, dict[str, str]] = {
    "es": {
        "payslip": "Buenas, no me ha llegado la nómina de octubre y la necesito para el viernes",
        "printer": "no me funciona la impresora de la segunda planta, sale todo en blanco",
        "sensitive": "mi jefe me acosa desde hace meses y no puedo más",
        "more": "la que está junto a la ventana",
        "changed": "la que está junto a la puerta",
        "answer": "Ya la tengo y la miro ahora.",
        "note": "esto ya pasó en enero y fue por el banco",
        "promise": "mañana a las 12:00",
        "who": "la gestoría",
        "question": "¿Es esta la cuenta buena?",
        "yes": "Sí, es esa.",
        "reason": "Es cosa vuestra: la tarjeta es del edificio",
        "done": "Enviada otra vez a tu correo.",
        "how": "¿cómo va lo mío?",
        "away": "fuera hasta el lunes",
        "today": "hoy",
    },
    "en": {
        "payslip": "Hi, my October payslip has not arrived and I need it by Friday",
        "printer": "the printer on the second floor does not work, everything comes out blank",
        "sensitive": "my boss has been harassing me for months and I cannot take it any more",
        "more": "the one next to the window",
        "changed": "the one next to the door",
        "answer": "I have it and am looking at it now.",
        "note": "this happened in January already and it was the bank",
        "promise": "tomorrow at 12:00",
        "who": "the agency",
        "question": "Is this the right account?",
        "yes": "Yes, that is the one.",
        "reason": "This one is yours: the card is for the building",
        "done": "Sent to your mail again.",
        "how": "how is mine going?",
        "away": "away until Monday",
        "today": "today",
    },
}
# Words that only one of the two languages has, and that few messages do without.
TELL_TALE = {
    "es": re.compile(r"\b(el|los|las|que|para|por|tu|una|lo|está|quien|tiene)\b", re.IGNORECASE),
    "en": re.compile(r"\b(the|you|your|is|and|to|of|has|it|who|was|for)\b", re.IGNORECASE),
}


class Day:
    def __init__(self, stage: Stage, language: str, help_channel: Conversation) -> None:
        self.stage, self.language, self.help = stage, language, help_channel
        self.text, self.say = SAID[language], of(language)
        self._people = 0

    def asker(self) -> User:
        """Somebody who has asked for nothing yet."""
        self._people += 1
        locale = {"es": "es-ES", "en": "en-GB"}[self.language]
        return self.stage.colleague(f"Persona {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[self._people]}", locale=locale)

    async def asked(self, text: str = "payslip") -> tuple[User, Request, User]:
        """Who asked, what, and who has it."""
        asker = self.asker()
        await self.stage.say(asker, self.text[text])
        request = await self.stage.newest()
        assert request.requester == await self.stage.person(asker)
        return asker, request, self.stage.user_of(request.owner)

    def card(self, user: User, request: Request) -> Message:
        """The living card of this request at whoever has it."""
        of_it = [m for m in self.stage.fake.from_bot(user) if request.ref in m.text + shown(m)]
        return next(m for m in of_it if buttons(m.blocks or [], "resolve"))

    def last(self, where: User | Conversation) -> str:
        message = self.stage.fake.from_bot(where)[-1]
        return message.text + shown(message)

    async def state(self, request: Request) -> Request:
        return await self.stage.request(request.number)

    def options(self, user: User, field: str) -> list[str]:
        block = next(b for b in self.stage.form(user)["blocks"] if b.get("block_id") == field)
        return [option["value"] for option in block["element"]["options"]]

    def lead_of(self, request: Request) -> User:
        return self.stage.user_of(self.stage.library.directory.departments[request.department].lead)


# --- who asks ---------------------------------------------------------------------------------------------------------


async def direct_message_with_detail_and_a_picture(day: Day) -> None:
    asker, request, owner = await day.asked()
    receipt = day.last(asker)
    assert request.ref in receipt
    assert owner.name in receipt
    root = next(m.ts for m in day.stage.fake.messages(asker) if m.user == asker.id)
    await day.stage.say(asker, day.text["more"], thread=root, files=("captura.png",))
    assert day.text["more"] in day.last(owner) + shown(day.stage.fake.from_bot(owner)[-2])
    copies = [f for m in day.stage.fake.from_bot(owner) for f in m.files]
    assert [file["name"] for file in copies] == ["captura.png"]
    await day.stage.say(asker, day.text["how"])
    assert request.ref in day.last(asker)
    alone = day.asker()
    await day.stage.say(alone, "", files=("foto.png",))
    request = await day.stage.newest()
    assert request.requester == await day.stage.person(alone)
    assert not request.unseen
    assert words_in(day.language)("slack-file-line") in [m.text for m in day.stage.fake.from_bot(alone)]


async def mention_is_answered_in_its_thread(day: Day) -> None:
    asker, bot = day.asker(), f"<@{day.stage.team.bot_user}>"
    channel = day.stage.fake.world.channel("general", asker)
    ts = await day.stage.say(asker, f"{bot} {day.text['printer']}", where=channel)
    request = await day.stage.newest()
    [answer] = day.stage.fake.from_bot(channel)
    assert (answer.thread_ts, request.ref in answer.text) == (ts, True)
    await day.stage.say(asker, day.text["more"], where=channel, thread=ts)
    assert day.text["more"] in await day.stage.words(request.number)


async def sensitive_mention_moves_to_private(day: Day) -> None:
    asker = day.asker()
    channel = day.stage.fake.world.channel("todos", asker)
    await day.stage.say(asker, f"<@{day.stage.team.bot_user}> {day.text['sensitive']}", where=channel)
    [line] = day.stage.fake.from_bot(channel)
    assert day.text["sensitive"] not in line.text
    assert any("⋯" in m.text for m in day.stage.fake.from_bot(asker))  # how to delete the original
    assert (await day.stage.newest()).confidential


async def help_channel_is_heard_without_a_mention(day: Day) -> None:
    asker = day.asker()
    ts = await day.stage.say(asker, day.text["printer"], where=day.help)
    request = await day.stage.newest()
    assert request.requester == await day.stage.person(asker)
    assert any(m.thread_ts == ts and request.ref in m.text for m in day.stage.fake.from_bot(day.help))


async def command_and_its_form(day: Day) -> None:
    asker = day.asker()
    channel = day.stage.fake.world.channel("pasillo", asker)
    reply = await day.stage.slash(asker, day.text["payslip"], channel)
    assert (await day.stage.newest()).ref in reply.body["text"]
    other = day.asker()
    await day.stage.slash(other, "")
    private = {"private": {"private": {"type": "checkboxes", "selected_options": [{"value": "yes"}]}}}
    await day.stage.fill(other, private, text=day.text["printer"])
    assert (await day.stage.newest()).confidential


async def shortcuts_and_the_ticket(day: Day) -> None:
    stage, asker, other = day.stage, day.asker(), day.asker()
    trigger = stage.fake.trigger(asker)
    await stage.sender.interact(stage.payloads.shortcut(asker, ASK_SHORTCUT, trigger=trigger))
    await stage.fill(asker, text=day.text["payslip"])
    assert (await stage.newest()).requester == await stage.person(asker)
    channel = stage.fake.world.channel("cocina", asker, other)
    ts = str(stage.payloads.said(other, channel, day.text["printer"])["ts"])
    url = stage.fake.response_url(channel.id, asker.id)
    await stage.sender.interact(
        stage.payloads.message_shortcut(
            asker,
            channel,
            channel.messages[ts],
            OWNER_SHORTCUT,
            trigger=stage.fake.trigger(asker),
            response_url=url,
        )
    )
    await stage.settle()
    request = await stage.newest()
    assert request.author == await stage.person(other)
    assert request.ref in stage.fake.told(asker)[-1].text
    own = str(stage.payloads.said(other, channel, day.text["printer"])["ts"])
    assert await stage.event(stage.payloads.reaction(other, channel, own, "ticket"))
    await stage.settle()
    assert (await stage.newest()).requester == await stage.person(other)


async def home_and_the_agents_first_words(day: Day) -> None:
    asker, request, owner = await day.asked()
    home = await day.stage.open_home(asker)
    assert request.ref in str(home)
    assert owner.name in str(home)
    await day.stage.press_in(asker, home, "home/ask")
    await day.stage.fill(asker, text=day.text["printer"])
    assert (await day.stage.newest()).ref in str(day.stage.fake.world.homes[asker.id])
    assert await day.stage.event(day.stage.payloads.home_opened(asker, tab="messages"))
    await day.stage.settle()
    prompts = str(day.stage.fake.called("assistant.threads.setSuggestedPrompts")[-1].args["prompts"])
    assert TELL_TALE[day.language].search(prompts)


async def guest_from_outside(day: Day) -> None:
    stage = day.stage
    locale = {"es": "es-MX", "en": "en-US"}[day.language]
    guest = stage.fake.world.user(
        "Gema Proveedora", email="gema@fuera.example", is_restricted=True, locale=locale
    )
    await stage.say(guest, day.text["printer"])
    request = await stage.newest()
    assert request.requester == await stage.person(guest)
    home = str(await stage.open_home(guest))
    assert request.ref in home
    assert "home/filter" not in home


# --- who answers ------------------------------------------------------------------------------------------------------


async def the_channels_card_changes(day: Day) -> None:
    stage = day.stage
    channel = stage.fake.world.channel(DEPARTMENT)
    directory = stage.library.directory
    departments = {
        name: msgspec.structs.replace(one, channel={"slack": channel.id})
        for name, one in directory.departments.items()
    }
    stage.library = msgspec.structs.replace(
        stage.library, directory=msgspec.structs.replace(directory, departments=departments)
    )
    _, request, owner = await day.asked()
    [card] = stage.fake.from_bot(channel)
    assert request.ref in card.text
    await stage.press(owner, card, "take", where=channel)
    assert owner.name in card.text + shown(card)
    await stage.press(owner, day.card(owner, request), "resolve")
    await stage.fill(owner, text=day.text["done"])
    assert len(stage.fake.from_bot(channel)) == 1
    assert card.changes >= 2
    stage.library = msgspec.structs.replace(stage.library, directory=directory)


async def everything_by_button(day: Day) -> None:
    stage = day.stage
    asker, request, owner = await day.asked()
    card = day.card(owner, request)
    await stage.press(owner, card, "take")
    assert (await day.state(request)).taken
    await stage.press(owner, card, "undo")
    assert not (await day.state(request)).taken
    await stage.say(owner, day.text["answer"], thread=card.ts)
    assert day.text["answer"] in day.last(asker)
    assert owner.name in day.last(asker)
    await stage.press(owner, card, "note")
    await stage.fill(owner, text=day.text["note"])
    await stage.press(owner, card, "promise")
    await stage.fill(owner, due=day.text["promise"], text="")
    assert (await day.state(request)).promise is not None
    await stage.press(owner, card, "wait_for")
    await stage.fill(owner, who=day.text["who"], due=day.text["promise"])
    assert day.text["who"] in day.last(asker)
    await stage.press(owner, card, "consult")
    colleague = day.options(owner, "colleague")[0]
    await stage.fill(owner, chosen("colleague", colleague) | typed(text=day.text["question"]))
    asked = stage.user_of(colleague.removeprefix("person:"))  # type: ignore[arg-type]
    question = next(
        m for m in reversed(stage.fake.from_bot(asked)) if buttons(m.blocks or [], "answer_consult")
    )
    assert day.text["question"] in shown(question)
    await stage.press(asked, question, "answer_consult")
    await stage.fill(asked, text=day.text["yes"])
    assert day.text["yes"] in day.last(owner)
    await stage.press(owner, card, "resolve")
    await stage.fill(owner, text=day.text["done"])
    assert day.text["done"] in day.last(asker)
    await stage.press(asker, stage.fake.from_bot(asker)[-1], "rate")
    assert (await day.state(request)).rating is not None
    assert day.text["note"] not in "".join(m.text + shown(m) for m in stage.fake.from_bot(asker))


async def a_warm_hand_over(day: Day) -> None:
    stage = day.stage
    asker, request, owner = await day.asked()
    await stage.press(owner, day.card(owner, request), "hand_over")
    to = next(value for value in day.options(owner, "to") if value.startswith("department:"))
    await stage.fill(owner, chosen("to", to) | typed(text=day.text["reason"]))
    offer = (await day.state(request)).offer
    assert offer is not None
    assert (await day.state(request)).owner == request.owner
    new = stage.user_of(offer.asked)
    offered = next(m for m in reversed(stage.fake.from_bot(new)) if request.ref in m.text + shown(m))
    assert day.text["reason"] in offered.text + shown(offered)
    await stage.press(new, offered, "take")
    assert (await day.state(request)).owner == offer.asked
    assert new.name in day.last(asker)


async def emoji(day: Day) -> None:
    stage = day.stage
    asker, request, owner = await day.asked()
    card, place = day.card(owner, request), stage.fake.world.dm(owner)
    ts = await stage.say(owner, f":lock: {day.text['note']}", thread=card.ts)
    assert len((await day.state(request)).notes) == 1
    assert await stage.event(stage.payloads.reaction(owner, place, card.ts, "eyes"))
    await stage.settle()
    assert (await day.state(request)).taken
    ts = await stage.say(owner, day.text["answer"], thread=card.ts)
    assert await stage.event(stage.payloads.reaction(owner, place, ts, "lock"))
    await stage.settle()
    offer = next(m for m in reversed(stage.fake.from_bot(owner)) if buttons(m.blocks or [], "lock"))
    await stage.press(owner, offer, "lock")
    assert len((await day.state(request)).notes) == 2
    assert day.text["answer"] not in "".join(m.text + shown(m) for m in stage.fake.from_bot(asker))
    assert await stage.event(stage.payloads.reaction(owner, place, card.ts, "white_check_mark"))
    await stage.settle()
    assert (await day.state(request)).status == "resolved"


async def home_queue_with_search_filter_and_several(day: Day) -> None:
    stage = day.stage
    _, request, owner = await day.asked()
    home = await stage.open_home(owner)
    assert request.ref in str(home)
    values = chosen("home/filter", "for_me") | typed(**{"home/search": request.ref})
    element = {"action_id": "home/filter", "type": "static_select"}
    await stage.sender.interact(stage.payloads.view_click(owner, home, element, trigger="t", values=values))
    await stage.settle()
    picked = {"type": "multi_static_select", "selected_options": [{"value": str(request.number)}]}
    await stage.press_in(
        owner, stage.fake.world.homes[owner.id], "home/several/take", {"home/pick": {"home/pick": picked}}
    )
    assert (await day.state(request)).taken
    home = await stage.open_home(owner)
    await stage.press_in(owner, home, "home/several/resolve", {"home/pick": {"home/pick": picked}})
    await stage.fill(owner, text=day.text["done"])
    assert (await day.state(request)).status == "resolved"


async def edits_deletions_and_files_both_ways(day: Day) -> None:
    stage = day.stage
    asker, request, owner = await day.asked()
    root = next(m.ts for m in stage.fake.messages(asker) if m.user == asker.id)
    card = day.card(owner, request)
    ts = await stage.say(asker, day.text["more"], thread=root)
    assert await stage.event(stage.payloads.edited(stage.fake.world.dm(asker), ts, day.text["changed"]))
    await stage.settle()
    copy = next(m for m in stage.fake.from_bot(owner) if day.text["changed"] in shown(m))
    assert day.text["more"] not in shown(copy)
    reply = await stage.say(owner, day.text["answer"], thread=card.ts, files=("recibo.pdf",))
    assert "recibo.pdf" in {f["name"] for m in stage.fake.from_bot(asker) for f in m.files}
    assert await stage.event(stage.payloads.deleted(stage.fake.world.dm(owner), reply))
    await stage.settle()
    assert day.text["answer"] not in "".join(m.text + shown(m) for m in stage.fake.from_bot(asker))


async def record_for_someone(day: Day) -> None:
    stage = day.stage
    _, _, owner = await day.asked()
    whose = day.asker()
    trigger = stage.fake.trigger(owner)
    await stage.sender.interact(stage.payloads.shortcut(owner, RECORD_SHORTCUT, trigger=trigger))
    await stage.fill(owner, person_chosen("who", whose) | typed(text=day.text["printer"]))
    request = await stage.newest()
    assert request.requester == await stage.person(whose)
    assert request.ref in day.last(whose)


async def away_in_words_by_command_by_home_by_status_and_by_the_lead(day: Day) -> None:
    stage = day.stage
    _, request, owner = await day.asked()
    lead = day.lead_of(request)

    async def away() -> bool:
        found = await stage.store.absences.all(await stage.desk.now())
        return await stage.person(owner) in found

    reply = await stage.slash(owner, day.text["away"])
    assert await away()
    assert buttons(reply.body["blocks"], "back")
    await stage.slash(owner, "back")
    home = await stage.open_home(owner)
    await stage.press_in(owner, home, "act/away")
    await stage.fill(owner, until="")
    assert await away()
    await stage.press_in(owner, stage.fake.world.homes[owner.id], "act/back")
    await stage.slash(lead, f"away <@{owner.id}|{owner.name}> {day.text['today']}")
    assert await away()
    await stage.slash(owner, "back")
    owner.status_text = "🌴"
    owner.status_expiration = int((await stage.desk.now() + timedelta(days=6)).timestamp())
    assert await stage.event(stage.payloads.user_change(owner))
    await stage.settle()
    await stage.press(owner, stage.fake.from_bot(owner)[-1], "away")
    assert await away()
    await stage.slash(owner, "back")
    assert not await away()


# --- who leads, and who leaves ----------------------------------------------------------------------------------------


async def late_now_reassigned_and_taken_back(day: Day) -> None:
    stage = day.stage
    _, request, _ = await day.asked()
    lead = day.lead_of(request)
    await move(stage, timedelta(days=7))
    home = await stage.open_home(lead)
    assert day.say("chat-lead-late") in str(home)
    _, request, _ = await day.asked()
    home = await stage.open_home(lead)
    element = {"action_id": "home/filter", "type": "static_select"}
    values = chosen("home/filter", "department") | typed(**{"home/search": request.ref})
    await stage.sender.interact(stage.payloads.view_click(lead, home, element, trigger="t", values=values))
    await stage.settle()
    await stage.press_in(lead, stage.fake.world.homes[lead.id], f"home/open/{request.number}")
    await stage.press_in(lead, stage.form(lead), "act/reassign")
    mates = [p.id for p in stage.library.directory.people.values() if p.department == request.department]
    leads = await stage.person(lead)
    other = next(person for person in mates if person not in (request.owner, leads))
    await stage.fill(lead, chosen("person", f"person:{other}"))
    assert (await day.state(request)).owner == other
    await stage.press(stage.user_of(other), day.card(stage.user_of(other), request), "take")
    await stage.press_in(lead, stage.fake.world.homes[lead.id], f"home/open/{request.number}")
    await stage.press_in(lead, stage.form(lead), "act/take_back")
    assert (await day.state(request)).owner == await stage.person(lead)


async def who_leaves_leaves_nothing_behind(day: Day) -> None:
    stage = day.stage
    asker, request, owner = await day.asked("printer")
    owner.deleted = True
    assert await stage.event(stage.payloads.user_change(owner))
    await stage.settle()
    after = await day.state(request)
    assert after.owner != request.owner
    assert stage.user_of(after.owner).name in day.last(asker)
    lead = day.lead_of(request)
    told = [m.text + shown(m) for m in stage.fake.from_bot(lead)]
    assert after.owner == await stage.person(lead) or any(owner.name in text for text in told)


SCENES = (
    direct_message_with_detail_and_a_picture,
    mention_is_answered_in_its_thread,
    sensitive_mention_moves_to_private,
    help_channel_is_heard_without_a_mention,
    command_and_its_form,
    shortcuts_and_the_ticket,
    home_and_the_agents_first_words,
    guest_from_outside,
    the_channels_card_changes,
    everything_by_button,
    a_warm_hand_over,
    emoji,
    home_queue_with_search_filter_and_several,
    edits_deletions_and_files_both_ways,
    record_for_someone,
    away_in_words_by_command_by_home_by_status_and_by_the_lead,
    late_now_reassigned_and_taken_back,
    who_leaves_leaves_nothing_behind,
)
THURSDAY = 3
DEPARTMENT = "departamento"
TUESDAY = datetime(2026, 11, 17, 15, 5, tzinfo=UTC)  # nine o'clock in Mexico City; no holiday is near
EVERYDAY: tuple[tuple[Mode, str], ...] = (("http", "es"), ("socket", "en"))
ALL: tuple[tuple[Mode, str], ...] = (*EVERYDAY, ("http", "en"), ("socket", "es"))


@pytest.mark.parametrize(("mode", "language"), ALL if SOAK else EVERYDAY)
async def test_a_day_through_every_surface(store: Any, fake: Any, mode: Mode, language: str) -> None:
    channel = fake.world.channel("ayuda")
    async with await Stage.make(store, fake, mode, help_channels=frozenset({channel.id})) as stage:
        await set_clock(store, TUESDAY)
        stage.locale = {"es": "es-ES", "en": "en-GB"}[language]
        app = Installed(stage.team, manifest(stage.slack.room.slack, "https://desk.faro.example"))
        await stage.roll_call()
        day = Day(stage, language, channel)
        for scene in SCENES:
            await scene(day)
            await a_while_later(stage)
        assert len(set(fake.keys())) == len(fake.keys())
        assert [call.method for call in fake.calls if call.error == "missing_scope"] == []
        assert {ASK_SHORTCUT, OWNER_SHORTCUT, RECORD_SHORTCUT} == app.shortcuts
        in_the_language_of_the_day(stage, language)


async def a_while_later(stage: Stage) -> None:
    """What is open is not needed any more, and whoever was rung often may be rung again.

    On the next working day, once it is late in Madrid.
    """
    for number in await stage.numbers():
        by = (await stage.request(number)).requester
        await stage.desk.handle(c.Withdraw(id=f"over/{number}", by=by, number=RequestNumber(number)))
    await stage.settle()
    now = await stage.desk.now()
    if now.hour >= 16:
        days = 4 if now.weekday() == THURSDAY else 1  # Fridays are short
        morning = now.replace(hour=15, minute=5) + timedelta(days=days)  # nine o'clock in Mexico City
        await move(stage, morning - now)
    await move(stage, timedelta(minutes=20))


async def move(stage: Stage, span: timedelta) -> None:
    await stage.store.move_clock(int(span / timedelta(milliseconds=1)))
    await stage.settle()


def in_the_language_of_the_day(stage: Stage, language: str) -> None:
    """Not a message, page or button of the other one: counted in the words that give a language away."""
    other = {"es": "en", "en": "es"}[language]
    pages = [str(view) for view in (*stage.fake.world.homes.values(), *stage.fake.world.views.values())]
    told = [
        m.text + shown(m)
        for conversation in stage.fake.world.conversations.values()
        if conversation.name != DEPARTMENT  # a channel's card is in the company's own language
        for m in stage.fake.from_bot(conversation)
    ]
    told += [one.text for one in stage.fake.world.ephemerals] + pages
    assert len(told) > 100
    strange = [t for t in told if len(TELL_TALE[other].findall(t)) > len(TELL_TALE[language].findall(t))]
    assert strange == []
