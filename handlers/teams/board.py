"""A department's channel: one living card a request. Everybody there reads state and taker; whoever may act sees, in
the same card and alone, what is theirs.

It shows number, topic, state and taker; the requester's words only where the topic is open, and nothing that is
confidential. It is drawn from the newest state beside the notices, which nobody's accountability hangs on.
"""

from collections import OrderedDict

import structlog
from msgspec import Struct

from bot.commit import decode_state
from bot.delivery.card import Block, Button, Buttons, Card, Paragraph, Quote
from bot.delivery.gateway import Undeliverable
from bot.domain.request import Request
from bot.store.store import Store
from bot.words import Words, of, text_in
from handlers.teams.blocks import Element
from handlers.teams.gateway import TeamsGateway, attached, place_of
from handlers.teams.render import adaptive
from handlers.teams.values import Press, data_of
from knowledge.directory import Directory

log = structlog.get_logger()

BOARD = "board"  # the verb with which a client asks for one person's view
POSTING_MS = 60_000  # so long nobody else posts the same card
REMEMBERED = 5_000
_POSTING = "posting"


class Seen(Struct, frozen=True):
    """What a channel's card needs of a request beside its state."""

    request: Request
    owner: str
    words: str = ""


class Board:
    """Raises SendFailed and Unavailable: the next change draws it again."""

    def __init__(self, store: Store, gateway: TeamsGateway) -> None:
        self._store = store
        self._gateway = gateway
        self._shown: OrderedDict[str, int] = OrderedDict()

    async def show(self, number: int, directory: Directory) -> None:
        """In the channel of the request's department; what stands in another's says where it went."""
        channels = {channel_of(directory, name) for name in directory.departments} - {""}
        if not channels:
            return
        found = await self._store.states([number])
        if number not in found:
            return
        request = decode_state(found[number][1])
        own = channel_of(directory, request.department)
        for channel in sorted(channels):
            standing = await self._standing(number, channel)
            if standing is not None or (channel == own and _belongs(request)):
                await self._draw(channel, standing, request, directory)

    async def _draw(self, channel: str, standing: str | None, request: Request, directory: Directory) -> None:
        mark = f"{request.number}/{channel}"
        if self._shown.get(mark, 0) >= request.version or standing == _POSTING:
            return
        made = attached(board_element(await self.seen(request, directory), directory, channel))
        if standing is not None:
            await self._changed(channel, standing, made)
        elif await self._mine_to_post(request.number, channel):
            sent = await self._gateway.send(place_of(channel), made)
            await self._store.link.ask("SET", self._key(request.number, channel), sent)
        else:
            return
        self._shown[mark] = request.version
        if len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)

    async def _changed(self, channel: str, standing: str, made: Element) -> None:
        try:
            await self._gateway.change(standing, made)
        except Undeliverable as gone:
            log.info("teams.board_card_gone", why=gone.reason)

    async def seen(self, request: Request, directory: Directory) -> Seen:
        profile = await self._store.people.profile(request.owner)
        listed = directory.people.get(request.owner)
        topic = directory.topics.get(request.topic) if request.topic else None
        words = ""
        if topic is not None and topic.open and not request.confidential and request.first_words:
            kept = await self._store.words(request.number)
            words = kept.get(request.first_words, b"").decode()
        return Seen(request, listed.name if listed else profile.get("name", ""), words)

    async def stands(self, number: int, channel: str) -> bool:
        """Whether this request has a card in this channel: elsewhere nobody is told anything of it."""
        return await self._standing(number, channel) not in (None, _POSTING)

    async def _standing(self, number: int, channel: str) -> str | None:
        found = await self._store.link.ask("GET", self._key(number, channel))
        return None if found is None else found.decode()

    async def _mine_to_post(self, number: int, channel: str) -> bool:
        key = self._key(number, channel)
        return await self._store.link.ask("SET", key, _POSTING, "NX", "PX", POSTING_MS) is not None

    def _key(self, number: int, channel: str) -> str:
        return self._store.keys.claim(f"teams-board:{number}:{channel}")


def channel_of(directory: Directory, department: str) -> str:
    found = next((d for d in directory.departments.values() if d.id == department), None)
    return found.channel.get("teams", "") if found is not None else ""


def _belongs(request: Request) -> bool:
    return not (request.confidential or request.unseen or request.status in ("closed", "withdrawn"))


def board_element(seen: Seen, directory: Directory, channel: str) -> Element:
    """The card, which each client may ask to be drawn for whoever looks: rights are checked then, not now."""
    return refreshed(adaptive(board_card(seen, directory, channel)), seen.request)


def refreshed(made: Element, request: Request) -> Element:
    press = Press(verb=BOARD, number=request.number, seen=request.version)
    action = {"type": "Action.Execute", "title": "", "verb": BOARD, "data": data_of(press)}
    return made | {"refresh": {"action": action}}


def board_card(seen: Seen, directory: Directory, channel: str) -> Card:
    """For everybody in the channel, in the company's first language."""
    say, request = of(directory.languages[0]), seen.request
    line = _line(seen, directory, say, channel)
    blocks: list[Block] = [Paragraph(line)]
    if channel_of(directory, request.department) == channel and not request.confidential:
        blocks += [Quote(seen.words)] if seen.words else []
        if request.is_open and not request.taken:
            blocks.append(Buttons((Button(label=say("button-take"), verb="take", style="primary"),)))
    return Card(
        kind="board",
        language=say.language,
        number=request.number,
        version=request.version,
        text=line,
        blocks=tuple(blocks),
    )


def _line(seen: Seen, directory: Directory, say: Words, channel: str) -> str:
    request = seen.request
    if request.confidential:
        return say("teams-in-private", ref=request.ref)
    department = directory.departments[request.department]
    if channel_of(directory, department.id) != channel:
        name = text_in(department.name, say.language)
        return say("teams-board-moved", ref=request.ref, department=name)
    topic = directory.topics.get(request.topic) if request.topic else None
    about = text_in((topic or department).name, say.language)
    if not request.is_open:
        state = say(f"desk-state-{request.status}")
        return say("teams-board-ended", ref=request.ref, topic=about, state=state)
    if not request.taken:
        return say("teams-board-untaken", ref=request.ref, topic=about)
    return say("teams-board-taken", ref=request.ref, topic=about, owner=seen.owner)
