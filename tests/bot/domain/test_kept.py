"""What a process remembers of requests, by the thousand."""

import gc
from typing import get_args

import pytest
from msgspec import Struct

from bot.domain import request
from bot.domain.events import AnyEvent, decode_event, encode_event
from tests.bot.domain.world import Story

PARTS = [part for part in vars(request).values() if isinstance(part, type) and issubclass(part, Struct)]


@pytest.mark.parametrize("kind", [*(part for part in PARTS if part is not Struct), *get_args(AnyEvent)])
def test_no_request_and_no_event_is_searched_for_circles_since_nothing_in_it_ever_changes(kind: type[Struct]):
    assert kind.__struct_config__.frozen
    assert not kind.__struct_config__.gc


def test_a_history_that_was_read_is_not_searched_either():
    story = Story()
    story.asks()
    read = [decode_event(encode_event(event)) for event in story.history]
    assert not any(gc.is_tracked(one) for one in (*read, story.is_))
