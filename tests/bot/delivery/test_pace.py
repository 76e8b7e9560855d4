"""What the bot itself starts leaves in good order; a person's words, danger and pages never wait for it."""

from bot.delivery.pace import Pace
from bot.domain import events as e
from tests.bot.delivery.office import ANA, REKA, Office
from tests.bot.delivery.test_clockwork import NOON, set_clock_running, timer


class Watch:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_an_ordinary_morning_does_not_wait_and_a_flood_leaves_at_its_pace() -> None:
    watch = Watch()
    pace = Pace(a_second=50, at_once=50, clock=watch)
    waits = {f"lane{n}": pace.wait_s("slack", f"lane{n}") for n in range(150)}
    assert list(waits.values())[:50] == [0.0] * 50
    later = list(waits.values())[50:]
    assert later == sorted(later)
    assert 0 < later[0] <= 0.02 + 1e-9
    assert abs(later[-1] - 2.0) < 1e-6
    left = 0
    for _ in range(21):
        watch.now += 0.1
        gone = [lane for lane, wait in waits.items() if wait and watch.now - 1_000.0 >= wait - 1e-9]
        for lane in gone:
            assert pace.wait_s("slack", lane) == 0.0
            waits[lane] = 0.0
        assert len(gone) <= 6
        left += len(gone)
    assert left == 100


def test_a_place_is_kept_for_whom_it_was_given_and_platforms_do_not_wait_for_each_other() -> None:
    watch = Watch()
    pace = Pace(a_second=1, at_once=1, clock=watch)
    assert pace.wait_s("slack", "a") == 0.0
    assert pace.wait_s("slack", "b") == 1.0
    assert pace.wait_s("slack", "b") == 1.0
    assert pace.wait_s("slack", "c") == 2.0
    assert pace.wait_s("teams", "d") == 0.0
    watch.now += 1.0
    assert pace.wait_s("slack", "b") == 0.0


async def test_what_waits_for_its_place_is_sent_then_and_a_persons_words_go_first(office: Office) -> None:
    watch = Watch()
    worker = office.worker()
    worker.sender.pace = Pace(a_second=1, at_once=1, clock=watch)
    await office.asked()
    await worker.settle()
    first = len(office.gateway.seen(ANA))
    await set_clock_running(office, 1001, timer(1001, NOON))
    worker.sender.pace.wait_s("fake", "another lane")
    breach = e.TargetBreached(number=1001, at=await office.store.now(), target="first_response")
    await office.happens(1001, breach)
    await office.asked(1002)
    await office.says(1002, REKA, "¿Se sabe algo?")
    await worker.settle()
    kinds = [seen.card.kind for seen in office.gateway.seen(ANA)[first:]]
    assert "breached" not in kinds
    assert {"assigned", "said"} <= set(kinds)
    watch.now += 1200
    await office.pass_time(minutes=20)  # three rings within a quarter of an hour are enough
    await worker.settle()
    assert [seen.card.kind for seen in office.gateway.seen(ANA)].count("breached") == 1
