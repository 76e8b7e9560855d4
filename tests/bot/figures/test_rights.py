"""Law 14 through every door: role x figure x resource."""

import re
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from bot.cli.stats import directory_of, stats
from bot.figures import rights
from bot.figures.measures import COUNTS
from bot.figures.pieces import QUARTER
from bot.figures.query import Asked, NotForYou, for_viewer, own
from bot.figures.rights import OF_PEOPLE, Family, Resource, Role, may_see, withheld
from bot.figures.shown import FIGURES
from bot.settings import EXAMPLE_COMPANY, Settings, from_environment
from bot.simulation import kept
from bot.store.store import Store
from bot.store.tallies import Tallies
from knowledge.directory import Agreement, DepartmentId, PersonId, TopicId
from knowledge.loader import build, read_folder
from knowledge.reading.faults import Faulty
from tests.bot.figures.company import END, directory

ROOT = Path(__file__).parents[3]
MANY = {"people": 50, "counted": 50}


@pytest.mark.parametrize(
    ("role", "resource", "family"),
    list(product(get_args(Role), get_args(Resource), get_args(Family))),
)
def test_nobody_sees_more_than_the_table_says(role: Role, resource: Resource, family: Family) -> None:
    allowed = {
        "self": resource == "own",
        "lead": resource in ("department", "topic", "platform", "week")
        or (resource, family) == ("alike", "speed")
        or (resource in ("day", "private", "backlog", "requests") and family == "volume")
        or (resource, family) == ("requests", "complaints"),
        "other": False,
    }[role]
    assert may_see(role, resource, family) == allowed
    assert (withheld(role, resource, family, **MANY) == "") == allowed


@pytest.mark.parametrize("resource", ["department", "topic", "platform", "week"])
@pytest.mark.parametrize("family", get_args(Family))
def test_small_groups_have_counts_and_nothing_that_tells_of_a_person(
    resource: Resource, family: Family
) -> None:
    assert withheld("lead", resource, family, people=4, counted=50) == (
        "people" if family in OF_PEOPLE else ""
    )
    assert withheld("lead", resource, family, people=5, counted=4) == ("few" if family in OF_PEOPLE else "")
    assert withheld("lead", "alike", "speed", people=9, counted=19) == "few"
    assert withheld("lead", "alike", "speed", people=4, counted=50) == "people"


async def test_only_who_leads_a_department_now_sees_it(store: Store) -> None:
    company = directory()
    asked = Asked(department=DepartmentId("it"), since=date(2026, 9, 1), until=END.date())
    for person in company.people:
        if person == company.departments[asked.department].lead:
            assert await for_viewer(Tallies(store.link), company, person, asked, END.date())
            continue
        with pytest.raises(NotForYou):
            await for_viewer(Tallies(store.link), company, person, asked, END.date())


async def test_one_s_own_figures_are_all_of_one_s_own(store: Store) -> None:
    await kept.keep(store, directory(), 300, seed=4, until=END)
    people = list(directory().people)
    rows = [await own(Tallies(store.link), p, END.date() - timedelta(days=130), END.date()) for p in people]
    assert sum(int(one["resolved"].value or 0) for one in rows)
    assert not any(value.withheld for one in rows for value in one.values)
    shares = [one["promises_kept_share"].value for one in rows]
    assert any(share is not None and 0 < share < 1 for share in shares), (
        "how many of one's own promises were kept"
    )
    nobody = await own(Tallies(store.link), PersonId("P0"), END.date(), END.date())
    assert not any(value.value for value in nobody.values)


async def test_a_confidential_topic_is_never_a_group_of_its_own(store: Store) -> None:
    await kept.keep(store, directory(), 300, seed=5, until=END)
    lead = directory().departments[DepartmentId("people")].lead
    asked = Asked(department=DepartmentId("people"), since=date(2026, 7, 1), until=END.date())
    report = await for_viewer(Tallies(store.link), directory(), lead, asked, END.date())
    assert {one.key for one in report.topics}.isdisjoint(
        t.id for t in directory().topics.values() if t.confidential
    )
    assert all(count is None or count >= 5 for count in report.private.values())
    with pytest.raises(NotForYou):
        await for_viewer(
            Tallies(store.link),
            directory(),
            lead,
            Asked(
                department=asked.department, since=asked.since, until=asked.until, topic=TopicId("harassment")
            ),
            END.date(),
        )


async def test_groups_of_askers_have_two_times_and_only_where_five_serve(store: Store) -> None:
    await kept.keep(store, directory(), 1_200, seed=5, until=END)
    told = {}
    for one in directory().departments.values():
        asked = Asked(department=one.id, since=date(2026, 7, 1), until=END.date())
        told[one.id] = (await for_viewer(Tallies(store.link), directory(), one.lead, asked, END.date())).alike
    for department, rows in told.items():
        assert not rows or rights.people_behind(directory(), department) >= rights.FEWEST_PEOPLE
        assert {value.name for group in rows for value in group.values} <= {"response_p50", "response_p90"}
    assert any(told.values())


# What the page for the works council says


def council() -> str:
    return (ROOT / "docs" / "for-the-works-council.md").read_text("utf-8")


def test_the_thresholds_are_those_that_the_works_council_has_read() -> None:
    page = council()
    assert f"**{rights.FEWEST_PEOPLE} people**" in page
    assert f"**{rights.FEWEST_COUNTED} answers, promises or ratings**" in page
    assert f"anew every **{QUARTER} weeks**" in page
    assert f"**{rights.FEWEST_PRIVATE}** or more in whole months" in page
    assert f"**{rights.FEWEST_ALIKE}** or more" in page
    assert (rights.FEWEST_PEOPLE, rights.FEWEST_COUNTED, rights.FEWEST_ALIKE) == (5, 5, 20)


def test_no_setting_opens_figures_by_person() -> None:
    """Nothing that could be set names them; and whatever is set, the table stays what it is."""
    words = re.compile("figure|stat|rating|person|agreement|council", re.IGNORECASE)
    assert not [name for name in Settings.__struct_fields__ if words.search(name)]
    before = {role: dict(of) for role, of in rights.RIGHTS.items()}
    from_environment({"VENTANILLA_FIGURES_BY_PERSON": "1", "VENTANILLA_SECRET": "s" * 32})
    assert {role: dict(of) for role, of in rights.RIGHTS.items()} == before
    assert not {option.name for option in stats.params} & {"person", "owner", "by", "email"}
    assert "own" not in rights.RIGHTS["lead"]
    assert "own" not in rights.RIGHTS["other"]


def test_an_agreement_has_a_name_and_a_date_or_the_directory_is_not_used() -> None:
    files = dict(read_folder(EXAMPLE_COMPANY))
    company = files["company.yaml"]
    whole = company + '\nfigures_by_person: {agreement: "Acuerdo", date: 2026-11-02}\n'
    agreed = build({**files, "company.yaml": whole}).figures_by_person
    assert agreed == Agreement(name="Acuerdo", agreed=date(2026, 11, 2))
    for half in ('{agreement: "Acuerdo"}', "{date: 2026-11-02}", "yes", '{agreement: "", date: 2026-11-02}'):
        with pytest.raises(Faulty):
            build({**files, "company.yaml": f"{company}\nfigures_by_person: {half}\n"})
    assert build(files).figures_by_person is None
    page = council()
    for promise in ("`figures_by_person` in `company.yaml`", "**Every owner is told first**", "told anew"):
        assert promise in page


def test_the_command_line_has_no_way_to_a_person() -> None:
    told = CliRunner().invoke(stats, ["--person", "ana"])
    assert told.exit_code == 2


def test_every_figure_has_a_definition_in_every_language() -> None:
    from bot.words import LANGUAGES, of

    for language in LANGUAGES:
        for figure in FIGURES:
            assert of(language)(f"figure-{figure.name}")
            assert len(of(language)(f"figure-{figure.name}-means")) > 20
    assert set(COUNTS) >= {"received", "kudos"}


async def test_whoever_reads_figures_with_another_folder_makes_nobody_of_it_known(store: Store) -> None:
    """What the folder of another company names would stand among the people of this one for good."""
    listed = await directory_of(Settings(directory=EXAMPLE_COMPANY), store)
    assert listed.departments
    assert await store.people.everybody() == []
