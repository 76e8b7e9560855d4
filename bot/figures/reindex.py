"""Every request put into the indexes that follow from its state, beside a desk that goes on working.

A commit moves a request only between the indexes that it knows of: one that was added since is filled here.
"""

from bot.commit import decode_state
from bot.domain.indexes import indexes
from bot.figures.rebuild import NeverStill
from bot.store.bulk import INDEX as SIMULATED
from bot.store.standing import Standing, StandingStore
from bot.store.store import FIRST_NUMBER, Store

_AT_ONCE = 250
_TRIES = 20


async def reindex(store: Store) -> int:
    """How many requests were looked at. Raises NeverStill where one changed during every try to put it right."""
    standing = StandingStore(store.link)
    # What was simulated stands only where figures look, and was put there whole.
    simulated = {int(member) for member, _ in await store.index(SIMULATED)}
    there = await standing.found()
    numbers = [n for n in range(FIRST_NUMBER, await store.last_number() + 1) if n not in simulated]
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        for _ in range(_TRIES):
            if not (part := await _put_right(store, standing, part, there)):
                break
        else:
            raise NeverStill
    return len(numbers)


async def _put_right(
    store: Store, standing: StandingStore, numbers: list[int], there: dict[int, set[str]]
) -> list[int]:
    """Those that changed while they were looked at."""
    wanted = []
    for number, (version, state) in (await store.states(numbers)).items():
        gone: dict[str, float | None] = dict.fromkeys(there.get(number, ()))
        now = {index: score for (index, _), score in indexes(decode_state(state)).items()}
        wanted.append(Standing(number, version, gone | now))
    done = await standing.put(wanted)
    return [one.number for one, kept in zip(wanted, done, strict=True) if not kept]
