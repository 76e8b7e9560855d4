"""How much was right first time, by day: counted as it happens, shown to the lead on the page, in files and on the command line."""

import csv
import io
import json
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from bot.cli.simulate import simulate
from bot.cli.stats import stats
from bot.domain import events as e
from bot.figures.export import as_csv, as_json
from bot.figures.figures import figures
from bot.figures.passes import COOKIE, session
from bot.figures.query import Asked, Report, report
from bot.settings import EXAMPLE_COMPANY, Settings
from bot.simulation.life import Life
from bot.store.store import Store
from bot.store.tallies import Tallies
from bot.words import LANGUAGES, of
from handlers.web.stats import register
from knowledge.directory import DepartmentId, TopicId
from tests.bot.figures.company import lives
from tests.handlers.web.stage import Stage, example_library

SETTINGS = Settings(secret="s" * 32)
IT = DepartmentId("it")
ROUTED = 6
CORRECTED = 2


# Against the histories, read from the first line to the last


def went_straight(life: Life) -> str | None:
    """The department that what was read sent it to first, where a person was named then."""
    to = None
    for event in life.history:
        if isinstance(event, e.RequestFiled):
            to = event.department if event.cause == "read" and event.topic is not None else None
        elif isinstance(event, e.ChoicesOffered):
            to = None
        elif isinstance(event, e.OwnerAssigned) and not event.unseen:
            return to
    return None


def put_right(life: Life) -> bool:
    return life.request.counted.wrong_first or any(
        isinstance(event, e.RequestFiled) and event.cause in ("not_this", "filed_under")
        for event in life.history
    )


def test_it_is_what_the_histories_say() -> None:
    true: Counter[tuple[str, str]] = Counter()
    for life in lives():
        to, request = went_straight(life), life.request
        hidden = request.confidential or request.moved_to is not None or request.emergency is not None
        if to is not None and not hidden:
            true[to, "routed"] += 1
            true[to, "right"] += not put_right(life)
    found: Counter[tuple[str, str]] = Counter()
    for life in lives():
        for cell, count in figures(life.request).items():
            if cell.kind == "straight":
                found[cell.of, cell.measure] += count
    assert found == true
    assert sum(n for (_, what), n in true.items() if what == "right") < sum(
        n for (_, what), n in true.items() if what == "routed"
    )


# A lead's guided weeks


@pytest.fixture
async def guided(store: Store) -> AsyncIterator[Stage]:
    """A Tuesday on which six went straight to IT and two of them were wrong; a Wednesday with one."""
    library = example_library()
    stage = Stage(store, replace(library, directory=replace(library.directory, guided=True)))
    register(stage.app)
    await stage.client.start_server()
    await stage.at(1, 10)
    numbers = []
    for _ in range(ROUTED):
        await store.move_clock(3 * 60_000)
        numbers.append(await stage.ask(stage.person("irene.cobo"), "El portátil no enciende"))
    for number in numbers[:CORRECTED]:
        await stage.act(stage.directory.departments[IT].lead, "file_under", number, topic="software")
    await stage.at(2, 10)
    await stage.ask(stage.person("irene.cobo"), "El portátil no enciende")
    yield stage
    await stage.client.close()


async def looked(stage: Stage, topic: str | None = None) -> Report:
    today = (await stage.store.now()).date()
    asked = Asked(
        department=IT,
        since=today - timedelta(days=20),
        until=today,
        topic=TopicId(topic) if topic else None,
    )
    return await report(Tallies(stage.store.link), stage.directory, "lead", asked, today)


async def test_each_day_has_its_share_and_a_day_with_few_has_none(guided: Stage) -> None:
    found = await looked(guided)
    assert found.straight is not None
    assert [value.value for value in found.straight.values] == [ROUTED + 1, pytest.approx(5 / 7)]
    tuesday, wednesday = found.days
    assert [value.value for value in tuesday.values] == [ROUTED, pytest.approx(4 / 6)]
    assert (wednesday["routed"].value, wednesday["right_first"].value) == (1, None)
    assert wednesday["right_first"].withheld == "few"


async def test_no_topic_has_a_share_of_its_own_and_without_guided_there_is_none(guided: Stage) -> None:
    assert (await looked(guided, topic="hardware")).days == ()
    guided.library = example_library()
    found = await looked(guided)
    assert (found.straight, found.days) == (None, ())


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_files_hold_each_day_with_its_definition(guided: Stage, language: str) -> None:
    found, words = await looked(guided), of(language)
    lines = [row for row in csv.DictReader(io.StringIO(as_csv([found], words))) if row["group"] == "day"]
    assert [(row["figure"], row["value"], row["withheld"]) for row in lines] == [
        ("routed", "6", ""),
        ("right_first", "0.6667", ""),
        ("routed", "1", ""),
        ("right_first", "", "few"),
    ]
    assert {row["means"] for row in lines} == {
        words("figure-routed-means"),
        words("figure-right_first-means"),
    }
    data = as_json(found, words)
    assert data["straight"] == {"routed": 7, "right_first": pytest.approx(5 / 7)}
    assert data["days"][found.days[1].key]["right_first"] == {"value": None, "withheld": "few"}
    assert data["definitions"]["right_first"] == words("figure-right_first-means")


async def test_the_lead_reads_it_on_the_page_and_nobody_else_does(guided: Stage) -> None:
    lead, other = guided.directory.departments[IT].lead, guided.person("lucia.ferrando")
    pages = {}
    for viewer in (lead, other):
        cookie = session(viewer, await guided.store.now(), SETTINGS, guided.directory.tenant)
        answer = await guided.client.get("/stats", cookies={COOKIE: cookie})
        pages[viewer] = await answer.text()
    say = of("es")
    assert say("stats-straight-says", routed=7, share="71 %") in pages[lead]
    assert say("figure-right_first-means") in pages[lead]
    assert '<td class="number">67 %</td>' in pages[lead]
    assert say("figure-right_first") not in pages[other]


def test_the_command_line_tells_it_where_the_directory_is_guided(tmp_path: Path) -> None:
    company = tmp_path / "company"
    shutil.copytree(EXAMPLE_COMPANY, company)
    listed = company / "company.yaml"
    plain = listed.read_text("utf-8").replace("guided: false\n", "")
    folder = ["--data", str(tmp_path / "data"), "--directory", str(company)]
    run = CliRunner().invoke
    assert run(simulate, [*folder, "--requests", "300"]).exit_code == 0
    means = of("en")("figure-right_first-means")
    listed.write_text(plain, "utf-8")
    assert means not in run(stats, [*folder, "--department", "it"]).output
    listed.write_text(plain + "\nguided: true\n", "utf-8")
    told = run(stats, [*folder, "--department", "it"])
    assert told.exit_code == 0, told.output
    assert means in told.output
    assert "Right first time by day" in told.output
    assert "too few for a share" in told.output
    assert "too few of" not in told.output
    [data] = json.loads(run(stats, [*folder, "--department", "it", "--json"]).stdout)
    assert data["days"]
    sheet = run(stats, [*folder, "--department", "it", "--csv"]).stdout
    assert any(row["group"] == "day" for row in csv.DictReader(io.StringIO(sheet)))
