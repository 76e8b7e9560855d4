"""Where all that Slack sends comes in, verified and parsed, over HTTP and Socket Mode alike.

Words are heard at once; all else is Bolt's to sort (docs/decisions/0014).
"""

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from handlers.slack import hear, read
from handlers.slack.listen import PAYLOAD, failed
from handlers.slack.room import Room
from handlers.slack.shapes import Envelope, Payload, for_bolt

WORDS = frozenset({"message", "app_mention"})


class Front:
    def __init__(self, app: AsyncApp, room: Room) -> None:
        self._app = app
        self._room = room

    async def __call__(self, payload: Payload, headers: dict[str, str]) -> BoltResponse:
        """What Slack is answered, once all that must be stored is stored."""
        if isinstance(payload, Envelope) and payload.event is not None and payload.event.type in WORDS:
            return await self._heard(payload, headers)
        request = AsyncBoltRequest(
            body=for_bolt(payload),
            headers=dict(headers),
            context={PAYLOAD: payload},
            mode="socket_mode",  # a parsed body; the signature is checked before
        )
        return await self._app.async_dispatch(request)

    async def _heard(self, payload: Envelope, headers: dict[str, str]) -> BoltResponse:
        try:
            await hear.message(self._room, payload, retry=read.retry_of(headers))
        except Exception as error:
            return await failed(self._room, error, payload)
        return BoltResponse(status=200, body="")
