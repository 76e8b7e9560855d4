"""One conversation's sends: in order, one at a time, and never twice without saying so."""

from bot.store.delivery_extra import DeliveryExtra
from bot.store.lanes import Ended, Sent
from bot.store.store import Store
from tests.bot.store.making import notice
from tests.bot.store.planning import held, plan


async def minute(store: Store) -> int:
    """ms from now, by the tenant's clock."""
    return int((await store.now()).timestamp() * 1000) + 60_000


async def test_notices_leave_in_the_order_in_which_they_were_planned(store: Store) -> None:
    await plan(store, notice(1001, "k1"), notice(1001, "k2", lane="slack:C1"), notice(1001, "k3"))
    await plan(store, notice(1002, "k4"))
    hold = await held(store)
    assert [n.key for n in hold.notices] == ["k1", "k3", "k4"]
    assert hold.notices[0] == notice(1001, "k1")
    assert not hold.doubtful
    for n in hold.notices:
        assert await store.lanes.sending(hold, n) == 1
        assert await store.lanes.sent(hold, n, f"id of {n.key}")
    assert await store.lanes.leave(hold)
    assert await store.lanes.waiting() == {"slack:C1": 1}
    assert (await store.lanes.statuses(1001))["k1"] == Sent("sent", "id of k1")
    assert (await store.lanes.statuses(1001))["k2"] == Sent("queued")


async def test_one_sender_at_a_time_has_a_lane_and_lanes_do_not_wait_for_each_other(store: Store) -> None:
    await plan(store, notice(1001, "k1"), notice(1001, "k2", lane="slack:C1"))
    await held(store)
    assert await store.lanes.take("web:P1") is None
    assert await store.lanes.take("slack:C1") is not None
    assert await store.lanes.take("no such lane") is None


async def test_only_the_first_notice_of_a_lane_can_be_sent(store: Store) -> None:
    await plan(store, notice(1001, "k1"), notice(1001, "k2"))
    hold = await held(store)
    assert await store.lanes.sending(hold, hold.notices[1]) == 0
    assert not await store.lanes.sent(hold, hold.notices[1], "id")


async def test_found_sending_without_sent_is_doubtful(store: Store) -> None:
    await plan(store, notice(1001, "k1"), notice(1001, "k2"))
    first = await held(store)
    assert await store.lanes.sending(first, first.notices[0]) == 1
    await store.link.ask("DEL", store.keys.lane_lease("web:P1"))  # its holder died, and time went by
    second = await held(store)
    assert second.doubtful
    assert second.tries == 1
    assert await store.lanes.sending(second, second.notices[0]) == 2
    assert await store.lanes.sent(second, second.notices[0], "found by its key")
    third = await store.lanes.more(second)
    assert third is not None
    assert (third.doubtful, third.tries, [n.key for n in third.notices]) == (False, 0, ["k2"])


async def test_a_sender_that_lost_its_lane_may_still_record_what_it_sent_until_another_begins_it_anew(
    store: Store,
) -> None:
    await plan(store, notice(1001, "k1"), notice(1001, "k2"))
    slow = await held(store)
    await store.lanes.sending(slow, slow.notices[0])
    await store.link.ask("DEL", store.keys.lane_lease("web:P1"))
    other = await held(store)
    assert await store.lanes.sent(slow, slow.notices[0], "ts-1")
    assert await store.lanes.sending(other, other.notices[0]) == 0
    other = await store.lanes.more(other) or other
    await store.lanes.sending(other, other.notices[0])
    assert not await store.lanes.sent(slow, other.notices[0], "ts-2")


async def test_a_lane_that_must_wait_is_not_ready_before_its_time(store: Store) -> None:
    await plan(store, notice(1001, "k1"))
    hold = await held(store)
    await store.lanes.sending(hold, hold.notices[0])
    until = await minute(store)
    await store.lanes.postpone(hold, until, surely_not_taken=True)
    ready = await store.lanes.ready()
    assert ready.items == []
    assert ready.next_ms == until
    assert await store.lanes.take("web:P1") is None
    await plan(store, notice(1001, "k2"))  # news does not shorten the wait
    assert (await store.lanes.ready()).items == []
    await store.move_clock(61_000)
    assert [lane for lane, _ in (await store.lanes.ready()).items] == ["web:P1"]
    again = await held(store)
    assert (again.doubtful, again.tries) == (False, 1)


async def test_postponed_after_a_time_out_the_notice_is_doubtful(store: Store) -> None:
    await plan(store, notice(1001, "k1"))
    hold = await held(store)
    await store.lanes.sending(hold, hold.notices[0])
    await store.lanes.postpone(hold, 0, surely_not_taken=False)
    assert (await held(store)).doubtful


async def test_a_lane_is_given_back_with_its_last_notice_unless_more_came_meanwhile(store: Store) -> None:
    await plan(store, notice(1001, "k1"))
    hold = await held(store)
    await plan(store, notice(1001, "k2"))
    assert await store.lanes.sent(hold, hold.notices[0], "id") is Ended.HELD
    assert not await store.lanes.leave(hold)
    more = await store.lanes.more(hold)
    assert more is not None
    assert [n.key for n in more.notices] == ["k2"]
    assert await store.lanes.sent(more, more.notices[0], "id") is Ended.LEFT
    assert await store.lanes.waiting() == {}
    await plan(store, notice(1001, "k3"))
    assert [n.key for n in (await held(store)).notices] == ["k3"]


async def test_a_lane_given_back_is_taken_by_another_at_once(store: Store) -> None:
    await plan(store, notice(1001, "k1"))
    hold = await held(store)
    await store.lanes.stop(hold)
    assert not (await held(store)).doubtful


async def test_a_notice_may_be_passed_over_and_says_why(store: Store) -> None:
    await plan(store, notice(1001, "k1"))
    hold = await held(store)
    assert await store.lanes.passed_over(hold, hold.notices[0], "a newer state follows")
    assert (await store.lanes.statuses(1001))["k1"] == Sent("passed over", "a newer state follows")


async def test_a_dead_letter_leaves_its_lane_and_can_be_sent_again_once(store: Store) -> None:
    await plan(store, notice(1001, "k1"), notice(1001, "k2"))
    hold = await held(store)
    await store.lanes.sending(hold, hold.notices[0])
    assert await store.lanes.dead(hold, hold.notices[0], "channel_not_found")
    assert (await store.lanes.statuses(1001))["k1"] == Sent("dead", "channel_not_found")
    [letter] = await store.lanes.dead_letters()
    assert (letter.notice, letter.why) == (notice(1001, "k1"), "channel_not_found")
    assert await store.lanes.revive(letter)
    assert not await store.lanes.revive(letter)
    assert await store.lanes.dead_letters() == []
    more = await store.lanes.more(hold)
    assert more is not None
    assert [n.key for n in more.notices] == ["k2", "k1"]
    assert more.tries == 0


async def test_a_living_card_is_remembered_by_place_and_kind(store: Store) -> None:
    await plan(store, notice(1001, "k1"))
    hold = await held(store)
    await store.lanes.sent(hold, hold.notices[0], "17.2", card=("slack:T1:C1", "receipt"))
    assert await store.lanes.card(1001, "slack:T1:C1", "receipt") == "17.2"
    assert await store.lanes.card(1001, "slack:T1:C1", "other") is None
    assert await store.lanes.cards(1001) == {("slack:T1:C1", "receipt"): "17.2"}


async def test_what_was_held_back_goes_before_what_came_later_and_after_what_is_being_sent(
    store: Store,
) -> None:
    extra, until = DeliveryExtra(store.link), await minute(store)
    await plan(store, notice(1001, "k1"), notice(1001, "k2"), notice(1001, "k3"), notice(1001, "k4"))
    hold = await held(store)
    for n in hold.notices[:2]:
        assert await extra.hold_back(hold, n, n.payload, until)
    assert await store.lanes.sending(hold, hold.notices[2]) == 1
    assert await extra.give_back("web:P1", until, until) == 2
    assert await store.lanes.sent(hold, hold.notices[2], "id")
    again = await store.lanes.more(hold)
    assert again is not None
    assert [n.key for n in again.notices] == ["k1", "k2", "k4"]


async def test_however_many_are_held_back_they_keep_their_order(store: Store) -> None:
    """Also when some went meanwhile: k9 and k10 come after one another, not as their names would."""
    extra, soon = DeliveryExtra(store.link), await minute(store)
    later = soon + 1000
    await plan(store, *(notice(1001, f"k{n}") for n in range(12)))
    hold = await store.lanes.take("web:P1", 12)
    assert hold is not None
    for n in hold.notices[:10]:
        assert await extra.hold_back(hold, n, n.payload, soon if n.key == "k0" else later)
    assert await extra.give_back("web:P1", soon, soon) == 1
    back = await store.lanes.more(hold, 12)
    assert back is not None
    assert [n.key for n in back.notices] == ["k0", "k10", "k11"]
    for n in back.notices:
        assert await extra.hold_back(back, n, n.payload, later)
    assert await extra.give_back("web:P1", later, later) == 12
    again = await store.lanes.more(hold, 12)
    assert again is not None
    assert [n.key for n in again.notices] == [*(f"k{n}" for n in range(1, 10)), "k0", "k10", "k11"]
