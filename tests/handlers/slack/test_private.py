"""The lock, before the words and as an emoji: what is private never leaves, and what had left already is said to have."""

import pytest

from bot.domain.request import Request
from handlers.slack.words import words_in
from tests.handlers.slack.stage import PAYSLIP, PAYSLIP_EN, Stage, buttons, shown
from tests.slack_server.workspace import Message, User

SECRET = "tiene el IBAN mal desde enero"


async def talk(stage: Stage, name: str = "Berta Solís", text: str = PAYSLIP) -> tuple[User, User, Request]:
    """Requester, owner, and the request."""
    asker = stage.colleague(name)
    await stage.say(asker, text)
    request = await stage.newest()
    return asker, stage.user_of(request.owner), request


def read_by(stage: Stage, user: User) -> str:
    return "\n".join(m.text + shown(m) for m in stage.fake.from_bot(user))


async def locks(stage: Stage, user: User, ts: str, where: User | None = None) -> None:
    place = stage.fake.world.dm(where or user)
    assert await stage.event(stage.payloads.reaction(user, place, ts, "lock"), copies=2)
    await stage.settle()


def newest(stage: Stage, user: User, verb: str) -> Message:
    return next(m for m in reversed(stage.fake.from_bot(user)) if buttons(m.blocks or [], verb))


async def test_a_lock_on_what_had_gone_says_so_and_one_tap_takes_it_back_as_a_note(either: Stage):
    berta, owner, request = await talk(either)
    card = either.fake.from_bot(owner)[0]
    ts = await either.say(owner, SECRET, thread=card.ts)
    assert SECRET in read_by(either, berta)
    count, words = len(either.fake.from_bot(berta)), words_in(owner.locale)
    await locks(either, owner, ts)
    [offer] = [m for m in either.fake.from_bot(owner) if buttons(m.blocks or [], "lock")]
    assert words("slack-note-gone", name=berta.name) in shown(offer)
    assert words("slack-note-take-back") in offer.text
    assert SECRET in read_by(either, berta)  # nothing happens behind anybody's back
    for _ in range(2):
        await either.press(owner, offer, "lock")
    after = await either.request(request.number)
    assert len(after.notes) == 1
    assert sorted(await either.words(request.number)) == [PAYSLIP, SECRET]
    assert SECRET not in read_by(either, berta)
    assert len(either.fake.from_bot(berta)) == count
    assert words("slack-note-taken-back", ref=request.ref) in {m.text for m in either.fake.told(owner)}


async def test_a_lock_on_loose_words_that_are_held_makes_a_note_of_them_and_nothing_is_sent(either: Stage):
    berta, owner, request = await talk(either)
    await talk(either, "Carlos Vela")
    ts = await either.say(owner, SECRET)
    await locks(either, owner, ts)
    card = newest(either, owner, "note")
    assert words_in(owner.locale)("chat-note-which") in shown(card)
    choice = [b["text"]["text"] for b in buttons(card.blocks or [], "note")].index(
        f"{request.ref} · {berta.name}"
    )
    for _ in range(2):
        await either.press(owner, card, "note", n=choice)
    held = newest(either, owner, "say")
    await either.press(owner, held, "say")  # too late: it is a note
    after = await either.request(request.number)
    assert len(after.notes) == 1
    assert SECRET in await either.words(request.number)
    assert SECRET not in read_by(either, berta)


@pytest.mark.parametrize("lock", [":lock:", "🔒"])
async def test_a_lock_before_loose_words_asks_which_request_and_sends_them_to_nobody(stage: Stage, lock: str):
    berta, owner, request = await talk(stage)
    ts = await stage.say(owner, f"{lock} {SECRET}")
    card = newest(stage, owner, "note")
    assert not buttons(card.blocks or [], "say")
    assert lock not in shown(card).split("\n")[2]
    await stage.press(owner, card, "note")
    assert SECRET in await stage.words(request.number)
    await stage.event(stage.payloads.edited(stage.fake.world.dm(owner), ts, f"{lock} ya lo tiene bien"))
    await stage.settle()
    assert "ya lo tiene bien" in await stage.words(request.number)
    assert not any(word in read_by(stage, berta) for word in (SECRET, "ya lo tiene"))


async def test_words_that_name_a_request_are_a_note_too_where_a_lock_comes_first(stage: Stage):
    berta, owner, request = await talk(stage)
    await stage.say(owner, f":lock: {request.ref} {SECRET}")
    assert SECRET not in read_by(stage, berta)
    assert await stage.words(request.number) == [PAYSLIP]
    assert newest(stage, owner, "note")


async def test_a_lock_on_our_card_brings_the_button_for_a_note_to_who_may_write_one(stage: Stage):
    berta, owner, request = await talk(stage)
    card = stage.fake.from_bot(owner)[0]
    await locks(stage, owner, card.ts)
    offer = stage.fake.from_bot(owner)[-1]
    assert words_in(owner.locale)("slack-note-offer", ref=request.ref) in shown(offer)
    await stage.press(owner, offer, "note")
    await stage.fill(owner, text=SECRET)
    await stage.say(owner, "🔒 y la sucursal también", thread=offer.ts)
    assert len((await stage.request(request.number)).notes) == 2
    assert SECRET not in read_by(stage, berta)
    receipt, before = stage.fake.from_bot(berta)[0], len(stage.fake.from_bot(berta))
    await locks(stage, berta, receipt.ts)
    assert len(stage.fake.from_bot(berta)) == before


async def test_a_lock_that_an_edit_adds_sends_nothing_and_offers_to_take_back_what_had_gone(stage: Stage):
    berta, owner, _ = await talk(stage)
    card = stage.fake.from_bot(owner)[0]
    ts = await stage.say(owner, "lo miro", thread=card.ts)
    await stage.event(stage.payloads.edited(stage.fake.world.dm(owner), ts, f":lock: {SECRET}"))
    await stage.settle()
    assert SECRET not in read_by(stage, berta)
    assert newest(stage, owner, "lock")


async def test_a_lock_on_a_note_on_anothers_words_or_on_small_talk_does_nothing(stage: Stage):
    berta, owner, request = await talk(stage)
    card = stage.fake.from_bot(owner)[0]
    note = await stage.say(owner, f":lock: {SECRET}", thread=card.ts)
    channel = stage.fake.world.channel("general", berta, owner)
    talk_ts = str(stage.payloads.said(berta, channel, "¿quién viene a comer?")["ts"])
    before = {user.id: len(stage.fake.from_bot(user)) for user in (berta, owner)}
    version = (await stage.request(request.number)).version
    await locks(stage, owner, note)
    for user in (berta, owner):
        assert await stage.event(stage.payloads.reaction(user, channel, talk_ts, "lock"))
    asked = next(m.ts for m in stage.fake.world.dm(berta).messages.values() if m.user == berta.id)
    await locks(stage, berta, asked)
    assert {user.id: len(stage.fake.from_bot(user)) for user in (berta, owner)} == before
    assert (await stage.request(request.number)).version == version


async def test_a_note_written_in_a_channel_is_kept_and_its_writer_is_told_who_reads_it_there(stage: Stage):
    berta = stage.colleague("Berta Solís")
    channel = stage.fake.world.channel("general", berta)
    root = await stage.say(berta, "<@UT1BOT> no me funciona la impresora de la segunda planta", where=channel)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    channel.members.add(owner.id)
    await stage.say(owner, f":lock: {SECRET}", where=channel, thread=root)
    assert len((await stage.newest()).notes) == 1
    [told] = stage.fake.told(owner)
    assert told.text == words_in(owner.locale)("slack-note-in-channel", ref=request.ref)


async def test_a_lock_before_what_somebody_asks_keeps_it_for_who_answers(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, "🔒 no me funciona la impresora de la segunda planta")
    request = await stage.newest()
    assert request.confidential
    assert await stage.words(request.number) == ["no me funciona la impresora de la segunda planta"]


async def test_nobody_presses_anothers_held_words_into_a_request(stage: Stage):
    """A button carries no rights: the words are their writer's alone."""
    berta, owner, request = await talk(stage, text=PAYSLIP_EN)
    await stage.say(owner, f":lock: {SECRET}")
    card = newest(stage, owner, "note")
    lead = stage.user_of(stage.library.directory.departments[request.department].lead)
    await stage.press(lead, card, "note", where=stage.fake.world.dm(lead))
    assert SECRET not in await stage.words(request.number)
    assert SECRET not in read_by(stage, lead) + read_by(stage, berta)


@pytest.mark.parametrize(
    ("name", "first_words", "delicate"),
    [
        ("Berta Solís", "El portátil no enciende", "un compañero me acosa"),
        ("Berta Solís", "My laptop does not start", "a colleague is harassing me"),
    ],
)
async def test_delicate_words_a_moment_after_another_request_are_read_by_a_confidential_owner_alone(
    either: Stage, name: str, first_words: str, delicate: str
):
    berta, mender, laptop = await talk(either, name, first_words)
    await either.say(berta, delicate)
    harassed = await either.newest()
    assert harassed.number != laptop.number
    assert harassed.confidential
    assert delicate not in read_by(either, mender)
    assert delicate in read_by(either, either.user_of(harassed.owner))
    assert await either.request(laptop.number) == laptop


async def test_delicate_words_in_another_requests_thread_stay_there_and_make_it_confidential(either: Stage):
    """Whoever answers in a thread has chosen who reads it; one tap opens another."""
    berta, _, laptop = await talk(either, text="El portátil no enciende")
    receipt = either.fake.from_bot(berta)[0]
    await either.say(berta, "un compañero me acosa", thread=receipt.ts)
    assert await either.numbers() == [laptop.number]
    assert (await either.request(laptop.number)).confidential


# Words that are typed anew, or deleted, before they went anywhere


async def typed_anew(stage: Stage, user: User, ts: str, text: str) -> None:
    assert await stage.event(stage.payloads.edited(stage.fake.world.dm(user), ts, text), copies=2)
    await stage.settle()


async def test_loose_words_that_are_typed_anew_go_as_they_are_then(either: Stage):
    berta, owner, request = await talk(either)
    ts = await either.say(owner, "Mañana la tines")
    older = newest(either, owner, "say")
    await typed_anew(either, owner, ts, "Mañana la tienes")
    newer = newest(either, owner, "say")
    assert newer is not older
    assert "Mañana la tienes" in shown(newer)
    assert len([m for m in either.fake.from_bot(owner) if "Mañana la tienes" in shown(m)]) == 1
    await either.press(owner, older, "say")
    assert "Mañana la tienes" in await either.words(request.number)
    assert "Mañana la tines" not in read_by(either, berta)


async def test_loose_words_that_are_deleted_go_to_nobody(either: Stage):
    berta, owner, request = await talk(either)
    ts = await either.say(owner, SECRET)
    held, before = newest(either, owner, "say"), len(either.fake.from_bot(berta))
    assert await either.event(either.payloads.deleted(either.fake.world.dm(owner), ts), copies=2)
    await either.press(owner, held, "say")
    assert words_in(owner.locale)("slack-held-gone") in {m.text for m in either.fake.told(owner)}
    assert len(either.fake.from_bot(berta)) == before
    assert SECRET not in await either.words(request.number)


async def test_a_lock_that_an_edit_adds_to_loose_words_holds_below_the_older_card_too(stage: Stage):
    berta, owner, request = await talk(stage)
    ts = await stage.say(owner, SECRET)
    older = newest(stage, owner, "say")
    await typed_anew(stage, owner, ts, f"🔒 {SECRET}")
    assert newest(stage, owner, "note")
    await stage.press(owner, older, "say")
    assert SECRET in await stage.words(request.number)  # without its lock
    assert len((await stage.request(request.number)).notes) == 1
    assert SECRET not in read_by(stage, berta)


async def test_a_greeting_that_is_typed_anew_is_a_request(either: Stage):
    berta = either.colleague("Berta Solís")
    ts = await either.say(berta, "Hola")
    await typed_anew(either, berta, ts, "Hola, la impresora de la segunda planta no imprime")
    request = await either.newest()
    assert request.ref in either.fake.from_bot(berta)[-1].text
    assert len(await either.numbers()) == 1


async def test_a_mention_of_us_that_an_edit_adds_is_answered_in_its_thread(stage: Stage):
    berta = stage.colleague("Berta Solís")
    channel = stage.fake.world.channel("general", berta)
    ts = await stage.say(berta, "La impresora de la segunda planta no imprime", where=channel)
    assert await stage.numbers() == []
    text = f"<@{stage.team.bot_user}> la impresora de la segunda planta no imprime"
    assert await stage.event(stage.payloads.edited(channel, ts, text), copies=2)
    await stage.settle()
    [number] = await stage.numbers()
    [receipt] = stage.fake.from_bot(channel)
    assert (receipt.thread_ts, f"R-{number}" in receipt.text) == (ts, True)


@pytest.mark.parametrize("lock", ["🔐", ":lock:", "(privado)", "(Private)"])
async def test_a_lock_holds_here_whichever_way_the_other_platforms_write_it(stage: Stage, lock: str):
    berta, owner, request = await talk(stage)
    card, before = stage.fake.from_bot(owner)[0], len(stage.fake.from_bot(berta))
    await stage.say(owner, f"{lock} {SECRET}", thread=card.ts)
    assert SECRET in await stage.words(request.number)
    assert len((await stage.request(request.number)).notes) == 1
    assert len(stage.fake.from_bot(berta)) == before


async def test_who_is_mentioned_is_named_in_an_edit_below_an_emoji_and_by_a_shortcut_too(stage: Stage):
    berta, zoe = stage.colleague("Berta Solís"), stage.colleague("Zoe Prado")
    await stage.say(zoe, "hola")
    text = f"La impresora no imprime, dice <@{zoe.id}>"
    ts = await stage.say(berta, "La impresora no imprime")
    await typed_anew(stage, berta, ts, text)
    channel = stage.fake.world.channel("general", berta, zoe)
    below = await stage.say(berta, text, where=channel)
    await stage.event(stage.payloads.reaction(berta, channel, below, "ticket"))
    message = channel.messages[await stage.say(zoe, text, where=channel)]
    click = stage.payloads.message_shortcut(
        berta,
        channel,
        message,
        "find_owner",
        trigger=stage.fake.trigger(berta),
        response_url=stage.fake.response_url(channel.id, berta.id),
    )
    await stage.sender.interact(click)
    await stage.settle()
    numbers = await stage.numbers()
    assert len(numbers) == 3
    for number in numbers:
        assert any("dice @Zoe Prado" in words for words in await stage.words(number))
