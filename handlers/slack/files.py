"""Files: read with the bot's token from Slack's own addresses and no other, and written into a conversation.

A file is known by workspace and id, `T1/F123`. Its address is asked for when it is read, and never kept.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import aiohttp
import msgspec
from msgspec import Struct
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.files import MOST_BYTES, PIECE_BYTES, File, Opened
from bot.delivery.gateway import Doubtful, Postponed, SendFailed, Undeliverable
from handlers.slack import limits
from handlers.slack.calls import called
from handlers.slack.text import clean, cut, escaped_cut
from handlers.slack.workspaces import Workspaces

HOSTS = frozenset({"files.slack.com", "files.slack-gov.com"})
TRANSFER_S = 60.0
AGAIN_S = 5.0


class Uploaded(Struct, frozen=True):
    """A file that Slack has and nobody sees yet; it can be shared where we are, and only there."""

    id: str
    name: str


class Found(Struct, frozen=True):
    """files.info."""

    id: str
    name: str | None = None
    title: str | None = None
    mimetype: str | None = None
    size: int = 0
    url_private: str | None = None
    is_external: bool = False
    ims: list[str] = []
    channels: list[str] = []
    groups: list[str] = []


class SlackFiles:
    def __init__(self, workspaces: Workspaces, api_url: str) -> None:
        self._workspaces = workspaces
        self._api = urlsplit(api_url)

    @asynccontextmanager
    async def opened(self, file: str) -> AsyncIterator[Opened]:
        """Raises Postponed or Undeliverable, also while it is being read."""
        team, _, id_ = file.partition("/")
        client = await self._client(team)
        about = await self._about(client, id_)
        address = about.url_private or ""
        if about.is_external or not self._is_slacks(address):
            raise Undeliverable("the file does not lie in Slack", unreachable=False)
        if about.size > MOST_BYTES:
            raise Undeliverable("the file is too large", unreachable=False)
        timeout = aiohttp.ClientTimeout(total=TRANSFER_S)
        headers = {"Authorization": f"Bearer {client.token}"}
        try:
            # A redirect leads to a page where people sign in: the token has no right to the file.
            async with self._workspaces.session.get(
                address, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                _check(answer)
                named = about.name or about.title or about.id
                kind = about.mimetype or "application/octet-stream"
                yield Opened(
                    File(name=named, kind=kind, size=about.size),
                    _whole(answer.content.iter_chunked(PIECE_BYTES), about.size),
                )
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Postponed(AGAIN_S) from error

    async def uploaded(self, client: AsyncWebClient, opened: Opened) -> Uploaded:
        """A new file that is in no conversation yet. Raises Postponed, Doubtful or Undeliverable."""
        name = cut(clean(opened.file.name).replace("/", "_"), limits.FILE_NAME) or "file"
        begun = await called(client.files_getUploadURLExternal(filename=name, length=opened.file.size))
        address = str(begun["upload_url"])
        if not self._is_slacks(address):
            raise Undeliverable("Slack named an address that is not its own", unreachable=False)
        await self._written(address, opened)
        return Uploaded(str(begun["file_id"]), name)

    async def share(
        self, client: AsyncWebClient, channel: str, thread: str, file: Uploaded, words: str
    ) -> None:
        """Into a conversation that is there. Raises Postponed, Doubtful or Undeliverable."""
        try:
            await called(
                client.files_completeUploadExternal(
                    files=[{"id": file.id, "title": file.name}],
                    channel_id=channel,
                    thread_ts=thread or None,
                    initial_comment=escaped_cut(clean(words), limits.SECTION_TEXT) or None,
                )
            )
        except Doubtful:
            await self._looked_up(client, file.id)

    async def _looked_up(self, client: AsyncWebClient, id_: str) -> None:
        """Nothing where the file has arrived; raises Postponed where it surely has not, else Doubtful."""
        try:
            about = await self._about(client, id_)
        except (Postponed, Undeliverable) as failed:
            raise Doubtful from failed
        if not (about.ims or about.channels or about.groups):
            raise Postponed(AGAIN_S)

    async def _written(self, address: str, opened: Opened) -> None:
        """Raises Postponed: what was written without being shared is nowhere."""
        headers = {"Content-Length": str(opened.file.size), "Content-Type": "application/octet-stream"}
        timeout = aiohttp.ClientTimeout(total=TRANSFER_S)
        try:
            async with self._workspaces.session.post(
                address, data=opened.pieces, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                if answer.status != 200:
                    raise Postponed(AGAIN_S)
        except (aiohttp.ClientError, TimeoutError) as error:
            # What reading the other side met comes wrapped; it says more than that writing broke off.
            if isinstance(error.__cause__, SendFailed):
                raise error.__cause__ from error
            raise Postponed(AGAIN_S) from error

    async def _about(self, client: AsyncWebClient, id_: str) -> Found:
        answer = await called(client.files_info(file=id_))
        try:
            return msgspec.convert(answer.get("file"), Found)
        except msgspec.ValidationError as error:
            raise Undeliverable("Slack says nothing of the file", unreachable=False) from error

    async def _client(self, team: str) -> AsyncWebClient:
        client = await self._workspaces.client(team)
        if client is None:
            raise Undeliverable(f"not installed in the workspace {team}", unreachable=False)
        return client

    def _is_slacks(self, address: str) -> bool:
        """The token goes to no host but Slack's own, whatever a payload or an answer says."""
        parts = urlsplit(address)
        if (parts.scheme, parts.netloc) == (self._api.scheme, self._api.netloc):
            return True
        return parts.scheme == "https" and parts.netloc in HOSTS


def _check(answer: aiohttp.ClientResponse) -> None:
    if answer.status in (429, 500, 502, 503, 504):
        raise Postponed(AGAIN_S)
    if answer.status != 200:
        raise Undeliverable(f"the file is answered with {answer.status}", unreachable=False)


async def _whole(pieces: AsyncIterator[bytes], size: int) -> AsyncIterator[bytes]:
    """Exactly `size` bytes, whatever is sent."""
    had = 0
    async for piece in pieces:
        had += len(piece)
        if had > size:
            break
        yield piece
    if had != size:
        raise Undeliverable("the file is not of the size that it is said to be", unreachable=False)
