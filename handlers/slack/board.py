"""The channel's card in Slack, in the company's first workspace."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.gateway import SendFailed
from bot.store.store import Store
from handlers.board import Board, Seen, board_card
from handlers.slack.calls import called
from handlers.slack.render import Message, message
from handlers.slack.workspaces import Workspaces
from knowledge.directory import Directory


class SlackBoard(Board):
    platform = "slack"

    def __init__(self, store: Store, workspaces: Workspaces) -> None:
        super().__init__(store)
        self._workspaces = workspaces

    async def post(self, channel: str, seen: Seen, directory: Directory) -> str:
        client, shown = await self._client(), self._shown_in(channel, seen, directory)
        answer = await called(
            client.chat_postMessage(
                channel=channel, text=shown.text, blocks=shown.blocks, unfurl_links=False, unfurl_media=False
            )
        )
        return str(answer["ts"])

    async def change(self, channel: str, message: str, seen: Seen, directory: Directory) -> None:
        client, shown = await self._client(), self._shown_in(channel, seen, directory)
        await called(client.chat_update(channel=channel, ts=message, text=shown.text, blocks=shown.blocks))

    def _shown_in(self, channel: str, seen: Seen, directory: Directory) -> Message:
        return message(board_card(seen, directory, channel, self.platform))

    async def _client(self) -> AsyncWebClient:
        workspaces = await self._workspaces.all()
        client = await self._workspaces.client(workspaces[0].team) if workspaces else None
        if client is None:
            raise SendFailed("no workspace")
        return client
