"""Single sign-on of the tab: a token of the company's own directory says who is looking."""

from collections.abc import Callable
from typing import Any

import aiohttp
import jwt

from handlers.teams.auth import LEEWAY_S, Forged, kid_of, token_of
from handlers.teams.keys import Keys
from handlers.teams.settings import TeamsSettings

METADATA = "v2.0/.well-known/openid-configuration"


class SignOn:
    def __init__(
        self, session: Callable[[], aiohttp.ClientSession], settings: TeamsSettings, address: str
    ) -> None:
        """`address`: the public one, whose host is part of the audience."""
        self._settings = settings
        host = address.partition("://")[2].rstrip("/")
        self._audiences = [settings.app_id, f"api://{host}/{settings.app_id}"]
        self.keys = Keys(session, f"{settings.login_url}{settings.app_tenant}/{METADATA}")

    async def who(self, header: str) -> tuple[str, str]:
        """(tenant, the directory's id of the person). Raises Forged or KeysAway."""
        if not self._settings.app_id:
            raise Forged("there is no app that one could sign on to")
        token = token_of(header)
        found = await self.keys.key(kid_of(token))
        if found is None:
            raise Forged("unknown key")
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                found.key,
                algorithms=["RS256"],
                audience=self._audiences,
                leeway=LEEWAY_S,
                options={"require": ["exp", "iss", "aud"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError, UnicodeError, RecursionError) as error:
            raise Forged(type(error).__name__) from error
        return self._person(claims)

    def _person(self, claims: dict[str, Any]) -> tuple[str, str]:
        tenant, who = claims.get("tid"), claims.get("oid")
        if not isinstance(tenant, str) or not isinstance(who, str) or not who:
            raise Forged("a token of no person")
        if tenant != self._settings.app_tenant:
            raise Forged("another tenant")
        issuers = (f"{self._settings.login_url}{tenant}/v2.0", f"https://sts.windows.net/{tenant}/")
        if claims.get("iss") not in issuers:
            raise Forged("another issuer")
        return tenant, who
