"""What Slack's listeners share, and small questions that several of them ask of it."""

from collections.abc import Callable

from msgspec.structs import replace

from bot.answer import Answer
from bot.delivery.card import Button, Buttons, Card
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
from bot.words import refusal
from handlers.chat_room import ChatRoom
from handlers.slack.board import Board
from handlers.slack.files import SlackFiles
from handlers.slack.gateway import SlackGateway
from handlers.slack.kept import Kept
from handlers.slack.people import Member, SlackPeople
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
        self.board = Board(store, workspaces)
        files = SlackFiles(workspaces, slack.api_url)
        self.gateway = SlackGateway(workspaces, store, self.kept, files, self._show_on_board)

    def _show_on_board(self, number: int) -> None:
        if number and any("slack" in d.channel for d in self.directory.departments.values()):
            self.soon(self.board.show(number, self.directory))

    async def words(self, person: PersonId) -> SlackWords:
        return words_in(await self.language(person))

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
                return _or_new(held_card(view, text, answer.held, requests), answer.held)
            case "empty" | "too_long" | "refused":
                sentence = await self.why(member.person, answer, language)
                return Card(kind=answer.kind, language=language, text=sentence)
        return None

    async def help_card(self, person: PersonId) -> Card:
        return help_card(await self.view(person, await self.language(person)))

    async def why(self, person: PersonId, answer: Answer, language: str = "") -> str:
        """Why not, in a sentence, with the names it speaks of."""
        words = words_in(language or await self.language(person))
        if answer.kind == "empty":
            return words("slack-empty")
        if answer.kind == "too_long":
            return words("slack-too-long", most=LONGEST_TEXT)
        if answer.refusal is None:
            return words("slack-broken")
        people = [getattr(answer.refusal, field, None) for field in ("by", "owner", "person", "asked")]
        names = await self.views.names([PersonId(p) for p in people if p], self.directory)
        zone = await self.zone(person)
        return refusal(words.desk, answer.refusal, names=names, zone=zone, now=await self.desk.now())


def _or_new(card: Card, held: str) -> Card:
    """Somebody who serves may also ask: then the words are a request of their own."""
    label = words_in(card.language)("slack-held-new")
    button = Button(label=label, verb="say", fields={"held": held})
    return replace(card, text=f"{card.text} · {label}", blocks=(*card.blocks, Buttons((button,))))
