"""One of two processes with a desk each on one Redis: python -m tests.bot.desk_racer URL TENANT RACE ME ROUNDS

Both meet before each step of a round, so that what they order arrives at the same moment. Prints a JSON line per round.
"""

import asyncio
import json
import sys
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from bot.answer import encode_answer
from bot.domain import commands as c
from bot.domain.request import Place, RequestNumber
from bot.hearing import Said
from bot.store.store import FIRST_NUMBER, Store
from bot.store.writes import Claimed, Outcome, Write
from knowledge.directory import PersonId
from tests.bot.desks import SmallDesk
from tests.bot.domain.world import reading
from tests.bot.store.racer import meet

PAYSLIP = "No me ha llegado la nómina de octubre"
# Of one matter: heard one after the other, as on a busy machine, they belong together too.
FIRST_WORDS = {"a": PAYSLIP, "b": "Necesito la nómina para el banco el viernes"}


class Watched(Store):
    """Counts the commits that found another's claim: two first messages that truly were at once."""

    met = 0

    async def commit(self, write: Write) -> Outcome:
        outcome = await super().commit(write)
        self.met += isinstance(outcome, Claimed)
        return outcome


class Case(Struct, frozen=True):
    """What came `before` a press that is refused, and what came `after` it, by which it would be allowed."""

    before: Sequence[c.AnyCommand]
    press: c.AnyCommand
    after: Sequence[c.AnyCommand]


def case(desk: SmallDesk, which: str, round_: int) -> Case:
    number = RequestNumber(FIRST_NUMBER + round_)
    bo, ana, luis, hugo = map(desk.at, ("bo", "ana", "luis", "hugo"))

    def order(kind: type[c.About], by: PersonId, **fields: object) -> c.AnyCommand:
        return kind(id=f"{kind.__name__}-{by}-{round_}", by=by, number=number, **fields)  # type: ignore[return-value]

    place = Place("web", f"{bo}/asks")
    ask = c.Ask(id=f"ask-{round_}", by=bo, text=PAYSLIP, place=place, reading=reading(), as_new=True)
    takes, resolves = order(c.Take, ana), order(c.Resolve, ana, text="Enviada")
    match which:
        case "a colleague's, who gives it to them later":
            to_luis = order(c.HandOver, ana, person=luis, text="Es de México")
            return Case([ask, takes], order(c.Take, luis, seen=1), [to_luis])
        case "not theirs to resolve, until they take it":
            press = order(c.Resolve, luis, text="Enviada")
            return Case([ask], press, [order(c.Take, luis)])
        case "a stranger's, who is asked to take it later":
            to_hugo = order(c.HandOver, ana, person=hugo, text="Es una baja")
            return Case([ask], order(c.Take, hugo), [to_hugo])
        case "a stranger's words, who is asked to take it later":
            to_hugo = order(c.HandOver, ana, person=hugo, text="Es una baja")
            return Case([ask], order(c.Say, hugo, text="Lo miro"), [to_hugo])
        case "an old card's, until all is again as it was":
            reopens = order(c.Reopen, bo, text="Sigue sin llegar")
            return Case([ask, resolves], order(c.Withdraw, bo, seen=1), [reopens])
        case "not over yet":
            return Case([ask, takes], order(c.Reopen, bo, text="Sigue sin llegar"), [resolves])
        case "about a request that is not there yet":
            return Case([], order(c.Take, ana), [ask])
    raise KeyError(which)


CASES = {
    "a colleague's, who gives it to them later": "already_taken",
    "not theirs to resolve, until they take it": "not_yours",
    "a stranger's, who is asked to take it later": "no_such_request",
    "a stranger's words, who is asked to take it later": "no_such_request",
    "an old card's, until all is again as it was": "has_changed",
    "not over yet": "not_yours",
    "about a request that is not there yet": "no_such_request",
}


async def refused_press(desk: SmallDesk, me: str, round_: int) -> dict[str, object]:
    """One delivery of a refused press to each process, and two more to each once it would be allowed."""
    told = case(desk, list(CASES)[round_ % len(CASES)], round_)
    number = FIRST_NUMBER + round_
    if me == "a":
        await _obeyed(desk, told.before)
    await meet(desk.store, f"{round_}/before")
    first = await desk.handle(told.press)
    await meet(desk.store, f"{round_}/pressed")
    if me == "b":
        await _obeyed(desk, told.after)
    await meet(desk.store, f"{round_}/after")
    was = await _all_of(desk, number)
    await meet(desk.store, f"{round_}/looked")
    again = await asyncio.gather(desk.handle(told.press), desk.handle(told.press))
    await meet(desk.store, f"{round_}/replayed")
    unchanged = await _all_of(desk, number) == was
    await meet(desk.store, f"{round_}/looked again")
    anew = (await desk.handle(replace(told.press, id=f"anew-{round_}"))).kind if me == "a" else ""
    return {
        "answers": [encode_answer(answer).decode() for answer in (first, *again)],
        "unchanged": unchanged,
        "anew": anew,
    }


async def _obeyed(desk: SmallDesk, commands: Sequence[c.AnyCommand]) -> None:
    for command in commands:
        answer = await desk.handle(command)
        if answer.kind != "done":
            raise AssertionError(f"{command} was answered {answer}")


async def _all_of(desk: SmallDesk, number: int) -> tuple[object, ...]:
    store = desk.store
    return await store.states([number]), await store.history(number), await store.words(number)


async def first_words(desk: SmallDesk, me: str, round_: int) -> dict[str, object]:
    """In a thread of a chat, and in every other round on the web desk, where the place alone says that they belong."""
    by = PersonId(f"asker{round_}")
    place = Place("slack", "C1", f"{round_}") if round_ % 2 else Place("web", f"{by}/asks")
    store = desk.store
    assert isinstance(store, Watched)
    met = store.met
    said = Said(id=f"{me}-{round_}", by=by, text=FIRST_WORDS[me], place=place, as_requester=True)
    answer = await desk.hear(said)
    return {
        "kind": answer.kind,
        "number": answer.number,
        "joined": answer.joined,
        "met": store.met > met,
    }


async def two_writers(desk: SmallDesk, me: str, round_: int) -> dict[str, object]:
    """In a thread of a channel, somebody else each: who asks, and who puts in a word before that is done."""
    by = PersonId(f"{me}{round_}")
    store = desk.store
    assert isinstance(store, Watched)
    met = store.met
    place = Place("slack", "C1", f"{round_}")
    said = Said(id=f"{me}-{round_}", by=by, text=FIRST_WORDS[me], place=place, as_requester=True)
    answer = await desk.hear(said)
    return {
        "kind": answer.kind,
        "number": answer.number,
        "beside": answer.beside,
        "met": store.met > met,
    }


RACES = {race.__name__: race for race in (refused_press, first_words, two_writers)}


async def main(url: str, tenant: str, race: str, me: str, rounds: int) -> None:
    store = Watched.connect(url, tenant)
    desk = await SmallDesk.on(store)
    for round_ in range(rounds):
        await meet(store, round_)
        print(json.dumps(await RACES[race](desk, me, round_)))
    await store.aclose()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:5], int(sys.argv[5])))  # type: ignore[call-arg]
