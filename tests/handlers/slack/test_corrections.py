"""What was sent and then edited, deleted or taken back changes where the other side reads it, and rings nobody."""

from copy import deepcopy

from bot.words import of
from tests.handlers.slack.stage import PAYSLIP, Stage, buttons, shown
from tests.slack_server.workspace import Message, User

NEW, OLD = "va a la cuenta de siempre", "va a la cuenta nueva"


def with_words(stage: Stage, user: User, text: str) -> Message:
    """The one message of ours that says so."""
    [found] = [m for m in stage.fake.from_bot(user) if text in shown(m) and not _is_card(m)]
    return found


def _is_card(message: Message) -> bool:
    return bool(buttons(message.blocks or [], "hand_over"))


async def talk(stage: Stage) -> tuple[User, User, str]:
    """Requester, owner, and the thread in which the requester writes."""
    berta = stage.colleague("Berta Solís")
    root = await stage.say(berta, PAYSLIP)
    owner = stage.user_of((await stage.newest()).owner)
    return berta, owner, root


async def test_an_edit_changes_what_the_owner_was_sent(either: Stage):
    berta, owner, root = await talk(either)
    ts = await either.say(berta, OLD, thread=root)
    copy = with_words(either, owner, OLD)
    count = len(either.fake.from_bot(owner))
    assert await either.event(either.payloads.edited(either.fake.world.dm(berta), ts, NEW), copies=2)
    await either.settle()
    assert NEW in shown(copy)
    assert NEW in copy.text
    assert OLD not in copy.text + shown(copy)
    assert of(owner.locale)("edited-here") in shown(copy)
    assert len(either.fake.from_bot(owner)) == count


async def test_a_deletion_leaves_a_quiet_line_and_none_of_the_words(either: Stage):
    berta, owner, root = await talk(either)
    ts = await either.say(berta, OLD, thread=root)
    copy = with_words(either, owner, OLD)
    count = len(either.fake.from_bot(owner))
    assert await either.event(either.payloads.deleted(either.fake.world.dm(berta), ts), copies=2)
    await either.settle()
    assert of(owner.locale)("deleted", name="Berta Solís") in shown(copy)
    assert OLD not in "".join(m.text + shown(m) for m in either.fake.from_bot(owner))
    assert len(either.fake.from_bot(owner)) == count


async def test_what_an_owner_edits_or_deletes_changes_at_the_requesters(stage: Stage):
    berta, owner, _ = await talk(stage)
    [card] = [m for m in stage.fake.from_bot(owner) if _is_card(m)]
    ts = await stage.say(owner, "Te la mando hoy", thread=card.ts)
    copy = with_words(stage, berta, "Te la mando hoy")
    dm = stage.fake.world.dm(owner)
    assert await stage.event(stage.payloads.edited(dm, ts, "Te la mando mañana"))
    await stage.settle()
    assert "Te la mando mañana" in shown(copy)
    assert await stage.event(stage.payloads.deleted(dm, ts))
    await stage.settle()
    assert "Te la mando" not in copy.text + shown(copy)


async def test_what_an_owner_undoes_says_so_where_the_requester_read_it(stage: Stage):
    berta, owner, _ = await talk(stage)
    [card] = [m for m in stage.fake.from_bot(owner) if _is_card(m)]
    await stage.say(owner, "Te la mando hoy", thread=card.ts)
    copy = with_words(stage, berta, "Te la mando hoy")
    count = len(stage.fake.from_bot(berta))
    await stage.press(owner, card, "undo")
    assert of(berta.locale)("undone-reply", name=owner.name) in shown(copy)
    assert "Te la mando hoy" not in copy.text + shown(copy)
    assert len(stage.fake.from_bot(berta)) == count


async def test_a_note_that_is_edited_or_deleted_reaches_nobody_else(stage: Stage):
    berta, owner, _ = await talk(stage)
    [card] = [m for m in stage.fake.from_bot(owner) if _is_card(m)]
    ts = await stage.say(owner, ":lock: ojo con el banco", thread=card.ts)
    before = [(m.ts, m.text) for m in stage.fake.from_bot(berta)]
    dm = stage.fake.world.dm(owner)
    assert await stage.event(stage.payloads.edited(dm, ts, ":lock: ojo con el otro banco"))
    assert await stage.event(stage.payloads.deleted(dm, ts))
    await stage.settle()
    assert [(m.ts, m.text) for m in stage.fake.from_bot(berta)] == before


async def test_a_resolution_that_is_undone_asks_nobody_how_it_was(stage: Stage):
    berta, owner, _ = await talk(stage)
    [card] = [m for m in stage.fake.from_bot(owner) if _is_card(m)]
    await stage.press(owner, card, "resolve")
    await stage.fill(owner, text="Te la he mandado")
    rang = next(m for m in stage.fake.from_bot(berta) if buttons(m.blocks or [], "rate"))
    old = deepcopy(rang)
    await stage.press(owner, card, "undo")
    said = of(berta.locale)("undone-resolve", name=owner.name)
    assert said in shown(rang)
    assert said in stage.fake.from_bot(berta)[-1].text, "it rang that it was done: that it is not is said too"
    assert not any(buttons(m.blocks or [], "rate") for m in stage.fake.from_bot(berta))
    await stage.press(berta, old, "rate")  # in a client that was slow to show it
    assert (await stage.newest()).rating is None
    assert owner.name in stage.fake.world.ephemerals[-1].text
