import asyncio
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from bot.delivery.card import Card
from bot.delivery.manners import RINGS
from bot.delivery.planning import TRIES
from bot.delivery.sending import LOOK_UP_AFTER_S
from bot.domain import events as e
from tests.bot.delivery.office import ANA, BO, MARTA, REKA, TUESDAY, Office, assigned, plain_card
from tests.fakes import Killed, bug, doubtful, killed, postpone, undeliverable
from tests.samples import sample

BACK_SOON = timedelta(seconds=LOOK_UP_AFTER_S + 1).total_seconds()


async def dies(worker: Any) -> None:
    """The process ends in the middle of a send; nothing of it tidies up."""
    with pytest.raises(Killed):
        await worker.settle()


async def after_the_dead(office: Office, **changes: Any) -> Any:
    """A worker that knows itself alone, as after `kill -9` and a new start."""
    worker = office.worker(alone=True, **changes)
    await worker._prepared()
    return worker


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


# --- rights, at the moment of sending -----------------------------------------------------------------------------


async def test_a_lead_without_clearance_does_not_get_what_became_confidential_on_its_way(
    office: Office,
) -> None:
    await office.asked()
    worker = office.worker()
    await worker.settle()
    at = await office.store.now()
    await office.happens(1001, assigned(1001, at, BO, "reassigned"))
    await worker._step_plan()
    await office.happens(1001, assigned(1001, at, ANA, "reassigned"))
    await office.happens(1001, e.MadeConfidential(number=1001, at=at, cause="requester", by=REKA))
    await worker.settle()
    assert office.gateway.seen(BO) == []
    assert (await office.store.lanes.statuses(1001))["1001/3/bo/assigned"].detail == "rights"


async def test_who_no_longer_owns_it_is_not_told_that_it_is_theirs(office: Office) -> None:
    await office.asked()
    worker = office.worker()
    await worker._step_plan()
    await office.happens(1001, assigned(1001, await office.store.now(), MARTA, "reassigned"))
    await worker.settle()
    assert not any(s.loud for s in office.gateway.seen(ANA))
    assert [s.card.kind for s in office.gateway.seen(MARTA)] == ["assigned"]


async def test_a_message_deleted_before_it_left_is_not_sent(office: Office) -> None:
    await office.asked()
    worker = office.worker()
    await worker.settle()
    words = await office.says(1001, REKA, "perdón, me equivoqué")
    await worker._step_plan()
    await office.happens(
        1001, e.MessageDeleted(number=1001, at=await office.store.now(), by=REKA, words=words)
    )
    await worker.settle()
    assert "said" not in [s.card.kind for s in office.gateway.seen(ANA)]


# --- the living card ----------------------------------------------------------------------------------------------


async def test_a_living_card_is_posted_once_and_then_changed(office: Office) -> None:
    request = await office.asked()
    worker = office.worker()
    await worker.settle()
    request = await office.happens(1001, e.RequestTaken(number=1001, at=request.last_at, by=ANA))
    await worker.settle()
    [card] = office.gateway.seen(ANA)
    assert (card.card.version, card.changes) == (request.version, 1)
    [receipt] = office.gateway.seen(REKA)
    assert receipt.card.version == request.version


async def test_several_changes_that_wait_are_one_change(office: Office) -> None:
    request = await office.asked()
    worker = office.worker()
    await worker.settle()
    for urgency in ("high", "low", "normal"):
        await office.happens(
            1001,
            e.UrgencySet(number=1001, at=request.last_at, urgency=urgency, cause="owner", by=ANA),  # type: ignore[arg-type]
        )
    await worker.settle()
    assert [s.changes for s in office.gateway.seen(ANA)] == [1]


async def test_a_change_that_the_card_shows_already_is_not_made_again_by_another_worker(
    office: Office,
) -> None:
    request = await office.asked()
    await office.worker().settle()
    late = office.worker()
    await office.happens(1001, e.RequestTaken(number=1001, at=request.last_at, by=ANA))
    await late._step_plan()
    await office.happens(
        1001, e.UrgencySet(number=1001, at=request.last_at, urgency="high", cause="owner", by=ANA)
    )
    await late.sender.work(f"fake:{ANA}")
    await office.worker().settle()
    [card] = office.gateway.seen(ANA)
    assert (card.changes, card.card.version) == (1, 5)


async def test_a_card_that_somebody_deleted_is_not_mourned(office: Office) -> None:
    request = await office.asked()
    worker = office.worker()
    await worker.settle()
    office.gateway.messages = {
        k: s for k, s in office.gateway.messages.items() if s.place.conversation != ANA
    }
    await office.happens(1001, e.RequestTaken(number=1001, at=request.last_at, by=ANA))
    await worker.settle()
    assert await office.store.lanes.dead_letters() == []
    assert office.gateway.seen(ANA) == []


# --- hours and rings ----------------------------------------------------------------------------------------------

EVENING = TUESDAY.replace(hour=20)
WEDNESDAY_9 = TUESDAY.replace(day=25, hour=8, minute=1)


async def test_out_of_hours_the_owner_is_named_at_once_and_rung_at_opening(office: Office) -> None:
    await office.set_clock(EVENING)
    await office.asked()
    worker = office.worker()
    await worker.settle()
    assert [s.card.kind for s in office.gateway.seen(REKA)] == ["receipt"]
    assert office.gateway.seen(ANA) == []
    await office.pass_time(minutes=30)
    await worker.settle()
    assert office.unreached == [], "closed is not absent"
    await office.set_clock(WEDNESDAY_9)
    await worker.settle()
    assert [(s.card.kind, s.loud) for s in office.gateway.seen(ANA)] == [("assigned", True)]


async def test_out_of_hours_a_page_shows_the_card_without_a_sound(web_office: Office) -> None:
    await web_office.set_clock(EVENING)
    await web_office.asked(platform="web")
    await web_office.worker().settle()
    assert [(s.card.kind, s.loud) for s in web_office.gateways["web"].seen("ana/work")] == [
        ("assigned", False)
    ]


async def test_danger_waits_for_nobodys_hours(office: Office) -> None:
    await office.set_clock(EVENING)
    await office.asked(
        more=[e.UrgencySet(number=1001, at=EVENING, urgency="urgent", cause="danger")], at=EVENING
    )
    await office.worker().settle()
    assert [s.loud for s in office.gateway.seen(ANA)] == [True]


async def test_what_follows_on_something_held_back_waits_with_it_and_keeps_its_order(office: Office) -> None:
    await office.set_clock(EVENING)
    await office.asked()
    worker = office.worker()
    await worker.settle()
    await office.says(1001, REKA, "una cosa más")
    await worker.settle()
    assert office.gateway.seen(ANA) == []
    await office.set_clock(WEDNESDAY_9)
    await worker.settle()
    assert [s.card.kind for s in office.gateway.seen(ANA)] == ["assigned", "said"]


async def test_what_was_withdrawn_in_the_night_rings_nobody_in_the_morning(office: Office) -> None:
    await office.set_clock(EVENING)
    request = await office.asked()
    worker = office.worker()
    await worker.settle()
    await office.happens(
        1001, e.RequestWithdrawn(number=1001, at=request.last_at, by=REKA, words_until=WEDNESDAY_9)
    )
    await office.set_clock(WEDNESDAY_9)
    await worker.settle()
    assert not any(s.loud for s in office.gateway.seen(ANA))


async def test_a_person_writing_at_night_is_relayed_as_it_comes(office: Office) -> None:
    await office.asked()
    worker = office.worker()
    await worker.settle()
    await office.set_clock(EVENING)
    await office.says(1001, REKA, "sin prisa")
    await worker.settle()
    assert office.gateway.seen(ANA)[-1].card.kind == "said"


async def test_more_than_three_things_at_once_are_one_message(office: Office) -> None:
    for number in range(1001, 1007):
        await office.asked(number)
    await office.worker().settle()
    [together] = office.gateway.seen(ANA)
    assert together.loud
    assert together.card.kind == "together"
    assert together.card.title == "Tienes 6 cosas pendientes"
    assert all(f"R-{number}" in together.card.text for number in range(1002, 1007))
    assert await office.store.lanes.dead_letters() == []


async def test_nobody_who_serves_is_rung_more_than_three_times_in_a_quarter_of_an_hour(
    office: Office,
) -> None:
    worker = office.worker()
    for number in range(1001, 1008):
        await office.asked(number)
        await worker.settle()
        await office.pass_time(minutes=1)
    assert len(office.gateway.loud(ANA)) == RINGS
    await office.pass_time(minutes=10)
    await worker.settle()
    assert [s.card.kind for s in office.gateway.loud(ANA)[RINGS:]] == ["together"]
    shown = " ".join(office.gateway.texts(ANA))
    assert "4 cosas" in shown
    assert office.unreached == []


async def test_on_a_page_the_fourth_comes_at_once_and_without_a_sound(web_office: Office) -> None:
    worker = web_office.worker()
    for number in range(1001, 1006):
        await web_office.asked(number, platform="web")
        await worker.settle()
    shown = web_office.gateways["web"].seen("ana/work")
    assert [s.loud for s in shown] == [True, True, True, False, False]


async def test_a_message_killed_on_its_way_together_is_looked_up(office: Office) -> None:
    for number in range(1001, 1006):
        await office.asked(number)
    office.gateway.fails(ANA, killed(applied=True))
    await dies(office.worker())
    await (await after_the_dead(office)).settle()
    assert office.gateway.copies() == {}


async def test_of_two_platforms_each_carries_its_own(two_platforms: Office) -> None:
    office = two_platforms
    await office.on_platform(ANA)
    await office.on_platform(REKA, platform="other")
    await office.asked(platform="other")
    await office.worker().settle()
    assert [s.card.kind for s in office.gateways["other"].seen(REKA)] == ["receipt"]
    assert [s.card.kind for s in office.gateways["fake"].seen(ANA)] == ["assigned"]


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
    for _ in range(40):
        await office.pass_time(seconds=20)
        worker = await go_on(office, worker)
    for person, texts in said.items():
        got = [t.split()[-1] for t in office.gateway.texts(person) if t.startswith("said")]
        rung = [t for t in texts if t in got]
        assert got == rung, "in order, and once"
        told = {t for text in office.gateway.texts(person) for t in text.split()}
        together = [s for s in office.gateway.seen(person) if s.card.kind == "together"]
        assert set(texts) <= told or together
    assert office.gateway.copies() == {}
    assert await office.store.lanes.dead_letters() == []
    assert await office.store.lanes.waiting() == {}


async def go_on(office: Office, worker: Any) -> Any:
    """The worker does what it can; where it is killed a new one takes its place."""
    try:
        await worker.settle()
    except Killed:
        return await after_the_dead(office)
    return worker
