"""`ventanilla lessons`: what was learned, what each of it changes, and taking one back."""

import asyncio
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner

from bot.__main__ import main
from bot.domain import commands as c
from bot.fitting import version_for
from bot.shelf import MATCHER, Shelf
from bot.store.embedded import EmbeddedServer
from bot.store.store import Store
from knowledge.directory import TopicId
from knowledge.loader import fingerprint
from tests.bot.desks import SmallDesk, small_matcher
from tests.faults.processes import SECRET, short_folder, three_topic_folder
from tests.knowledge.directories import three_topics


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    with running() as server:
        yield server


@contextmanager
def running() -> Iterator[EmbeddedServer]:
    """A Redis of its own, and nothing left of it."""
    folder = short_folder()
    server = EmbeddedServer.start(folder, "run")
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """A command sets how its whole process logs, and here that is the tests' own."""
    yield
    structlog.reset_defaults()


async def taught(url: str) -> None:
    """Ana's copies went to who answers for payslips, who filed it under the laptops."""
    store = Store.connect(url, "ensayo")
    try:
        desk = await SmallDesk.on(store)
        number = (await desk.says(desk.at("ana"), "Este mes no tengo las copias de Reka")).number
        request = await desk.request(number)
        filed = c.FileUnder(id="f", by=request.owner, number=request.number, topic=TopicId("laptop"))
        assert (await desk.handle(filed)).kind == "done"
    finally:
        await store.aclose()


async def published(url: str) -> None:
    store = Store.connect(url, "ensayo")
    try:
        matcher = {"matcher": small_matcher().to_bytes()}
        await store.publisher.publish(MATCHER, version_for(fingerprint(three_topics())), matcher)
        await Shelf(store.publisher, store.people).publish(three_topics())
    finally:
        await store.aclose()


def test_a_lesson_is_listed_shown_with_its_effect_and_taken_back(
    server: EmbeddedServer, tmp_path: Path
) -> None:
    company = three_topic_folder(tmp_path / "company")
    environment = {"REDIS_URL": server.url, "VENTANILLA_SECRET": SECRET}

    def lessons(*args: str, fails: bool = False) -> str:
        given = ["lessons", *args, "--directory", str(company)]
        result = CliRunner().invoke(main, given, env=environment, prog_name="ventanilla")
        assert result.exit_code == fails, result.output
        return result.stderr if fails else result.stdout

    assert lessons("list", fails=True).startswith("No desk of ensayo has run here yet")
    asyncio.run(published(server.url))
    assert lessons("list") == lessons() == "Nothing has been taught yet.\n"
    asyncio.run(taught(server.url))
    [row] = json.loads(lessons("list", "--json"))
    assert (row["lesson"], row["verdict"], row["by"]) == ("R-1001", "applied", "luis@ensayo.example")
    assert json.loads(lessons("--json")) == [row]  # alone it lists, options and all
    assert "Reka" not in row["text"]
    assert "counts" in lessons("list")
    shown = json.loads(lessons("show", "R-1001", "--json"))
    assert (shown["without"]["topic"], shown["with"]["topic"]) == ("payslip", "laptop")
    assert "with it: laptop" in lessons("show", "r-1001")
    assert lessons("undo", "R-1001") == "R-1001 teaches nothing any more.\n"
    [row] = json.loads(lessons("list", "--json"))
    assert row["verdict"] == "undone"
    assert lessons("show", "R-1001", fails=True).startswith("R-1001 was taken back")
    assert lessons("show", "R-1002", fails=True).startswith("R-1002 teaches nothing")


async def kept(url: str) -> None:
    """Bo answered how a laptop is lent, and it is kept as an answer."""
    store = Store.connect(url, "ensayo")
    try:
        desk = await SmallDesk.on(store)
        number = (await desk.says(desk.at("marta"), "Mi portátil no enciende")).number or 0
        owner = (await desk.request(number)).owner
        await desk.handle(c.Resolve(id="r", by=owner, number=number, text="Te presto uno"))  # type: ignore[arg-type]
        keep = c.KeepAnswer(
            id="k",
            by=owner,
            number=number,  # type: ignore[arg-type]
            title="Cómo pedir prestado un portátil",
            question="¿Cómo pido prestado un portátil?",
            text="Pásate por la segunda planta.",
        )
        assert (await desk.handle(keep)).kind == "done"
    finally:
        await store.aclose()


def test_route_and_rehearse_count_what_was_learned_and_say_when_they_cannot(tmp_path: Path) -> None:
    company = three_topic_folder(tmp_path / "company")
    tickets = tmp_path / "tickets.csv"
    tickets.write_text("text\neste mes no tengo las copias\n¿Cómo pido prestado un portátil?\n", "utf-8")

    def told(*args: str, **environment: str) -> str:
        given = [*args, "--directory", str(company), "--data", str(tmp_path / "none")]
        result = CliRunner().invoke(main, given, env=environment)
        assert result.exit_code == 0, result.output
        return result.stdout

    copies, laptop = ("route", "Este mes no tengo las copias"), ("route", "¿Cómo pido prestado un portátil?")
    with running() as server:
        there = {"REDIS_URL": server.url, "VENTANILLA_SECRET": SECRET}
        asyncio.run(taught(server.url))
        asyncio.run(kept(server.url))
        assert json.loads(told(*copies, "--json", **there))["topic"] == "laptop"
        assert json.loads(told(*copies, "--json"))["topic"] == "payslip"
        assert json.loads(told(*laptop, "--json", **there))["article"].startswith("kept-")
        assert json.loads(told(*laptop, "--json"))["article"] is None
        assert told(*copies, **there).endswith(
            "With what the desk has learned: 1 lesson and 1 kept answer.\n"
        )
        assert "without what a desk has learned: there is no REDIS_URL, and no desk" in told(*copies)
        rehearsed = [json.loads(told("rehearse", str(tickets), "--json", **env)) for env in (there, {})]
        assert [one["outcomes"].get("article", 0) for one in rehearsed] == [1, 0]
        assert rehearsed[0]["learned"] == {"lessons": 1, "answers": 1, "withdrawn": 0}
        assert "without" in rehearsed[1]["learned"]
    unreachable = told(*copies, **there)
    assert "without what a desk has learned: Redis does not answer" in unreachable
