"""What one commit derives: nothing, where nothing that it is derived from has changed."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from bot.answer import Answer
from bot.commit import TIMED, UNSEEN, write_of
from bot.domain import commands as c
from bot.domain.indexes import indexes, next_due
from bot.domain.request import Clock, Promise
from bot.domain.timers import timers
from bot.figures.tallies import tallies
from tests.bot.domain.world import BO, NOON, Story

LATER = NOON + timedelta(hours=1)
# Of each field that no derivation looks at while a request is open, another value.
OTHER: dict[str, Any] = {
    "version": 99,
    "last_at": LATER,
    "said_at": LATER,
    "messages": (("w9", "somebody"),),
    "notes": (("w9", "somebody"),),
    "files": (("w9.0", "somebody"),),
    "undoable": None,
    "waiting_since": LATER,
    "nudged_at": LATER,
}

CLOCK = Clock(starts_at=NOON, warns_at=NOON, due=LATER, met_at=LATER)
# Of each field that only timers look at, and a queue's order.
TIMES: dict[str, Any] = {
    "first_response": CLOCK,
    "next_response": CLOCK,
    "resolution": CLOCK,
    "escalates_at": LATER,
    "answered_at": LATER,
    "promise": Promise(by=BO, made_at=NOON, due=LATER, reminds_at=LATER),
}


def asked() -> Story:
    story = Story()
    story.asks()
    return story


def test_each_field_that_is_left_out_has_a_value_tried_here():
    assert OTHER.keys() == UNSEEN
    assert TIMES.keys() == TIMED


@pytest.mark.parametrize("field", sorted(OTHER))
def test_what_is_left_out_changes_no_timer_index_or_figure(field):
    before = asked().is_
    after = replace(before, **{field: OTHER[field]})
    for derive in (timers, indexes, tallies):
        assert derive(after) == derive(before)


@pytest.mark.parametrize("field", sorted(TIMES))
def test_a_time_alone_changes_no_figure_and_of_the_indexes_at_most_the_order_of_a_queue(field):
    before = asked().is_
    after = replace(before, **{field: TIMES[field]})
    assert tallies(after) == tallies(before)
    assert indexes(after).keys() == indexes(before).keys()
    moved = {
        index for (index, member), score in indexes(after).items() if indexes(before)[index, member] != score
    }
    in_order = {f"owner:{before.owner}", f"department:{before.department}"}
    assert moved == (set() if next_due(after) == next_due(before) else in_order)


@pytest.mark.parametrize("field", sorted(OTHER | TIMES))
def test_what_is_written_of_one_changed_field_is_the_difference_of_all_that_is_derived(field):
    before = asked().is_
    after = replace(before, **{field: (OTHER | TIMES)[field]})
    said = c.Say(id="further", by=BO, number=before.number, text="Es para el banco")
    write = write_of(said, before, after, [], Answer(kind="done"))
    had, has = timers(before), timers(after)
    assert {name for name, _ in write.timers} == has.keys() - had.keys()
    assert set(write.timers_done) == had.keys() - has.keys()
    was, is_ = indexes(before), indexes(after)
    assert {(i, m): score for i, m, score in write.index_add} == dict(is_.items() - was.items())
    assert set(write.index_remove) == was.keys() - is_.keys()
    assert write.tallies == ()


def test_further_words_write_themselves_and_nothing_that_is_derived():
    story = asked()
    before = story.is_
    events = story.says(BO, "Es para el banco")
    said = c.Say(id="further", by=BO, number=before.number, text="Es para el banco")
    write = write_of(said, before, story.is_, events, Answer(kind="done"))
    assert write.events
    derived = (write.timers, write.timers_done, write.index_add, write.index_remove, write.tallies)
    assert derived == ((), (), (), (), ())


def test_where_nothing_else_is_due_the_place_in_the_queue_follows_the_last_word():
    """An open request without a clock stands in its owner's queue by when something last happened in it."""
    story = asked()
    before = replace(story.is_, first_response=None, next_response=None, resolution=None)
    [said] = story.says(BO, "Es para el banco")
    after = replace(before, version=before.version + 1, last_at=LATER)
    command = c.Say(id="further", by=BO, number=before.number, text="Es para el banco")
    write = write_of(command, before, after, [said], Answer(kind="done"))
    assert {index for index, _, _ in write.index_add} == {
        f"owner:{before.owner}",
        f"department:{before.department}",
    }
