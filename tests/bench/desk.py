"""What the desk costs beside the bare commit: a follow-up message (no routing) and a new ask (with routing).

python -m tests.bench.desk [SECONDS]   one run on one Redis, so that the ratios hold; uvloop as in the product.
Goals at 64 clients: a follow-up at most 3 times, a new ask at most 12 times the bare commit.
"""

import asyncio
import sys
from itertools import count, cycle

import uvloop

from bot.desk import Desk
from bot.domain.request import Place, RequestNumber
from bot.hearing import Said
from knowledge.directory import PersonId
from tests.bench.commit import CLIENTS, Measured, bare_commits, measured
from tests.bench.company import example_desk, own_redis

_ids = count(1)


def sentences(desk: Desk) -> list[str]:
    """Every example of the example company, none twice: what colleagues really write."""
    return [t for topic in desk.directory.topics.values() for texts in topic.examples.values() for t in texts]


def said(by: PersonId, text: str, thread: int | None = None) -> Said:
    return Said(
        id=f"bench/{next(_ids)}",
        by=by,
        text=text,
        place=Place("web", f"{by}/asks/{next(_ids)}"),
        thread=RequestNumber(thread) if thread is not None else None,
        as_requester=True,
    )


async def new_asks(desk: Desk, clients: int, seconds: float) -> Measured:
    """Each from a person of their own, so that none is taken for more words of another."""
    texts, askers = cycle(sentences(desk)), count(1_000_000)

    async def one() -> None:
        answer = await desk.hear(said(PersonId(f"P{next(askers)}"), next(texts)))
        assert answer.kind in ("done", "greeting", "thanks", "progress"), answer

    return await measured(one, clients, seconds)


async def follow_ups(desk: Desk, clients: int, seconds: float) -> Measured:
    """Further words in a thread whose request has its owner; each client in requests of its own, 20 words each."""
    askers, texts = (
        count(2_000_000),
        cycle(["¿Se sabe algo más?", "It is for the bank", "Gracias, sigo igual"]),
    )
    numbers: list[tuple[int, PersonId]] = []
    for _ in range(clients * 20):
        by = PersonId(f"P{next(askers)}")
        answer = await desk.hear(said(by, "No me ha llegado la nómina de octubre"))
        numbers.append((answer.number or 0, by))
    turn = cycle(numbers)

    async def one() -> None:
        number, by = next(turn)
        # A number of its own, so that no text was heard before.
        answer = await desk.hear(said(by, f"{next(texts)} ({next(_ids)})", number))
        assert answer.kind in ("done", "progress"), answer

    return await measured(one, clients, seconds)


async def main(seconds: float) -> None:
    with own_redis() as url:
        async with example_desk(url) as desk:
            for clients in CLIENTS:
                bare = await bare_commits(desk.store, clients, seconds)
                follow = await follow_ups(desk, clients, seconds)
                ask = await new_asks(desk, clients, seconds)
                print(f"{clients:3} clients  bare commit  {bare}")
                print(
                    f"{clients:3} clients  follow-up    {follow}   {bare.per_s / follow.per_s:4.1f} x the bare commit"
                )
                print(
                    f"{clients:3} clients  new ask      {ask}   {bare.per_s / ask.per_s:4.1f} x the bare commit"
                )


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 5.0))
