"""Figures in Teams: three sentences with the chart in the card itself, which nobody's server is asked for."""

import json
from base64 import b64decode

from handlers.teams.text import size
from knowledge.directory import Department, DepartmentId, Directory
from tests import histories
from tests.handlers.teams.stage import Stage
from tests.handlers.teams.test_tab import asked
from tests.handlers.whose_figures import HOW_IT_GOES, compared, counted, listed_roles, told_rightly
from tests.samples import SOAK
from tests.teams_server.server import User

LARGEST = 28_000
DOORS = ("stats", "stats/figures.csv", "stats/figures.json")


async def known(stage: Stage, mail: str) -> User:
    await stage.everybody()
    person = stage.library.directory.by_email(f"{mail}@faro.example")
    assert person is not None
    return stage.user_of(person.id)


async def test_a_lead_asks_in_words_and_sees_sentences_and_a_picture_in_one_card(stage: Stage):
    await histories.keep(
        stage.store, stage.library.directory, 400, seed=3, until=await stage.store.now(), days=60
    )
    javier = await known(stage, "javier.montero")
    await stage.say(javier, "¿Cómo vamos?")
    card = stage.shown(javier)[-1].card
    [picture] = [part for part in card["body"] if part["type"] == "Image"]
    head, _, data = picture["url"].partition(",")
    assert head == "data:image/png;base64"
    assert b64decode(data).startswith(b"\x89PNG")
    assert "solicitudes" in picture["altText"]
    assert "Entraron" in json.dumps(card, ensure_ascii=False)
    assert size(card) <= LARGEST


async def test_who_leads_nothing_sees_their_own(stage: Stage):
    lucia = await known(stage, "lucia.ferrando")
    await stage.say(lucia, "mis cifras")
    assert "Solo las ves tú" in json.dumps(stage.shown(lucia)[-1].card, ensure_ascii=False)


async def test_words_in_teams_tell_nobody_more_than_is_theirs(stage: Stage):
    """Role x figure x resource."""
    await histories.keep(
        stage.store, stage.library.directory, 200, seed=3, until=await stage.store.now(), days=60
    )
    await stage.everybody()
    directory = stage.library.directory
    for viewer in listed_roles(directory).values():
        user = stage.user_of(viewer)
        await stage.say(user, HOW_IT_GOES[directory.people[viewer].languages[0]])
        card = json.dumps(stage.shown(user)[-1].card, ensure_ascii=False)
        await told_rightly(card, viewer, directory, stage.store)


async def test_the_tab_s_figures_are_shown_where_the_rule_allows_it_and_nowhere_else(stage: Stage):
    """Role x figure x resource: the dashboard in the tab, its files and charts, each for whom Teams signs on."""
    await histories.keep(
        stage.store, stage.library.directory, 200, seed=3, until=await stage.store.now(), days=60
    )
    await stage.everybody()
    directory, behind, seen = stage.library.directory, await counted(stage.store), 0
    for viewer in listed_roles(directory).values():
        user = stage.user_of(viewer)
        for place in directory.departments.values() if SOAK else departments(directory):
            got = {door: await asked(stage, user, f"{door}?department={place.id}") for door in DOORS}
            theirs = place.lead == viewer
            assert {status for status, _, _ in got.values()} == {200 if theirs else 404}, (viewer, place.id)
            if theirs:
                page, sheet, data = (got[door][1] for door in DOORS)
                seen += compared(directory, place, behind, json.loads(data), sheet, page)
        for name in ("person", "owner", "viewer"):  # no word in the address leads to a colleague
            other = next(one for one in directory.people if one != viewer)
            plain, named = [
                (await asked(stage, user, f"stats/own{more}"))[:2] for more in ("", f"?{name}={other}")
            ]
            assert plain == named
    assert seen


def departments(directory: Directory) -> list[Department]:
    """Of the whole company a few: of five people and of fewer."""
    return [directory.departments[DepartmentId(one)] for one in ("it", "payroll", "communications")]
