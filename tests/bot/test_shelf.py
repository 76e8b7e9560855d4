"""The accepted directory and its matcher: published once, used by every process as a pair, never lost to a bad edit."""

import asyncio
import gc
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from fluent.runtime import FluentBundle
from structlog.testing import capture_logs

from bot.assembly import connected, published, tenant_of
from bot.cli.fail import Failed
from bot.fitting import version_for
from bot.settings import Settings
from bot.shelf import DIRECTORY, MATCHER, Shelf, TooDifferent, published_files
from bot.store.embedded import EmbeddedServer
from bot.store.store import Store
from bot.words import of
from knowledge.check import check
from knowledge.directory import Directory
from knowledge.loader import fingerprint
from knowledge.reading.faults import Faulty
from tests.bot.desks import small_matcher
from tests.faults.processes import written
from tests.knowledge.directories import edited, three_topics, without

BETTER = edited(
    three_topics(), "departments/it.yaml", "name: {es: Sistemas, en: IT}", "name: {es: TI, en: IT}"
)
FAULTY = edited(three_topics(), "departments/it.yaml", "lead: iris@", "lead: nobody@")


def fewer_people() -> dict[str, str]:
    """Two of nine are gone, and what was theirs is Bo's: more than a fifth."""
    files = three_topics()
    people = files["people.yaml"].split("- name: ")
    kept = [person for person in people if not person.startswith(("Luis Ibarra", "Saúl Nieto"))]
    files["people.yaml"] = "- name: ".join(kept)
    return {
        name: text.replace("luis@ensayo.example", "bo@ensayo.example").replace(
            "saul@ensayo.example", "bo@ensayo.example"
        )
        for name, text in files.items()
    }


def shelf_on(store: Store) -> Shelf:
    """Another process: it shares nothing but Redis with those before it."""
    return Shelf(store.publisher, store.people)


async def fitted(store: Store, files: Mapping[str, str]) -> None:
    """The matcher is there already, so that not every test waits for a process that fits one."""
    await store.publisher.publish(
        MATCHER, version_for(fingerprint(files)), {"matcher": small_matcher().to_bytes()}
    )


@pytest.fixture
async def shelf(store: Store) -> Shelf:
    """With the three-topic company on it."""
    shelf = shelf_on(store)
    await fitted(store, three_topics())
    await shelf.publish(three_topics())
    assert await shelf.refresh()
    return shelf


def department(shelf: Shelf) -> str:
    return shelf.library.directory.departments["it"].name["es"]  # type: ignore[index]


async def test_what_one_process_publishes_every_process_uses(store: Store) -> None:
    shelf = shelf_on(store)
    await shelf.publish(three_topics())
    await shelf.refresh()
    other = shelf_on(store)
    assert await other.refresh()
    assert other.library.directory == shelf.library.directory
    assert other.library.directory.version == fingerprint(three_topics())
    assert other.library.matcher.predict("Mi portátil no enciende").guesses[0].topic == "laptop"


async def test_after_an_upgrade_no_matcher_of_the_release_before_is_misread_and_each_has_its_own(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, theirs = three_topics(), {"matcher": b"ventanilla-matcher-0\nof another format"}
    with monkeypatch.context() as before:
        before.setattr("bot.fitting.fitted_by", lambda: "before")
        named_before = (
            version_for(fingerprint(files)),
            fingerprint(files),
        )  # the first ones by the files alone
        for name in named_before:
            await store.publisher.publish(MATCHER, name, theirs)
        await shelf_on(store).publish(files)
    web, worker = shelf_on(store), shelf_on(store)
    assert not await web.refresh()  # it waits for a worker of its own release
    await worker.publish(files)
    assert await worker.refresh()
    assert await web.refresh()
    assert web.library.matcher.predict("Mi portátil no enciende").guesses[0].topic == "laptop"
    # And whoever goes back finds what they had.
    assert await store.publisher.fetch(MATCHER, named_before[0]) == theirs


async def test_neither_the_directory_nor_the_sentences_of_its_languages_are_searched_for_garbage(
    shelf: Shelf,
) -> None:
    """All of them together would hold the event loop longer than a message may."""
    assert of(shelf.library.directory.languages[0])
    searched = gc.get_objects()
    assert not any(isinstance(one, FluentBundle | Directory) for one in searched)


async def test_before_anything_was_published_there_is_nothing_to_work_with(store: Store) -> None:
    shelf = shelf_on(store)
    assert not await shelf.refresh()
    with pytest.raises(RuntimeError):
        _ = shelf.library
    assert await published_files(store.publisher) == {}
    with pytest.raises(TimeoutError):
        await shelf.wait(0.01)


async def test_a_person_keeps_their_id_from_one_directory_to_the_next(store: Store, shelf: Shelf) -> None:
    before = shelf.library.directory.by_email("ana@ensayo.example")
    await fitted(store, BETTER)
    await shelf.publish(BETTER)
    await shelf.refresh()
    assert shelf.library.directory.by_email("ana@ensayo.example") == before


async def test_a_new_version_is_followed_by_the_others(store: Store, shelf: Shelf) -> None:
    other = shelf_on(store)
    await other.refresh()
    await fitted(store, BETTER)
    await shelf.publish(BETTER)
    assert department(other) == "Sistemas"
    await other.refresh()
    assert department(other) == "TI"


async def test_publishing_the_same_again_changes_nothing_and_fits_nothing(store: Store, shelf: Shelf) -> None:
    """As every start does."""
    before = await store.publisher.currents()
    with capture_logs() as logged:
        other = shelf_on(store)
        await other.refresh()
        await other.publish(three_topics())
        await other.refresh()
    assert await store.publisher.currents() == before
    assert [entry["event"] for entry in logged] == ["shelf.taken"]


async def test_two_processes_that_start_at_once_end_up_with_the_same_people(store: Store) -> None:
    one, other = shelf_on(store), shelf_on(store)
    await asyncio.gather(one.publish(three_topics()), other.publish(three_topics()))
    assert await one.refresh()
    assert await other.refresh()
    assert one.library.directory == other.library.directory
    assert len(await store.people.everybody()) == len(one.library.directory.people)


async def test_a_faulty_edit_is_refused_with_its_fault_and_the_last_good_one_serves_on(
    store: Store, shelf: Shelf
) -> None:
    with pytest.raises(Faulty) as refused:
        await shelf.publish(FAULTY)
    [fault] = [fault for fault in refused.value.faults if not fault.warning]
    assert str(fault).startswith("departments/it.yaml:3:")
    await shelf.refresh()
    assert department(shelf) == "Sistemas"
    assert await published_files(store.publisher) == three_topics()


async def test_a_change_that_drops_more_than_a_fifth_needs_a_yes(store: Store, shelf: Shelf) -> None:
    with pytest.raises(TooDifferent) as refused:
        await shelf.publish(fewer_people())
    assert str(refused.value) == "This change drops 2 of 9 people. Say --yes if that is meant."
    await shelf.refresh()
    assert len(shelf.library.directory.people) == 9
    await fitted(store, fewer_people())
    await shelf.publish(fewer_people(), yes=True)
    await shelf.refresh()
    assert len(shelf.library.directory.people) == 7


async def test_who_is_new_in_a_change_that_is_refused_stays_unknown(store: Store, shelf: Shelf) -> None:
    newcomer = NEWCOMER + fewer_people()["people.yaml"]
    with pytest.raises(TooDifferent):
        await shelf.publish({**fewer_people(), "people.yaml": newcomer})
    assert await store.people.at("nueva@ensayo.example") is None


NEWCOMER = """\
- name: Nueva Pérez
  email: nueva@ensayo.example
  department: it
  site: madrid
  title: {es: Técnica, en: Technician}
  languages: [es]
"""


async def test_a_directory_is_not_used_without_the_matcher_that_was_fitted_to_it(
    store: Store, shelf: Shelf
) -> None:
    parts = {f"file:{name}": text.encode() for name, text in BETTER.items()}
    await store.publisher.publish(DIRECTORY, fingerprint(BETTER), parts | {"ids": b"{}"})
    assert not await shelf_on(store).refresh()
    await shelf.refresh()
    assert department(shelf) == "Sistemas"


async def test_whoever_dies_between_matcher_and_directory_leaves_the_pair_before_in_use(
    store: Store, shelf: Shelf
) -> None:
    await fitted(store, BETTER)
    other = shelf_on(store)
    assert await other.refresh()
    assert department(other) == "Sistemas"
    await other.publish(BETTER)  # the next start finds the matcher there
    assert await other.refresh()
    assert department(other) == "TI"


# --- a start ----------------------------------------------------------------------------------------------------


class Starts:
    """Processes that start on one folder, one after the other; each with what it said."""

    def __init__(self, server: EmbeddedServer, tenant: str, folder: Path) -> None:
        self.server, self.tenant, self.folder = server, tenant, folder
        self.running = AsyncExitStack()

    async def on(self, files: Mapping[str, str], **how: bool) -> tuple[Shelf, list[str]]:
        files = edited(files, "company.yaml", "id: ensayo", f"id: {self.tenant}")
        settings = Settings(directory=written(files, self.folder))
        parts = await self.running.enter_async_context(connected(settings, self.server.url))
        if not any(not fault.warning for fault in check(files)):
            await fitted(parts.store, files)
        options = {"yes": False, "publishes": True} | how
        with capture_logs() as logged:
            await published(parts, settings, patience_s=0.01, **options)  # type: ignore[arg-type]
        return parts.shelf, [entry["event"] for entry in logged]


@pytest.fixture
async def starts(redis_server: EmbeddedServer, tenant: str, tmp_path: Path) -> AsyncIterator[Starts]:
    starts = Starts(redis_server, tenant, tmp_path)
    async with starts.running:
        yield starts


async def test_a_start_on_a_faulty_folder_keeps_the_last_good_one_and_says_so(starts: Starts) -> None:
    await starts.on(three_topics())
    shelf, said = await starts.on(FAULTY)
    assert department(shelf) == "Sistemas"
    assert "directory.refused" in said


async def test_a_first_start_on_a_faulty_folder_fails_with_the_fault(starts: Starts) -> None:
    with pytest.raises(Failed, match=r"departments/it.yaml:3:"):
        await starts.on(FAULTY)


async def test_a_start_that_would_drop_a_fifth_keeps_the_last_good_one_until_someone_says_yes(
    starts: Starts,
) -> None:
    await starts.on(three_topics())
    shelf, said = await starts.on(fewer_people())
    assert len(shelf.library.directory.people) == 9
    assert "directory.refused" in said
    shelf, _ = await starts.on(fewer_people(), yes=True)
    assert len(shelf.library.directory.people) == 7


async def test_a_web_process_without_a_worker_says_what_is_missing(starts: Starts) -> None:
    with pytest.raises(Failed, match="Start `ventanilla worker` with the same REDIS_URL"):
        await starts.on(three_topics(), publishes=False)


async def test_a_web_process_uses_what_the_worker_published_and_not_its_own_folder(starts: Starts) -> None:
    await starts.on(three_topics())
    shelf, _ = await starts.on(BETTER, publishes=False)
    assert department(shelf) == "Sistemas"


def test_which_company_it_is_is_read_also_from_a_directory_with_a_fault_elsewhere(tmp_path: Path) -> None:
    assert tenant_of(Settings(directory=written(FAULTY, tmp_path / "a"))) == "ensayo"
    quoted = edited(three_topics(), "company.yaml", "id: ensayo", 'id: "faro"  # the harbour')
    assert tenant_of(Settings(directory=written(quoted, tmp_path / "b"))) == "faro"
    for n, files in enumerate(
        (
            without(three_topics(), "company.yaml"),
            edited(three_topics(), "company.yaml", "id: ensayo", "ID: x"),
        )
    ):
        with pytest.raises(Failed, match=r"company\.yaml"):
            tenant_of(Settings(directory=written(files, tmp_path / f"c{n}")))
