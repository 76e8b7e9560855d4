"""A department's own ladder, and hours of its own for whom its targets are measured elsewhere."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.timers import timers
from knowledge.calendar import business_between, next_opening
from knowledge.directory import PersonId
from knowledge.loader import build
from tests.bot.domain.world import (
    ANA,
    BO,
    DIRECTORY,
    IRIS,
    LUIS,
    MARTA,
    NOON,
    SAUL,
    VERA,
    Story,
)
from tests.knowledge.directories import edited, three_topics

HOUR = timedelta(hours=1)
PAYROLL = "departments/payroll.yaml"
LADDER = """\
ladder:
  - {to: owner, waits: 1h}
  - {to: vera@ensayo.example, waits: 30m}
  - {to: backup, waits: 2h}
  - lead
"""
MEXICO = """\
hours_for:
  - for: {country: MX}
    hours: {mon-fri: ["09:00-18:00"]}
"""


def _with(ladder: str) -> dict[str, str]:
    return edited(three_topics(), PAYROLL, "topics:\n", ladder + "topics:\n")


class Climb(Story):
    def __init__(self, added: str, requester: PersonId = BO, now: datetime = NOON) -> None:
        super().__init__(requester, now)
        self.directory = build(_with(added))

    def breaches(self) -> None:
        self.until("breach.first_response")

    def climbs(self) -> list[tuple[PersonId, str, timedelta]]:
        """Who had it next, on which rung, and how long the one before them had it, in the department's hours."""
        found = []
        while any("|escalate|" in name for name in timers(self.is_)):
            before = self.now
            events = self.until("escalate")
            if any(isinstance(event, e.LadderEnded) for event in events):
                break
            [moved] = [event for event in events if isinstance(event, e.OwnerAssigned)]
            assert moved.cause == "escalated"
            hours = self.directory.departments[self.is_.department].hours
            found.append((moved.owner, moved.rung, business_between(before, self.now, hours)))
        return found


def test_each_step_of_a_departments_own_ladder_has_its_own_wait() -> None:
    story = Climb(LADDER)
    story.asks()
    story.breaches()
    half_an_hour_and_until_he_is_at_work = (
        7 * HOUR
    )  # in Mexico City, where it is early when the half hour is over
    assert story.climbs() == [
        (VERA, "further", 1 * HOUR),
        (LUIS, "backup", half_an_hour_and_until_he_is_at_work),
        (MARTA, "lead", 2 * HOUR),
    ]
    assert story.folded() == story.is_


def test_without_a_wait_a_step_has_the_first_response_target_of_the_requests_urgency() -> None:
    story = Climb("ladder: [owner, lead]\n")
    story.asks(urgency="high")
    story.breaches()
    assert story.climbs() == [(MARTA, "lead", 1 * HOUR)]


@pytest.mark.parametrize("how", ["about", "away", "unreachable", "requester"])
def test_whoever_cannot_have_it_is_passed_over(how: str) -> None:
    story = Climb(LADDER, requester=VERA if how == "requester" else BO)
    story.asks(about=(VERA,) if how == "about" else ())
    if how == "away":
        story.absent[VERA] = story.now + timedelta(days=30)
    story.breaches()
    if how == "unreachable":
        story.request = story.is_.__class__(**{**_fields(story.is_), "unreachable": (VERA,)})
    assert [owner for owner, _, _ in story.climbs()] == [LUIS, MARTA]


def _fields(request: Any) -> dict[str, Any]:
    return {name: getattr(request, name) for name in request.__struct_fields__}


def test_a_confidential_one_climbs_among_those_who_are_marked_for_such() -> None:
    story = Climb(LADDER)
    marked = ("email: ana@ensayo.example\n", "email: ana@ensayo.example\n  confidential: true\n")
    story.directory = build(edited(_with(LADDER), "people.yaml", *marked))
    story.asks(caution="words")
    assert story.is_.owner == ANA
    story.breaches()
    assert [owner for owner, _, _ in story.climbs()] == [VERA]


def test_where_nobody_is_above_who_may_have_it_it_stays_and_the_history_says_so_once() -> None:
    story = Climb(LADDER)
    story.asks(caution="words")
    story.breaches()
    assert [owner for owner, _, _ in story.climbs()] == [VERA]
    assert (story.is_.owner, story.is_.escalates_at) == (VERA, None)
    assert [type(event) for event in story.history].count(e.LadderEnded) == 1
    assert story.folded() == story.is_


def test_asking_for_a_person_begins_the_departments_own_ladder_at_its_own_wait() -> None:
    story = Climb(LADDER)
    story.asks()
    story.does(c.Say, ANA, text="Lo miro")
    story.does(c.WantPerson, BO)
    assert story.is_.escalates_at == NOON + HOUR
    assert story.climbs()[0] == (VERA, "further", 1 * HOUR)


def test_a_word_from_whoever_has_it_ends_the_ladder() -> None:
    story = Climb(LADDER)
    story.asks()
    story.breaches()
    story.until("escalate")
    assert story.is_.owner == VERA
    story.does(c.Say, VERA, text="Lo miro yo")
    assert not any("|escalate|" in name for name in timers(story.is_))


def test_who_stands_in_for_the_owner_stands_on_the_owners_step() -> None:
    story = Climb("ladder: [owner, vera@ensayo.example, lead]\n")
    story.absent[ANA] = story.now + timedelta(days=30)
    story.asks()
    assert (story.is_.owner, story.is_.rung) == (LUIS, "backup")
    story.breaches()
    assert [owner for owner, _, _ in story.climbs()] == [VERA, MARTA]


# --- hours for whom it is ----------------------------------------------------------------------------------------


def test_the_target_of_a_mexican_request_runs_in_mexican_hours_and_everybody_elses_in_the_departments() -> (
    None
):
    """At 12:00 in Madrid it is 05:00 in Mexico City: four hours of hers end at 13:00 there."""
    ours, hers = Climb(MEXICO, requester=BO), Climb(MEXICO, requester=IRIS)
    for story in (ours, hers):
        story.asks()
        assert story.is_.first_response is not None
    assert ours.is_.owner == ANA
    assert ours.is_.first_response.due == NOON + 4 * HOUR  # type: ignore[union-attr]
    assert hers.is_.owner == LUIS
    opens = next_opening(NOON, DIRECTORY.people[LUIS].hours)
    assert hers.is_.first_response.due == opens + 4 * HOUR  # type: ignore[union-attr]


def test_no_target_of_hers_is_due_before_its_owners_day_begins() -> None:
    for hour in range(14 * 24):
        story = Climb(MEXICO, requester=IRIS, now=NOON + hour * HOUR)
        story.asks(urgency="urgent" if hour % 2 else None)
        clock = story.is_.first_response
        assert clock is not None
        hours = story.directory.departments[story.is_.department].hours_of(story.directory.traits(IRIS))
        assert business_between(story.now, clock.due, hours) > timedelta()
        assert clock.due > next_opening(story.now, hours)


def test_hours_that_are_left_out_are_the_places_own_and_a_nearer_site_may_have_its_own() -> None:
    added = """\
hours_for:
  - {for: {site: cdmx}, days_off: [2026-11-20]}
  - {for: {country: [MX]}, zone: America/Tijuana}
"""
    payroll = Climb(added).directory.departments[DIRECTORY.people[ANA].department]
    cdmx, mexico = (other.hours for other in payroll.hours_for)
    assert cdmx.zone == "America/Mexico_City"
    assert cdmx.holidays is not None
    assert cdmx.holidays.country == "MX"
    assert cdmx.week == payroll.hours.week
    assert len(cdmx.days_off) == len(payroll.hours.days_off) + 1
    assert mexico.zone == "America/Tijuana"
    assert payroll.hours_of(DIRECTORY.traits(IRIS)) == cdmx
    assert payroll.hours_of(DIRECTORY.traits(BO)) == payroll.hours


def test_a_hand_over_lapses_in_the_hours_of_the_new_department_for_this_requester() -> None:
    story = Climb(MEXICO, requester=SAUL)
    story.asks(topic="laptop")
    story.does(c.HandOver, story.is_.owner, text="es de nóminas", department=DIRECTORY.people[ANA].department)
    offer = story.is_.offer
    assert offer is not None
    assert offer.lapses_at == next_opening(NOON, DIRECTORY.people[LUIS].hours) + 4 * HOUR
