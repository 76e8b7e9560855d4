"""A department's channel: one living card a request that everybody there sees change, instead of new posts.

It shows number, topic, state and taker; the requester's words only where the topic is open, and nothing that is
confidential. It is drawn from the newest state beside the notices, which nobody's accountability hangs on.
"""

from abc import ABC, abstractmethod

import structlog
from msgspec import Struct

from bot.commit import requests_in
from bot.delivery.card import Block, Button, Buttons, Card, Paragraph, Quote
from bot.delivery.gateway import Postponed, Undeliverable
from bot.domain.request import Request
from bot.newest import Newest
from bot.store.chat import POSTING
from bot.store.store import Store
from bot.words import Words, of, text_in
from knowledge.directory import Directory

log = structlog.get_logger()

REMEMBERED = 5_000


class Seen(Struct, frozen=True):
    """What a channel's card needs of a request beside its state."""

    request: Request
    owner: str
    words: str = ""
    thanks: str = ""  # a sentence that all may read: who is thanked has agreed


class Board(ABC):
    """Raises SendFailed and Unavailable: the next change draws it again."""

    platform: str

    def __init__(self, store: Store) -> None:
        self._store = store
        self._shown: Newest[str, int] = Newest(REMEMBERED)

    @abstractmethod
    async def post(self, channel: str, seen: Seen, directory: Directory) -> str:
        """The platform's name for the new message."""

    @abstractmethod
    async def change(self, channel: str, message: str, seen: Seen, directory: Directory) -> None: ...

    async def show(self, number: int, directory: Directory) -> None:
        """In the channel of the request's department; what stands in another's says where it went."""
        channels = {d.channel.get(self.platform, "") for d in directory.departments.values()} - {""}
        if not channels:
            return
        request = requests_in(await self._store.states([number])).get(number)
        if request is None:
            return
        own = channel_of(directory, request.department, self.platform)
        for channel in sorted(channels):
            standing = await self._standing(number, channel)
            if standing is not None or (channel == own and _belongs(request)):
                await self._draw(channel, standing, request, directory)

    async def _draw(self, channel: str, standing: str | None, request: Request, directory: Directory) -> None:
        mark = f"{request.number}/{channel}"
        if self._shown.get(mark, 0) >= request.version or standing == POSTING:
            return
        seen = await self.seen(request, directory)
        chat = self._store.chat
        if standing is not None:
            await self._changed(channel, standing, seen, directory)
        elif await chat.mine_to_post(self.platform, request.number, channel):
            message = await self._posted(channel, seen, directory)
            await chat.stands(self.platform, request.number, channel, message)
        else:
            return
        self._shown[mark] = request.version

    async def _posted(self, channel: str, seen: Seen, directory: Directory) -> str:
        """What was surely not taken may be posted by the next who looks."""
        try:
            return await self.post(channel, seen, directory)
        except (Postponed, Undeliverable):
            await self._store.chat.not_posted(self.platform, seen.request.number, channel)
            raise

    async def _changed(self, channel: str, standing: str, seen: Seen, directory: Directory) -> None:
        try:
            await self.change(channel, standing, seen, directory)
        except Undeliverable as gone:
            log.info(f"{self.platform}.board_card_gone", why=gone.reason)

    async def seen(self, request: Request, directory: Directory) -> Seen:
        profile = await self._store.people.profile(request.owner)
        listed = directory.people.get(request.owner)
        topic = directory.topics.get(request.topic) if request.topic else None
        words = ""
        if topic is not None and topic.open and not request.confidential and request.first_words:
            kept = await self._store.words(request.number)
            words = kept.get(request.first_words, b"").decode()
        owner = listed.name if listed else profile.get("name", "")
        return Seen(request, owner, words, await self._thanks(request, directory))

    async def _thanks(self, request: Request, directory: Directory) -> str:
        thanks = request.thanks
        if thanks is None or not thanks.shown or request.confidential:
            return ""
        people = (request.requester, thanks.to)
        profiles = await self._store.people.profiles(people)
        names = [
            directory.people[p].name if p in directory.people else profiles[p].get("name", "") for p in people
        ]
        topic = directory.topics.get(request.topic) if request.topic else None
        say = of(directory.languages[0])
        about = text_in((topic or directory.departments[request.department]).name, say.language)
        return (
            say("thanks-board", name=names[0], to=names[1], ref=request.ref, topic=about)
            if all(names)
            else ""
        )

    async def stands(self, number: int, channel: str) -> bool:
        """Whether this request has a card in this channel: elsewhere nobody is told anything of it."""
        return await self._standing(number, channel) not in (None, POSTING)

    async def _standing(self, number: int, channel: str) -> str | None:
        return await self._store.chat.board_card(self.platform, number, channel)


def channel_of(directory: Directory, department: str, platform: str) -> str:
    found = next((d for d in directory.departments.values() if d.id == department), None)
    return found.channel.get(platform, "") if found is not None else ""


def _belongs(request: Request) -> bool:
    return not (request.confidential or request.unseen or request.status in ("closed", "withdrawn"))


def board_card(seen: Seen, directory: Directory, channel: str, platform: str) -> Card:
    """For everybody in the channel, in the company's first language."""
    say, request = of(directory.languages[0]), seen.request
    here = channel_of(directory, request.department, platform) == channel
    line = _line(seen, directory, say, here=here)
    blocks: list[Block] = [Paragraph(line)]
    if here and not request.confidential:
        blocks += [Quote(seen.words)] if seen.words else []
        blocks += [Paragraph(seen.thanks)] if seen.thanks else []
        if request.is_open and not request.taken:
            blocks.append(Buttons((Button(label=say("button-take"), verb="take", style="primary"),)))
    return Card(
        kind="board",
        language=say.language,
        number=request.number,
        version=request.version,
        text=f"{line}\n{seen.thanks}" if here and seen.thanks else line,
        blocks=tuple(blocks),
    )


def _line(seen: Seen, directory: Directory, say: Words, *, here: bool) -> str:
    request = seen.request
    if request.confidential:
        return say("chat-in-private", ref=request.ref)
    department = directory.departments[request.department]
    if not here:
        name = text_in(department.name, say.language)
        return say("chat-board-moved", ref=request.ref, department=name)
    topic = directory.topics.get(request.topic) if request.topic else None
    about = text_in((topic or department).name, say.language)
    if not request.is_open:
        state = say(f"desk-state-{request.status}")
        return say("chat-board-ended", ref=request.ref, topic=about, state=state)
    if not request.taken:
        return say("chat-board-untaken", ref=request.ref, topic=about)
    taken = "chat-board-answered" if request.answered_at is not None else "chat-board-taken"
    return say(taken, ref=request.ref, topic=about, owner=seen.owner)
