"""docs/for-the-works-council.md, held against the program: what is recorded, who sees it, for how long, what stays shut."""

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from bot import aftercare
from bot.domain import events as e
from bot.domain.decide.complaining import ALIKE
from bot.figures.figures import Kind, figures
from bot.figures.measures import COUNTS, TIMES
from bot.figures.rights import RIGHTS, Role
from bot.settings import Settings
from tests.bot.figures.company import directory, lives

PAGE = (Path(__file__).parents[3] / "docs" / "for-the-works-council.md").read_text("utf-8")

# Each kind of sum, and the line of the table that tells of it.
TOLD = {
    "service": "counters: how many, how long, in time people were at work",
    "own": "the same counters by the person who answered",
    "alike": "how soon a first response came, by country and language of the asker",
    "backlog": "how many are open, by topic, platform and day of asking",
    "straight": "of what was read and went straight to somebody: how many, and how many were right",
    "private": "of confidential requests: how many were asked, are resolved, are open",
}


def test_every_kind_of_sum_that_is_kept_stands_in_the_table() -> None:
    assert set(TOLD) == set(get_args(Kind))
    for line in TOLD.values():
        assert f"| {line}" in PAGE, line


def test_nothing_else_is_counted_by_person_than_the_figures_that_people_see_of_themselves() -> None:
    by_person = {
        cell.measure.partition(":")[0]
        for life in lives()
        for cell in figures(life.request)
        if cell.kind == "own"
    }
    assert by_person <= {*COUNTS, *TIMES}
    kinds = {cell.kind for life in lives() for cell in figures(life.request) if cell.of in directory().people}
    assert kinds == {"own"}


@pytest.mark.parametrize("kind", ["service", "alike", "backlog", "straight", "private"])
def test_no_sum_of_a_department_names_a_person(kind: str) -> None:
    people = {*directory().people, *(life.asker.person for life in lives())}
    for life in lives():
        for cell in figures(life.request):
            if cell.kind == kind:
                assert people.isdisjoint({cell.of, cell.first, cell.second, cell.measure})


def test_what_the_page_says_is_not_recorded_has_no_place_in_any_event() -> None:
    """When somebody is online, where they are, what they read, what they type before they send it, how long a window stays."""
    assert "Not recorded: when somebody is online" in PAGE
    names = {field for event in get_args(e.AnyEvent) for field in event.__struct_fields__}
    watched = re.compile(
        r"online|presence|typing|draft|\bip\b|ip_|agent|device|gps|locat|latitude|viewed|opened|scroll|window"
    )
    assert not [name for name in names if watched.search(name)]


def test_histories_hold_opaque_ids_and_never_a_name_or_an_address() -> None:
    assert "with opaque person ids, never a name or an address" in PAGE
    names = {person.name for person in directory().people.values()}
    for life in lives()[:100]:
        told = str(life.history)
        assert not any(name in told for name in names)


def test_the_numbers_on_the_page_are_those_of_the_program() -> None:
    departments = directory().departments
    kept = Counter((one.words_kept_days, one.confidential_kept_days) for one in departments.values())
    [((words, confidential), _)] = kept.most_common(1)
    longer = {one.id: one.words_kept_days for one in departments.values() if one.words_kept_days != words}
    assert longer == {"payroll": 365, "legal": 365}
    assert "(payroll and legal: 365)" in PAGE
    plain = " ".join(PAGE.split())
    assert f"{words} and, for confidential requests, {confidential} in the example" in plain
    assert f"for {_eight(aftercare._WEEK_MS)} days" in PAGE
    assert timedelta(days=7) == aftercare.TOGETHER_WITHIN
    assert ALIKE == 3
    assert "Three complaints about one topic within a week" in PAGE


def _eight(ms: int) -> str:
    return {8: "eight"}[timedelta(milliseconds=ms).days]


def test_each_role_of_the_table_of_rights_has_its_line() -> None:
    lines = {
        "self": "| an owner | their own figures",
        "lead": "| the person who leads a department | the department's",
        "other": "| everybody else, administrators included | none",
    }
    assert set(lines) == set(get_args(Role)) == set(RIGHTS)
    assert all(line in PAGE for line in lines.values())
    assert "`bot/figures/rights.py`" in PAGE


def test_nothing_in_the_environment_or_on_the_command_line_opens_anything() -> None:
    assert "There is no variable and no option of the command line for it." in " ".join(PAGE.split())
    assert not {name for name in Settings.__struct_fields__ if re.search("figure|person|rating", name)}


def test_leads_own_promises_and_complaints_count_in_their_department_s_figures() -> None:
    leads = {place.lead for place in directory().departments.values()}
    by_lead = [life.request for life in lives() if life.request.answered_by in leads]
    served = [r for r in by_lead if not r.confidential and r.moved_to is None]
    assert any(r.counted.promises_made for r in served)
    for request in served:
        counted = {cell.measure: n for cell, n in figures(request).items() if cell.kind == "service"}
        assert counted.get("promises_made", 0) == request.counted.promises_made
        assert counted.get("complaints", 0) == request.counted.complaints
    assert "a lead's own promises and complaints count in their department's figures" in " ".join(
        PAGE.split()
    )
