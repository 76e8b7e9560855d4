"""What the listeners of every chat platform share, and small questions that several of them ask of it."""

from collections.abc import Callable

from bot.commit import decode_state
from bot.delivery.cards import View
from bot.desk import Desk
from bot.domain.request import Request
from bot.reader import Library
from bot.settings import Settings
from bot.store.store import Store
from bot.views import Views
from handlers.soon import Soon
from knowledge.directory import Directory, PersonId


class ChatRoom:
    """What a platform adds (its people, its gateway, its own sentences) is in its own room."""

    def __init__(
        self, desk: Desk, store: Store, settings: Settings, library: Callable[[], Library], platform: str
    ) -> None:
        self.desk = desk
        self.store = store
        self.settings = settings
        self.library = library
        self.views = Views(store, desk.known)
        self.soon = Soon(platform)

    @property
    def directory(self) -> Directory:
        return self.desk.directory

    async def language(self, person: PersonId) -> str:
        asker = await self.desk.known.asker(person, self.directory)
        spoken = self.directory.languages
        return asker.language if asker.language in spoken else spoken[0]

    async def zone(self, person: PersonId) -> str:
        profile = await self.desk.known.profile(person)
        asker = await self.desk.known.asker(person, self.directory)
        return profile.get("zone", "") or asker.zone or self.directory.zone

    async def view(self, person: PersonId, language: str, *requests: Request) -> View:
        people = {p for request in requests for p in (request.requester, request.owner)}
        return View(
            viewer=person,
            language=language,
            zone=await self.zone(person),
            now=await self.desk.now(),
            directory=self.directory,
            names=await self.views.names([*people, person], self.directory),
            texts={},
        )

    async def requests(self, numbers: tuple[int, ...]) -> list[Request]:
        found = await self.store.states(numbers)
        return [decode_state(state) for _, state in found.values()]
