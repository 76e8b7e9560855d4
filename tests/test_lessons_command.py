"""`ventanilla lessons`: what was learned, what each of it changes, and taking one back."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner

from bot.__main__ import main
from bot.domain import commands as c
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
    server = EmbeddedServer.start(short_folder(), "run")
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """A command sets how its whole process logs, and here that is the tests' own."""
    yield
    structlog.reset_defaults()


async def taught(url: str) -> None:
    """Ana's toner went to who answers for holidays, who filed it under the laptops."""
    store = Store.connect(url, "ensayo")
    try:
        desk = await SmallDesk.on(store)
        number = (await desk.says(desk.at("ana"), "Necesito cambiar el tóner de Reka")).number
        request = await desk.request(number)
        filed = c.FileUnder(id="f", by=request.owner, number=request.number, topic=TopicId("laptop"))
        assert (await desk.handle(filed)).kind == "done"
    finally:
        await store.aclose()


async def published(url: str) -> None:
    store = Store.connect(url, "ensayo")
    try:
        matcher = {"matcher": small_matcher().to_bytes()}
        await store.publisher.publish(MATCHER, fingerprint(three_topics()), matcher)
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

    assert lessons("list", fails=True).startswith("Nothing has been published here yet")
    asyncio.run(published(server.url))
    assert lessons("list") == "Nothing has been taught yet.\n"
    asyncio.run(taught(server.url))
    [row] = json.loads(lessons("list", "--json"))
    assert (row["lesson"], row["verdict"], row["by"]) == ("R-1001", "applied", "hugo@ensayo.example")
    assert "Reka" not in row["text"]
    assert "counts" in lessons("list")
    shown = json.loads(lessons("show", "R-1001", "--json"))
    assert (shown["without"]["topic"], shown["with"]["topic"]) == ("holiday", "laptop")
    assert "with it: laptop" in lessons("show", "r-1001")
    assert lessons("undo", "R-1001") == "R-1001 teaches nothing any more.\n"
    [row] = json.loads(lessons("list", "--json"))
    assert row["verdict"] == "undone"
    assert lessons("show", "R-1001", fails=True).startswith("R-1001 teaches nothing")
