"""The keys with which Bot Framework signs: loaded ahead, off nobody's way, and asked for again at a bounded rate."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp
import jwt
import msgspec
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from msgspec import Struct

log = structlog.get_logger()

FETCH_S = 5.0
REFRESH_S = 24 * 3600.0
AGAIN_S = 300.0  # an unknown key makes us look again, no more often than this
TRIES_AGAIN_S = 10.0  # while nothing could be loaded at all
LARGEST = 1 << 20


class SigningKey(Struct, frozen=True):
    key: Any  # an RSA public key
    endorsements: list[Any] | None = None  # the channels that it may speak for


class KeysAway(Exception):
    """The key server has not answered yet: nobody can be checked, and nobody is let in."""


class Keys:
    def __init__(
        self,
        session: Callable[[], aiohttp.ClientSession],
        url: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`clock`: seconds, of this process."""
        self._session = session
        self._url = url
        self._clock = clock
        self._keys: Mapping[str, SigningKey] = {}
        self._loaded_at = self._tried_at = float("-inf")
        self._loading: asyncio.Task[None] | None = None

    async def key(self, kid: str) -> SigningKey | None:
        """None for an id that nobody has signed with. Raises KeysAway."""
        if kid not in self._keys and self._may_look_again():
            await self.refresh()
        elif self._clock() - self._loaded_at > REFRESH_S and self._may_look_again():
            self._load_soon()  # those that we have go on serving meanwhile
        if not self._keys:
            raise KeysAway
        return self._keys.get(kid)

    def _may_look_again(self) -> bool:
        if self._loading is not None and not self._loading.done():
            return True  # it waits for what is under way
        return self._clock() - self._tried_at > (AGAIN_S if self._keys else TRIES_AGAIN_S)

    async def refresh(self) -> None:
        """However many wait, the keys are fetched once. What goes wrong leaves the keys that are there."""
        await asyncio.shield(self._load_soon())

    def _load_soon(self) -> "asyncio.Task[None]":
        if self._loading is None or self._loading.done():
            self._tried_at = self._clock()
            self._loading = asyncio.create_task(self._load())
        return self._loading

    async def _load(self) -> None:
        try:
            async with asyncio.timeout(FETCH_S):
                metadata = await self._fetched(self._url)
                found = keys_of(await self._fetched(str(metadata.get("jwks_uri", ""))))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, msgspec.MsgspecError) as failed:
            log.warning("teams.keys_not_loaded", why=type(failed).__name__)
            return
        if found:
            self._keys, self._loaded_at = found, self._clock()

    async def _fetched(self, url: str) -> dict[str, Any]:
        async with self._session().get(url, allow_redirects=False) as answer:
            answer.raise_for_status()
            return msgspec.json.decode(await answer.content.read(LARGEST), type=dict[str, Any])

    async def aclose(self) -> None:
        if self._loading is not None:
            self._loading.cancel()
            await asyncio.gather(self._loading, return_exceptions=True)


def keys_of(document: Mapping[str, Any]) -> dict[str, SigningKey]:
    """Key id -> key, of those that are RSA keys for signing; the others are passed over."""
    found: dict[str, SigningKey] = {}
    listed = document.get("keys")
    for entry in listed if isinstance(listed, list) else []:
        if not isinstance(entry, dict) or entry.get("kty") != "RSA" or not isinstance(entry.get("kid"), str):
            continue
        try:
            key = jwt.PyJWK(entry, algorithm="RS256").key
        except (jwt.PyJWTError, ValueError, TypeError, KeyError):
            continue
        endorsements = entry.get("endorsements")
        if isinstance(key, RSAPublicKey):
            found[entry["kid"]] = SigningKey(key, endorsements if isinstance(endorsements, list) else None)
    return found
