"""One of two processes that race each other: python -m tests.bot.store.racer URL TENANT RACE ME ROUNDS

Both meet before each round, so that their commits leave at the same moment. Prints a JSON line per round.
"""

import asyncio
import json
import sys

from bot.store.store import Store
from bot.store.writes import Claimed, Conflict, Done, Outcome, Seen
from tests.bot.store.making import write


def said(outcome: Outcome) -> list[str]:
    match outcome:
        case Done(version):
            return ["done", str(version)]
        case Seen(answer):
            return ["seen", answer.decode()]
        case Claimed(_, by):
            return ["claimed", by]
        case Conflict(version):
            return ["conflict", str(version)]


async def meet(store: Store, moment: int | str) -> None:
    key = f"{store.keys.prefix}meet:{moment}"
    arrived = await store.link.ask("INCR", key)
    while arrived < 2:
        arrived = int(await store.link.ask("GET", key))


async def one_version(store: Store, me: str, round_: int) -> list[list[str]]:
    number = 1001 + round_
    return [said(await store.commit(write(number, command=f"{me}-{round_}", state=me.encode())))]


async def one_command(store: Store, me: str, round_: int) -> list[list[str]]:
    """The same delivery twice here and twice there: four times in all."""
    number = 1001 + round_
    twice = (store.commit(write(number, command=f"m-{round_}", answer=f"{me}{i}".encode())) for i in range(2))
    return [said(outcome) for outcome in await asyncio.gather(*twice)]


async def one_thread(store: Store, me: str, round_: int) -> list[list[str]]:
    """Two first messages of one thread, each of which would open a request of its own."""
    number, _ = await store.next_number_and_sizes(())
    claims = ((f"thread:{round_}", str(number), 0),)
    outcome = await store.commit(write(number, command=f"{me}-{round_}", claims=claims))
    return [[str(number), *said(outcome)]]


RACES = {race.__name__: race for race in (one_version, one_command, one_thread)}


async def main(url: str, tenant: str, race: str, me: str, rounds: int) -> None:
    store = Store.connect(url, tenant)
    for round_ in range(rounds):
        await meet(store, round_)
        print(json.dumps(await RACES[race](store, me, round_)))
    await store.aclose()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:5], int(sys.argv[5])))  # type: ignore[call-arg]
