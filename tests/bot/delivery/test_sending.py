import asyncio
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from bot.delivery.card import Card
from bot.delivery.failing import LOOK_UP_AFTER_S
from bot.delivery.planning import TRIES
from bot.delivery.sight import cargo_of
from bot.domain import events as e
from tests.bot.delivery.office import ANA, BO, MARTA, REKA, Office, after_the_dead, dies, go_on, plain_card
from tests.fakes import bug, doubtful, killed, postpone, undeliverable
from tests.samples import sample

BACK_SOON = timedelta(seconds=LOOK_UP_AFTER_S + 1).total_seconds()


# --- order and back-off -------------------------------------------------------------------------------------------


async def test_a_conversation_is_told_in_the_order_in_which_things_happened(office: Office) -> None:
    await office.asked()
    worker = office.worker()
    await worker.settle()
    for number in range(6):
        await office.says(1001, ANA, f"palabra {number}", side="owner")
    await worker.settle()
    said = [text for text in office.gateway.texts(REKA) if text.startswith("said")]
    assert [text.rpartition(" ")[2] for text in said] == list("012345")


async def test_a_conversation_that_must_wait_holds_up_no_other_and_keeps_its_order(office: Office) -> None:
    await office.asked()
    worker = office.worker()
    await worker.settle()
    office.gateway.fails(REKA, postpone(30))
    await office.says(1001, ANA, "uno", side="owner")
    await office.says(1001, REKA, "dos")
    await office.says(1001, ANA, "tres", side="owner")
    await worker.settle()
    assert any("dos" in text for text in office.gateway.texts(ANA))
    assert not any("uno" in text for text in office.gateway.texts(REKA))
    calls = len(office.gateway.calls)
    await office.pass_time(seconds=29)
    await worker.settle()
    assert len(office.gateway.calls) == calls, "called before the platform's own time"
    await office.pass_time(seconds=2)
    await worker.settle()
    assert [t.split()[-1] for t in office.gateway.texts(REKA) if "said" in t] == ["uno", "tres"]
    assert office.gateway.copies() == {}


async def test_a_slow_conversation_is_waited_for_by_nobody(office: Office) -> None:
    await office.asked()
    await office.asked(1002, requester=BO, owner=MARTA)
    worker = office.worker()
    gate = office.gateway.shut(REKA)
    await worker._step_plan()
    slow = asyncio.create_task(worker.sender.work(f"fake:{REKA}"))
    await worker.sender.work(f"fake:{MARTA}")
    assert [s.card.kind for s in office.gateway.seen(MARTA)] == ["assigned"]
    assert not slow.done()
    gate.set()
    await slow
    assert [s.card.kind for s in office.gateway.seen(REKA)] == ["receipt"]


async def test_what_happens_while_a_message_is_sent_holds_for_the_next_one(office: Office) -> None:
    await office.asked()
    worker = office.worker()
    await worker.settle()
    await office.says(1001, ANA, "uno", side="owner")
    words = await office.says(1001, ANA, "dos", side="owner")
    await worker._step_plan()
    office.gateway.called.clear()
    gate = office.gateway.shut(REKA)
    sending = asyncio.create_task(worker.sender.work(f"fake:{REKA}"))
    await office.gateway.called.wait()
    await office.happens(
        1001, e.MessageDeleted(number=1001, at=await office.store.now(), by=ANA, words=words)
    )
    gate.set()
    await sending
    assert [t.split()[-1] for t in office.gateway.texts(REKA) if "said" in t] == ["uno"]


async def test_a_conversation_whose_next_message_is_not_the_one_thought_of_keeps_its_order(
    office: Office,
) -> None:
    await office.asked()
    worker = office.worker()
    await worker.settle()
    for text in ("uno", "dos", "tres"):
        await office.says(1001, ANA, text, side="owner")
    await worker._step_plan()
    waiting = map(cargo_of, await office.store.lanes.contents(f"fake:{REKA}"))
    last = max((cargo for cargo in waiting if cargo is not None), key=lambda cargo: cargo.told.event)
    await worker.sender.work(f"fake:{REKA}", last)
    assert [t.split()[-1] for t in office.gateway.texts(REKA) if "said" in t] == ["uno", "dos", "tres"]


async def test_two_workers_never_send_in_one_conversation_at_once(office: Office) -> None:
    await office.asked()
    first, second = office.worker(), office.worker()
    gate = office.gateway.shut(ANA)
    await first._step_plan()
    sending = asyncio.create_task(first.sender.work(f"fake:{ANA}"))
    await office.gateway.called.wait()
    await second.sender.work(f"fake:{ANA}")
    gate.set()
    await sending
    assert len(office.gateway.posts(ANA)) == 1


# --- doubt --------------------------------------------------------------------------------------------------------


async def test_killed_after_the_platform_took_it_it_is_looked_up_and_not_sent_again(office: Office) -> None:
    await office.asked()
    office.gateway.fails(ANA, killed(applied=True))
    await dies(office.worker())
    await (await after_the_dead(office)).settle()
    assert len(office.gateway.posts(ANA)) == 1
    assert "find" in [call.act for call in office.gateway.calls]
    assert (await office.store.lanes.statuses(1001))["1001/2/ana/assigned"].status == "sent"


async def test_killed_before_the_platform_took_it_it_is_looked_up_and_sent(office: Office) -> None:
    await office.asked()
    office.gateway.fails(ANA, killed(applied=False))
    await dies(office.worker())
    await (await after_the_dead(office)).settle()
    assert [s.card.kind for s in office.gateway.seen(ANA)] == ["assigned"]


async def test_what_a_killed_worker_was_sending_is_left_alone_until_its_lease_runs_out(
    office: Office,
) -> None:
    await office.asked()
    office.gateway.fails(ANA, killed(applied=False))
    await dies(office.worker())
    await office.worker().settle()
    assert office.gateway.seen(ANA) == []
    await office.store.link.ask("DEL", office.store.keys.lane_lease(f"fake:{ANA}"))
    await office.worker().settle()
    assert [s.card.kind for s in office.gateway.seen(ANA)] == ["assigned"]


@pytest.mark.parametrize("applied", [True, False])
async def test_after_a_timeout_the_message_is_looked_up_before_anything_is_sent(
    office: Office, applied: bool
) -> None:
    await office.asked()
    office.gateway.fails(ANA, doubtful(applied=applied))
    worker = office.worker()
    await worker.settle()
    await office.pass_time(seconds=BACK_SOON)
    await worker.settle()
    assert [s.card.kind for s in office.gateway.seen(ANA)] == ["assigned"]


async def test_on_a_page_that_takes_a_key_once_a_doubtful_send_is_simply_repeated(web_office: Office) -> None:
    await web_office.asked(platform="web")
    web = web_office.gateways["web"]
    web.fails("ana/work", doubtful(applied=True))
    worker = web_office.worker()
    await worker.settle()
    await web_office.pass_time(seconds=BACK_SOON)
    await worker.settle()
    assert [s.card.kind for s in web.seen("ana/work")] == ["assigned"]
    assert "find" not in [call.act for call in web.calls]


async def test_where_nothing_can_be_looked_up_a_question_is_sent_once_more_and_says_so(
    office: Office,
) -> None:
    office.gateway.finds = False
    await office.asked()
    office.gateway.fails(ANA, doubtful(applied=True))
    worker = office.worker()
    await worker.settle()
    await office.pass_time(seconds=BACK_SOON)
    await worker.settle()
    first, again = office.gateway.texts(ANA)
    assert "llegue dos veces" not in first
    assert "llegue dos veces" in again


async def test_what_was_sent_twice_and_is_in_doubt_again_is_a_dead_letter(office: Office) -> None:
    office.gateway.finds = False
    await office.asked()
    office.gateway.always_fails(ANA, doubtful(applied=False))
    worker = office.worker()
    for _ in range(4):
        await worker.settle()
        await office.pass_time(seconds=BACK_SOON)
    assert len(office.gateway.posts(ANA)) == 2
    assert [letter.why for letter in await office.store.lanes.dead_letters()] == ["doubtful twice"]


async def test_where_nothing_can_be_looked_up_what_only_informs_is_marked_and_not_sent_again(
    office: Office,
) -> None:
    office.gateway.finds = False
    await office.asked()
    worker = office.worker()
    await worker.settle()
    office.gateway.fails(REKA, doubtful(applied=True))
    at = await office.store.now()
    await office.happens(
        1001,
        e.PromiseMade(
            number=1001,
            at=at,
            by=ANA,
            due=at + timedelta(hours=4),
            reminds_at=at + timedelta(hours=3),
        ),
    )
    await worker.settle()
    await office.pass_time(seconds=BACK_SOON)
    await worker.settle()
    promises = [call for call in office.gateway.posts(REKA) if call.card and call.card.kind == "promise"]
    assert len(promises) == 1
    [status] = [s for k, s in (await office.store.lanes.statuses(1001)).items() if k.endswith("/promise")]
    assert (status.status, status.detail) == ("passed over", "doubtful")


async def test_a_change_in_doubt_is_made_again(office: Office) -> None:
    office.gateway.finds = False
    await office.asked()
    worker = office.worker()
    await worker.settle()
    office.gateway.fails(ANA, doubtful(applied=True))
    await office.happens(1001, e.RequestTaken(number=1001, at=await office.store.now(), by=ANA))
    await worker.settle()
    await office.pass_time(seconds=BACK_SOON)
    await worker.settle()
    [card] = office.gateway.seen(ANA)
    assert card.changes == 2
    assert "find" not in [call.act for call in office.gateway.calls]


# --- refused for good ---------------------------------------------------------------------------------------------


async def test_who_cannot_be_reached_is_passed_over_at_once_and_the_lane_goes_on(office: Office) -> None:
    await office.asked()
    office.gateway.fails(ANA, undeliverable("account_inactive"))
    worker = office.worker()
    await worker.settle()
    assert office.unreached == [(1001, ANA)]
    [letter] = await office.store.lanes.dead_letters()
    assert (letter.notice.key, letter.why) == ("1001/2/ana/assigned", "account_inactive")
    await office.says(1001, REKA, "¿hola?")
    await worker.settle()
    assert any("hola" in text for text in office.gateway.texts(ANA))


async def test_a_message_that_makes_nobody_accountable_and_dies_moves_nothing(office: Office) -> None:
    await office.asked()
    office.gateway.fails(REKA, undeliverable())
    await office.worker().settle()
    assert len(await office.store.lanes.dead_letters()) == 1
    assert office.unreached == []


async def test_a_dead_letter_can_be_sent_again(office: Office) -> None:
    await office.asked()
    office.gateway.fails(REKA, undeliverable("msg_too_long", unreachable=False))
    worker = office.worker()
    await worker.settle()
    [letter] = await office.store.lanes.dead_letters()
    assert await office.store.lanes.revive(letter)
    await worker.settle()
    assert [s.card.kind for s in office.gateway.seen(REKA)] == ["receipt"]


async def test_a_poisonous_notice_is_set_aside_after_five_tries_and_those_behind_it_leave(
    office: Office,
) -> None:
    tried = 0

    def poisoned(kind: str, *rest: Any) -> Card:
        nonlocal tried
        if kind == "assigned":
            tried += 1
            raise RuntimeError("a fault of ours")
        return plain_card(kind, *rest)

    await office.asked()
    worker = office.worker(card_of=poisoned)
    await worker.settle()
    await office.says(1001, REKA, "¿hola?")
    for _ in range(TRIES + 1):
        await worker.settle()
        await office.pass_time(seconds=3)
    assert tried == TRIES
    assert any("hola" in text for text in office.gateway.texts(ANA))
    [letter] = await office.store.lanes.dead_letters()
    assert letter.why == "fault RuntimeError"
    assert office.unreached == [(1001, ANA)], "who was not told cannot be accountable"


async def test_a_fault_of_ours_after_the_platform_took_it_does_not_make_five_copies(office: Office) -> None:
    await office.asked()
    office.gateway.fails(ANA, bug(applied=True))
    worker = office.worker()
    for _ in range(3):
        await worker.settle()
        await office.pass_time(seconds=3)
    assert len(office.gateway.seen(ANA)) == 1


# --- whatever happens ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(sample(12, 400)))
async def test_whatever_fails_and_whoever_is_killed_each_message_arrives_once_and_in_order(
    office: Office, seed: int
) -> None:
    chance = Random(seed)
    faults = [
        postpone(chance.choice([0.5, 5])),
        doubtful(applied=True),
        doubtful(applied=False),
        killed(applied=True),
        killed(applied=False),
        bug(),
    ]
    await office.asked()
    said: dict[str, list[str]] = {ANA: [], REKA: []}
    worker = office.worker()
    for turn in range(20):
        by, other = chance.choice([(ANA, REKA), (REKA, ANA)])
        await office.says(1001, by, f"t{turn}", side="owner" if by == ANA else "requester")
        said[other].append(f"t{turn}")
        if chance.random() < 0.6:
            office.gateway.fails(other, chance.choice(faults))
        if chance.random() < 0.7:
            worker = await go_on(office, worker)
    for _ in range(60):
        await office.pass_time(minutes=1)
        worker = await go_on(office, worker)
    for person, texts in said.items():
        alone = [t.split()[-1] for t in office.gateway.texts(person) if t.startswith("said")]
        assert alone == [t for t in texts if t in alone], "in order, and once"
        own = [s for s in office.gateway.seen(person) if s.card.kind in ("said", "together")]
        words = [w for s in own for w in s.card.text.split() if w in texts]
        assert sorted(words) == sorted(texts), "each by itself or together with others"
    assert office.gateway.copies() == {}
    assert await office.store.lanes.dead_letters() == []
    assert await office.store.lanes.waiting() == {}
