"""Two processes at once, again and again: exactly one of them has its way."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE

from bot.store.embedded import EmbeddedServer
from bot.store.store import Store
from tests.samples import sample

ROUNDS = sample(100, 1000)


async def race(server: EmbeddedServer, tenant: str, kind: str) -> list[list[list[str]]]:
    """Per round what both were answered."""

    async def racer(me: str) -> list[list[list[str]]]:
        command = ("-m", "tests.bot.store.racer", server.url, tenant, kind, me, str(ROUNDS))
        process = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=PIPE)
        out, _ = await process.communicate()
        assert process.returncode == 0
        return [json.loads(line) for line in out.splitlines()]

    a, b = await asyncio.gather(racer("a"), racer("b"))
    return [x + y for x, y in zip(a, b, strict=True)]


async def test_of_two_writers_at_one_version_exactly_one_wins(
    store: Store, redis_server: EmbeddedServer, tenant: str
) -> None:
    rounds = await race(redis_server, tenant, "one_version")
    assert len(rounds) == ROUNDS
    winners = set()
    for round_, answers in enumerate(rounds):
        assert sorted(answers) == [["conflict", "1"], ["done", "1"]]
        assert len(await store.history(1001 + round_)) == 1
        winners.add((await store.states([1001 + round_]))[1001 + round_][1])
    assert winners == {b"a", b"b"}, "one process always came first, so nothing was raced"


async def test_the_same_delivery_four_times_at_once_has_one_effect_and_four_equal_answers(
    store: Store, redis_server: EmbeddedServer, tenant: str
) -> None:
    for round_, answers in enumerate(await race(redis_server, tenant, "one_command")):
        assert len(await store.history(1001 + round_)) == 1
        kept = (await store.load(None, f"m-{round_}")).seen
        assert kept is not None
        assert sorted(answers) == sorted([["done", "1"]] + 3 * [["seen", kept.decode()]])


async def test_of_two_first_messages_of_one_thread_one_opens_the_request_and_the_other_learns_which(
    store: Store, redis_server: EmbeddedServer, tenant: str
) -> None:
    for round_, answers in enumerate(await race(redis_server, tenant, "one_thread")):
        [winner] = [number for number, how, _ in answers if how == "done"]
        [[loser, by]] = [[number, by] for number, how, by in answers if how == "claimed"]
        assert by == winner == await store.claim(f"thread:{round_}")
        assert await store.history(int(loser)) == []
