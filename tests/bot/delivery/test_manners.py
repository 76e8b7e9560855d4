"""What is decided at the moment of sending: rights, the living card, hours, and how often somebody is rung."""

from datetime import timedelta

from bot.delivery.manners import RINGS
from bot.delivery.worker import Worker
from bot.domain import events as e
from tests.bot.delivery.office import ANA, BO, MARTA, PLATFORM, REKA, Office, after_the_dead, assigned, dies
from tests.clock import TUESDAY
from tests.fakes import killed

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


async def test_what_comes_as_the_moment_arrives_does_not_overtake_what_waited_for_it(office: Office) -> None:
    """At nine, before the clock has given back what was held: words written now, and words planned before it does."""
    await office.set_clock(EVENING)
    await office.asked()
    worker = office.worker()
    await worker.settle()
    await office.set_clock(WEDNESDAY_9)
    await office.says(1001, REKA, "una cosa más")
    await worker._step_plan()
    await worker._step_send()
    assert office.gateway.seen(ANA) == []
    await office.says(1001, REKA, "y otra")
    await worker._step_plan()
    await worker.settle()
    assert [s.card.kind for s in office.gateway.seen(ANA)] == ["assigned", "said", "said"]
    assert [office.gateway.seen(ANA)[n].card.text.count("otra") for n in (1, 2)] == [0, 1]


async def _rung_often(office: Office) -> Worker:
    """Ana is rung as often as may be, then the first request's words are held back from her."""
    worker = office.worker()
    for number in range(1001, 1001 + RINGS):
        await office.asked(number)
        await worker.settle()
    await office.says(1001, REKA, "primero")
    await worker.settle()
    assert "said" not in [s.card.kind for s in office.gateway.seen(ANA)]
    return worker


async def _due_and_followed(office: Office) -> Worker:
    """What was held back is due and not given back yet, and words that follow it are planned."""
    worker = await _rung_often(office)
    await office.pass_time(minutes=16)
    await office.says(1001, REKA, "segundo")
    await worker._step_plan()
    return worker


def _said(office: Office) -> list[str]:
    told = "\n".join(office.gateway.texts(ANA))
    return sorted((word for word in ("primero", "segundo", "tercero") if word in told), key=told.index)


async def test_what_follows_waits_also_while_what_was_held_back_is_due_and_not_in_its_lane_yet(
    office: Office,
) -> None:
    worker = await _due_and_followed(office)
    await worker._step_send()
    assert _said(office) == []
    await worker.settle()
    assert _said(office) == ["primero", "segundo"]


async def test_what_was_held_back_comes_before_what_waits_in_its_lane_of_the_same_request(
    office: Office,
) -> None:
    worker = await _due_and_followed(office)
    await worker.clockwork.give_back()
    await worker.settle()
    assert _said(office) == ["primero", "segundo"]


async def test_a_sender_that_looked_before_it_was_given_back_looks_again(office: Office) -> None:
    worker = await _due_and_followed(office)
    lane = f"{PLATFORM}:{ANA}"
    hold = await office.store.lanes.take(lane)
    assert hold is not None
    await worker.clockwork.give_back()
    again = await worker.sender._forward(hold)
    assert again is not None
    assert [notice.key for notice in again.notices] == ["1001/3/ana/said", "1001/4/ana/said"]
    await office.store.lanes.stop(again)
    await worker.settle()
    assert _said(office) == ["primero", "segundo"]


async def test_what_is_held_back_longer_does_not_delay_what_was_said_before_it(office: Office) -> None:
    worker = await _rung_often(office)
    at = await office.store.now()
    await worker.extra.catch_up(int((at + timedelta(hours=1)).timestamp() * 1000))
    await office.happens(1001, e.TargetBreached(number=1001, at=at, target="first_response"))
    await worker.settle()
    await office.pass_time(minutes=16)
    await worker.settle()
    assert _said(office) == ["primero"]


async def test_a_message_on_its_way_stays_the_first_when_something_is_given_back(office: Office) -> None:
    """Else nobody could say how its send ended, and it would be sent again."""
    worker = await _due_and_followed(office)
    lanes = office.store.lanes
    hold = await lanes.take(f"{PLATFORM}:{ANA}")
    assert hold is not None
    assert await lanes.sending(hold, hold.notices[0])
    await worker.clockwork.give_back()
    assert await lanes.sent(hold, hold.notices[0], "m1")


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
