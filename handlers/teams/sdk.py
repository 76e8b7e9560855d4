"""The one file that imports Bot Framework's library: what its protocol names, and who endorses a key.

The library itself is out of support. What it gets wrong (malformed tokens, keys fetched on the event loop, an empty app
id, mentions) is done in `auth`, `keys` and `read`; what it sends slowly is sent by `connector`.
"""

from typing import Any

from botbuilder.schema import ActivityTypes  # type: ignore[import-untyped]
from botframework.connector.auth import (  # type: ignore[import-untyped]
    AuthenticationConstants,
    EndorsementsValidator,
)

MESSAGE = str(ActivityTypes.message.value)
MESSAGE_UPDATE = str(ActivityTypes.message_update.value)
MESSAGE_DELETE = str(ActivityTypes.message_delete.value)
CONVERSATION_UPDATE = str(ActivityTypes.conversation_update.value)
INSTALLATION_UPDATE = str(ActivityTypes.installation_update.value)
INVOKE = str(ActivityTypes.invoke.value)

ISSUER = AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER
SERVICE_URL_CLAIM = AuthenticationConstants.SERVICE_URL_CLAIM
SCOPE = f"{AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE}/.default"
TOKEN_PATH = AuthenticationConstants.TO_CHANNEL_FROM_BOT_TOKEN_ENDPOINT_PATH


def endorsed(channel: str, endorsements: list[Any] | None) -> bool:
    """Whether a signing key may speak for this channel."""
    return endorsements is not None and bool(EndorsementsValidator.validate(channel, endorsements))
