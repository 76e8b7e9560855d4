"""The first that Bolt asks: is this workspace listed, and are these words? Words are heard here.

Nearly all that Slack sends is words, and a listener costs as much as a round trip to Redis: Bolt works out who calls,
makes a client, and fills in thirty arguments before it calls one. All that a message needs of it is in its payload.
"""

from collections.abc import Awaitable, Callable

from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from handlers.slack import hear, read
from handlers.slack.listen import PAYLOAD, refused
from handlers.slack.room import Room
from handlers.slack.shapes import Envelope, Payload

WORDS = frozenset({"message", "app_mention"})


class Front(AsyncMiddleware):
    """What it raises comes to the app's error handler, as what a listener raises."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt passes by name
    ) -> BoltResponse | None:
        """A workspace that is not listed is refused, since Bolt itself would call whatever address its payload names."""
        workspace = await self._room.workspaces.of(req.context.team_id or "")
        if workspace is None:
            return await refused(self._room, req.context)
        payload: Payload = req.context[PAYLOAD]
        if not isinstance(payload, Envelope) or payload.event is None or payload.event.type not in WORDS:
            return await next()
        if not read.is_own(payload.event, workspace.bot_user, workspace.bot_id):
            await hear.message(self._room, payload, retry=_retry(req))
        return resp


def _retry(request: AsyncBoltRequest) -> int:
    found = request.headers.get("x-slack-retry-num", ["0"])[0]
    return int(found) if found.isdecimal() else 0
