"""Modals: one is opened, one request stands in it as its card, and what somebody acted from is drawn anew."""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.gateway import SendFailed, Undeliverable
from bot.domain.request import ref
from handlers.opened import request_card
from handlers.slack import blocks as b
from handlers.slack import home, tell
from handlers.slack.calls import called
from handlers.slack.people import Member
from handlers.slack.render import card_modal
from handlers.slack.room import Room
from handlers.slack.shapes import Interaction
from handlers.slack.values import OPENED, Sheet, Shown, packed_sheet, sheet_of

log = structlog.get_logger()


async def open_view(
    room: Room, click: Interaction, member: Member, client: AsyncWebClient, view: dict[str, Any]
) -> None:
    """Above the modal that it was clicked in, where it was. Who clicked is told where Slack opens nothing."""
    pushes = click.view is not None and click.view.type == "modal"
    if not await opens(client.views_push if pushes else client.views_open, click.trigger_id, view):
        words = await room.words(member.person)
        room.soon(tell.back(room, click, member, words("slack-not-opened")))


async def opens(opening: Callable[..., Awaitable[Any]], trigger: str | None, view: dict[str, Any]) -> bool:
    """A trigger lives for three seconds and opens once. Nothing was done where it did not, so nothing is lost."""
    try:
        await opening(trigger_id=trigger or "", view=view)
    except SlackApiError as error:
        log.info("slack.view_not_opened", why=str(error.response.get("error", "")))
        return False
    return True


async def request_view(
    room: Room, member: Member, number: int, shown: Shown | None = None
) -> dict[str, Any] | None:
    """One request as its card; None where it is not there, or not theirs to read. `shown`: by Home, behind it."""
    card = await request_card(room, member.person, number)
    if card is None:
        return None
    sheet = Sheet(verb=OPENED, numbers=(number,), shown=shown)
    return card_modal(card, await room.words(member.person, number), packed_sheet(sheet))


def shown_behind(click: Interaction) -> Shown | None:
    """What App Home shows, where this was clicked there or in a modal above it; None anywhere else."""
    view = click.view
    if view is None:
        return None
    if view.type == "home":
        return home.shown_of(view)
    sheet = sheet_of(view.private_metadata or "")
    return sheet.shown if sheet is not None else None


async def redrawn(room: Room, click: Interaction, member: Member) -> None:
    """After an act: Home where it stands behind, and the request that is open, or that lies below a form."""
    shown = shown_behind(click)
    if shown is not None:
        await home.publish(room, member, shown)
    view = click.view
    sheet = sheet_of(view.private_metadata or "") if view is not None else None
    if view is None or sheet is None or len(sheet.numbers) != 1:
        return
    if sheet.verb == OPENED:
        await _request_redrawn(room, member, view.id or "", sheet, view.hash or "")
    elif view.previous_view_id:
        await _request_redrawn(room, member, view.previous_view_id, sheet)


async def _request_redrawn(room: Room, member: Member, view_id: str, sheet: Sheet, hash_: str = "") -> None:
    client = await room.workspaces.client(member.home)
    view = await request_view(room, member, sheet.numbers[0], sheet.shown)
    if client is None:
        return
    if view is None:
        words = await room.words(member.person)
        view = b.modal(ref(sheet.numbers[0]), b.sections(words("slack-gone")), close=words("slack-close"))
    try:
        await called(client.views_update(view_id=view_id, view=view, hash=hash_ or None))
    except Undeliverable as refused:
        if refused.reason == "hash_conflict":  # drawn anew meanwhile, perhaps from an older state than now
            await _request_redrawn(room, member, view_id, sheet)
    except SendFailed:
        return  # it is only what is looked at: opened again, it shows what is
