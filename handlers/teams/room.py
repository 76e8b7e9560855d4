"""What Teams' listeners share, and small questions that several of them ask of it."""

from collections.abc import Callable

from bot.answer import Answer
from bot.delivery.card import Card
from bot.delivery.cards import (
    away_card,
    greeting_card,
    held_card,
    help_card,
    progress_card,
    thanks_card,
)
from bot.desk import LONGEST_TEXT, Desk
from bot.reader import Library, language_of
from bot.settings import Settings
from bot.store.store import Store
from bot.words import Words, of, refusal
from handlers.chat_room import ChatRoom
from handlers.teams.auth import Auth
from handlers.teams.board import Board
from handlers.teams.connector import Connector
from handlers.teams.gateway import TeamsGateway
from handlers.teams.hosts import Hosts
from handlers.teams.kept import Kept
from handlers.teams.keys import Keys
from handlers.teams.people import Member, TeamsPeople
from handlers.teams.pool import Pool
from handlers.teams.settings import TeamsSettings
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
        self.gateway = TeamsGateway(
            self.connector, store, self.kept, throttle or Throttle(), self._show_on_board
        )
        self.board = Board(store, self.gateway)
        self.people = TeamsPeople(desk, store, self.kept, self.connector, teams)

    def _show_on_board(self, number: int) -> None:
        if number and any(d.channel.get("teams") for d in self.directory.departments.values()):
            self.soon(self.board.show(number, self.directory))

    async def aclose(self) -> None:
        await self.soon.aclose()
        await self.keys.aclose()
        await self.tokens.aclose()
        await self.pool.aclose()

    async def words(self, person: PersonId) -> Words:
        return of(await self.language(person))

    async def loose_card(self, member: Member, answer: Answer, text: str) -> Card | None:
        """What the desk answers to the writer alone, without a request; None where there is nothing to say."""
        asker = await self.desk.known.asker(member.person, self.directory)
        language = language_of(text, asker, self.directory)
        requests = await self.requests(answer.numbers)
        view = await self.view(member.person, language, *requests)
        match answer.kind:
            case "greeting":
                return greeting_card(view, requests)
            case "thanks":
                return thanks_card(view)
            case "away":
                return away_card(view, answer)
            case "progress":
                return progress_card(view, requests, nudged=bool(requests))
            case "held":
                return held_card(view, text, answer.held, requests)
            case "empty" | "too_long" | "refused":
                sentence = await self.why(member.person, answer, language)
                return Card(kind=answer.kind, language=language, text=sentence)
        return None

    async def help_card(self, person: PersonId) -> Card:
        return help_card(await self.view(person, await self.language(person)))

    async def why(self, person: PersonId, answer: Answer, language: str = "") -> str:
        """Why not, in a sentence, with the names it speaks of."""
        say = of(language or await self.language(person))
        if answer.kind == "empty":
            return say("teams-empty")
        if answer.kind == "too_long":
            return say("teams-too-long", most=LONGEST_TEXT)
        if answer.refusal is None:
            return say("teams-broken")
        people = [getattr(answer.refusal, field, None) for field in ("by", "owner", "person", "asked")]
        names = await self.views.names([PersonId(p) for p in people if p], self.directory)
        zone = await self.zone(person)
        return refusal(say, answer.refusal, names=names, zone=zone, now=await self.desk.now())
