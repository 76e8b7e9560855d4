"""Many tasks' commands in one write: each gets its own answer, and nobody pays for another's mistake or patience."""

import asyncio
from random import Random

import pytest
from redis.exceptions import ResponseError

from bot.store.link import Link
from bot.store.store import Store


async def test_a_thousand_tasks_at_once_get_each_their_own_answer(store: Store):
    link, key = store.link, store.keys.prefix + "n"

    async def own(n: int) -> list[object]:
        return await link.batch([("SET", f"{key}{n}", n), ("GET", f"{key}{n}")])

    replies = await asyncio.gather(*(own(n) for n in range(1000)))
    assert [int(reply[1]) for reply in replies] == list(range(1000))


async def test_more_commands_than_one_write_takes_are_all_answered_in_order(store: Store):
    many = [("ECHO", str(n)) for n in range(2000)]
    one, other = await asyncio.gather(store.link.batch(many), store.link.ask("ECHO", "beside"))
    assert [int(reply) for reply in one] == list(range(2000))
    assert other == b"beside"


async def test_a_refused_command_is_its_task_s_alone(store: Store):
    async def refused() -> None:
        with pytest.raises(ResponseError):
            await store.link.batch([("ECHO", "before"), ("NO-SUCH-COMMAND",), ("ECHO", "after")])

    _, echoed = await asyncio.gather(refused(), store.link.ask("ECHO", "well"))
    assert echoed == b"well"


async def test_who_stops_waiting_takes_nobody_s_answer_along(store: Store):
    asked = [asyncio.create_task(store.link.ask("ECHO", str(n))) for n in range(10)]
    await asyncio.sleep(0)  # all of them have asked
    asked[3].cancel()
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(answers.pop(3), asyncio.CancelledError)
    assert answers == [str(n).encode() for n in range(10) if n != 3]
    assert await store.link.ask("ECHO", "again") == b"again"


async def test_what_is_asked_while_the_link_closes_is_not_left_waiting():
    link = Link.to("unix:///nowhere/redis.sock", "t")
    begun = asyncio.create_task(link.ask("PING"))
    await asyncio.sleep(0.01)  # it is looking for a server that is not there
    waiting = asyncio.create_task(link.ask("PING"))
    await asyncio.sleep(0)
    await link.aclose()
    async with asyncio.timeout(1):
        ended = await asyncio.gather(begun, waiting, return_exceptions=True)
    assert [type(error) for error in ended] == 2 * [asyncio.CancelledError]


async def test_nobody_is_left_waiting_whatever_the_moment_of_asking_and_of_giving_up(store: Store):
    """Also who asks in the very turn in which the last of the answers came."""
    rng = Random(7)

    async def asks(name: int) -> int:
        answered = 0
        for n in range(40):
            for _ in range(rng.randrange(6)):
                await asyncio.sleep(0)
            asked = asyncio.create_task(store.link.ask("ECHO", f"{name}.{n}"))
            if rng.random() < 0.1:
                await asyncio.sleep(0)
                asked.cancel()
                await asyncio.wait([asked])
            else:
                assert await asked == f"{name}.{n}".encode()
                answered += 1
        return answered

    async with asyncio.timeout(20):
        answered = await asyncio.gather(*(asks(name) for name in range(50)))
    assert sum(answered) > 1000
