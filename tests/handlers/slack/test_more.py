"""A card shows what is done often; all else that can be done is one tap away, where the request stands whole."""

import pytest

from bot.domain.request import Request
from handlers.slack.words import words_in
from tests.handlers.slack.stage import PAYSLIP, Stage, buttons
from tests.slack_server.workspace import Message, User

OFTEN = ["take", "say", "promise", "resolve", "hand_over", "promise", "note", "more"]
RARELY = {"ask_requester", "wait_for", "consult", "file_under", "set_urgency", "make_private"}


async def assigned(stage: Stage) -> tuple[Request, User, Message]:
    request, owner = await stage.asked(stage.colleague("Berta Solís"))
    return request, owner, stage.fake.from_bot(owner)[0]


def verbs(blocks: list[dict] | None) -> list[str]:
    return [button["action_id"].split("/")[1] for button in buttons(blocks or [])]


async def test_an_owners_card_has_few_buttons_the_frequent_ones_first(stage: Stage):
    _, _, card = await assigned(stage)
    assert verbs(card.blocks) == OFTEN


async def test_all_else_is_a_tap_away_and_changes_what_is_open(either: Stage):
    request, owner, card = await assigned(either)
    await either.press(owner, card, "more")
    opened = either.form(owner)
    assert set(verbs(opened["blocks"])) >= {*OFTEN, *RARELY} - {"more"}
    assert PAYSLIP in str(opened)
    await either.press_in(owner, opened, "act/make_private")
    assert (await either.request(request.number)).confidential
    assert "make_private" not in verbs(either.form(owner)["blocks"])
    await either.press_in(owner, either.form(owner), "act/consult")
    assert either.form(owner)["root_view_id"] == opened["id"]


@pytest.mark.parametrize("who", ["the requester", "a stranger"])
async def test_the_button_carries_no_rights(stage: Stage, who: str):
    request, _, card = await assigned(stage)
    user = stage.colleague("Carlos Vela")
    if who == "the requester":
        user = next(u for u in stage.team.users.values() if u.name == "Berta Solís")
    views = len(stage.fake.world.views)
    await stage.press(user, card, "more")
    if who == "the requester":
        assert not {"take", "note", "consult"} & set(verbs(stage.form(user)["blocks"]))
    else:
        assert len(stage.fake.world.views) == views
        assert stage.fake.told(user)[-1].text == words_in("es")("slack-gone")
    assert (await stage.request(request.number)).version == request.version
