"""What the environment says of Slack. Tokens are kept out of `repr`."""

import os
import re
from collections.abc import Mapping

from msgspec import Struct

from bot.settings import WrongSetting

SLACK_API = "https://slack.com/api/"
_CHANNEL = re.compile("[CG][A-Z0-9]+")  # an id: a channel's name can change, and says nothing to the API


class SlackSettings(Struct, frozen=True, kw_only=True):
    bot_token: str = ""
    signing_secret: str = ""
    app_token: str = ""  # Socket Mode where it is set
    client_id: str = ""
    client_secret: str = ""
    api_url: str = SLACK_API
    command: str = "/ask"
    help_channels: frozenset[str] = frozenset()  # heard without a mention

    def __repr__(self) -> str:
        return f"SlackSettings(api_url={self.api_url!r}, command={self.command!r})"

    @property
    def connected(self) -> bool:
        return bool(self.bot_token or self.client_id)

    @property
    def socket_mode(self) -> bool:
        return bool(self.app_token)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log and no dump may hold."""
        found = (self.bot_token, self.signing_secret, self.app_token, self.client_secret)
        return tuple(secret for secret in found if secret)


def slack_settings(environment: Mapping[str, str] = os.environ) -> SlackSettings:
    """Raises WrongSetting with a sentence that names the variable."""
    found = SlackSettings(
        bot_token=environment.get("SLACK_BOT_TOKEN", "").strip(),
        signing_secret=environment.get("SLACK_SIGNING_SECRET", "").strip(),
        app_token=environment.get("SLACK_APP_TOKEN", "").strip(),
        client_id=environment.get("SLACK_CLIENT_ID", "").strip(),
        client_secret=environment.get("SLACK_CLIENT_SECRET", "").strip(),
        api_url=environment.get("SLACK_API_URL", "").strip() or SLACK_API,
        command=environment.get("SLACK_COMMAND", "").strip() or "/ask",
        help_channels=frozenset(environment.get("SLACK_HELP_CHANNELS", "").replace(",", " ").split()),
    )
    _check(found)
    return found


def _check(found: SlackSettings) -> None:
    if found.bot_token and not found.bot_token.startswith("xoxb-"):
        raise WrongSetting(
            "SLACK_BOT_TOKEN must begin with xoxb-: copy the “Bot User OAuth Token” of the app."
        )
    if found.app_token and not found.app_token.startswith("xapp-"):
        raise WrongSetting(
            "SLACK_APP_TOKEN must begin with xapp-: copy an “App-Level Token” with connections:write."
        )
    if not found.api_url.startswith(("https://", "http://")) or not found.api_url.endswith("/api/"):
        raise WrongSetting("SLACK_API_URL must be an address that ends in /api/.")
    if not found.command.startswith("/") or " " in found.command or found.command != found.command.lower():
        raise WrongSetting(
            "SLACK_COMMAND must be one word in small letters that begins with /, for example /ask."
        )
    names = sorted(name for name in found.help_channels if not _CHANNEL.fullmatch(name))
    if names:
        raise WrongSetting(
            f"SLACK_HELP_CHANNELS must hold channels' ids, such as C024BE91L; it has {', '.join(names)}. "
            "The id stands last under “About”, which a click on the channel's name opens."
        )
    if found.client_id and not found.client_secret:
        raise WrongSetting(
            "SLACK_CLIENT_SECRET is not set: it stands beside SLACK_CLIENT_ID on the app's page."
        )
    if found.connected and not found.socket_mode and not found.signing_secret:
        raise WrongSetting(
            "SLACK_SIGNING_SECRET is not set. Copy it from the app's page, or set SLACK_APP_TOKEN to use Socket Mode."
        )
