"""What the environment says of Teams. The secret is kept out of `repr`."""

import os
import re
from collections.abc import Mapping

from msgspec import Struct

from bot.settings import WrongSetting
from handlers.teams.hosts import is_loopback

LOGIN = "https://login.microsoftonline.com/"
GRAPH = "https://graph.microsoft.com/"
OPENID = "https://login.botframework.com/v1/.well-known/openidconfiguration"
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class TeamsSettings(Struct, frozen=True, kw_only=True):
    app_id: str = ""
    app_password: str = ""
    app_tenant: str = ""  # the tenant that the bot is registered in
    no_auth: bool = False  # loopback only, for trying it out with local clients
    login_url: str = LOGIN
    openid_url: str = OPENID
    graph_url: str = GRAPH
    hosts: frozenset[str] = frozenset()  # service hosts beside Microsoft's own

    def __repr__(self) -> str:
        return (
            f"TeamsSettings(app_id={self.app_id!r}, app_tenant={self.app_tenant!r}, no_auth={self.no_auth})"
        )

    @property
    def connected(self) -> bool:
        return bool(self.app_id) or self.no_auth

    @property
    def development(self) -> bool:
        """Nobody is checked: only where no id is given, on this machine alone."""
        return self.no_auth and not self.app_id

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log and no dump may hold."""
        return (self.app_password,) if self.app_password else ()


def teams_settings(environment: Mapping[str, str] = os.environ, *, host: str = "127.0.0.1") -> TeamsSettings:
    """`host`: what the web process is bound to. Raises WrongSetting with a sentence that names the variable."""
    found = TeamsSettings(
        app_id=environment.get("MICROSOFT_APP_ID", "").strip(),
        app_password=environment.get("MICROSOFT_APP_PASSWORD", "").strip(),
        app_tenant=environment.get("MICROSOFT_APP_TENANT_ID", "").strip(),
        no_auth=environment.get("TEAMS_DEV_NO_AUTH", "").strip() == "1",
    )
    _check(found, host)
    return found


def _check(found: TeamsSettings, host: str) -> None:
    if found.no_auth and not is_loopback(host):
        raise WrongSetting(
            "TEAMS_DEV_NO_AUTH=1 lets anybody in, so it works on this machine only: leave it unset, or start with "
            f"--host 127.0.0.1 instead of {host}."
        )
    if not found.app_id and (found.app_password or found.app_tenant):
        raise WrongSetting(
            "MICROSOFT_APP_ID is not set. Without it nothing that comes to /api/messages could be checked: copy the "
            "“Application (client) ID” of the bot's registration."
        )
    if found.app_id and not _ID.fullmatch(found.app_id):
        raise WrongSetting("MICROSOFT_APP_ID must be the bot's “Application (client) ID”, in five groups.")
    if found.app_id and not found.app_password:
        raise WrongSetting(
            "MICROSOFT_APP_PASSWORD is not set: make a client secret in the bot's registration and copy its value."
        )
    if found.app_id and not found.app_tenant:
        raise WrongSetting(
            "MICROSOFT_APP_TENANT_ID is not set: copy the “Directory (tenant) ID” of the bot's registration."
        )
