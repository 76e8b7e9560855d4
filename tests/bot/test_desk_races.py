"""Two processes, a desk each, on one Redis: what is ordered of both at once happens as if it were ordered of one."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from typing import Any

import pytest

from bot.answer import decode_answer
from bot.store.embedded import EmbeddedServer
from bot.store.store import FIRST_NUMBER, Store
from tests.bot.desk_racer import CASES, FIRST_WORDS
from tests.bot.desks import SmallDesk
from tests.samples import sample

pytestmark = pytest.mark.timeout(sample(120, 1200))

ROUNDS = sample(28, 1000)


async def race(server: EmbeddedServer, tenant: str, kind: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Per round what each of both processes saw."""

    async def racer(me: str) -> list[dict[str, Any]]:
        command = ("-m", "tests.bot.desk_racer", server.url, tenant, kind, me, str(ROUNDS))
        process = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=PIPE)
        try:
            out, _ = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
        if process.returncode != 0:
            raise AssertionError(f"{me} ended with {process.returncode}")  # the other would wait for ever
        return [json.loads(line) for line in out.splitlines()]

    async with asyncio.TaskGroup() as both:
        a, b = both.create_task(racer("a")), both.create_task(racer("b"))
    return list(zip(a.result(), b.result(), strict=True))


async def test_a_refused_press_that_comes_again_once_it_would_be_allowed_has_no_effect(
    store: Store, redis_server: EmbeddedServer, tenant: str
) -> None:
    """Six deliveries of one press, three to each process: one answer; under another id the same press is obeyed."""
    rounds = await race(redis_server, tenant, "refused_press")
    assert len(rounds) == ROUNDS
    for round_, (a, b) in enumerate(rounds):
        which, refusal = list(CASES.items())[round_ % len(CASES)]
        answers = {*a["answers"], *b["answers"]}
        assert len(answers) == 1, f"{which}: {answers}"
        refused = decode_answer(answers.pop().encode()).refusal
        assert refused is not None, which
        assert (refused.__struct_config__.tag, refused.number) == (refusal, FIRST_NUMBER + round_), which
        assert a["unchanged"] is b["unchanged"] is True, which
        assert a["anew"] == "done", f"{which}: it would not have been allowed, so nothing was shown"


async def test_of_two_first_messages_of_one_thread_in_two_processes_one_request_has_both_texts(
    store: Store, redis_server: EmbeddedServer, tenant: str
) -> None:
    rounds = await race(redis_server, tenant, "first_words")
    assert len(rounds) == ROUNDS
    desk = await SmallDesk.on(store)
    for round_, both in enumerate(rounds):
        assert [one["kind"] for one in both] == ["done", "done"]
        numbers = {one["number"] for one in both}
        assert len(numbers) == 1, f"one thread became {numbers}"
        [number] = numbers
        assert sorted(one["joined"] for one in both) == [False, True]
        assert [n for n, _ in await store.index(f"requester:asker{round_}")] == [str(number)]
        request = await desk.request(number)
        assert [by for _, by in request.messages] == 2 * [f"asker{round_}"]
        assert sorted(await desk.texts(number)) == sorted(FIRST_WORDS.values())
    assert {a["joined"] for a, _ in rounds} == {True, False}, "one process always came first"
    for places in (rounds[::2], rounds[1::2]):
        assert any(one["met"] for both in places for one in both), "none were at once, so nothing was raced"


async def test_of_two_people_who_write_first_in_one_thread_in_two_processes_one_request_has_both_texts(
    store: Store, redis_server: EmbeddedServer, tenant: str
) -> None:
    """It is whose words came first; the other stands beside it, and nobody's words are lost."""
    rounds = await race(redis_server, tenant, "two_writers")
    assert len(rounds) == ROUNDS
    desk = await SmallDesk.on(store)
    for round_, both in enumerate(rounds):
        assert [one["kind"] for one in both] == ["done", "done"]
        assert len({one["number"] for one in both}) == 1, f"one thread became {both}"
        request = await desk.request(both[0]["number"])
        a, b = f"a{round_}", f"b{round_}"
        assert {request.requester, *request.bystanders} == {a, b}
        assert [one["beside"] for one in both] == [a in request.bystanders, b in request.bystanders]
        assert sorted(by for _, by in request.messages) == [a, b]
        assert sorted(await desk.texts(request.number)) == sorted(FIRST_WORDS.values())
    assert {a["beside"] for a, _ in rounds} == {True, False}, "one process always came first"
    assert any(one["met"] for both in rounds for one in both), "none were at once, so nothing was raced"
