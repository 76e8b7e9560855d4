"""Who may speak to us: the token of a POST is checked before anything in it is believed.

The library answers 500 to malformed tokens and lets everybody in without an app id; this is its replacement.
"""

import time
from collections.abc import Callable
from typing import Any

import jwt

from bot.newest import Newest
from handlers.teams import sdk
from handlers.teams.activity import Activity
from handlers.teams.hosts import Hosts
from handlers.teams.keys import Keys
from handlers.teams.settings import TeamsSettings

LEEWAY_S = 300
LONGEST_TOKEN = 16_384
FOR_S = 60.0  # one token comes with every activity for an hour; it is not checked anew each time
REMEMBERED = 200


class Forged(Exception):
    """Not from Bot Framework, or not meant for us. Says why for the log alone."""


class NotForUs(Forged):
    """Well signed, for somebody else: `aud` is another's."""


class Auth:
    def __init__(
        self,
        settings: TeamsSettings,
        keys: Keys,
        hosts: Hosts,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if not settings.connected:
            raise ValueError("without an app id nobody could be checked")
        self._settings = settings
        self._keys = keys
        self._hosts = hosts
        self._clock = clock
        self._checked: Newest[str, tuple[float, dict[str, Any]]] = Newest(REMEMBERED)

    async def claims(self, header: str) -> dict[str, Any]:
        """What a token says, once it is known to be Bot Framework's and for us. Raises Forged or KeysAway."""
        if self._settings.development:
            return {}
        token = token_of(header)
        since, known = self._checked.get(token, (float("-inf"), {}))
        if self._clock() - since < FOR_S:
            return known
        claims, endorsements = await verified(
            token, self._keys, audience=self._settings.app_id, issuer=sdk.ISSUER
        )
        claims |= {"endorsements": endorsements}
        self._checked[token] = (self._clock(), claims)
        return claims

    def check(self, activity: Activity, claims: dict[str, Any]) -> None:
        """That this activity is what the token speaks for. Raises Forged."""
        if not self._hosts.allows(activity.service_url):
            raise Forged("service address")
        if self._settings.development:
            return
        if claims.get(sdk.SERVICE_URL_CLAIM) != activity.service_url:
            raise Forged("another service address than the token's")
        if not activity.channel_id or not sdk.endorsed(activity.channel_id, claims.get("endorsements")):
            raise Forged("a key that may not speak for this channel")


def token_of(header: str) -> str:
    kind, _, token = header.partition(" ")
    token = token.strip()
    if kind.casefold() != "bearer" or not token or not token.isascii() or len(token) > LONGEST_TOKEN:
        raise Forged("no token")
    return token


async def verified(
    token: str, keys: Keys, *, audience: str | list[str], issuer: str | None = None
) -> tuple[dict[str, Any], list[Any] | None]:
    """What it says, and which channels its key may speak for. Raises Forged or KeysAway.

    `issuer` None: the caller looks at it, since it depends on the tenant that the token names.
    """
    found = await keys.key(_kid_of(token))
    if found is None:
        raise Forged("unknown key")
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            found.key,
            algorithms=["RS256"],
            audience=audience,
            issuer=issuer,
            leeway=LEEWAY_S,
            options={"require": ["exp", "iss", "aud"]},
        )
    except jwt.InvalidAudienceError as error:
        raise NotForUs("another audience") from error
    except (jwt.PyJWTError, ValueError, TypeError, UnicodeError, RecursionError) as error:
        raise Forged(type(error).__name__) from error
    return claims, found.endorsements


def _kid_of(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError, UnicodeError, RecursionError) as error:
        raise Forged("malformed") from error
    kid = header.get("kid")
    if header.get("alg") != "RS256" or not isinstance(kid, str):
        raise Forged("not signed as Bot Framework signs")
    return kid
