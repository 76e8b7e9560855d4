"""Single sign-on of the tab: a token of the company's own directory says who is looking."""

from collections.abc import Callable
from typing import Any

import aiohttp

from handlers.teams.auth import Forged, token_of, verified
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
        claims, _ = await verified(token_of(header), self.keys, audience=self._audiences)
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
