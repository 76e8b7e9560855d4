"""Teams as a platform: notices become Adaptive Cards, sent by our own sender.

A place is a conversation's id, and for a channel the thread's root message. Teams cannot look a message up by a key, so
what is in doubt stays so.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import structlog

from bot.delivery.card import Card
from bot.delivery.files import Opened
from bot.delivery.gateway import Postponed, Undeliverable
from bot.domain.request import Place, Request
from bot.store.link import Unavailable
from bot.store.store import Store
from handlers.confined import Confined, messages_of, neutral, postponed
from handlers.teams import sdk
from handlers.teams.connector import Connector, Json
from handlers.teams.files import TeamsFiles, consent
from handlers.teams.kept import LAST, Kept, Reference, conversation_of
from handlers.teams.render import adaptive
from handlers.teams.text import shortened
from handlers.teams.throttle import Throttle
from handlers.teams.values import without_dialogs, without_invokes

log = structlog.get_logger()

PLATFORM = "teams"
CHANNEL = "msteams"  # Teams itself; who speaks its protocol otherwise has another name
CARD_TYPE = "application/vnd.microsoft.card.adaptive"
SUMMARY = 200  # characters that a notification shows
BETWEEN = "|"  # a message is where it stands and the service's id, which some clients do not give


def place_of(conversation: str, thread: str = "") -> Place:
    return Place(PLATFORM, conversation, thread)


def is_shared(conversation: str) -> bool:
    """Channels and group chats: more than one person reads there."""
    return conversation.startswith("19:")


class TeamsGateway:
    platform = PLATFORM

    def __init__(
        self,
        connector: Connector,
        store: Store,
        kept: Kept,
        throttle: Throttle,
        files: TeamsFiles,
        beside: Callable[[int], None] = lambda number: None,
        *,
        dialogs: bool = True,
    ) -> None:
        """`beside`: is told of each request that somebody is told of, for what is drawn beside the notices.

        `dialogs`: clients open them. Teams' own do, local ones do not.
        """
        self._beside = beside
        self._dialogs = dialogs
        self._connector = connector
        self._confined = Confined(store, PLATFORM)
        self._kept = kept
        self._throttle = throttle
        self._files = files

    async def post(self, place: Place, card: Card, *, key: str, loud: bool) -> str:
        """Raises Postponed, Doubtful or Undeliverable."""
        spot, made = await self._spot(place, card.number), message_of(card, loud=loud)
        try:
            sent = await self.send(spot, made, card.number)
        except Undeliverable as gone:
            if not is_shared(spot.conversation):
                raise
            sent = await self.send(await self._confined.elsewhere(card.number, gone), made, card.number)
        self._beside(card.number or 0)
        return sent

    async def send(self, spot: Place, message: Json, number: int | None = None) -> str:
        reference = await self.reference(spot)
        where = _where(spot)
        wait_s = self._throttle.wait_s(where)
        if wait_s > 0:
            raise Postponed(wait_s)
        sent = await self._connector.send(reference.service_url, where, self._from(reference, where, message))
        if number is not None and sent:
            await self._remembered(spot, sent, number)
        return f"{where}{BETWEEN}{sent}"

    async def update(self, place: Place, message: str, card: Card, *, key: str) -> None:
        where, _, _ = message.rpartition(BETWEEN)
        request = await self._confined.confidential(card.number) if is_shared(where) else None
        if request is not None:
            await self._retract(request, where, card)
        else:
            await self.change(message, message_of(card, loud=False))
        self._beside(card.number or 0)

    async def change(self, message: str, made: Json) -> None:
        where, _, sent = message.rpartition(BETWEEN)
        if not sent:
            raise Undeliverable("this client's messages cannot be changed", unreachable=False)
        reference = await self.reference(place_of(conversation_of(where)[0]))
        body = self._from(reference, where, made)
        try:
            await self._connector.change(reference.service_url, where, sent, body)
        except Undeliverable as failure:
            # The message is gone, or this client knows no changes: the person is as reachable as before.
            forbidden = failure.reason.startswith("403")
            raise Undeliverable(
                failure.reason, unreachable=forbidden, gone=forbidden and failure.gone
            ) from failure

    def _from(self, reference: Reference, where: str, message: Json) -> Json:
        own: dict[str, Any] = {"conversation": {"id": where}}
        if reference.bot:
            own["from"] = {"id": reference.bot}
        if reference.channel_id:
            own["channelId"] = reference.channel_id
        shown = message if self._dialogs else without_dialogs(message)
        if reference.channel_id not in ("", CHANNEL):
            shown = without_invokes(shown)
        return {**shown, **own}

    async def _retract(self, request: Request, where: str, card: Card) -> None:
        """What has become confidential is taken back from a channel: every message of ours about it there."""
        sent, instead = await self._confined.sent(request), neutral(request, card)
        for message in messages_of(sent):
            if message.rpartition(BETWEEN)[0] != where:
                continue
            try:
                await self.change(message, message_of(instead, loud=False))
            except Undeliverable:
                continue  # it is not there any more

    def fetch(self, file: str) -> AbstractAsyncContextManager[Opened]:
        """`file`: its address, which lasts some minutes. Raises Postponed or Undeliverable."""
        return self._files.opened(file)

    async def upload(self, place: Place, opened: Opened, *, words: str, number: int | None) -> str:
        """Asks for consent; the file goes when it is given. Raises Postponed, Doubtful or Undeliverable."""
        if is_shared(place.conversation):
            raise Undeliverable("files are written in a personal chat only", unreachable=False)
        return await self.send(place, consent(opened.file, shortened(words, 500)), number)

    async def find(self, place: Place, *, key: str) -> str | None:
        raise LookupError("Teams does not look messages up")

    async def _remembered(self, spot: Place, message: str, number: int) -> None:
        """What is quoted from this message, or written below it, belongs to its request."""
        try:
            await self._kept.remember(Place(PLATFORM, spot.conversation, message), number)
        except Unavailable as away:
            log.warning("teams.thread_not_kept", number=number, why=repr(away))

    async def reference(self, place: Place) -> Reference:
        """Where the conversation is served. Raises Postponed, and Undeliverable where nobody ever wrote to us."""
        if place.platform != PLATFORM or not place.conversation:
            raise Undeliverable(f"no such place in Teams: {place}", unreachable=True)
        with postponed():
            found = await self._kept.reference(place.conversation)
            if found is None and is_shared(place.conversation):
                found = await self._kept.reference(LAST)  # a channel that nobody wrote to us in yet
        if found is None:
            raise Undeliverable("the app is not installed there", unreachable=True)
        return found

    async def _spot(self, place: Place, number: int | None) -> Place:
        """The place itself; for a confidential request never a channel, but the requester's own conversation."""
        if not is_shared(place.conversation):
            return place
        request = await self._confined.confidential(number)
        return place if request is None else await self._confined.private_place(request)


def _where(place: Place) -> str:
    """The id to write to: with the root message it is a reply in the thread, without it a new one begins."""
    return f"{place.conversation};messageid={place.thread}" if place.thread else place.conversation


def message_of(card: Card, *, loud: bool) -> Json:
    """The card alone, since a text beside it would be sent apart and give no id; the notification shows `summary`, which
    nothing else does: of what is confidential it says only that it is.
    """
    found: Json = {
        "type": sdk.MESSAGE,
        "locale": card.language,
        "summary": shortened(" ".join((card.glimpse or card.text).split()), SUMMARY) or "…",
        "attachments": [{"contentType": CARD_TYPE, "content": adaptive(card)}],
    }
    if loud:
        found["channelData"] = {"notification": {"alert": True}}
    return found


def attached(made: Json) -> Json:
    """A card that is Teams' own."""
    return {
        "type": sdk.MESSAGE,
        "summary": shortened(str(made.get("fallbackText", "")), SUMMARY) or "…",
        "attachments": [{"contentType": CARD_TYPE, "content": made}],
    }


def sentence(text: str) -> Json:
    return {"type": sdk.MESSAGE, "text": shortened(text, 8_000) or "…", "textFormat": "plain"}
