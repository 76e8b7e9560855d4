"""What was told together with others in one message is corrected, deleted and hidden there, and the others stay."""

import pytest

from bot.domain.request import Request
from bot.words import of
from tests.handlers.slack.stage import Stage, shown
from tests.slack_server.workspace import Message, User

PRINTER = "no me funciona la impresora de la segunda planta, sale todo en blanco"
OLD, NEW = "la bandeja dos también", "la bandeja tres también"


async def bundle(stage: Stage) -> tuple[User, list[tuple[User, Request, str]], Message]:
    """An owner rung so often that what follows comes in one message: what three colleagues added to their requests.

    The owner, each colleague with their request and the ts of what they added, and that message.
    """
    added: list[tuple[User, Request, str]] = []
    owner = None
    for n in range(6):
        asker = stage.colleague(f"Persona {n}")
        ts = await stage.say(asker, PRINTER)
        request = await stage.newest()
        owner = owner or request.owner
        if request.owner == owner:
            added.append((asker, request, ts))
    assert owner is not None
    user = stage.user_of(owner)
    await quarter_later(stage)
    before = {m.ts for m in stage.fake.from_bot(user)}
    said = []
    for n, (asker, request, root) in enumerate(added):
        event = stage.payloads.said(asker, stage.fake.world.dm(asker), f"{OLD} ({n})", thread=root)
        assert await stage.event(event)
        said.append((asker, request, str(event["ts"])))
    await stage.settle()
    await quarter_later(stage)
    new = [m for m in stage.fake.from_bot(user) if m.ts not in before]
    told = [m for m in new if sum(f"{OLD} ({n})" in m.text for n in range(len(said))) > 2]
    assert told, [m.text[:80] for m in new]
    held = [one for n, one in enumerate(said) if f"{OLD} ({n})" in told[-1].text]
    return user, held, told[-1]


async def quarter_later(stage: Stage) -> None:
    await stage.store.move_clock(16 * 60_000)
    await stage.settle()


@pytest.mark.parametrize("which", [0, 1, -1], ids=["the first", "another", "the last"])
async def test_an_edit_changes_its_line_and_leaves_the_others(stage: Stage, which: int):
    owner, held, message = await bundle(stage)
    asker, _, ts = held[which]
    count, lines = len(stage.fake.from_bot(owner)), message.text.count(OLD)
    assert await stage.event(stage.payloads.edited(stage.fake.world.dm(asker), ts, NEW), copies=2)
    await stage.settle()
    for told in (message.text, shown(message)):
        assert told.count(NEW) == 1
        assert told.count(OLD) == lines - 1
    assert len(stage.fake.from_bot(owner)) == count


@pytest.mark.parametrize("which", [0, 1], ids=["the first", "another"])
async def test_a_deletion_leaves_a_quiet_line_and_the_others(stage: Stage, which: int):
    owner, held, message = await bundle(stage)
    asker, _, ts = held[which]
    count, lines = len(stage.fake.from_bot(owner)), message.text.count(OLD)
    assert await stage.event(stage.payloads.deleted(stage.fake.world.dm(asker), ts))
    await stage.settle()
    assert of(owner.locale)("deleted", name=asker.name) in message.text
    assert message.text.count(OLD) == lines - 1
    assert len(stage.fake.from_bot(owner)) == count


@pytest.mark.parametrize("which", [0, 1], ids=["the first", "another"])
async def test_what_its_reader_may_not_see_any_more_leaves_it_and_the_others_stay(stage: Stage, which: int):
    owner, held, message = await bundle(stage)
    asker, request, ts = held[which]
    lines, mine = message.text.count(OLD), stage.fake.world.dm(asker).messages[ts].text
    await stage.press(asker, stage.fake.from_bot(asker)[0], "make_private")
    after = await stage.request(request.number)
    assert after.confidential
    assert after.owner != await stage.person(owner)
    assert mine not in message.text + shown(message)
    assert message.text.count(OLD) == lines - 1
