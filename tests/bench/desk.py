"""What the desk costs beside the bare commit: a follow-up message (no routing) and a new ask (with routing).

python -m tests.bench.desk [SECONDS]   of each, in nine turns of one run on one Redis, so that the ratios hold; uvloop and
the collector's thresholds as in the product.
Goals at 64 clients: a follow-up at most 3 times, a new ask at most 12 times the bare commit.
"""

import asyncio
import gc
import sys
from collections.abc import Iterator
from itertools import count, cycle

import uvloop

from bot.assembly import COLLECTED_AT
from bot.desk import Desk
from bot.domain.request import Place, RequestNumber
from bot.hearing import Said
from knowledge.directory import PersonId
from tests.bench.commit import CLIENTS, Measured, bare_commits, measured
from tests.bench.company import example_desk, own_redis

ROUNDS = 9
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
    texts = cycle(sentences(desk))

    async def one() -> None:
        answer = await desk.hear(said(PersonId(f"P1{next(_ids):08}"), next(texts)))
        assert answer.kind in ("done", "greeting", "thanks", "nothing", "progress"), answer

    return await measured(one, clients, seconds)


async def asked_before(desk: Desk, clients: int) -> list[tuple[int, PersonId]]:
    """Requests that have their owner, with who asked: so many that none gets more words than a person would write."""
    askers, asked = count(2_000_000 + 1_000_000 * clients), list[tuple[int, PersonId]]()
    for _ in range(clients * 20):
        by = PersonId(f"P{next(askers)}")
        answer = await desk.hear(said(by, "No me ha llegado la nómina de octubre"))
        asked.append((answer.number or 0, by))
    return asked


async def follow_ups(
    desk: Desk, turn: Iterator[tuple[int, PersonId]], clients: int, seconds: float
) -> Measured:
    """Further words in a thread whose request has its owner."""
    texts = cycle(["¿Se sabe algo más?", "It is for the bank", "Gracias, sigo igual"])

    async def one() -> None:
        number, by = next(turn)
        # A number of its own, so that no text was heard before.
        answer = await desk.hear(said(by, f"{next(texts)} ({next(_ids)})", number))
        assert answer.kind in ("done", "progress"), answer

    return await measured(one, clients, seconds)


async def main(seconds: float) -> None:
    gc.set_threshold(*COLLECTED_AT)
    with own_redis() as url:
        async with example_desk(url) as desk:
            for clients in CLIENTS:
                await compared(desk, clients, seconds / ROUNDS)


async def compared(desk: Desk, clients: int, seconds: float) -> None:
    """The three in turns, so that a machine that is slow for a while is slow for all; the middle of the rounds counts."""
    turn = cycle(await asked_before(desk, clients))
    found: dict[str, list[Measured]] = {"bare commit": [], "follow-up": [], "new ask": []}
    for _ in range(ROUNDS):
        found["bare commit"].append(await bare_commits(desk.store, clients, seconds))
        found["follow-up"].append(await follow_ups(desk, turn, clients, seconds))
        found["new ask"].append(await new_asks(desk, clients, seconds))
    for name, rounds in found.items():
        pairs = zip(found["bare commit"], rounds, strict=True)
        ratios = sorted(bare.per_s / one.per_s for bare, one in pairs)
        middle = sorted(rounds, key=lambda one: one.per_s)[ROUNDS // 2]
        print(
            f"{clients:3} clients  {name:12} {middle}   {ratios[ROUNDS // 2]:4.1f} x the bare commit"
            f"  ({ratios[0]:.1f} to {ratios[-1]:.1f})"
        )


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0))
