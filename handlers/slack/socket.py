"""Socket Mode: two connections, so that when Slack refreshes one the other hears what comes meanwhile."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from handlers.slack.front import Front
from handlers.slack.shapes import Malformed, socket_payload
from handlers.slack.workspaces import Workspaces

log = structlog.get_logger()

CONNECTIONS = 2
AT_ONCE = 64  # the SDK starts a task for every envelope: more than these wait
PING_S = 5.0


class Sockets:
    def __init__(self, front: Front, app_token: str, workspaces: Workspaces) -> None:
        self._front = front
        self._token = app_token
        self._workspaces = workspaces
        self._slots = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Connects, and comes again by itself whenever a connection ends."""
        clients = [self._client() for _ in range(CONNECTIONS)]
        connecting = [asyncio.create_task(_connect(client)) for client in clients]
        try:
            yield
        finally:
            for task in connecting:
                task.cancel()
            await asyncio.gather(*connecting, return_exceptions=True)
            await asyncio.gather(*(_close(client) for client in clients), return_exceptions=True)

    def _client(self) -> SocketModeClient:
        client = SocketModeClient(
            app_token=self._token,
            web_client=self._workspaces.bare(self._token),
            logger=logging.getLogger("ventanilla.socket"),
            ping_interval=PING_S,
        )
        client.socket_mode_request_listeners.append(self._heard)
        return client

    async def _heard(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Acknowledged when it is stored; without that Slack delivers an event again."""
        async with self._slots:
            started = time.time()
            try:
                payload = socket_payload(request.type, request.payload)
            except Malformed:
                log.error("slack.malformed", type=request.type)
                await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
                return
            headers = {name: values[0] for name, values in (build_headers(request) or {}).items() if values}
            answer = await self._front(payload, headers)
            await send_async_response(client, request, answer, started)


async def _connect(client: SocketModeClient) -> None:
    await client.connect()  # type: ignore[no-untyped-call]


async def _close(client: SocketModeClient) -> None:
    await client.close()  # type: ignore[no-untyped-call]
