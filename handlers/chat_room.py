"""What the listeners of every chat platform share, and small questions that several of them ask of it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from msgspec.structs import replace

from bot.acts import Typing
from bot.answer import Answer
from bot.away import SetAway
from bot.calendars import absences_in
from bot.commit import requests_in
from bot.delivery.card import Button, Buttons, Card
from bot.delivery.cards import (
    View,
    answered_card,
    away_card,
    calendar_card,
    held_card,
    help_card,
    note_card,
)
from bot.delivery.files import Opened
from bot.delivery.gateway import SendFailed
from bot.desk import LONGEST_TEXT, Desk
from bot.domain.refusals import HasChanged
from bot.domain.request import Request, RequestNumber
from bot.domain.rights import may, may_read
from bot.figures.painter import shared
from bot.figures.speaker import Speaker
from bot.hearing import MOST_HELD
from bot.joining import Account, Joining
from bot.newest import Newest
from bot.reader import Library, language_of, read
from bot.settings import Settings
from bot.store.store import Store
from bot.views import Seen, Views
from bot.words import of, refusal
from handlers.soon import Soon
from knowledge.calendar_file import NotACalendar
from knowledge.directory import Directory, PersonId

REMEMBERED = 10_000  # requests of which this process knows who asked
OUTSIDE = "outside"  # the profile's field: a guest, or somebody of another company


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
        self.joining = Joining(desk, store)
        self.soon = Soon(platform)
        self._platform = platform
        self._asked: Newest[int, tuple[PersonId, str]] = Newest(REMEMBERED)
        self.speaker = Speaker(store, settings, shared())

    @property
    def directory(self) -> Directory:
        return self.desk.directory

    async def language(self, person: PersonId, number: int | None = None) -> str:
        """As on their cards: what their client speaks, else what the directory says of them, else the company's first.

        `number`: about this request, whose requester is answered in the language they asked in.
        """
        requester, asked_in = await self._asked_by(number) if number is not None else (None, "")
        if requester == person and asked_in:
            return asked_in
        profile = await self.desk.known.profile(person)
        asker = await self.desk.known.asker(person, self.directory)
        spoken = self.directory.languages
        wanted = (profile.get("language", ""), asker.language)
        return next((language for language in wanted if language in spoken), spoken[0])

    async def _asked_by(self, number: int) -> tuple[PersonId | None, str]:
        """Who asked it and in which language: once asked, neither changes."""
        if number not in self._asked:
            for request in await self.requests((number,)):
                self._asked[number] = request.requester, request.language
        return self._asked.get(number, (None, ""))

    async def served_first(self, person: PersonId) -> tuple[RequestNumber, ...]:
        """Of the requests that they own, those that loose words of theirs are offered to."""
        [numbers] = await self.store.indexed_first([f"owner:{person}"], MOST_HELD)
        return tuple(RequestNumber(int(number)) for number in numbers)

    async def zone(self, person: PersonId) -> str:
        profile = await self.desk.known.profile(person)
        asker = await self.desk.known.asker(person, self.directory)
        return profile.get("zone", "") or asker.zone or self.directory.zone

    async def is_personal(self, person: PersonId, text: str, *, routed: bool = True) -> bool:
        """Whether a channel is no place for it: confidential by topic, by words, or to be on the safe side.

        Not `routed`: said in a request's thread, so that what it is about is known.
        """
        asker = await self.desk.known.asker(person, self.directory)
        return bool(read(text, asker, await self.desk.now(), self.library(), routed=routed).caution)

    async def is_beside(self, person: PersonId, number: int) -> bool:
        """Whether this is somebody else's request, in which this person's words are neither side's."""
        found = await self.requests((number,))
        return any(
            person != request.requester and not may(person, "say", request, self.directory)
            for request in found
        )

    async def form_view_of(self, person: PersonId, language: str, seen: Seen | None) -> View:
        """What a form about this request needs; nothing of it where there is none."""
        view = await self.view(person, language, *([seen.request] if seen else []))
        return view if seen is None else replace(view, texts=seen.texts, names={**view.names, **seen.names})

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

    async def away_until(self, person: PersonId) -> datetime | None:
        """Until when this person has said to be away; None where they are there."""
        absent = await self.store.absences.all(await self.desk.now())
        return absent[person].until if person in absent else None

    async def about_accounts(self, person: PersonId, identity: str, text: str) -> Card:
        """What is answered to private words that join accounts or say where to write to."""
        say = of(await self.language(person))
        said = await self.joining.answered(text, Account(person, identity, self._platform), say)
        return Card(kind="told", language=say.language, text=said)

    async def help_card(self, person: PersonId, *, alone: bool = True) -> Card:
        """`alone`: it is read by this person alone, so it may say what only they can do."""
        view = await self.view(person, await self.language(person))
        if not alone:
            return help_card(replace(view, viewer=PersonId("")))
        return help_card(view, await self.away_until(person))

    async def set_away(self, order: SetAway) -> tuple[Answer, Card | None]:
        """What the desk answers, and the card that says it back; None where it refused."""
        answer = await self.desk.set_away(order)
        if answer.kind != "away":
            return answer, None
        language = await self.language(order.by)
        view = await self.view(order.by, language)
        names = await self.views.names([order.by, order.person], self.directory)
        return answer, away_card(replace(view, names=names), answer)

    async def calendar(self, person: PersonId, file: AbstractAsyncContextManager[Opened], text: str) -> Card:
        """What a listed person's calendar says of when they are away, to be noted by a tap; the file is kept nowhere."""
        asker = await self.desk.known.asker(person, self.directory)
        language = language_of(text, asker, self.directory) if text.strip() else await self.language(person)
        view = await self.view(person, language)
        try:
            async with file as opened:
                hours = self.directory.people[person].hours
                return calendar_card(view, await absences_in(opened.pieces, hours, view.now))
        except (NotACalendar, SendFailed):
            return calendar_card(view, None)

    async def typing(self, person: PersonId, number: int | None = None) -> Typing:
        """What a date in this person's words, of this request or of none, needs to be understood."""
        return Typing(
            by=person,
            now=await self.desk.now(),
            zone=await self.zone(person),
            language=await self.language(person, number),
            directory=self.directory,
        )

    async def requests(self, numbers: tuple[int, ...]) -> list[Request]:
        return list(requests_in(await self.store.states(numbers)).values())

    async def loose_card(self, person: PersonId, answer: Answer, text: str) -> Card | None:
        """What the desk answers to the writer alone, without a request; None where there is nothing to say."""
        asker = await self.desk.known.asker(person, self.directory)
        language = language_of(text, asker, self.directory)
        requests = await self.requests(answer.numbers)
        view = await self.view(person, language, *requests)
        match answer.kind:
            case "done" if answer.beside and answer.number is not None:
                return await self._added_beside(person, answer.number, language)
            # Who looks after what is the company's own: a guest asks, and it reaches whoever that is.
            case "who" if (await self.desk.known.profile(person)).get(OUTSIDE):
                return Card(kind="who", language=language, text=of(language)("who-outside"))
            case "progress" if answer.not_in and (await self.desk.known.profile(person)).get(OUTSIDE):
                answer = replace(answer, not_in=())  # and so is who is away
            case "figures":
                tell = self.speaker.own if answer.own else self.speaker.stats
                return await tell(person, self.directory, language, await self.desk.now())
            case "held":
                return _or_new(held_card(view, text, answer.held, requests), answer.held)
            case "empty" | "too_long" | "refused":
                sentence = await self.why(person, answer, language)
                return Card(kind=answer.kind, language=language, text=sentence)
        return answered_card(view, answer, text, requests)

    async def note_card(self, person: PersonId, held: str, text: str, numbers: tuple[int, ...]) -> Card:
        """To an owner whose loose words are a note."""
        requests = await self.requests(numbers)
        return note_card(
            await self.view(person, await self.language(person), *requests), text, held, requests
        )

    async def _added_beside(self, person: PersonId, number: int, language: str) -> Card:
        """To who called us in somebody else's thread: where their words are, and what to do if they are another matter."""
        [request] = await self.requests((number,))
        name = await self.desk.known.name(request.requester, self.directory)
        told = "chat-added-beside" if name else "chat-added-beside-nameless"
        return Card(kind="told", language=language, text=of(language)(told, ref=request.ref, name=name))

    async def why(self, person: PersonId, answer: Answer, language: str = "") -> str:
        """Why not, in a sentence, with the names it speaks of."""
        say = of(language or await self.language(person))
        if answer.kind == "empty":
            return say("chat-empty")
        if answer.kind == "too_long":
            return say("chat-too-long", most=LONGEST_TEXT)
        if answer.refusal is None:
            return say("chat-broken")
        people = [getattr(answer.refusal, field, None) for field in ("by", "owner", "person", "asked")]
        names = await self.views.names([PersonId(p) for p in people if p], self.directory)
        zone = await self.zone(person)
        return refusal(say, answer.refusal, names=names, zone=zone, now=await self.desk.now())

    async def why_not(self, person: PersonId, number: int, verb: str) -> str:
        """Why this can't be done any more by somebody who may read it, before they write a word for it.

        "" where it can, and where there is nothing that is theirs to read.
        """
        for request in await self.requests((number,)):
            if may_read(person, request, self.directory) and not may(person, verb, request, self.directory):
                changed = HasChanged(number=request.number, status=request.status, owner=request.owner)
                answer = Answer(kind="refused", number=request.number, refusal=changed)
                return await self.why(person, answer, await self.language(person, number))
        return ""


def _or_new(card: Card, held: str) -> Card:
    """Somebody who serves may also ask: then the words are a request of their own."""
    label = of(card.language)("chat-held-new")
    button = Button(label=label, verb="say", fields={"held": held})
    return replace(card, text=f"{card.text} · {label}", blocks=(*card.blocks, Buttons((button,))))
