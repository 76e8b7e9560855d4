"""A whole desk on a real Redis, with the three-topic company: what tests above the pure core start from."""

from functools import cache
from itertools import count

import msgspec

from bot.answer import Answer
from bot.commit import decode_state
from bot.desk import Desk
from bot.domain.events import AnyEvent, decode_event
from bot.domain.request import Place, Request
from bot.fitting import fitted_to
from bot.hearing import Said
from bot.known import Known
from bot.reader import Library
from bot.store.store import Store
from knowledge.directory import PersonId
from knowledge.loader import build
from knowledge.matcher import Matcher, examples_of
from tests.knowledge.directories import build_three_topics, three_topics

_ids = count(1)


@cache
def small_matcher() -> Matcher:
    directory = build_three_topics()
    examples, texts = examples_of(directory)
    return fitted_to(directory, examples, texts)


class SmallDesk(Desk):
    """A desk whose people are enrolled in this store; `at("ana")` is Ana's id."""

    ids: dict[str, str]

    @classmethod
    async def on(cls, store: Store) -> "SmallDesk":
        emails = [str(p.email) for p in build_three_topics().people.values()]
        ids = await store.people.enrol(emails)
        library = Library(directory=build(three_topics(), ids), matcher=small_matcher())
        desk = cls(store, Known(store.people), lambda: library)
        desk.ids = ids
        return desk

    def at(self, name: str) -> PersonId:
        return PersonId(self.ids[f"{name}@ensayo.example"])

    async def says(self, by: PersonId, text: str, *, thread: int | None = None, **more: object) -> Answer:
        side = str(more.pop("side", "asks"))
        said = Said(
            id=str(more.pop("id", f"m{next(_ids)}")),
            by=by,
            text=text,
            place=Place("web", f"{by}/{side}"),
            thread=thread,  # type: ignore[arg-type]
            as_requester=side == "asks",
        )
        return await self.hear(msgspec.structs.replace(said, **more))

    async def request(self, number: int | None) -> Request:
        found = await self.store.states([number or 0])
        return decode_state(found[number or 0][1])

    async def events(self, number: int | None) -> list[AnyEvent]:
        return [decode_event(event) for event in await self.store.history(number or 0)]

    async def texts(self, number: int | None) -> list[str]:
        return [value.decode() for value in (await self.store.words(number or 0)).values()]


def new_id() -> str:
    return f"x{next(_ids)}"
