"""A department's channel: one living card a request that everybody there sees change, instead of new posts.

It shows number, topic, state and taker; the requester's words only where the topic is open, and nothing that is
confidential. It is drawn from the newest state beside the notices, which nobody's accountability hangs on.
"""

from collections import OrderedDict

import structlog
from msgspec import Struct

from bot.commit import decode_state
from bot.delivery.card import Block, Button, Buttons, Card, Paragraph, Quote
from bot.delivery.gateway import SendFailed, Undeliverable
from bot.domain.request import Request
from bot.store.store import Store
from bot.words import text_in
from handlers.slack.calls import called
from handlers.slack.render import message
from handlers.slack.words import SlackWords, words_in
from handlers.slack.workspaces import Workspaces
from knowledge.directory import Directory

log = structlog.get_logger()

POSTING_MS = 60_000  # so long nobody else posts the same card
REMEMBERED = 5_000
_POSTING = b"posting"


class Seen(Struct, frozen=True):
    """What a channel's card needs of a request beside its state."""

    request: Request
    owner: str
    words: str = ""


class Board:
    """Raises SendFailed and Unavailable: the next change draws it again."""

    def __init__(self, store: Store, workspaces: Workspaces) -> None:
        self._store = store
        self._workspaces = workspaces
        self._shown: OrderedDict[str, int] = OrderedDict()

    async def show(self, number: int, directory: Directory) -> None:
        """In the channel of the request's department; what stands in another's says where it went."""
        found = await self._store.states([number])
        if number not in found:
            return
        request = decode_state(found[number][1])
        home = await self._home()
        channel = directory.departments[request.department].channel.get("slack", "")
        for other in {d.channel.get("slack", "") for d in directory.departments.values()} - {channel, ""}:
            if await self._standing(number, other) is not None:
                await self._draw(home, other, request, directory)
        if channel and (self._belongs(request) or await self._standing(number, channel) is not None):
            await self._draw(home, channel, request, directory)

    def _belongs(self, request: Request) -> bool:
        return not (request.confidential or request.unseen or request.status in ("closed", "withdrawn"))

    async def _draw(self, home: str, channel: str, request: Request, directory: Directory) -> None:
        mark = f"{request.number}/{channel}"
        if self._shown.get(mark, 0) >= request.version:
            return
        card = board_card(await self._seen(request, directory), directory, channel)
        standing = await self._standing(request.number, channel)
        if standing is not None and standing != _POSTING:
            await self._update(home, channel, standing.decode(), card)
        elif standing is None and await self._mine_to_post(request.number, channel):
            await self._post(home, channel, request.number, card)
        else:
            return
        self._shown[mark] = request.version
        if len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)

    async def _seen(self, request: Request, directory: Directory) -> Seen:
        profile = await self._store.people.profile(request.owner)
        listed = directory.people.get(request.owner)
        topic = directory.topics.get(request.topic) if request.topic else None
        words = ""
        if topic is not None and topic.open and not request.confidential and request.first_words:
            kept = await self._store.words(request.number)
            words = kept.get(request.first_words, b"").decode()
        return Seen(request, listed.name if listed else profile.get("name", ""), words)

    async def _post(self, home: str, channel: str, number: int, card: Card) -> None:
        client = await self._workspaces.client(home)
        if client is None:
            return
        shown = message(card)
        answer = await called(
            client.chat_postMessage(
                channel=channel, text=shown.text, blocks=shown.blocks, unfurl_links=False, unfurl_media=False
            )
        )
        await self._store.link.ask("SET", self._key(number, channel), str(answer["ts"]))

    async def _update(self, home: str, channel: str, ts: str, card: Card) -> None:
        client = await self._workspaces.client(home)
        if client is None:
            return
        shown = message(card)
        try:
            await called(client.chat_update(channel=channel, ts=ts, text=shown.text, blocks=shown.blocks))
        except Undeliverable as gone:
            log.info("slack.board_card_gone", why=gone.reason)

    async def _standing(self, number: int, channel: str) -> bytes | None:
        found: bytes | None = await self._store.link.ask("GET", self._key(number, channel))
        return found

    async def _mine_to_post(self, number: int, channel: str) -> bool:
        key = self._key(number, channel)
        return await self._store.link.ask("SET", key, _POSTING, "NX", "PX", POSTING_MS) is not None

    def _key(self, number: int, channel: str) -> str:
        return self._store.keys.claim(f"slack.board:{number}:{channel}")

    async def _home(self) -> str:
        """Departments' channels are in the company's first workspace."""
        workspaces = await self._workspaces.all()
        if not workspaces:
            raise SendFailed("no workspace")
        return workspaces[0].team


def board_card(seen: Seen, directory: Directory, channel: str) -> Card:
    """For everybody in the channel, in the company's first language."""
    words, request = words_in(directory.languages[0]), seen.request
    line = _line(seen, directory, words, channel)
    blocks: list[Block] = [Paragraph(line)]
    here = directory.departments[request.department].channel.get("slack", "") == channel
    if here and not request.confidential:
        blocks += [Quote(seen.words)] if seen.words else []
        if request.is_open and not request.taken:
            blocks.append(Buttons((Button(label=words("button-take"), verb="take", style="primary"),)))
    return Card(
        kind="board",
        language=words.language,
        number=request.number,
        version=request.version,
        text=line,
        blocks=tuple(blocks),
    )


def _line(seen: Seen, directory: Directory, words: SlackWords, channel: str) -> str:
    request = seen.request
    if request.confidential:
        return words("slack-in-private", ref=request.ref)
    department = directory.departments[request.department]
    if department.channel.get("slack", "") != channel:
        name = text_in(department.name, words.language)
        return words("slack-board-moved", ref=request.ref, department=name)
    topic = directory.topics.get(request.topic) if request.topic else None
    about = text_in((topic or department).name, words.language)
    if not request.is_open:
        return words(
            "slack-board-ended", ref=request.ref, topic=about, state=words(f"desk-state-{request.status}")
        )
    if not request.taken:
        return words("slack-board-untaken", ref=request.ref, topic=about)
    return words("slack-board-taken", ref=request.ref, topic=about, owner=seen.owner)
