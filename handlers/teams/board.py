"""The channel's card in Teams. Everybody there reads state and taker; whoever may act sees, in the same card and
alone, what is theirs.
"""

from bot.domain.request import Request
from bot.store.store import Store
from handlers.board import Board, Seen, board_card
from handlers.teams.blocks import Element
from handlers.teams.gateway import PLATFORM, TeamsGateway, attached, place_of
from handlers.teams.render import adaptive
from handlers.teams.values import Press, data_of
from knowledge.directory import Directory

BOARD = "board"  # the verb with which a client asks for one person's view


class TeamsBoard(Board):
    platform = PLATFORM

    def __init__(self, store: Store, gateway: TeamsGateway) -> None:
        super().__init__(store)
        self._gateway = gateway

    async def post(self, channel: str, seen: Seen, directory: Directory) -> str:
        return await self._gateway.send(place_of(channel), attached(board_element(seen, directory, channel)))

    async def change(self, channel: str, message: str, seen: Seen, directory: Directory) -> None:
        await self._gateway.change(message, attached(board_element(seen, directory, channel)))


def board_element(seen: Seen, directory: Directory, channel: str) -> Element:
    """The card, which each client may ask to be drawn for whoever looks: rights are checked then, not now."""
    return refreshed(adaptive(board_card(seen, directory, channel, PLATFORM)), seen.request)


def refreshed(made: Element, request: Request) -> Element:
    press = Press(verb=BOARD, number=request.number, seen=request.version)
    action = {"type": "Action.Execute", "title": "", "verb": BOARD, "data": data_of(press)}
    return made | {"refresh": {"action": action}}
