"""Files in Teams: read from its own addresses within the minutes that they last, and written by the reader's consent.

A bot writes a file in a personal chat only, and only where the person lets it: a consent card, then an address to write to.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import aiohttp
import structlog

from bot.delivery.files import MOST_BYTES, File, Opened
from bot.delivery.gateway import Postponed, SendFailed, Undeliverable
from handlers.teams import sdk
from handlers.teams.activity import Attachment
from handlers.teams.connector import Json
from handlers.teams.hosts import Hosts, is_loopback, plain_parts
from handlers.teams.pool import Pool
from handlers.teams.tokens import Tokens

log = structlog.get_logger()

CONSENT_TYPE = "application/vnd.microsoft.teams.card.file.consent"
INFO_TYPE = "application/vnd.microsoft.teams.card.file.info"
DOWNLOAD_TYPE = "application/vnd.microsoft.teams.file.download.info"
PICTURES = "/v3/attachments/"  # of the connector: our token goes nowhere else
OURS = "ventanilla-file"
# Where people's own files lie, and nothing else: anything may stand before the last two parts.
ENDINGS = (".sharepoint.com", ".sharepoint.us", ".sharepoint-mil.us")
TRANSFER_S = 18.0
AGAIN_S = 2.0


class TeamsFiles:
    def __init__(self, pool: Pool, tokens: Tokens, hosts: Hosts, *, local: bool = False) -> None:
        """`local`: addresses on this machine are allowed, for local clients."""
        self._pool = pool
        self._tokens = tokens
        self._hosts = hosts
        self._local = local

    def allows(self, url: str) -> bool:
        """Only https to where files lie, on its own port, with nothing hidden in the address."""
        found = plain_parts(url)
        if found is None:
            return False
        host = found.hostname or ""
        if self._local and found.scheme in ("http", "https") and is_loopback(host):
            return True
        return found.scheme == "https" and host.endswith(ENDINGS) and found.port in (None, 443)

    @asynccontextmanager
    async def opened(self, url: str) -> AsyncIterator[Opened]:
        """Raises Postponed or Undeliverable. Read whole: Teams does not say how large it is."""
        headers = {}
        if self._is_of_the_chat(url):  # ours to ask for
            token = await self._tokens.token()
            headers = {"Authorization": f"Bearer {token}"} if token else {}
        elif not self.allows(url):
            raise Undeliverable("a file address that is not allowed", unreachable=False)
        data, kind = await self._read(url, headers)
        yield Opened(File(name="file", kind=kind, size=len(data)), _pieces(data))

    def _is_of_the_chat(self, url: str) -> bool:
        """A picture that was pasted: the connector itself has it, and gives it to the bot alone."""
        bare = urlsplit(url)._replace(query="", fragment="")
        return self._hosts.allows(bare.geturl()) and PICTURES in bare.path

    async def _read(self, url: str, headers: dict[str, str]) -> tuple[bytes, str]:
        timeout = aiohttp.ClientTimeout(total=TRANSFER_S)
        data = bytearray()
        try:
            async with self._pool().get(
                url, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                _check(answer.status)
                if (answer.content_length or 0) > MOST_BYTES:
                    raise Undeliverable("the file is too large", unreachable=False)
                async for piece in answer.content.iter_any():
                    data += piece
                    if len(data) > MOST_BYTES:
                        raise Undeliverable("the file is too large", unreachable=False)
                return bytes(data), answer.content_type
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Postponed(AGAIN_S) from error

    async def write(self, url: str, opened: Opened) -> None:
        """Raises Postponed or Undeliverable."""
        if not self.allows(url):
            raise Undeliverable("an upload address that is not allowed", unreachable=False)
        size = opened.file.size
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Length": str(size),
            "Content-Range": f"bytes 0-{size - 1}/{size}",
        }
        timeout = aiohttp.ClientTimeout(total=TRANSFER_S)
        try:
            async with self._pool().put(
                url, data=opened.pieces, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                _check(answer.status)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            if isinstance(error.__cause__, SendFailed):
                raise error.__cause__ from error
            raise Postponed(AGAIN_S) from error


def consent(file: File, words: str) -> Json:
    """Asks whether the file may be put among the reader's own. What it carries is believed by nobody later."""
    context = {OURS: {"n": file.number, "w": file.words}}
    return {
        "type": sdk.MESSAGE,
        "summary": words[:200],
        "attachments": [
            {
                "contentType": CONSENT_TYPE,
                "name": file.name,
                "content": {
                    "description": words[:500],
                    "sizeInBytes": file.size,
                    "acceptContext": context,
                    "declineContext": context,
                },
            }
        ],
    }


def info(name: str, upload: Json) -> Json:
    """Shows the file that was written."""
    return {
        "type": sdk.MESSAGE,
        "attachments": [
            {
                "contentType": INFO_TYPE,
                "contentUrl": upload.get("contentUrl"),
                "name": name,
                "content": {"uniqueId": upload.get("uniqueId"), "fileType": upload.get("fileType")},
            }
        ],
    }


def address_of(part: Attachment) -> str:
    """Where a file that somebody sent is to be read."""
    if part.content_type == DOWNLOAD_TYPE and isinstance(part.content, dict):
        return str(part.content.get("downloadUrl") or "")
    return part.content_url or ""


def _check(status: int) -> None:
    if status in (408, 429, 500, 502, 503, 504):
        raise Postponed(AGAIN_S)
    if not 200 <= status < 300:
        raise Undeliverable(f"the file is answered with {status}", unreachable=False)


async def _pieces(data: bytes) -> AsyncIterator[bytes]:
    yield data
