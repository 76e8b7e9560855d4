import asyncio
from typing import Any

import pytest

from bot.delivery.notices import Notice, notices
from bot.delivery.planning import TRIES
from bot.domain import events as e
from bot.domain.commands import NotReached
from bot.store.outbox import Lease
from knowledge.directory import PersonId
from tests.bot.delivery.office import ANA, LUIS, REKA, Office, assigned
from tests.clock import TUESDAY
from tests.fakes import Killed


def told_to(people: list[str], kind: str = "said", **fields: Any) -> Any:
    """A rule that tells these people of every requester's message, and nobody of anything else."""

    def rule(before: Any, event: e.AnyEvent, after: Any, index: int) -> tuple[Notice, ...]:
        if not isinstance(event, e.MessageSaid):
            return ()
        return tuple(
            Notice(
                key=f"{event.number}/{index}/{person}/{kind}",
                number=event.number,
                event=index,
                kind=kind,
                to=PersonId(person),
                side="work",
                loud=True,
                **fields,
            )
            for person in people
        )

    return rule


async def test_an_ask_is_told_to_its_requester_and_its_owner_once(office: Office) -> None:
    await office.asked()
    worker = office.worker()
    await worker.settle()
    await worker.settle()
    assert [s.card.kind for s in office.gateway.seen(REKA)] == ["receipt"]
    assert [s.card.kind for s in office.gateway.seen(ANA)] == ["assigned"]
    assert office.gateway.copies() == {}
    assert await worker.outbox.waiting() == 0


async def test_each_event_is_planned_from_the_state_as_of_that_event(office: Office) -> None:
    seen: list[tuple[str, int, int]] = []

    def rule(before: Any, event: e.AnyEvent, after: Any, index: int) -> tuple[Notice, ...]:
        seen.append((type(event).__name__, before.version if before else 0, after.version))
        return ()

    await office.asked()
    worker = office.worker(notices_of=rule)
    await worker.settle()
    await office.says(1001, REKA, "y es urgente")
    await worker.settle()
    assert seen == [
        ("RequestAsked", 0, 1),
        ("RequestFiled", 1, 2),
        ("OwnerAssigned", 2, 3),
        ("MessageSaid", 3, 4),
    ]


async def test_another_worker_plans_only_what_lies_beyond_the_cursor(office: Office) -> None:
    await office.asked()
    await office.worker().settle()
    seen: list[int] = []

    def rule(before: Any, event: e.AnyEvent, after: Any, index: int) -> tuple[Notice, ...]:
        seen.append(index)
        return notices(before, event, after, index)

    await office.says(1001, REKA, "y es urgente")
    await office.worker(notices_of=rule).settle()
    assert seen == [3]
    assert [s.card.kind for s in office.gateway.seen(ANA)] == ["assigned", "said"]


async def test_planning_the_same_news_twice_adds_nothing(office: Office) -> None:
    await office.asked()
    first, second = office.worker(), office.worker()
    await first._step_plan()
    planned = await office.store.lanes.statuses(1001)
    await office.store.link.ask("HSET", office.store.keys.request(1001), "planned", 0)
    await second.outbox.wake(1001)
    await second._step_plan()
    assert await office.store.lanes.statuses(1001) == planned
    await second.settle()
    assert office.gateway.copies() == {}


async def test_planning_that_takes_long_renews_its_lease_until_it_ends(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.asked()
    worker = office.worker()
    worker.planner._renew_s = 0.001
    twice, renewed = asyncio.Event(), 0
    renew, places = worker.outbox.renew, worker.planner.reach.places

    async def counted(lease: Lease) -> bool:
        nonlocal renewed
        renewed += 1
        if renewed == 2:
            twice.set()
        return await renew(lease)

    async def late(*asked: Any) -> Any:
        await twice.wait()
        return await places(*asked)

    monkeypatch.setattr(worker.outbox, "renew", counted)
    monkeypatch.setattr(worker.planner.reach, "places", late)
    async with asyncio.timeout(10):
        await worker.settle()
    assert [s.card.kind for s in office.gateway.seen(ANA)] == ["assigned"]
    assert not await office.store.link.ask("EXISTS", office.store.keys.lease(1001))


async def test_a_worker_killed_while_planning_leaves_its_news_to_the_next_one(office: Office) -> None:
    def dies(*_: Any) -> tuple[Notice, ...]:
        raise Killed

    await office.asked()
    killed = office.worker(notices_of=dies)
    await killed.outbox.prepare()
    with pytest.raises(Killed):
        await killed.step()
    successor = office.worker(alone=True)
    await successor._plan(await successor._prepared())
    await successor._finished()
    await successor.settle()
    assert [s.card.kind for s in office.gateway.seen(ANA)] == ["assigned"]
    assert await successor.outbox.waiting() == 0


async def test_a_wake_up_whose_request_is_in_other_hands_is_acknowledged_and_left(office: Office) -> None:
    await office.asked()
    holder, other = office.worker(), office.worker()
    [wakeup] = await holder.outbox.take(block_ms=0)
    lease = await holder.outbox.lease(1001, [wakeup.entry])
    assert lease is not None
    await office.says(1001, REKA, "una cosa más")
    await other.settle()
    assert office.gateway.calls == []
    # Its holder looks again before it lets go, so nothing is forgotten.
    assert await holder.planner._plan_all(lease)
    await holder.settle()
    assert [s.card.kind for s in office.gateway.seen(ANA)] == ["assigned", "said"]


async def test_news_that_cannot_be_planned_is_set_aside_and_the_others_go_on(office: Office) -> None:
    tried = 0

    def poisoned(before: Any, event: e.AnyEvent, after: Any, index: int) -> tuple[Notice, ...]:
        nonlocal tried
        if event.number == 1001:
            tried += 1
            raise RuntimeError("a fault of ours")
        return notices(before, event, after, index)

    await office.asked(1001)
    await office.asked(1002)
    worker = office.worker(notices_of=poisoned)
    await worker.settle()
    assert tried == TRIES
    assert await worker.outbox.stuck() == {1001: "RuntimeError"}
    assert {s.card.number for s in office.gateway.seen(ANA)} == {1002}
    assert worker.metrics.poison.labels("plan")._value.get() == 1
    # Once it is mended, waking it is all it takes.
    await worker.outbox.wake(1001)
    await office.worker().settle()
    assert {s.card.number for s in office.gateway.seen(ANA)} == {1001, 1002}
    assert await worker.outbox.stuck() == {}


async def test_of_a_fan_out_to_twenty_cut_off_after_seven_the_others_get_it_and_nobody_twice(
    office: Office,
) -> None:
    team = [f"p{n}" for n in range(20)]
    await office.on_platform(*map(PersonId, team))
    await office.asked()
    await office.worker(notices_of=lambda *_: ()).settle()
    await office.says(1001, REKA, "¿alguien?")
    everybody = {"notices_of": told_to(team), "may_read": lambda *_: True}
    first = office.worker(**everybody)
    await first._step_plan()
    for person in team[:7]:
        await first.sender.work(f"fake:{person}")
    await office.worker(**everybody).settle()
    assert all(len(office.gateway.seen(person)) == 1 for person in team)
    assert office.gateway.copies() == {}


async def test_ones_own_words_are_left_out_where_the_platform_shows_them(office: Office) -> None:
    await office.asked(1001)
    await office.worker().settle()
    assert "echo" not in [s.card.kind for s in office.gateway.seen(REKA)]


async def test_on_the_web_desk_everybody_has_a_conversation_for_asking_and_one_for_answering(
    web_office: Office,
) -> None:
    await web_office.asked(platform="web")
    await web_office.worker().settle()
    web = web_office.gateways["web"]
    assert [s.card.kind for s in web.seen("reka/asks")] == ["echo", "receipt"]
    assert [s.card.kind for s in web.seen("ana/work")] == ["assigned"]


async def test_who_has_no_place_makes_a_dead_letter_and_accountability_moves_on(office: Office) -> None:
    await office.asked(owner=PersonId("hugo"))
    worker = office.worker()
    await worker.settle()
    [letter] = await office.store.lanes.dead_letters()
    assert (letter.notice.lane, letter.why) == ("nowhere:hugo", "no place")
    assert office.unreached == [(1001, "hugo")]


async def test_what_is_quiet_for_somebody_without_a_place_is_no_dead_letter(office: Office) -> None:
    await office.asked(requester=PersonId("nobody"), platform="elsewhere")
    await office.worker().settle()
    letters = await office.store.lanes.dead_letters()
    assert {letter.notice.key.split("/")[-1] for letter in letters} == {"receipt"}


async def test_becoming_confidential_takes_back_what_was_shown_to_who_may_not_read_it(office: Office) -> None:
    await office.set_clock(TUESDAY.replace(hour=15, minute=30))  # Madrid and Mexico City are both at work
    await office.asked()
    now = await office.store.now()
    await office.happens(1001, assigned(1001, now, LUIS, "reassigned"))
    await office.says(1001, REKA, "un secreto")
    worker = office.worker()
    await worker.settle()
    await office.happens(1001, assigned(1001, now, ANA, "reassigned"))
    await worker.settle()
    assert any("un secreto" in text for text in office.gateway.texts(LUIS))
    await office.happens(
        1001, e.MadeConfidential(number=1001, at=await office.store.now(), cause="requester", by=REKA)
    )
    await worker.settle()
    shown = office.gateway.seen(LUIS)
    assert shown
    assert {s.card.kind for s in shown} == {"masked"}
    assert not any("secreto" in s.card.text for s in shown)
    assert "masked" not in {s.card.kind for s in office.gateway.seen(ANA)}


async def test_a_history_that_names_nobody_to_tell_is_planned_all_the_same(office: Office) -> None:
    await office.asked()
    worker = office.worker()
    await worker.settle()
    await office.happens(
        1001,
        e.FirstResponseGiven(number=1001, at=await office.store.now(), by=ANA, business_s=1, within=True),
    )
    await worker.settle()
    assert await worker.outbox.waiting() == 0
    assert not any(isinstance(order, NotReached) for order in office.orders)


async def test_words_erased_before_they_were_sent_are_not_in_what_is_sent(office: Office) -> None:
    await office.asked()
    worker = office.worker()
    await worker.settle()
    words = await office.says(1001, REKA, "olvida esto")
    await worker._step_plan()
    await office.store.link.ask("HDEL", office.store.keys.words(1001, REKA), words)
    await worker.settle()
    assert not any("olvida" in text for text in office.gateway.texts(ANA))
