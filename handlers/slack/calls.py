"""Calls of the Web API in the gateway's terms: surely not taken, doubtful, or never.

The SDK's own retries are off: it repeats a post whose answer was lost.
"""

import asyncio
from collections.abc import Awaitable
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.delivery.gateway import Doubtful, Postponed, Undeliverable

log = structlog.get_logger()

CALL_S = 10.0
SHORT_CALL_S = 1.2  # within a listener, whose answer Slack awaits for 3 s

# The place is not there for us, or not any more.
UNREACHABLE = frozenset(
    {
        "channel_not_found",
        "user_not_found",
        "users_not_found",
        "user_disabled",
        "user_not_visible",
        "is_archived",
        "not_in_channel",
        "cannot_dm_bot",
        "restricted_action",
        "restricted_action_thread_only_channel",
        "messages_tab_disabled",
        "no_permission",
    }
)
# Our own standing with Slack: nobody became unreachable by that, and a person must mend it.
STANDING = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "missing_scope",
        "not_allowed_token_type",
        "org_login_required",
        "ekm_access_denied",
        "team_access_not_granted",
        "access_denied",
    }
)
# Slack says of these that some of it may have been done.
MAYBE_DONE = frozenset({"fatal_error", "internal_error", "request_timeout"})
NOT_NOW = frozenset({"ratelimited", "rate_limited", "service_unavailable", "team_added_to_org"})
STANDING_S = 60.0


async def called(call: Awaitable[Any], *, within_s: float = CALL_S) -> dict[str, Any]:
    """The answer's data. Raises Postponed, Doubtful or Undeliverable."""
    try:
        async with asyncio.timeout(within_s):
            response = await call
    except SlackApiError as error:
        raise _meant(error) from error
    except aiohttp.ClientConnectorError as error:
        raise Postponed(1.0) from error  # the connection never stood
    except (
        TimeoutError,
        aiohttp.ClientError,
        SlackClientError,
        OSError,
        ValueError,
        AttributeError,
    ) as error:
        raise Doubtful from error
    data = response.data
    if not isinstance(data, dict):
        raise Doubtful
    return data


def _meant(error: SlackApiError) -> Exception:
    response = error.response
    status = getattr(response, "status_code", 200)
    data = getattr(response, "data", response)
    code = str(data.get("error", "")) if isinstance(data, dict) else ""
    if status == 429 or code in NOT_NOW:
        return Postponed(_retry_after_s(getattr(response, "headers", {})))
    if status >= 500 or code in MAYBE_DONE or not code:
        return Doubtful()
    if code in STANDING:
        log.error("slack.standing", error=code, help="look at the app's token and scopes: ventanilla doctor")
        return Postponed(STANDING_S)
    return Undeliverable(code, unreachable=code in UNREACHABLE)


def _retry_after_s(headers: Any) -> float:
    value = next((v for k, v in dict(headers).items() if k.casefold() == "retry-after"), "1")
    first = value[0] if isinstance(value, list | tuple) else value
    try:
        return max(0.5, float(first))
    except ValueError:
        return 1.0
