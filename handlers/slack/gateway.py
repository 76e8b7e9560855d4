"""Slack as a platform: notices become messages, each with its key in the metadata so that it can be looked up.

A place is `T1/D123` (workspace and conversation) and perhaps a thread; a message's id is `D123/1712.0001`, since where
a message stands is not always where it was meant to: what has become confidential leaves the channel.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

import structlog
from msgspec import Struct
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.card import Card, Picture
from bot.delivery.files import File, Opened
from bot.delivery.gateway import Doubtful, SendFailed, Undeliverable
from bot.domain.request import Place, Request
from bot.store.lanes import Sent
from bot.store.link import Unavailable
from bot.store.store import Store
from handlers.confined import Confined, messages_of, neutral, postponed
from handlers.kept import Kept
from handlers.slack.calls import called
from handlers.slack.files import SlackFiles, Uploaded
from handlers.slack.render import message
from handlers.slack.workspaces import Workspaces

PLATFORM = "slack"
EVENT_TYPE = "ventanilla_notice"
LOOKED_THROUGH = 100  # newest messages among which a doubtful one is looked for

log = structlog.get_logger()


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data


class Spot(Struct, frozen=True):
    """Where a message really goes."""

    team: str
    channel: str
    thread: str = ""

    @property
    def is_private(self) -> bool:
        return self.channel[:1] in ("D", "U", "W")


def place_of(team: str, channel: str, thread: str = "") -> Place:
    return Place(PLATFORM, f"{team}/{channel}", thread)


def spot_of(place: Place) -> Spot:
    team, _, channel = place.conversation.partition("/")
    if place.platform != PLATFORM or not team or not channel:
        raise Undeliverable(f"no such place in Slack: {place}", unreachable=True)
    return Spot(team, channel, place.thread)


class SlackGateway:
    platform = PLATFORM

    def __init__(
        self,
        workspaces: Workspaces,
        store: Store,
        kept: Kept,
        files: SlackFiles,
        changed: Callable[[int], None] = lambda _: None,
    ) -> None:
        """`changed` hears of every request that something was shown of."""
        self._files = files
        self._workspaces = workspaces
        self._confined = Confined(store, PLATFORM)
        self._kept = kept
        self._changed = changed

    async def post(self, place: Place, card: Card, *, key: str, loud: bool) -> str:
        """`channel/ts`. Raises Postponed, Doubtful or Undeliverable."""
        spot = await self._spot(place, card.number)
        try:
            sent = await self._posted(spot, card, key)
        except Undeliverable as gone:
            if spot.is_private:
                raise
            spot = spot_of(place := await self._confined.elsewhere(card.number, gone))
            sent = await self._posted(spot, card, key)
        self._changed(card.number or 0)
        for picture in (block for block in card.blocks if isinstance(block, Picture)):
            await self._below(place, picture)
        return await self._remembered(spot, sent, card.number)

    async def _posted(self, spot: Spot, card: Card, key: str) -> str:
        client = await self._client(spot)
        shown = message(card)
        answer = await called(
            client.chat_postMessage(
                channel=spot.channel,
                text=shown.text,
                blocks=shown.blocks,
                thread_ts=spot.thread or None,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key}},
                unfurl_links=False,
                unfurl_media=False,
            )
        )
        return f"{answer['channel']}/{answer['ts']}"

    async def _below(self, place: Place, picture: Picture) -> None:
        """A picture stands below its message, as a file. The message tells all of it, so it is not sent again."""
        file = File(name="ventanilla.png", kind="image/png", size=len(picture.png))
        try:
            await self.upload(place, Opened(file, _once(picture.png)), words=picture.alt, number=None)
        except SendFailed as failed:
            log.info("slack.no_picture", why=type(failed).__name__)

    async def update(self, place: Place, message_id: str, card: Card, *, key: str) -> None:
        spot = spot_of(place)
        channel, _, ts = message_id.partition("/")
        here = Spot(spot.team, channel)
        self._changed(card.number or 0)
        request = None if here.is_private else await self._confined.confidential(card.number)
        if request is not None:
            await self._retract(here, request, card)
        else:
            await self._change(here, ts, card)

    async def find(self, place: Place, *, key: str) -> str | None:
        """The message that carries the key among the newest ones there. Raises LookupError where we cannot read."""
        number = _number_of(key)
        spot = await self._spot(place, number)
        client = await self._client(spot)
        channel = await self._opened(client, spot.channel)
        look: dict[str, Any] = {"channel": channel, "limit": LOOKED_THROUGH, "include_all_metadata": True}
        try:
            if spot.thread:
                answer = await called(client.conversations_replies(ts=spot.thread, **look))
            else:
                answer = await called(client.conversations_history(**look))
        except Undeliverable as error:
            raise LookupError(error.reason) from error
        for found in answer.get("messages", []):
            if found.get("metadata", {}).get("event_payload", {}).get("key") == key:
                return await self._remembered(spot, f"{channel}/{found['ts']}", number)
        return None

    def fetch(self, file: str) -> AbstractAsyncContextManager[Opened]:
        """`file`: `T1/F123`. Raises Postponed or Undeliverable."""
        return self._files.opened(file)

    async def upload(self, place: Place, opened: Opened, *, words: str, number: int | None) -> str:
        """Goes where a message would go. Raises Postponed, Doubtful or Undeliverable."""
        spot = await self._spot(place, number)
        file = await self._files.uploaded(await self._client(spot), opened)
        try:
            await self._shared(spot, file, words)
        except Undeliverable as gone:
            if spot.is_private:
                raise
            other = spot_of(await self._confined.elsewhere(number, gone))
            if other.team != spot.team:  # a file lies in one workspace
                raise Undeliverable(gone.reason, unreachable=False) from gone
            await self._shared(other, file, words)
        return f"{spot.team}/{file.id}"

    async def _shared(self, spot: Spot, file: Uploaded, words: str) -> None:
        client = await self._client(spot)
        await self._files.share(client, await self._opened(client, spot.channel), spot.thread, file, words)

    async def _remembered(self, spot: Spot, message_id: str, number: int | None) -> str:
        """A reply in the thread of this message belongs to its request."""
        if number is None or spot.thread:
            return message_id
        channel, _, ts = message_id.partition("/")
        try:
            await self._kept.remember(place_of(spot.team, channel, ts), number)
        except Unavailable as away:
            raise Doubtful from away  # it is there: it will be looked up, and remembered then
        return message_id

    async def _change(self, here: Spot, ts: str, card: Card) -> None:
        client = await self._client(here)
        shown = message(card)
        await called(client.chat_update(channel=here.channel, ts=ts, text=shown.text, blocks=shown.blocks))

    async def _retract(self, here: Spot, request: Request, card: Card) -> None:
        """What has become confidential is taken back from a channel: every message of ours about it there."""
        sent, instead = await self._confined.sent(request), neutral(request, card)
        for told in (one for one in messages_of(sent) if one.startswith(f"{here.channel}/")):
            try:
                await self._change(here, told.partition("/")[2], instead)
            except Undeliverable:
                continue  # it is not there any more
        for file in _files_for(request, sent):
            try:
                await called((await self._client(here)).files_delete(file=file))
            except Undeliverable:
                continue

    async def _spot(self, place: Place, number: int | None) -> Spot:
        """The place itself; for a confidential request never a channel, but the requester's own conversation."""
        spot = spot_of(place)
        if spot.is_private:
            return spot
        request = await self._confined.confidential(number)
        return spot if request is None else spot_of(await self._confined.private_place(request))

    async def _opened(self, client: AsyncWebClient, channel: str) -> str:
        """A person's id names their conversation for sending, but not for reading."""
        if channel[:1] not in ("U", "W"):
            return channel
        answer = await called(client.conversations_open(users=channel))
        return str(answer["channel"]["id"])

    async def _client(self, spot: Spot) -> AsyncWebClient:
        with postponed():
            client = await self._workspaces.client(spot.team)
        if client is None:
            raise Undeliverable(f"not installed in the workspace {spot.team}", unreachable=True)
        return client


def _number_of(key: str) -> int | None:
    """A notice's key begins with its request's number."""
    head = key.partition("/")[0]
    return int(head) if head.isdecimal() else None


def _files_for(request: Request, sent: Mapping[str, Sent]) -> list[str]:
    """What we wrote into the requester's thread, by Slack's ids."""
    keys = (key for key in sent if "/file-" in key)
    details = [sent[key].detail for key in keys if key.split("/")[2] == request.requester]
    return sorted(detail.partition("/")[2] for detail in details if "/F" in detail)
