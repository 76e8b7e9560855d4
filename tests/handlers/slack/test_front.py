"""What is heard without asking Bolt: words, and of them only what others wrote in a workspace that is listed."""

import pytest

from handlers.slack.read import fields_of, is_own, retry_of
from handlers.slack.shapes import EventShape, MessageShape, State, StateValue, ViewShape
from tests.handlers.slack.stage import PAYSLIP, Stage

US, OUR_BOT = "UT1BOT", "BT1"


@pytest.mark.parametrize(
    "event",
    [
        EventShape(type="message", user=US),
        EventShape(type="message", bot_id=OUR_BOT),
        EventShape(type="message", subtype="message_changed", message=MessageShape(user=US)),
        EventShape(type="message", subtype="message_deleted", previous_message=MessageShape(user=US)),
    ],
)
def test_what_tells_of_our_own_messages_is_known_as_ours(event):
    assert is_own(event, US, OUR_BOT)


@pytest.mark.parametrize(
    "event",
    [
        EventShape(type="message", user="U1"),
        EventShape(type="message", user="U1", bot_id="BOTHER"),
        EventShape(type="message", subtype="message_changed", message=MessageShape(user="U1")),
        EventShape(type="message", subtype="message_deleted", previous_message=MessageShape(user="U1")),
        EventShape(type="message"),
    ],
)
def test_what_others_wrote_edited_or_deleted_is_not(event):
    assert not is_own(event, US, OUR_BOT)


def test_a_redelivery_says_which_it_is_and_anything_else_is_a_first_delivery():
    given = [{}, {"x-slack-retry-num": "2"}, {"x-slack-retry-num": "two"}, {"x-slack-retry-num": ""}]
    assert [retry_of(headers) for headers in given] == [0, 2, 0, 0]


async def test_words_from_a_workspace_that_is_not_listed_are_acknowledged_and_kept_nowhere(stage: Stage):
    berta = stage.colleague("Berta Solís")
    said = stage.payloads.said(berta, stage.fake.world.dm(berta), PAYSLIP)
    assert await stage.event(said, team="T9")
    assert await stage.numbers() == []


@pytest.mark.parametrize("unix_s", [-(10**15), 10**15, 2**62])
def test_a_time_that_no_calendar_offers_is_none(unix_s: int):
    state = State(values={"due/picked": {"due/picked": StateValue(selected_date_time=unix_s)}})
    assert fields_of(ViewShape(state=state)) == {"due": ""}
