"""What Teams' listeners share, and small questions that several of them ask of it."""

from collections.abc import Callable
from functools import partial

from bot.delivery.files import Files
from bot.desk import Desk
from bot.reader import Library
from bot.settings import Settings
from bot.store.store import Store
from bot.words import Words, of
from handlers.asides import Aside, Asides
from handlers.chat_room import ChatRoom
from handlers.teams.auth import Auth
from handlers.teams.board import TeamsBoard
from handlers.teams.connector import Connector
from handlers.teams.files import TeamsFiles
from handlers.teams.gateway import TeamsGateway
from handlers.teams.hosts import Hosts
from handlers.teams.kept import Kept
from handlers.teams.keys import Keys
from handlers.teams.people import TeamsPeople
from handlers.teams.pool import Pool
from handlers.teams.settings import TeamsSettings
from handlers.teams.signs import Signs
from handlers.teams.throttle import Throttle
from handlers.teams.tokens import Tokens
from knowledge.directory import PersonId


class Room(ChatRoom):
    def __init__(
        self,
        desk: Desk,
        store: Store,
        settings: Settings,
        teams: TeamsSettings,
        library: Callable[[], Library],
        throttle: Throttle | None = None,
        files: Files | None = None,
    ) -> None:
        super().__init__(desk, store, settings, library, "teams")
        self.teams = teams
        self.pool = Pool()
        self.kept = Kept(store)
        self.tokens = Tokens(self.pool, teams)
        self.keys = Keys(self.pool, teams.openid_url)
        hosts = Hosts(teams.hosts, development=teams.no_auth)
        self.auth = Auth(teams, self.keys, hosts)
        self.connector = Connector(self.pool, self.tokens, hosts)
        self.teams_files = TeamsFiles(self.pool, self.tokens, hosts, local=teams.no_auth)
        self.gateway = TeamsGateway(
            self.connector,
            store,
            self.kept,
            throttle or Throttle(),
            self.teams_files,
            self._show_on_board,
            dialogs=not teams.development,
        )
        self.asides = Asides(store, self.soon, "teams", self._say, self._find)
        self.files = files or Files(store, {"teams": self.gateway})
        self.signs = Signs(store)
        self.board = TeamsBoard(store, self.gateway)
        self.people = TeamsPeople(desk, store, self.kept, self.connector, teams)

    async def _say(self, aside: Aside) -> str:
        if aside.card is not None:
            return await self.gateway.post(aside.place, aside.card, key=aside.key, loud=aside.loud)
        return await self.gateway.send(aside.place, aside.made or {})

    async def _find(self, aside: Aside) -> str | None:
        return await self.gateway.find(aside.place, key=aside.key)

    def _show_on_board(self, number: int) -> None:
        if number and any(d.channel.get("teams") for d in self.directory.departments.values()):
            show = partial(self.board.show, number, self.directory)
            self.soon(self.soon.in_turn(f"board {number}", show))

    async def aclose(self) -> None:
        await self.soon.aclose()
        await self.keys.aclose()
        await self.tokens.aclose()
        await self.pool.aclose()

    async def words(self, person: PersonId, number: int | None = None) -> Words:
        """`number`: of the request that it is about."""
        return of(await self.language(person, number))
