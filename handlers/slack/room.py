"""What Slack's listeners share, and small questions that several of them ask of it."""

from collections.abc import Callable
from functools import partial

from bot.desk import Desk
from bot.reader import Library
from bot.settings import Settings
from bot.store.store import Store
from handlers.asides import Aside, Asides
from handlers.chat_room import ChatRoom
from handlers.kept import Kept
from handlers.slack.board import SlackBoard
from handlers.slack.files import SlackFiles
from handlers.slack.gateway import SlackGateway
from handlers.slack.people import SlackPeople, identity_of
from handlers.slack.read import mentioned, plain
from handlers.slack.settings import SlackSettings
from handlers.slack.words import SlackWords, words_in
from handlers.slack.workspaces import Workspaces
from knowledge.directory import PersonId


class Room(ChatRoom):
    def __init__(
        self,
        desk: Desk,
        store: Store,
        settings: Settings,
        slack: SlackSettings,
        workspaces: Workspaces,
        library: Callable[[], Library],
    ) -> None:
        super().__init__(desk, store, settings, library, "slack")
        self.slack = slack
        self.workspaces = workspaces
        self.kept = Kept(store)
        self.people = SlackPeople(desk, store, workspaces)
        self.board = SlackBoard(store, workspaces)
        files = SlackFiles(workspaces, slack.api_url)
        self.gateway = SlackGateway(workspaces, store, self.kept, files, self._show_on_board)
        self.asides = Asides(store, self.soon, "slack", self._say, self._find)

    async def _say(self, aside: Aside) -> str:
        if aside.card is None:
            raise TypeError("Slack is told things by cards alone")
        return await self.gateway.post(aside.place, aside.card, key=aside.key, loud=aside.loud)

    async def _find(self, aside: Aside) -> str | None:
        return await self.gateway.find(aside.place, key=aside.key)

    def _show_on_board(self, number: int) -> None:
        if number and any("slack" in d.channel for d in self.directory.departments.values()):
            show = partial(self.board.show, number, self.directory)
            self.soon(self.soon.in_turn(f"board {number}", show))

    async def plain(self, home: str, text: str, *, without: str = "") -> str:
        """What the person sees, whoever is mentioned by name where we know them. `without`: our own mention."""
        users = list(mentioned(text))
        if not users:
            return plain(text, without=without)
        persons = await self.store.people.persons([identity_of(home, user) for user in users])
        names = {
            user: await self.desk.known.name(PersonId(person), self.directory)
            for user, person in zip(users, persons, strict=True)
            if person is not None
        }
        return plain(text, without=without, names={user: name for user, name in names.items() if name})

    async def words(self, person: PersonId, number: int | None = None) -> SlackWords:
        """`number`: of the request that it is about."""
        return words_in(await self.language(person, number))
